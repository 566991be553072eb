"""The page in a real Chromium: it asks for nothing, fits any screen, and keeps nobody out."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.graph import Graph
from kg.scene import Scene
from kg.views.network import draw
from tests.debate import ABOUT, TITLE, staged

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]


# --- what it is -------------------------------------------------------------------------------


def test_the_picture_fills_its_place_and_holds_every_card(page: "Page") -> None:
    assert page.locator("h1").inner_text() == TITLE
    assert page.locator(".about").inner_text() == ABOUT
    assert page.title() == TITLE
    inside = page.evaluate(
        """() => { const box = element('picture').getBoundingClientRect();
        return [...visible].every(id => { const at = network.canvasToDOM(network.getPosition(id));
            return at.x > 0 && at.y > 0 && at.x < box.width && at.y < box.height; }); }"""
    )
    assert inside
    # Only the canvas of vis-network is used: no tooltip, toolbar or editor of its own, for which it has a style.
    assert page.evaluate("[...document.querySelectorAll('[class*=vis]')].map(e => e.className)") == ["vis-network"]


@pytest.mark.parametrize(
    "scheme, ground",
    [pytest.param("light", "rgb(250, 249, 246)", marks=pytest.mark.long), ("dark", "rgb(20, 22, 25)")],
)
def test_it_fits_any_width_by_day_and_by_night(opened: Open, scheme: str, ground: str) -> None:
    page = opened(draw(staged()), color_scheme=scheme)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground
    for width in (2560, 1280, 820, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), width
        picture, panel = page.locator("#picture").bounding_box(), page.locator("#panel").bounding_box()
        assert picture and panel
        assert picture["width"] > 300 and picture["height"] > 300
        below, beside = panel["y"] >= picture["y"] + picture["height"], panel["x"] >= picture["x"] + picture["width"]
        assert (below, beside) == (width <= 820, width > 820)


def test_a_page_drawn_under_a_c_locale_is_the_same(opened: Open, tmp_path: Path) -> None:
    path = tmp_path / "c.html"
    code = "import sys, pathlib; from kg.views.network import draw; from tests.debate import staged;"
    code += "pathlib.Path(sys.argv[1]).write_bytes(draw(staged()).encode())"
    subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", code, str(path)],
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        cwd=Path(__file__).parents[1],
        check=True,
    )
    assert path.read_bytes() == draw(staged()).encode()
    page = opened(path)
    assert page.locator("h1").inner_text() == TITLE
    assert page.locator(".about").inner_text() == ABOUT
    assert "Iceland’s" in page.evaluate("things.map(t => t.label).join()")


def test_an_empty_answer_says_what_to_do(opened: Open) -> None:
    page = opened(draw(Scene(TITLE, ABOUT, Graph())))
    assert page.locator("h2").inner_text() == "Nothing to show"
    assert page.locator("code", has_text="kg build").is_visible()


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_that_keeps_people_out(browser: "Browser", tmp_path: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    path = tmp_path / "page.html"
    path.write_text(draw(staged()), encoding="utf-8")
    # Only here may a script run that the page does not bring: axe itself.
    context = browser.new_context(bypass_csp=True, color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(path.as_uri())
    found = [Axe().run(page).generate_report()]
    page.locator("#search").fill("pilot")
    page.evaluate("tables()")
    page.locator("#table > summary").click()
    page.evaluate("expand(things.find(t => t.group === 'Claim').id)")
    page.evaluate("showNode(things.find(t => t.group === 'Claim').id)")
    page.evaluate("search()")
    found.append(Axe().run(page).generate_report())
    page.evaluate("showRelation(links.find(l => l.sure !== null).id)")
    found.append(Axe().run(page).generate_report())
    context.close()
    assert [report for report in found if not report.startswith("Found 0")] == []
