"""A pytest plug-in for projects that use kg: a throwaway Neo4j, and graphs built from given sources.

With the extra `testing` installed these fixtures are there:

- `neo4j_graph`: a `Neo4jGraph`, empty at the beginning of each test. One server is started for the whole run, when
  the first test asks for it, and is gone at the end. docs/testing.md says which ways there are to get one.
- `kg_graph`: a function that builds a graph from files or folders and returns a `BuiltGraph`.

Nothing is imported or started for a test that does not ask for it. What is missing is said aloud at the end.
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import KgError
from kg.testing.said import fail, lines, missing, say, tell

if TYPE_CHECKING:
    from kg.testing.built import BuiltGraph
    from kg.testing.servers import Neo4jGraph, Server

__all__ = ["kg_graph", "missing", "neo4j_graph", "neo4j_server", "opened", "say"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say which Neo4j the tests ran against, and what was skipped for want of something."""
    for line in lines(config):
        terminalreporter.write_line(line, bold=True, yellow="SKIPPED" in line)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With pytest-xdist, hand on what is to be said to the process that has the terminal."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output["kg.testing"] = lines(session.config)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A process of pytest-xdist has ended: keep what it had to say."""
    for line in getattr(node, "workeroutput", {}).get("kg.testing", ()):
        say(node.config, line)


@pytest.fixture(scope="session")
def neo4j_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Server"]:
    """A running Neo4j: the one that KG_TEST_NEO4J_URL names, else a container, else a Java process."""
    from kg.testing import servers

    config = request.config
    try:
        chosen = servers.choose(lambda: tmp_path_factory.mktemp("neo4j"), lambda line: tell(config, line))
        with servers.interrupted_by_end(), chosen as server:
            say(config, f"Neo4j tests ran against: {server.way}")
            yield server
    except (servers.MisusedError, KgError, TimeoutError) as error:
        fail(str(error))
    except servers.NoneFoundError as error:
        missing(config, "Neo4j", str(error), "KG_REQUIRE_NEO4J")


@pytest.fixture
def neo4j_graph(neo4j_server: "Server", monkeypatch: pytest.MonkeyPatch) -> Iterator["Neo4jGraph"]:
    """An empty Neo4j; its login is in the environment too, so that kg and its commands find it."""
    with opened(neo4j_server, monkeypatch) as graph:
        graph.empty()
        yield graph


@contextmanager
def opened(server: "Server", monkeypatch: pytest.MonkeyPatch) -> Iterator["Neo4jGraph"]:
    """The database of a server as it is, with its login in the environment for as long as a test runs."""
    from kg.testing.servers import Neo4jGraph

    monkeypatch.setenv("NEO4J_USERNAME", server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    monkeypatch.delenv("NEO4J_DATABASE", raising=False)
    with Neo4jGraph(server) as graph:
        yield graph


@pytest.fixture
def kg_graph(tmp_path: Path) -> Callable[..., "BuiltGraph"]:
    """`kg_graph("thread.json")` builds an embedded graph; `kg_graph("thread.json", db=neo4j_graph)` one in Neo4j.

    Several sources make one graph. `format` is the reader, as for `kg.build`. A second call with the same `db`
    loads into the same graph; without `db` each call has a graph of its own.
    """
    from kg.testing.built import build

    made = itertools.count()

    def graph(
        *sources: str | Path, db: "Neo4jGraph | str | Path | None" = None, format: str | None = None
    ) -> "BuiltGraph":
        where = tmp_path / f"graph{next(made)}.kgl" if db is None else getattr(db, "address", db)
        return build([str(s) for s in sources], str(where), format)

    return graph
