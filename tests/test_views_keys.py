"""The picture in a real Chromium by keyboard: search, filters, cards, paths, files, tables; and the page's address."""

from typing import TYPE_CHECKING

import pytest

from tests.debate import SAID
from tests.picture import arrows, claim_card, shown, words

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.long]


def press(page: "Page", *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


# --- search -----------------------------------------------------------------------------------


def test_search_suggests_finds_and_steps(page: "Page") -> None:
    page.locator("#search").focus()
    page.keyboard.type("KEPT 61")
    assert page.locator("#status").inner_text() == "1 found"
    assert page.locator("#suggestions li").all_inner_texts() == [f"Claim\n{SAID[5][1]}"]
    assert page.evaluate("network.getSelectedNodes()") == [claim_card(page, 5)]
    press(page, "Enter")
    assert words(page) == SAID[5][1]
    assert page.locator("#suggested").is_hidden()
    page.locator("#search").fill("pilot")
    options = page.locator("#suggestions li").all_inner_texts()
    assert len(options) == len(page.evaluate("matches")) >= 3
    press(page, "ArrowDown", "ArrowDown")
    chosen = page.locator("#suggestions [aria-selected=true]")
    assert chosen.get_attribute("id") == page.locator("#search").get_attribute("aria-activedescendant")
    expected = chosen.locator("span").inner_text()
    press(page, "Enter")
    assert words(page) == expected
    press(page, "Enter")
    assert page.locator("#status").inner_text() == f"3 of {len(options)}"
    page.locator("#search").fill("nobody said this")
    assert page.locator("#status").inner_text() == "none found"
    press(page, "Escape")
    assert page.locator("#search").input_value() == ""
    assert page.locator("#status").inner_text() == ""


def test_a_suggestion_can_be_clicked(page: "Page") -> None:
    page.locator("#search").fill("Icelandic")
    page.locator("#suggestions li").first.click()
    assert words(page) == SAID[3][1]


# --- filters ----------------------------------------------------------------------------------


def test_a_speaker_can_be_chosen(page: "Page") -> None:
    assert page.locator("#speaker option").all_inner_texts() == ["all", "Anna (4)", "Ben Okafor (4)", "Devi (3)", "clara_m (3)"]  # fmt: skip
    page.locator("#speaker").focus()
    press(page, "ArrowDown", "ArrowDown", "ArrowDown")
    assert page.locator("#speaker option:checked").inner_text() == "Devi (3)"
    seen = page.evaluate("nodes.get().filter(n => !n.hidden).map(n => wordsOf(n.id))")
    assert {SAID[n][1] for n in (5, 8, 11)} <= set(seen)
    assert SAID[12][1] not in seen
    assert "of 21 cards" in page.locator("#shown").inner_text()
    page.locator("#all").focus()
    press(page, "Enter")
    assert shown(page) == 21


def test_unsure_relations_and_what_they_alone_hold_can_be_left_out(page: "Page") -> None:
    page.locator("#sure").focus()
    press(page, *["ArrowRight"] * 16)
    assert page.locator("#sure-told").inner_text() == "0.80 or more"
    kept = page.evaluate("edges.get().filter(e => !e.hidden).map(e => links[e.id].sure).filter(s => s !== null)")
    assert sorted(kept) == [0.81, 0.83, 0.86, 0.88, 0.9, 0.9, 0.91, 0.93, 0.95, 0.97]
    gone = set(page.evaluate("nodes.get().filter(n => n.hidden).map(n => wordsOf(n.id))"))
    assert {SAID[n][1] for n in (2, 12, 13)} <= gone
    press(page, "Home")
    assert (shown(page), arrows(page)) == (21, 31)


def test_a_time_can_be_chosen(page: "Page") -> None:
    assert page.locator("#from").get_attribute("min") == "2024-03-01"
    page.locator("#from").fill("2024-03-03")
    page.locator("#to").fill("2024-03-06")
    seen = page.evaluate("nodes.get().filter(n => !n.hidden && things[n.id].group === 'Claim').map(n => wordsOf(n.id))")
    assert sorted(seen) == sorted(text for _, text in SAID[2:6])


# --- by the keys alone ------------------------------------------------------------------------


def test_everything_can_be_reached_and_seen_by_keyboard(page: "Page") -> None:
    visited = []
    for _ in range(60):
        press(page, "Tab")
        name, outline = page.evaluate(
            """() => { const e = document.activeElement;
            return [e.id || e.className || e.textContent, getComputedStyle(e).outlineStyle]; }"""
        )
        assert outline != "none", name
        visited.append(name)
        if page.evaluate("document.activeElement.matches('#table summary')"):
            break
    controls = {"search", "speaker", "sure", "from", "to", "vis-network", "svg", "png", "closer", "farther", "whole"}
    assert controls | {"panel"} <= set(visited)
    press(page, "Enter")
    page.locator("tbody tr").first.wait_for()
    press(page, "Tab", "Enter")
    assert page.evaluate("document.activeElement.localName") == "h2"
    assert page.locator("#panel blockquote").is_visible()


def test_the_legend_is_switched_by_keyboard(page: "Page") -> None:
    speakers = page.locator("#legend button", has_text="Speaker")
    speakers.focus()
    press(page, "Space")
    assert (speakers.get_attribute("aria-pressed"), shown(page), arrows(page)) == ("false", 17, 17)
    press(page, "Enter")
    assert (speakers.get_attribute("aria-pressed"), shown(page), arrows(page)) == ("true", 21, 31)


def test_the_picture_is_enlarged_and_shown_whole_by_keyboard(page: "Page") -> None:
    page.locator(".vis-network").focus()
    press(page, "0")
    whole = page.evaluate("network.getScale()")
    press(page, "+", "+")
    large = page.evaluate("network.getScale()")
    press(page, "-")
    smaller = page.evaluate("network.getScale()")
    press(page, "0")
    assert whole < smaller < large
    assert page.evaluate("network.getScale()") == pytest.approx(whole)


def test_the_picture_is_walked_through_by_its_keys(page: "Page") -> None:
    page.evaluate("id => choose(id)", claim_card(page, 10))
    page.locator(".vis-network").focus()
    press(page, "ArrowRight")  # along the arrow, to what it rebuts
    here = page.evaluate("network.getPosition(network.getSelectedNodes()[0]).x")
    assert here > page.evaluate("id => network.getPosition(id).x", claim_card(page, 10))
    press(page, "Enter")
    assert page.evaluate("document.activeElement.localName") == "h2"
    page.locator(".vis-network").focus()
    before = page.evaluate("network.getViewPosition().x")
    press(page, "Shift+ArrowRight")
    assert page.evaluate("network.getViewPosition().x") > before
    press(page, "Escape")
    assert page.locator("#panel h2").inner_text() == "How to read it"


def test_a_card_is_expanded_folded_and_joined_by_a_path_by_keyboard(page: "Page") -> None:
    page.evaluate("id => choose(id, true)", claim_card(page, 1))
    page.locator("#panel button", has_text="Expand").focus()
    press(page, "Enter")
    assert shown(page) == 22
    page.locator("#panel button", has_text="away").focus()
    press(page, "Enter")
    assert shown(page) == 18
    page.locator("#panel button", has_text="Unfold").focus()
    press(page, "Enter")
    assert shown(page) == 22
    page.locator("#panel button", has_text="Path from here").focus()
    press(page, "Enter")
    page.locator("#search").fill("Sick days")
    press(page, "Enter")
    page.locator("#panel button", has_text="Path to here").focus()
    press(page, "Enter")
    way = page.locator("#panel .card").all_inner_texts()
    assert way == [SAID[1][1], SAID[0][1], SAID[8][1]]


def test_the_address_of_a_card_opens_the_page_there(page: "Page") -> None:
    page.evaluate("id => choose(id)", claim_card(page, 7))
    address = page.evaluate("location.href")
    assert address.endswith("#node=week%3A7%230-69")
    page.evaluate("letGo()")
    assert page.evaluate("location.hash") == ""
    page.evaluate("address => { location.hash = address.split('#')[1]; }", address)
    page.locator("#panel blockquote").wait_for()
    assert words(page) == SAID[7][1]
    page.reload()
    page.locator("#panel blockquote").wait_for()
    assert words(page) == SAID[7][1]
    assert page.evaluate("network.getSelectedNodes()") == [claim_card(page, 7)]
    page.evaluate("location.hash = '#node=nobody'")
    page.wait_for_function("document.getElementById('status').textContent.startsWith('This page has no card')")


def test_the_table_says_the_same_as_the_picture(page: "Page") -> None:
    page.locator("#table > summary").click()
    page.locator("table").nth(1).wait_for()  # the tables are made when they are opened
    nodes, relations = page.locator("table").all()
    assert nodes.locator("tbody tr").count() == 21
    assert relations.locator("tbody tr").count() == 31
    row = relations.locator("tbody tr", has_text="undercuts").first.locator("td").all_inner_texts()
    assert row == [SAID[4][1], "undercuts", SAID[3][1], SAID[4][1][:40], "0.83"]
    assert relations.locator("th").all_inner_texts() == ["From", "Relation", "To", "Evidence", "Confidence"]
    row = nodes.locator("tbody tr", has_text=SAID[4][1]).locator("td").all_inner_texts()
    assert row == ["Claim", SAID[4][1], "Ben Okafor", "2024-03-05 09:30"]
