"""The cards of the picture: words that fit and can be read, places without overlaps, relations that run one way."""

import time
import unicodedata
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.views._caption import shown, size, width, wrap
from kg.views._layout import Place, arrange

# --- places -----------------------------------------------------------------------------------


def overlaps(sizes: list[Place], places: list[Place]) -> list[tuple[int, int]]:
    def apart(a: int, b: int) -> bool:
        (wa, ha), (wb, hb), (xa, ya), (xb, yb) = sizes[a], sizes[b], places[a], places[b]
        return abs(xa - xb) >= (wa + wb) / 2 or abs(ya - yb) >= (ha + hb) / 2

    return [(a, b) for a, b in combinations(range(len(sizes)), 2) if not apart(a, b)]


@st.composite
def pictures(draw: st.DrawFn) -> tuple[list[Place], list[tuple[int, int]]]:
    sizes = draw(st.lists(st.tuples(st.floats(90, 400), st.floats(40, 120)), min_size=1, max_size=40))
    number = st.integers(0, len(sizes) - 1)
    return sizes, draw(st.lists(st.tuples(number, number), max_size=80))


@given(pictures())
@settings(max_examples=150)
def test_no_two_cards_overlap(picture: tuple[list[Place], list[tuple[int, int]]]) -> None:
    sizes, links = picture
    places = arrange(sizes, links)
    assert len(places) == len(sizes)
    assert overlaps(sizes, places) == []


@given(pictures())
@settings(max_examples=100)
def test_relations_without_a_cycle_all_read_from_left_to_right(
    picture: tuple[list[Place], list[tuple[int, int]]],
) -> None:
    sizes, links = picture
    acyclic = [(max(link), min(link)) for link in links if link[0] != link[1]]
    at = arrange(sizes, acyclic)
    for source, target in acyclic:
        assert at[source][0] < at[target][0]


@pytest.mark.parametrize(
    "links",
    [
        pytest.param([(i, (i - 1) // 3) for i in range(1, 3000)], id="tree"),
        pytest.param([(i, 0) for i in range(1, 3000)], id="star"),
        pytest.param([(i, i - 1) for i in range(1, 3000)], id="chain"),
        pytest.param([(i, (i * 7919) % 3000) for i in range(3000)], id="tangle"),
        pytest.param([], id="no relations"),
    ],
)
def test_three_thousand_cards_are_laid_out_in_two_seconds(links: list[tuple[int, int]]) -> None:
    sizes = [(256.0, 82.0)] * 3000
    start = time.process_time()
    places = arrange(sizes, links)
    assert time.process_time() - start < 2
    assert len(set(places)) == 3000


# --- words ------------------------------------------------------------------------


@given(st.text(max_size=300), st.sampled_from(["box", "page", "ellipse"]))
def test_a_card_holds_its_lines(text: str, shape: str) -> None:
    lines = wrap(text)
    wide, high = size(lines, shape)
    assert 1 <= len(lines) <= 4
    assert all(width(line) <= wide - 20 for line in lines)
    assert high >= 20 * len(lines) + 20
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for line in lines for c in line)


@pytest.mark.parametrize(
    "text, lines",
    [
        ("Yes.", ["Yes."]),
        ("", ["(no words)"]),
        (" \n\t", ["(no words)"]),
        ("one\ntwo", ["one two"]),
        ("left \u202eright", ["left right"]),
        ("a\x00b", ["a b"]),
        (
            "A four-day week would make most teams more productive.",
            ["A four-day week would make", "most teams more productive."],
        ),
    ],
)
def test_words_are_wrapped(text: str, lines: list[str]) -> None:
    assert wrap(text) == lines


def test_long_words_are_cut_and_end_in_an_ellipsis() -> None:
    lines = wrap("x" * 10_000)
    assert len(lines) == 4
    assert lines[-1].endswith("…")


def test_accents_do_not_climb_out_of_the_card() -> None:
    assert shown("e" + "\u0301" * 50) == "e\u0301\u0301"
