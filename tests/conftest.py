"""What tests share beside kg.testing: a real Chromium, and the samples beside the checkout, only where asked for.

Nothing here is imported or started for a test that does not need it. What is missing is said aloud at the end.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.testing import missing

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from kg.testing.servers import Neo4jGraph


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by what is asked for, so that `-m neo4j` and `-m browser` miss nothing."""
    for item in items:
        asked = getattr(item, "fixturenames", ())
        for fixture, mark in (("neo4j_server", "neo4j"), ("chromium", "browser")):
            if fixture in asked:
                item.add_marker(mark)


@pytest.fixture
def neo4j_address(neo4j_graph: "Neo4jGraph") -> str:
    """The address of an empty Neo4j; its user and password are in the environment, as kg wants them."""
    return neo4j_graph.address


# --- Chromium ---------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> str:
    """The path of an installed Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        missing(request.config, "browser", "no chromium on the PATH; install it", "KG_REQUIRE_BROWSER")
    return found


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
        missing(request.config, "shared samples", "no folder ../shared beside the checkout", "KG_REQUIRE_SHARED")
    return folder
