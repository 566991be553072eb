"""What a test does with the picture in a real Chromium: find a card, click on it, read what is chosen."""

from typing import TYPE_CHECKING

from tests.debate import SAID

if TYPE_CHECKING:
    from playwright.sync_api import Page


def card(page: "Page", words: str) -> int:
    """The number of the card with these words."""
    found = page.evaluate("words => things.find(t => wordsOf(t.id) === words).id", words)
    assert isinstance(found, int)
    return found


def claim_card(page: "Page", said: int) -> int:
    """The number of the card of a claim of the debate."""
    return card(page, SAID[said][1])


def place(page: "Page", number: int) -> tuple[float, float]:
    """Where a card is drawn on the screen."""
    at = page.evaluate("id => network.canvasToDOM(network.getPosition(id))", number)
    box = page.locator("#picture").bounding_box()
    assert box
    return box["x"] + at["x"], box["y"] + at["y"]


def click(page: "Page", number: int) -> None:
    """Click on a card where it is drawn."""
    page.mouse.click(*place(page, number))


def words(page: "Page") -> str:
    """The words of the card that is chosen."""
    return page.locator("#panel blockquote").inner_text()


def shown(page: "Page") -> int:
    """How many cards are in the picture and not hidden."""
    found = page.evaluate("nodes.get().filter(n => !n.hidden).length")
    assert isinstance(found, int)
    return found


def arrows(page: "Page") -> int:
    """How many arrows are in the picture and not hidden."""
    found = page.evaluate("edges.get().filter(e => !e.hidden).length")
    assert isinstance(found, int)
    return found
