"""What tests share: a real Neo4j, a real Chromium, and the samples beside the checkout, each only where asked for.

Nothing here is imported or started for a test that does not need it. What is missing is said aloud at the end.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

_SAID = pytest.StashKey[list[str]]()
# An empty Neo4j has two indexes of its own, for labels and types.
_SCHEMA = {"CONSTRAINT": "CONSTRAINTS YIELD name", "INDEX": "INDEXES YIELD name, type WHERE type <> 'LOOKUP'"}


@dataclass(frozen=True)
class Server:
    """A Neo4j for tests, and how it was had."""

    address: str
    user: str
    password: str
    way: str


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by what is asked for, so that `-m neo4j` and `-m browser` miss nothing."""
    for item in items:
        asked = getattr(item, "fixturenames", ())
        for fixture, mark in (("neo4j_server", "neo4j"), ("chromium", "browser")):
            if fixture in asked:
                item.add_marker(mark)


# --- what is said at the end ------------------------------------------------------------------


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say which Neo4j the tests ran against, and what was skipped for want of something."""
    for line in config.stash.get(_SAID, []):
        terminalreporter.write_line(line, bold=True, yellow="SKIPPED" in line)


def _say(config: pytest.Config, line: str) -> None:
    said = config.stash.setdefault(_SAID, [])
    if line not in said:
        said.append(line)


def _missing(config: pytest.Config, what: str, why: str, required: str) -> NoReturn:
    """Skip aloud, or fail where the variable `required` says that it must be there."""
    if os.environ.get(required) == "1":
        pytest.fail(f"{what} tests must run ({required}=1), but: {why}", pytrace=False)
    _say(config, f"{what.upper()} TESTS SKIPPED: {why}")
    pytest.skip(why)


# --- Neo4j ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def neo4j_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running Neo4j: one that was named, else a container, else a Java process."""
    from kg.local import docker, java, own

    way = os.environ.get("KG_TEST_NEO4J_WAY")
    if way not in (None, "", "docker", "java"):
        pytest.fail(f"KG_TEST_NEO4J_WAY is '{way}'; it may be docker or java", pytrace=False)
    if os.environ.get("KG_TEST_NEO4J_URL") and not way:
        started = _named()
    elif way != "java" and docker.ready(print):
        started = _container(docker.IMAGE)
    elif way != "docker" and not java.lacking(own()):
        started = _process(tmp_path_factory.mktemp("neo4j"))
    else:
        lack = "" if way == "docker" else f"{java.lacking(own())}; "
        lack += "" if way == "java" else f"no Docker engine with {docker.IMAGE}; "
        _missing(request.config, "Neo4j", f"{lack}install one, or set KG_TEST_NEO4J_URL", "KG_REQUIRE_NEO4J")
    with started as server:
        _say(request.config, f"Neo4j tests ran against: {server.way}")
        yield server


@pytest.fixture
def neo4j_address(neo4j_server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty Neo4j; its user and password are in the environment, as kg wants them."""
    with _session(neo4j_server) as run:
        run("MATCH (n) DETACH DELETE n")
        for drop, found in _SCHEMA.items():
            for row in run(f"SHOW {found} RETURN name"):
                run(f"DROP {drop} `{row['name'].replace('`', '``')}`")
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)
    monkeypatch.delenv("NEO4J_DATABASE", raising=False)
    return neo4j_server.address


@contextmanager
def _session(server: Server) -> Iterator[Callable[[str], list[Any]]]:
    from neo4j import GraphDatabase

    with GraphDatabase.driver(server.address, auth=(server.user, server.password)) as driver:
        yield lambda query: driver.execute_query(query).records


@contextmanager
def _named() -> Iterator[Server]:
    """The server of KG_TEST_NEO4J_URL, if its database is empty or may be emptied."""
    address = os.environ["KG_TEST_NEO4J_URL"]
    user, password = os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ.get("NEO4J_PASSWORD", "")
    server = Server(address, user, password, "the server of KG_TEST_NEO4J_URL")
    with _session(server) as run:
        full = run("MATCH (n) RETURN n LIMIT 1") or run("SHOW CONSTRAINTS")
    if full and os.environ.get("KG_TEST_NEO4J_WIPE") != "1":
        why = "the database of KG_TEST_NEO4J_URL is not empty; tests would wipe it. If they may: KG_TEST_NEO4J_WIPE=1"
        pytest.fail(why, pytrace=False)
    yield server


@contextmanager
def _container(image: str) -> Iterator[Server]:
    """A throwaway container."""
    # The fixture removes its container itself; Ryuk would be one more image to pull, with the engine's socket.
    os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")
    # Ports on 127.0.0.1 only, also where testcontainers would go by the engine's own network.
    os.environ.setdefault("TESTCONTAINERS_CONNECTION_MODE", "docker_host")
    os.environ.setdefault("TESTCONTAINERS_HOST_OVERRIDE", "127.0.0.1")
    from testcontainers.community.neo4j import Neo4jContainer

    password = secrets.token_hex(12)
    container = Neo4jContainer(image, username="neo4j", password=password)
    # The engine takes an address with the port (any free one); testcontainers' own methods have no word for it.
    container.ports["7687"] = ("127.0.0.1", None)  # type: ignore[assignment]
    with container:
        yield Server(container.get_connection_url(), "neo4j", password, f"container {image}")


@contextmanager
def _process(folder: Path) -> Iterator[Server]:
    """A throwaway home for a Java process, with the jars that `kg neo4j up` uses too."""
    from kg.local import answer, jars, java, own
    from kg.local.place import Place, State, free_port

    place = Place(folder, own().jars)
    jars.fetch(place, print)
    password = place.password()
    state = java.start(place, State(bolt=free_port(27687), http=free_port(27474)), password)
    try:
        answer.wait(state, password, lambda: java.running(place, state), java.log(place), java.data(place))
        yield Server(state.address, "neo4j", password, f"Java, jars {jars.folder(place).name}")
    finally:
        java.stop(place, state, grace=0)  # its data are thrown away, so it need not take ten seconds to close them


# --- Chromium ---------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> str:
    """The path of an installed Chromium."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    _missing(request.config, "browser", "no chromium on the PATH; install it", "KG_REQUIRE_BROWSER")


@pytest.fixture
def page(chromium: str) -> Iterator["Page"]:
    """An empty page of a headless Chromium that can open files and reach no network."""
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        page = browser.new_page()
        page.route("**/*", _files_only)
        yield page
        browser.close()


def _files_only(route: "Route") -> None:
    if route.request.url.startswith("file:"):
        route.continue_()
    else:
        route.abort()


# --- samples ----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def shared(request: pytest.FixtureRequest) -> Path:
    """The folder `shared` beside the checkout: real pages and hand-made answers, which not everybody has."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        _missing(request.config, "shared samples", "no folder ../shared beside the checkout", "KG_REQUIRE_SHARED")
    return folder
