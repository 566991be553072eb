"""Words and places: lines, sentences and folded forms, each with offsets into the untouched text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text import caption, fold, fold_map, lines, sentences, straighten, words

ASCII = st.text(st.characters(max_codepoint=127), max_size=80)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hello  There", "hello there"),
        ("  “Don’t”\n\tshout — ever…", '"don\'t" shout - ever...'),
        ("ﬁne ＡＢ", "fine ab"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_folding_makes_what_reads_alike_the_same(text: str, folded: str) -> None:
    assert fold(text) == folded == fold_map(text)[0]


@given(ASCII)
def test_plain_text_folds_the_same_on_the_quick_way_and_each_mark_knows_where_it_came_from(text: str) -> None:
    folded, origin = fold_map(text)
    assert folded == fold(text)
    assert len(folded) == len(origin)
    assert [text[at].lower() for at, c in zip(origin, folded, strict=True) if c != " "] == [
        c for c in folded if c != " "
    ]
    slow, places = fold_map(f"{text}\u00e9")  # one letter that is not plain: the slow way
    assert (slow.removesuffix("\u00e9").rstrip(), places[: len(folded)]) == (folded, origin)


@given(st.text(max_size=80))
def test_every_span_lies_in_the_text_and_in_order(text: str) -> None:
    for spans in (list(lines(text)), list(sentences(text))):
        assert all(0 <= a < b <= len(text) and text[a:b].strip() for a, b in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert len(straighten(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One here. Two there!\nThree?", ["One here.", "Two there!", "Three?"]),
        ("See e.g. Smith et al. (2023) for that.", ["See e.g. Smith et al. (2023) for that."]),
        ("", []),
    ],
)
def test_sentences_are_cut_line_by_line(text: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == found


def test_words_and_captions() -> None:
    assert words("Don’t STOP: it's 3 o'clock") == ["don't", "stop", "it's", "3", "o'clock"]
    assert caption("A short one") == "A short one"
    assert caption("word " * 30, 20) == "word word word word…"
