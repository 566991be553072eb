"""Every kind of page in a real Chromium: nothing runs or leaves, anybody can use it, and it fits any screen."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.graph import Graph
from kg.scene import Scene
from tests.hostile import HOSTILE
from tests.scenes import asked, scene, thread
from tests.test_views_kinds import KINDS, draw, every_kind

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]
long = pytest.mark.long


def best(kind: str, folder: Path | None = None) -> Scene:
    """The scene of the question that the kind shows well."""
    name = {"network": "rebuttals", "table": "speakers", "matrix": "who_rebuts_whom"}.get(kind, "thread")
    return asked(name, folder) if folder else asked(name)


def fits(page: "Page") -> bool:
    return bool(page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"))


def barriers(browser: "Browser", html: str, path: Path, **options: Any) -> list[str]:
    """What axe finds; it has to run its own script, so that this context sets the policy of the page aside."""
    from axe_playwright_python.sync_playwright import Axe

    path.write_bytes(html.encode("utf-8"))
    context = browser.new_context(bypass_csp=True, **options)
    try:
        page = context.new_page()
        page.goto(path.as_uri())
        found = Axe().run(page).response["violations"]
        return [
            f"{v['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
            for v in found
            for node in v["nodes"][:3]
        ]
    finally:
        context.close()


@long
@every_kind
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: "Browser", tmp_path: Path, kind: str, scheme: str) -> None:
    assert barriers(browser, draw(kind, scene(thread(4))), tmp_path / "page.html", color_scheme=scheme) == []


@long
@every_kind
def test_axe_finds_nothing_on_the_seeds(browser: "Browser", tmp_path: Path, kind: str) -> None:
    assert barriers(browser, draw(kind, best(kind)), tmp_path / "page.html", color_scheme="dark") == []


@long
@every_kind
def test_a_page_fits_any_width(opened: Open, kind: str) -> None:
    page = opened(draw(kind, best(kind)))
    for width in (2560, 1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert fits(page), width


@every_kind
def test_an_empty_answer_opens_quietly(opened: Open, kind: str) -> None:
    assert opened(draw(kind, Scene("t", "a", Graph()))).locator("h2").inner_text() == "Nothing to show"


def harmless(opened: Open, kind: str, texts: tuple[str, ...]) -> None:
    page = opened(draw(kind, scene(thread(len(texts), texts), texts[0], texts[1])))
    assert page.locator("h1").inner_text() == texts[0]
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.wait_for_timeout(200)
    assert page.evaluate("[window.ran, Object.prototype.polluted]") == [None, None]
    assert set(page.evaluate("[...document.links].map(a => new URL(a.href).protocol)")) <= {"file:", "http:", "https:"}
    if kind != "network":  # what it shows is drawn on a canvas; its own tests ask for it
        shown = page.evaluate("document.body.textContent")
        lost = [text for text in texts if text.isprintable() and text.strip() and text not in shown]
        assert lost == []


@every_kind
def test_hostile_texts_run_nothing_and_show_as_text(opened: Open, kind: str) -> None:
    harmless(opened, kind, tuple(HOSTILE[:12]))


@long
@every_kind
def test_two_hundred_hostile_texts_run_nothing(opened: Open, kind: str) -> None:
    around = ("{}", "a {} b", "x\n{}", "{}\u202e!")
    harmless(opened, kind, tuple(form.format(text) for form in around for text in HOSTILE))


@long
@every_kind
def test_the_real_pages_open_quietly_and_fit_any_width(opened: Open, shared: Path, kind: str) -> None:
    page = opened(draw(kind, best(kind, shared / "seeds")))
    for width in (2560, 1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert fits(page), width


@long
@every_kind
def test_three_thousand_nodes_open(opened: Open, kind: str) -> None:
    graph = thread(980)
    assert len(graph.nodes) > 2900
    assert opened(draw(kind, scene(graph))).locator("h1").is_visible()


def test_every_kind_is_tested_here() -> None:
    assert {"network", "outline", "matrix", "timeline", "reader", "table"} <= set(KINDS)
