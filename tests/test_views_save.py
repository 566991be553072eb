"""The picture as a file, saved by a button in a real Chromium: SVG without anything that runs, PNG of the whole."""

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"


def saved(page: "Page", button: str, by_key: bool) -> Path:
    """Press the button, and give the file that comes."""
    with page.expect_download() as coming:
        if by_key:
            page.locator(button).focus()
            page.keyboard.press("Enter")
        else:
            page.locator(button).click()
    assert coming.value.suggested_filename == f"Déjà-vu-should-the-week-have-four-days.{button[1:]}"
    return Path(coming.value.path())


def test_the_svg_holds_what_is_visible_and_nothing_that_runs(page: "Page") -> None:
    page.locator("#legend button", has_text="Speaker").click()
    drawn = ET.fromstring(saved(page, "#svg", by_key=False).read_bytes())
    texts = [e.text or "" for e in drawn.iter(f"{SVG}text")]
    assert "most teams more productive." not in texts and "A four-day week at full pay" in texts
    assert texts.count("rebuts") == 6 and "asserts" not in texts and "Anna" not in texts
    assert {e.tag for e in drawn.iter()} == {SVG + name for name in ("svg", "title", "rect", "path", "text")}
    left, top, wide, high = (float(n) for n in drawn.attrib["viewBox"].split())
    for text in drawn.iter(f"{SVG}text"):
        assert left < float(text.attrib["x"]) < left + wide
        assert top < float(text.attrib["y"]) < top + high


def test_the_png_holds_the_whole_picture(page: "Page") -> None:
    page.evaluate("zoom(5)")
    png = saved(page, "#png", by_key=True).read_bytes()
    assert png.startswith(b"\x89PNG")
    wide, high = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
    assert page.evaluate("fileFrame().slice(2).map(side => 2 * side)") == [wide, high]
