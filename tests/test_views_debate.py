"""What the kinds of page that are read say: the outline, the matrix, the timeline and the text with its marks."""

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from kg import ontology
from kg.graph import Graph, Relation
from kg.scene import Scene
from kg.views import matrix, outline, reader, timeline
from kg.views._debate import AGAINST, FOR, moment
from tests.debate import SAID, STANCES, claim, debate, inferred, put
from tests.scenes import asked, scene

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


def tree(page: str) -> LexborHTMLParser:
    return LexborHTMLParser(page)


def show(graph: Graph) -> Scene:
    return Scene("t", "a", graph)


def test_every_stance_of_the_ontology_is_for_or_against() -> None:
    assert sorted((*AGAINST, *FOR)) == sorted(ontology.load().stances)


@pytest.mark.parametrize(
    "posted, read",
    [("2024-05-06T07:08:09Z", "2024-05-06 07:08"), ("2024-05-06", "2024-05-06"), ("in May", "in May"), ("", "")],
)
def test_a_time_is_shown_to_the_minute(posted: str, read: str) -> None:
    assert moment(posted) == read


# --- outline ----------------------------------------------------------------------------------


def point(page: LexborHTMLParser, number: int) -> Any:
    found = [node for node in page.css("li.point[id]") if node.attributes["id"] == f"claim={claim(number)[1]}"]
    assert len(found) == 1
    return found[0]


def test_each_claim_stands_once_under_what_it_answers() -> None:
    page = tree(outline.draw(show(debate())))
    assert len(page.css("li.point[id]")) == len(SAID)
    for source, type, target, _ in STANCES:
        assert type in (point(page, source).attributes["class"] or "")
        assert point(page, target).css_matches(".point") and SAID[source][1] in point(page, target).text()


def test_what_speaks_against_stands_beside_what_speaks_for() -> None:
    sides = point(tree(outline.draw(show(debate()))), 0).css_first(".sides")
    assert [node.attributes["class"] for node in sides.iter()] == ["against", "for"]
    assert SAID[1][1] in sides.css_first(".against").text()
    assert SAID[3][1] in sides.css_first(".for").text()


def test_three_levels_are_unfolded() -> None:
    page = tree(outline.draw(show(debate())))
    opened = {node.parent.attributes["id"]: "open" in node.attributes for node in page.css("details") if node.parent}
    assert opened[f"claim={claim(0)[1]}"]
    assert opened[f"claim={claim(4)[1]}"]
    assert not opened[f"claim={claim(5)[1]}"]


def test_claims_that_answer_each_other_in_a_ring_are_all_there_once() -> None:
    graph = debate()
    graph.relations = [inferred("REBUTS", claim(n), claim((n + 1) % 3), 0.5, "no") for n in range(3)]
    page = tree(outline.draw(show(graph)))
    assert [len(page.css("li.point[id]")), len(page.css("li.again"))] == [len(SAID), 1]


def test_a_claim_that_answers_two_is_linked_from_the_second() -> None:
    graph = debate()
    graph.relations = [
        inferred("REBUTS", claim(2), claim(0), 0.5, "no"),
        inferred("REBUTS", claim(2), claim(1), 0.9, "no"),
    ]
    page = tree(outline.draw(show(graph)))
    assert SAID[2][1] in point(page, 1).text()
    assert point(page, 0).css_first("li.again a").text() == SAID[2][1]


def test_a_long_chain_goes_on_below() -> None:
    graph = Graph()
    for n in range(400):
        put(graph, ("Claim", f"c{n}"), text=f"No. {n}", post=f"p{n}", start_char=0)
        if n:
            graph.relations.append(inferred("REBUTS", ("Claim", f"c{n}"), ("Claim", f"c{n - 1}"), 0.9, "no"))
    page = tree(outline.draw(show(graph)))
    assert len(page.css("li.point[id]")) == 400
    ids = {node.attributes["id"] for node in page.css("[id]")}
    assert {(a.attributes["href"] or "")[1:] for a in page.css("main a")} <= ids


# --- matrix and timeline ----------------------------------------------------------------------


def test_each_cell_counts_what_one_does_to_the_other_and_leads_to_it() -> None:
    page = tree(matrix.draw(show(debate())))
    cells = {a.attributes["aria-label"]: a for a in page.css("td a")}
    assert {label for label in cells if label and label.startswith("Ben Okafor")} == {
        "Ben Okafor to Anna: 2 against",
        "Ben Okafor to Devi: 1 against",
        "Ben Okafor to clara_m: 1 against",
    }
    place = cells["Ben Okafor to Anna: 2 against"].attributes["href"]
    assert {SAID[1][1], SAID[10][1]} <= {node.text() for node in page.css(f"{place} p.words")}


def test_speakers_of_one_name_in_two_discussions_are_two() -> None:
    page = matrix.draw(asked("thread"))
    assert "Speaker A" in page
    graph = debate()
    put(graph, ("Speaker", "forum:other"), caption="Anna", name="Anna")
    graph.relations.append(Relation("ASSERTS", ("Speaker", "forum:other"), claim(1), {}))
    assert "Anna (forum:other)" in matrix.draw(show(graph))


@pytest.mark.parametrize(
    "times, said",
    [
        (["2024-01-01T00:00:00Z", "2024-01-02"], "Time runs from left to right"),
        (["", ""], "The source tells no times"),
        (["2024-01-01T00:00:00Z", "yesterday"], "no time for 1 of 2 posts"),
    ],
)
def test_the_timeline_says_whether_there_are_times(times: list[str], said: str) -> None:
    graph = Graph()
    for n, time in enumerate(times):
        put(graph, ("Post", f"p{n}"), text="Yes.", posted=time, position=n)
        put(graph, ("Claim", f"c{n}"), text="Yes.", post=f"p{n}", start_char=0, end_char=4)
    page = tree(timeline.draw(show(graph)))
    assert said in "".join(node.text() for node in page.css("p.note"))
    assert len(page.css("svg circle")) == len(page.css("tbody")) == 2


# --- the text and its marks -------------------------------------------------------------------


@given(
    st.text(
        st.characters(codec="utf-8", exclude_characters="\r\x00", exclude_categories=["Cc"]) | st.just("\n"),
        max_size=60,
    ),
    st.lists(
        st.tuples(st.sampled_from(["STATES", "QUOTES", "CITES"]), st.integers(0, 60), st.integers(0, 60)), max_size=8
    ),
)
@settings(max_examples=60)
def test_whatever_is_marked_the_words_stay_and_each_mark_covers_its_own(
    text: str, spans: list[tuple[str, int, int]]
) -> None:
    graph = Graph()
    post = put(graph, ("Post", "p"), text=text, position=0)
    kept = []
    for n, (type, start, end) in enumerate(spans):
        ref = put(graph, ("Work", f"w{n}") if type == "CITES" else ("Claim", f"c{n}"), text=text[start:end], post="p")
        graph.relations.append(Relation(type, post, ref, {"start_char": start, "end_char": end}))
        if start < end <= len(text):
            kept.append((type, start, end))
    page = tree(reader.draw(show(graph)))
    for note in page.css("p.text sup"):
        note.decompose()
    assert "".join(node.text() for node in page.css("p.text")) == text
    names = {"STATES": "claim", "QUOTES": "quote", "CITES": "cites"}
    for type, name in names.items():
        covered = {i for kind, start, end in kept if kind == type for i in range(start, end)}
        marked = sum(len(node.text()) for node in page.css(f"p.text mark.{name}"))
        assert marked == len(covered)


@pytest.mark.browser
def test_an_address_with_a_claim_lights_it_up_in_all_its_pieces(opened: "Callable[..., Page]") -> None:
    shown = asked("thread")
    page = opened(reader.draw(shown))
    ref = next(id for label, id in sorted(shown.around.nodes) if label == "Claim" and "#" in id)
    page.evaluate("id => location.hash = '#claim=' + encodeURIComponent(id)", ref)
    page.wait_for_timeout(100)
    words = str(shown.around.nodes["Claim", ref].properties["text"])
    assert "".join(page.locator("mark.lit").all_inner_texts()).replace("\n", " ").startswith(words[:20])
    assert page.evaluate("document.querySelector('mark.lit').getBoundingClientRect().top < innerHeight")


@pytest.mark.browser
def test_a_table_is_sorted_by_its_heads_and_searched(opened: "Callable[..., Page]") -> None:
    from kg.views import table

    page = opened(table.draw(asked("speakers")))
    page.get_by_role("button", name="claims").click()
    numbers = [int(cell) for cell in page.locator("tbody td:nth-child(3) span").all_inner_texts()]
    assert numbers == sorted(numbers, reverse=True)
    page.locator("#search").fill("brandt")
    assert page.locator("tbody tr:visible").count() == 1
    assert page.locator("#status").inner_text() == f"1 of {len(numbers)} rows"


@pytest.mark.browser
def test_paper_shows_what_the_screen_folds(opened: "Callable[..., Page]") -> None:
    page = opened(outline.draw(show(debate())))
    assert not page.get_by_text(SAID[6][1]).is_visible()
    page.emulate_media(media="print")
    assert page.get_by_text(SAID[6][1]).is_visible()


def test_scenes_hold_what_they_say() -> None:
    assert len(scene(debate()).table.rows) == len(debate().nodes) + len(debate().relations)
