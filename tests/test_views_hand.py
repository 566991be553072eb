"""The page in a real Chromium by hand: all of it works by mouse, and all of it by keyboard."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from kg.scene import Scene
from kg.views.network import draw
from tests.debate import ABOUT, SAID, TITLE, claim, debate, inferred

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]


def number(page: "Page", said: int) -> int:
    """The place of a claim in the picture."""
    found = page.evaluate("words => data.nodes.find(n => wordsOf(n.id) === words).id", SAID[said][1])
    assert isinstance(found, int)
    return found


def click(page: "Page", node: int) -> None:
    """Click on a card where it is drawn."""
    place = page.evaluate("id => network.canvasToDOM(network.getPosition(id))", node)
    box = page.locator("#picture").bounding_box()
    assert box
    page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])


def words(page: "Page") -> str:
    return page.locator("#panel blockquote").inner_text()


# --- by mouse ---------------------------------------------------------------------------------


def test_a_click_on_a_card_shows_its_words_and_relations(page: "Page") -> None:
    click(page, number(page, 4))
    assert words(page) == SAID[4][1]
    assert page.locator("#panel h2").inner_text().startswith("Claim")
    cards = page.locator("#panel .card").all_inner_texts()
    assert [c.split("\n") for c in cards] == [
        ["this undercuts", SAID[3][1]],
        ["Ben Okafor", "asserts this"],
        [SAID[5][1], "rebuts this"],
    ]
    assert page.locator("#panel dd", has_text="week.json").count() == 1


def test_relations_jump_to_their_evidence_and_on_to_the_other_end(page: "Page") -> None:
    click(page, number(page, 4))
    page.locator("#panel .card", has_text="this undercuts").click()
    assert page.locator("#panel h2").inner_text().startswith("undercuts")
    assert page.locator("#panel dl").inner_text().count(SAID[4][1][:40]) == 1
    assert page.evaluate("document.activeElement.localName") == "h2"
    page.locator("#panel .card", has_text=SAID[3][1]).click()
    assert words(page) == SAID[3][1]
    assert page.evaluate("network.getSelectedNodes()") == [number(page, 3)]


def test_a_click_beside_the_cards_lets_go(page: "Page") -> None:
    click(page, number(page, 4))
    box = page.locator("#picture").bounding_box()
    assert box
    page.mouse.click(box["x"] + 4, box["y"] + 4)
    assert page.locator("#panel h2").inner_text() == "How to read it"


def test_a_card_can_be_dragged(page: "Page") -> None:
    node = number(page, 4)
    before = page.evaluate("id => network.getPosition(id)", node)
    place = page.evaluate("id => network.canvasToDOM(network.getPosition(id))", node)
    box = page.locator("#picture").bounding_box()
    assert box
    x, y = box["x"] + place["x"], box["y"] + place["y"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 20, steps=4)
    page.mouse.up()
    after = page.evaluate("id => network.getPosition(id)", node)
    assert after["x"] > before["x"] + 20
    page.wait_for_timeout(200)
    assert page.evaluate("id => network.getPosition(id)", node) == after  # and stays there


def test_the_legend_switches_kinds_off_and_on(page: "Page") -> None:
    hidden = "() => [nodes.get().filter(n => n.hidden).length, edges.get().filter(e => e.hidden).length]"
    speakers = page.locator("#legend button", has_text="Speaker")
    rebuttals = page.locator("#legend button", has_text="rebuts")
    assert page.evaluate(hidden) == [0, 0]
    speakers.click()
    assert speakers.get_attribute("aria-pressed") == "false"
    assert page.evaluate(hidden) == [4, 14]
    rebuttals.click()
    assert page.evaluate(hidden) == [4, 20]
    speakers.click()
    assert speakers.get_attribute("aria-pressed") == "true"
    assert page.evaluate(hidden) == [0, 6]
    assert page.locator("#legend button").all_inner_texts()[:4] == ["Claim\n14", "Paper\n2", "Speaker\n4", "Work\n1"]


def test_a_relation_with_a_stand_in_can_be_read(opened: Open) -> None:
    graph = debate()
    graph.relations.append(inferred("SUPPORTS", claim(2), ("Claim", "elsewhere:1#0-9"), 0.5, "as said there"))
    page = opened(draw(Scene(TITLE, ABOUT, graph)))
    stand_in = page.evaluate("data.nodes.find(n => n.group === ABSENT).id")
    click(page, stand_in)
    assert words(page) == "elsewhere:1#0-9"
    assert "supports this" in page.locator("#panel").inner_text()


# --- by keyboard ------------------------------------------------------------------------------


def test_search_finds_selects_and_steps_by_keyboard(page: "Page") -> None:
    page.locator("#search").focus()
    page.keyboard.type("KEPT 61")
    assert page.locator("#status").inner_text() == "1 found"
    assert page.evaluate("network.getSelectedNodes()") == [number(page, 5)]
    page.keyboard.press("Enter")
    assert words(page) == SAID[5][1]
    page.locator("#search").fill("pilot")
    found = page.evaluate("[...network.getSelectedNodes()].sort()")
    for _ in found:
        page.keyboard.press("Enter")
    assert page.locator("#status").inner_text() == f"{len(found)} of {len(found)}"
    page.locator("#search").fill("nobody said this")
    assert page.locator("#status").inner_text() == "none found"
    page.keyboard.press("Escape")
    assert page.locator("#search").input_value() == ""
    assert page.locator("#status").inner_text() == ""


def test_everything_can_be_reached_and_seen_by_keyboard(page: "Page") -> None:
    visited = []
    for _ in range(40):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            """() => { const e = document.activeElement;
            return [e.id || e.className || e.textContent, getComputedStyle(e).outlineStyle]; }"""
        )
        assert outline != "none", name
        visited.append(name)
        if name == "":
            break
        if page.evaluate("document.activeElement.localName === 'summary'"):
            break
    assert {"search", "vis-network", "closer", "farther", "whole", "panel"} <= set(visited)
    page.keyboard.press("Enter")
    page.locator("tbody tr").first.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.localName") == "h2"
    assert page.locator("#panel blockquote").is_visible()


def test_legend_panel_and_picture_work_by_keyboard(page: "Page") -> None:
    page.locator("#legend button", has_text="Speaker").focus()
    page.keyboard.press("Space")
    assert page.evaluate("nodes.get().filter(n => n.hidden).length") == 4
    page.locator("#search").fill("Icelandic")
    page.keyboard.press("Enter")
    page.locator("#panel .card", has_text="this cites").focus()
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text().startswith("cites")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert words(page).startswith("Going Public")
    page.locator(".vis-network").focus()
    before = page.evaluate("network.getViewPosition().x")
    page.keyboard.down("ArrowRight")
    page.wait_for_function("x => network.getViewPosition().x > x", arg=before)
    page.keyboard.up("ArrowRight")


def test_the_table_says_the_same_as_the_picture(page: "Page") -> None:
    page.locator("summary").click()
    page.locator("table").nth(1).wait_for()  # the tables are made when they are opened
    nodes, relations = page.locator("table").all()
    assert nodes.locator("tbody tr").count() == 21
    assert relations.locator("tbody tr").count() == 31
    row = relations.locator("tbody tr", has_text="undercuts").first.locator("td").all_inner_texts()
    assert row == [SAID[4][1], "undercuts", SAID[3][1], SAID[4][1][:40]]
    assert relations.locator("th").all_inner_texts() == ["From", "Relation", "To", "Evidence"]
