"""What a picture takes from a scene: its cards in order, who said them and when, the words of posts, names held once."""

from typing import Any

import pytest

from kg.graph import Graph, Node, Relation
from kg.scene import Scene
from kg.views._caption import told, wrap
from kg.views._context import contexts
from kg.views._numbered import number
from kg.views._packing import pack
from kg.views._said import moment, said
from kg.views._values import Values
from tests.debate import ABOUT, SAID, TITLE, claim, debate, put, staged


def windows(scene: Scene) -> dict[str, tuple[int, list[tuple[int, str]]]]:
    """The posts of a page by their id: how long each is, and its windows with their words."""
    every, values = number(scene), Values()
    found = contexts(every, said(every), values.put)
    return {every.refs[p][1]: (n, [(at, values.texts[v]) for at, v in cut]) for p, (n, cut) in found.items()}


def test_the_answer_comes_first_and_what_stands_around_it_after() -> None:
    every = number(staged())
    assert (every.answer, every.asked) == (21, 31)
    assert {label for label, _ in every.refs[21:]} == {"Discussion", "Post"}
    assert {r.type for r in every.relations[31:]} == {"STATES", "WROTE", "PART_OF"}


def test_a_relation_around_the_answer_without_its_ends_is_no_arrow() -> None:
    scene = staged()
    scene.around.relations.append(Relation("REBUTS", ("Claim", "nowhere"), claim(0), {}))
    assert len(number(scene).relations) == len(number(staged()).relations)


def test_a_claim_has_the_speaker_time_and_discussion_of_its_post() -> None:
    every = number(staged())
    source = said(every)
    at = every.refs.index(claim(5))
    assert [every.refs[s][1] for s in source.speakers[at]] == ["forum:Devi"]
    assert source.times[at] == "2024-03-06T09:30"
    assert every.refs[source.discussions[at] or 0] == ("Discussion", "week")


@pytest.mark.parametrize(
    "text, time",
    [
        ("2024-03-01T23:30:00-02:00", "2024-03-02T01:30"),
        ("2024-03-01T10:00:00Z", "2024-03-01T10:00"),
        ("2024-03-01", "2024-03-01T00:00"),
        ("2024-03", "2024-03-01T00:00"),
        ("2024", "2024-01-01T00:00"),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_times_are_brought_to_one_form(text: str, time: str | None) -> None:
    assert moment(text) == time


def test_posts_around_an_answer_are_whole_while_there_is_room() -> None:
    assert windows(staged())["week:3"][1][0][1].startswith(SAID[3][1] + " And so on")


def test_posts_too_long_are_cut_to_windows_around_claims_and_say_how_long_they_are() -> None:
    scene = staged()
    long = "x" * 1_000_000
    scene.around.nodes["Post", "week:3"].properties["text"] = f"{SAID[3][1]}{long}"
    length, cut = windows(scene)["week:3"]
    assert length == len(SAID[3][1]) + 1_000_000
    assert [(at, words[: len(SAID[3][1])]) for at, words in cut] == [(0, SAID[3][1])]
    assert len(cut[0][1]) <= len(SAID[3][1]) + 600


def test_a_post_of_the_answer_itself_is_never_cut() -> None:
    graph = debate()
    put(graph, ("Post", "week:3"), text="y" * 1_000_000)
    assert windows(Scene(TITLE, ABOUT, graph))["week:3"] == (1_000_000, [(0, "y" * 1_000_000)])


@pytest.mark.parametrize(
    "text", ["Yes.", "one\ntwo", "x" * 200, "words " * 50, "", "😀 at the start of words", "ends…"]
)
def test_the_lines_of_a_card_can_be_made_again_from_its_words(text: str) -> None:
    lines = wrap(text)
    held = told(lines, text)
    again, at = [], 0
    for long in held if isinstance(held, list) else []:
        again.append(text[at : at + abs(long)] + ("…" if long < 0 else ""))
        at += long + 1
    assert again == lines if isinstance(held, list) else held == "\n".join(lines)


def test_names_are_held_once_and_values_come_back() -> None:
    values = Values()
    some: list[dict[str, Any]] = [{"a": 1, "b": ["x", "y"]}, {"a": True, "b": ["x"]}, {"a": None}]
    found = [values.facts(properties) for properties in some]
    assert len(values.shapes) == 2
    assert [values.texts[i] for i in values.shapes[found[1][0]]] == ["a", "b"]
    assert [values.texts[i] for i in (found[0][1], *found[0][2], found[1][1])] == ["1", "x", "y", "true"]


@pytest.mark.parametrize(
    "boxes", [[], [(10.0, 5.0)], [(500.0, 20.0)] + [(30.0, 30.0)] * 40, [(float(i), 9.0) for i in range(60)]]
)
def test_parts_are_put_beside_each_other_without_overlaps(boxes: list[tuple[float, float]]) -> None:
    placed = [(x, y, x + w, y + h) for (x, y), (w, h) in zip(pack(boxes), boxes, strict=True)]
    for i, a in enumerate(placed):
        for b in placed[:i]:
            assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]


def test_a_stand_in_is_taken_from_around_where_it_stands_there() -> None:
    graph = Graph(
        {("Claim", "a"): Node("Claim", {"id": "a", "text": "A"})}, [Relation("REBUTS", ("Claim", "a"), ("Claim", "b"))]
    )
    around = Graph({("Claim", "b"): Node("Claim", {"id": "b", "text": "B"})})
    every = number(Scene(TITLE, ABOUT, graph, around))
    assert [node.label for node in every.nodes] == ["Claim", "Claim"]
    assert every.answer == 2
