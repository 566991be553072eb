"""What tests share beside kg.testing: a real Chromium, a small model server, the samples beside the checkout.

Nothing here is imported or started for a test that does not need it. What is missing is said aloud at the end.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from kg.testing import missing
from kg.testing import opened as opened_server
from tests.graphs import PLACES, Place, empty

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

    from kg.stores import Store
    from kg.testing.servers import Server
    from tests.endpoint import Server as ModelServer


PLAIN_NEO4J = {"test_cli", "test_local_neo4j_started", "test_neo4j", "test_questions", "test_stores"}
"""What a plain run tries on a real Neo4j: the contract of stores, and questions. All of it takes minutes, and is CI's."""

# How long an example takes says more about the machine than about kg.
settings.register_profile("kg", deadline=None)
settings.load_profile("kg")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by what is asked for, so that `-m neo4j` and `-m browser` miss nothing; leave long tests to CI."""
    for item in items:
        asked = getattr(item, "fixturenames", ())
        for fixture, mark in (("neo4j_server", "neo4j"), ("chromium", "browser")):
            if fixture in asked:
                item.add_marker(mark)
        if item.get_closest_marker("neo4j") and item.path.stem not in PLAIN_NEO4J:
            item.add_marker("long")
        if item.get_closest_marker("long") and not os.environ.get("KG_TEST_LONG"):
            item.add_marker(pytest.mark.skip(reason="takes long; set KG_TEST_LONG=1 to run it, as CI does"))


@pytest.fixture
def neo4j_address(neo4j_server: "Server", monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a Neo4j without nodes; its user and password are in the environment, as kg wants them.

    kg's constraints stay from one test to the next: without them the server would plan every query anew, which takes
    longer than most tests. A test that needs none asks for `neo4j_graph`.
    """
    with opened_server(neo4j_server, monkeypatch) as graph:
        graph.clear()
        yield graph.address


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> Place:
    """An empty place for a graph, of each kind of store."""
    return empty(request)


@pytest.fixture
def store(place: Place) -> Iterator["Store"]:
    """An open store with nothing in it."""
    with closing(place.open()) as opened:
        yield opened


# --- Chromium ---------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> str:
    """The path of an installed Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        missing(request.config, "browser", "no chromium on the PATH; install it", "KG_REQUIRE_BROWSER")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator["Browser"]:
    """A headless Chromium, one for all tests."""
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield started
        started.close()


@pytest.fixture
def opened(browser: "Browser", tmp_path: Path) -> Iterator[Callable[..., "Page"]]:
    """Opens pages from disk; at the end nothing may have left, gone wrong, been refused or asked."""
    heard: list[str] = []
    contexts = []

    def refuse(dialog: "Dialog") -> None:
        heard.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def open_page(html: str | Path, **options: Any) -> "Page":
        path = html if isinstance(html, Path) else tmp_path / "page.html"
        if isinstance(html, str):
            path.write_bytes(html.encode("utf-8"))
        context = browser.new_context(
            **{"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", **options}
        )
        contexts.append(context)
        context.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error('refused', e.violatedDirective, e.blockedURI))"
        )
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.route("**/*", lambda route: route.continue_() if route.request.url == path.as_uri() else route.abort())
        page.on("request", lambda r: heard.append(f"asked for {r.url}") if r.url != path.as_uri() else None)
        page.on("console", lambda m: heard.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda e: heard.append(f"broke: {e}"))
        page.on("dialog", refuse)
        page.on("popup", lambda p: heard.append(f"opened {p.url}"))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert heard == []


# --- a language model --------------------------------------------------------------------------


@pytest.fixture
def endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator["ModelServer"]:
    """A server on this machine that kg is set up to ask, in an empty folder, with a cache of its own and no long waits."""
    from kg.models import _endpoint
    from tests.endpoint import serving

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(_endpoint, "_PAUSE", 0.01)
    with serving() as server:
        for name, value in {"URL": server.address, "MODEL": "tester-1", "KEY": "sk-secret", "PRICE": "1,2"}.items():
            monkeypatch.setenv(f"KG_LLM_{name}", value)
        monkeypatch.delenv("KG_LLM_TIMEOUT", raising=False)
        yield server


@pytest.fixture
def page(opened: Callable[..., "Page"]) -> "Page":
    """The debate, open in a window of usual size."""
    from kg.views.network import draw
    from tests.debate import staged

    return opened(draw(staged()))


# --- samples ----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def shared(request: pytest.FixtureRequest) -> Path:
    """The folder `shared` beside the checkout: real pages and hand-made answers, which not everybody has."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        missing(request.config, "shared samples", "no folder ../shared beside the checkout", "KG_REQUIRE_SHARED")
    return folder
