"""The picture in a real Chromium by mouse: cards, arrows, legend, expanding and folding, paths."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from kg.scene import Scene
from kg.views.network import draw
from tests.debate import ABOUT, SAID, TITLE, claim, debate, inferred, put, staged
from tests.picture import arrows, card, claim_card, click, place, shown, words

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]


def test_a_click_on_a_card_shows_its_words_its_post_and_its_relations(page: "Page") -> None:
    click(page, claim_card(page, 4))
    assert words(page) == SAID[4][1]
    assert page.locator("#panel h2").inner_text().startswith("Claim")
    assert page.locator("#panel .by").inner_text() == "Ben Okafor 2024-03-05 09:30 UTC"
    cards = [c.split("\n")[:3] for c in page.locator("#panel .relation").all_inner_texts()]
    assert cards == [
        [SAID[5][1], "rebuts this", "Devi Why? (0.79)"],
        ["this undercuts", SAID[3][1], "clara_m Why? (0.83)"],
        ["Ben Okafor", "asserts this", "Details"],
    ]
    post = page.locator("#panel .post")
    assert post.inner_text().startswith(SAID[4][1])
    assert post.locator("mark.claim").all_inner_texts() == [SAID[4][1][:40], SAID[4][1][40:]]
    assert post.locator("mark.evidence").all_inner_texts() == [SAID[4][1][:40]]
    link = page.locator("#panel .source a")
    assert (link.get_attribute("href"), link.get_attribute("rel")) == ("https://example.org/week/4", "noopener noreferrer")  # fmt: skip
    assert page.locator("#panel dd", has_text="week.json").count() == 1


def test_a_long_post_is_shown_as_a_window_until_all_of_it_is_asked_for(page: "Page") -> None:
    click(page, claim_card(page, 2))
    post = page.locator("#panel .post")
    assert len(post.inner_text()) < 1000
    page.locator("#panel button", has_text="The whole post").click()
    assert len(post.inner_text()) > 3000
    assert page.locator("#panel .source a").count() == 1
    click(page, claim_card(page, 0))  # the address of its post would run a script
    assert page.locator("#panel .source").inner_text() == "javascript:window.ran=1"
    assert page.locator("#panel .source a").count() == 0


def test_relations_lead_to_what_they_rest_on_and_to_the_other_end(page: "Page") -> None:
    click(page, claim_card(page, 4))
    page.locator("#panel .relation", has_text="this undercuts").locator("button").click()
    assert page.locator("#panel h2").inner_text().startswith("undercuts")
    assert page.locator("#panel mark.evidence").inner_text() == SAID[4][1][:40]
    assert page.evaluate("document.activeElement.localName") == "h2"
    page.locator("#panel .card", has_text=SAID[3][1]).click()
    page.wait_for_function("words => panel.querySelector('blockquote')?.textContent === words", arg=SAID[3][1])
    assert page.evaluate("network.getSelectedNodes()") == [claim_card(page, 3)]
    page.go_back()
    page.wait_for_function("words => panel.querySelector('blockquote')?.textContent === words", arg=SAID[4][1])


def test_a_click_beside_the_cards_lets_go(page: "Page") -> None:
    click(page, claim_card(page, 4))
    assert page.evaluate("location.hash").startswith("#node=")
    box = page.locator("#picture").bounding_box()
    assert box
    page.mouse.click(box["x"] + 4, box["y"] + 4)
    assert page.locator("#panel h2").inner_text() == "How to read it"
    assert page.evaluate("location.hash") == ""


def test_a_card_can_be_dragged_and_stays(page: "Page") -> None:
    node = claim_card(page, 4)
    before = page.evaluate("id => network.getPosition(id)", node)
    x, y = place(page, node)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 20, steps=4)
    page.mouse.up()
    after = page.evaluate("id => network.getPosition(id)", node)
    assert after["x"] > before["x"] + 20
    page.locator("#legend button", has_text="Claim").click()
    page.locator("#legend button", has_text="Claim").click()
    assert page.evaluate("id => network.getPosition(id)", node) == after


def test_the_legend_counts_kinds_and_switches_them_off_and_on(page: "Page") -> None:
    speakers = page.locator("#legend button", has_text="Speaker")
    rebuttals = page.locator("#legend button", has_text="rebuts")
    assert page.locator("#legend button:visible").all_inner_texts()[:4] == ["Claim\n14", "Paper\n2", "Speaker\n4", "Work\n1"]  # fmt: skip
    assert (shown(page), arrows(page)) == (21, 31)
    speakers.click()
    assert speakers.get_attribute("aria-pressed") == "false"
    assert (shown(page), arrows(page)) == (17, 17)
    assert page.locator("#shown").inner_text() == "17 of 21 cards shown"
    rebuttals.click()
    assert (shown(page), arrows(page)) == (17, 11)
    page.locator("#all").click()
    assert (shown(page), arrows(page)) == (21, 31)
    assert page.locator("#all").is_hidden()


def test_expanding_a_card_brings_what_stands_around_it_and_folding_puts_it_away(page: "Page") -> None:
    click(page, claim_card(page, 9))
    before = page.evaluate("network.getPositions()")
    page.locator("#panel button", has_text="Expand: 1 around it").click()
    assert (shown(page), arrows(page)) == (22, 32)
    assert "1 from around" in page.locator("#shown").inner_text()
    assert page.locator("#legend button:visible", has_text="Post").inner_text() == "Post\n1"
    after = page.evaluate("network.getPositions()")
    assert {i: after[i] for i in before} == before  # nothing else moved
    new = next(int(i) for i in after if i not in before)
    click(page, new)
    page.locator("#panel button", has_text="Expand").click()  # its speaker is there, its discussion is not
    assert shown(page) == 23
    click(page, claim_card(page, 9))
    page.locator("#panel button", has_text="away").click()
    assert shown(page) < 22
    assert "folded" in page.locator("#status").inner_text()
    page.locator("#panel button", has_text="Unfold").click()
    assert shown(page) == 23


def test_a_fold_hides_only_what_hangs_on_the_card_alone(page: "Page") -> None:
    click(page, claim_card(page, 1))
    page.locator("#panel button", has_text="Fold 3 away").click()  # 9 rebuts 1, 10 rebuts 9, 11 questions 10
    hidden = page.evaluate("nodes.get().filter(n => n.hidden).map(n => wordsOf(n.id)).sort()")
    assert hidden == sorted(SAID[n][1] for n in (9, 10, 11))


def test_a_rebuttal_that_the_question_did_not_ask_for_is_a_link_that_brings_it_in(opened: Open) -> None:
    scene = staged()
    put(scene.around, ("Claim", "week:99#0-5"), text="Never", kind="claim", post="week:99")
    scene.around.relations.append(inferred("REBUTS", ("Claim", "week:99#0-5"), claim(0), 0.6, "Never"))
    page = opened(draw(scene))
    click(page, claim_card(page, 0))
    link = page.locator("#panel .relation", has_text="Never").locator("a.card")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("panel.querySelector('blockquote')?.textContent === 'Never'")
    assert (shown(page), arrows(page)) == (22, 32)


def test_a_double_click_expands_and_folds(page: "Page") -> None:
    node = claim_card(page, 9)
    page.mouse.dblclick(*place(page, node))
    assert shown(page) == 22


def test_two_cards_chosen_together_show_the_path_between_them(page: "Page") -> None:
    click(page, claim_card(page, 11))
    page.keyboard.down("Control")
    click(page, claim_card(page, 2))
    page.keyboard.up("Control")
    assert page.locator("#panel h2").inner_text().startswith("Path")
    way = page.locator("#panel .card").all_inner_texts()
    assert (way[0], way[-1]) == (SAID[11][1], SAID[2][1])
    assert len(page.locator("#panel .verb").all()) == len(way) - 1
    assert page.evaluate("found.size") == len(way)


def test_a_path_that_is_not_there_is_told(opened: Open) -> None:
    graph = debate()
    graph.relations = []
    page = opened(draw(Scene(TITLE, ABOUT, graph)))
    page.evaluate("([a, b]) => showPath(a, b)", [claim_card(page, 1), claim_card(page, 2)])
    assert "Nothing in this page connects" in page.locator("#panel").inner_text()


def test_a_relation_with_a_stand_in_can_be_read(opened: Open) -> None:
    graph = debate()
    graph.relations.append(inferred("SUPPORTS", claim(2), ("Claim", "elsewhere:1#0-9"), 0.5, "as said there"))
    page = opened(draw(Scene(TITLE, ABOUT, graph)))
    click(page, card(page, "elsewhere:1#0-9"))
    assert words(page) == "elsewhere:1#0-9"
    assert "supports this" in page.locator("#panel").inner_text()
