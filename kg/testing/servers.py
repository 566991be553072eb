"""A Neo4j for tests: one that was named, else a throwaway one, by Docker or by Java."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

# An empty Neo4j has two indexes of its own, for labels and types.
_SCHEMA = {"CONSTRAINT": "CONSTRAINTS YIELD name", "INDEX": "INDEXES YIELD name, type WHERE type <> 'LOOKUP'"}


class NoneFoundError(Exception):
    """No Neo4j can be had here."""


class MisusedError(Exception):
    """A variable asks for what may not be, or what is there cannot be used."""


@dataclass(frozen=True)
class Server:
    """A Neo4j for tests, and how it was had; `browser` is where its Browser is, if that is known."""

    address: str
    user: str
    password: str
    way: str
    browser: str | None = None


class Neo4jGraph:
    """A database that a test may do anything with: `address` for `--db`, `driver` and `run` for Cypher."""

    def __init__(self, server: Server) -> None:
        from neo4j import GraphDatabase

        self.address = server.address
        self.driver = GraphDatabase.driver(
            server.address, auth=(server.user, server.password), notifications_min_severity="OFF"
        )

    def __enter__(self) -> "Neo4jGraph":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.driver.close()

    def run(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a query that may read and write."""
        with self.driver.session() as session:
            return session.run(query, parameters).data()

    def clear(self) -> None:
        """Remove all nodes and relations."""
        # In parts: a test may have loaded more than one transaction can take back.
        self.run("MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")

    def empty(self) -> None:
        """Remove all nodes, relations, constraints and indexes."""
        self.clear()
        for drop, found in _SCHEMA.items():
            for row in self.run(f"SHOW {found} RETURN name"):
                self.run(f"DROP {drop} `{row['name'].replace('`', '``')}`")


@contextmanager
def interrupted_by_end() -> Iterator[None]:
    """A run that is asked to end (by CI, by `timeout`) is interrupted, so that pytest throws its server away."""
    held = signal.getsignal(signal.SIGTERM)
    if held is not signal.SIG_DFL or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, held)


def choose(folder: Callable[[], Path], tell: Callable[[str], None]) -> AbstractContextManager[Server]:
    """The first way that can be had; `folder` gives a Java process its home, `tell` gets a line where it takes long.

    Raises MisusedError for a variable that is wrong, NoneFoundError where there is no way.
    """
    from kg.local import docker, java, own
    from kg.testing import throwaway

    way = os.environ.get("KG_TEST_NEO4J_WAY")
    if way not in (None, "", "docker", "java"):
        raise MisusedError(f"KG_TEST_NEO4J_WAY is '{way}'; it may be docker or java")
    if os.environ.get("KG_TEST_NEO4J_URL") and not way:
        return _named()
    lack = []
    if way != "java":
        if not (lacking := _no_testcontainers()) and docker.ready(tell):
            return throwaway.container(docker.IMAGE)
        lack.append(lacking or f"no Docker engine with {docker.IMAGE}")
    if way != "docker":
        if not (lacking := java.lacking(own())):
            return throwaway.process(folder(), tell)
        lack.append(lacking)
    raise NoneFoundError(f"{'; '.join(lack)}; install one, or set KG_TEST_NEO4J_URL")


def _no_testcontainers() -> str | None:
    from importlib.util import find_spec

    return None if find_spec("testcontainers") else "no testcontainers (pip install testcontainers)"


@contextmanager
def _named() -> Iterator[Server]:
    """The server of KG_TEST_NEO4J_URL, if its database is empty or may be emptied."""
    from kg import open_store

    address = os.environ["KG_TEST_NEO4J_URL"]
    if os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1") != "1":
        raise MisusedError(
            "KG_TEST_NEO4J_URL names one database, which tests that run side by side would empty under each other; "
            "leave -n out, or the variable, so that each process gets a Neo4j of its own"
        )
    with open_store(address):  # KgError where it is not there or refuses the login
        pass
    user, password = os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ.get("NEO4J_PASSWORD", "")
    browser = os.environ.get("KG_TEST_NEO4J_BROWSER")
    server = Server(address, user, password, "the server of KG_TEST_NEO4J_URL", browser)
    with Neo4jGraph(server) as graph:
        full = graph.run("MATCH (n) RETURN 1 LIMIT 1") or graph.run("SHOW CONSTRAINTS")
        if full and os.environ.get("KG_TEST_NEO4J_WIPE") != "1":
            raise MisusedError(
                "the database of KG_TEST_NEO4J_URL is not empty; tests would wipe it. If they may: KG_TEST_NEO4J_WIPE=1"
            )
        yield server
        graph.empty()
