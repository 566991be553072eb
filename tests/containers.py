"""A Neo4j container that belongs to one test: with settings of its own, and free to be killed and started again."""

import os
import secrets
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from neo4j import Driver, GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from kg.local import docker
from kg.local.place import free_port
from kg.testing.throwaway import SHORT_LIVED

_PATIENCE = 300.0


class Container:
    """A running server; `address` stays the same when it is started again."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.name = f"kg-fault-{secrets.token_hex(4)}"
        port = free_port(37687)
        self.address = f"bolt://127.0.0.1:{port}"
        words = ["run", "--detach", "--name", self.name, "--publish", f"127.0.0.1:{port}:7687"]
        self.password = secrets.token_hex(12)
        quick = {"JAVA_TOOL_OPTIONS": " ".join(SHORT_LIVED)}
        for name, value in {"NEO4J_AUTH": f"neo4j/{self.password}", **quick, **settings}.items():
            words += ["--env", f"{name}={value}"]
        self._docker(*words, docker.IMAGE)

    def kill(self) -> None:
        """As a power cut does it."""
        self._docker("kill", self.name)

    def start(self) -> None:
        """Start it again; it may not answer yet."""
        self._docker("start", self.name)

    def remove(self) -> None:
        """With its data."""
        self._docker("rm", "--force", "--volumes", self.name)

    def driver(self) -> Driver:
        """A way to it by hand."""
        return GraphDatabase.driver(self.address, auth=("neo4j", self.password), notifications_min_severity="OFF")

    def wait(self) -> None:
        """Come back when it answers."""

        last = time.monotonic() + _PATIENCE
        while True:
            try:
                with self.driver() as driver:
                    driver.verify_connectivity()
                    return
            except (DriverError, Neo4jError):
                assert time.monotonic() < last, "the container does not answer"
                time.sleep(0.5)

    def _docker(self, *words: str) -> None:
        subprocess.run(["docker", *words], check=True, capture_output=True, timeout=_PATIENCE)


@contextmanager
def container(monkeypatch: pytest.MonkeyPatch, **settings: str) -> Iterator[Container]:
    """A container that answers, gone at the end; skipped where there is no Docker engine with the image."""
    if not docker.engine() or not docker.ready(print):
        if os.environ.get("KG_TEST_NEO4J_WAY") == "docker":
            pytest.fail("no Docker engine")
        pytest.skip("no Docker engine")
    started = Container(settings)
    monkeypatch.setenv("NEO4J_USERNAME", "neo4j")
    monkeypatch.setenv("NEO4J_PASSWORD", started.password)
    monkeypatch.delenv("NEO4J_DATABASE", raising=False)
    try:
        started.wait()
        yield started
    finally:
        started.remove()
