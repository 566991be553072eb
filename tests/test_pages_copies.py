"""Copies of a page: where it begins again, and which lines stand for which."""

import pytest

from kg.pages.copies import fold_copies, second_copy
from kg.pages.repeats import Repeat, repeats

A, B, C, D = ("a" * 30, "b" * 30, "c" * 30, "d" * 30)


@pytest.mark.parametrize(
    ("keys", "cut"),
    [
        ([A, B, C, A, B, C], 3),
        ([A, B, C, D, A, C, D], 4),
        ([A, B, C], None),
        ([A, A, B, C + C, D + D], None),
        ([A, B, A, B], None),
        ([], None),
    ],
)
def test_where_a_page_begins_again(keys: list[str], cut: int | None) -> None:
    assert second_copy(keys) == cut


@pytest.mark.parametrize(
    ("keys", "copies", "lost"),
    [
        ([A, B, C, A, B, C], [[0, 3], [1, 4], [2, 5]], []),
        ([A, B, C] * 3, [[0, 3, 6], [1, 4, 7], [2, 5, 8]], []),
        ([A, B, C, D, D, C, B, A], [[0, 7], [1, 6], [2, 5], [3, 4]], []),
        ([A, B, C, D, A, C, D], [[0, 4], [1], [2, 5], [3, 6]], [1]),
        ([A, B, C, A, B, "x" * 9, C], [[0, 3], [1, 4], [5], [2, 6]], []),
        ([A, B, C, D, A, B[:-1] + "x", C, D], [[0, 4], [1, 5], [2, 6], [3, 7]], []),
        ([A, B], [[0], [1]], []),
    ],
)
def test_every_line_is_kept_with_its_twins(keys: list[str], copies: list[list[int]], lost: list[int]) -> None:
    rows = fold_copies(keys)
    assert [row.copies for row in rows] == copies
    assert [row.copies[0] for row in rows if row.lost] == lost


def test_words_in_a_row_are_found_again() -> None:
    one = "the whole plan rests on the hope that batteries get cheaper every year".split()
    two = "i see no reason why that would stop now after thirty years of it".split()
    rows = [one, two, one[2:10], ["the", "whole", "thing"], two]
    keys = ["".join(row) for row in rows]
    assert repeats(rows, keys) == [
        Repeat(None, None, None),
        Repeat(None, None, 4),
        Repeat(0, 0, None),
        Repeat(None, None, None),
        Repeat(1, 1, None),
    ]


def test_a_short_line_is_found_in_what_stands_near() -> None:
    keys = ["itsverylowimpactsogoodforyou", "somethingelsealtogetherishere", "verylowimpact"]
    rows = [["a"] * 9, ["b"] * 9, ["very", "low", "impact"]]
    assert repeats(rows, keys)[2] == Repeat(0, 0)
