"""Pasted pages: copies folded, quotes found, posts cut, and every place in the page kept."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.discussion import Discussion
from kg.page import fold_copies, repeats, second_copy
from kg.readers import dump
from kg.source import Source

A = "The whole plan rests on the hope that batteries get cheaper every year."
B = "I don't see why that would stop, the curve has held for thirty years now."
C = "Then look at lithium, the price of it went up five times in two years."
D = "Fair point about lithium, but sodium cells need none of it at all."
E = "https://arxiv.org/abs/2311.08379"


def page(folder: Path, *lines: str, end: str = "\n") -> Discussion:
    path = folder / "page.txt"
    path.write_bytes(end.join(lines).encode())
    (discussion,) = dump.read(Source(path, "page.txt", format="dump"))
    document = path.read_bytes().decode()
    for post in discussion.posts:
        for place in post.places:
            assert post.text is not None
            assert (
                document[place.document : place.document + place.length]
                == post.text[place.text : place.text + place.length]
            )
    return discussion


def shape(discussion: Discussion) -> list[tuple[list[str], list[str], int | None]]:
    """Lines, quoted lines, and which post is answered, for each post."""
    number = {p.id: n for n, p in enumerate(discussion.posts)}
    return [
        (
            (p.text or "").split("\n"),
            [line for q in p.quotes for line in (p.text or "")[q.start : q.end].split("\n")],
            number.get(p.reply_to or ""),
        )
        for p in discussion.posts
    ]


@pytest.mark.parametrize(
    ("lines", "posts"),
    [
        ([A], [([A], [], None)]),
        ([A, A, B], [([A], [], None), ([A, B], [A], 0)]),
        ([A, A, B, B, C], [([A], [], None), ([A, B], [A], 0), ([B, C], [B], 1)]),
        ([A, D], [([A], [], None), ([D], [], 0)]),
        ([A, C], [([A, C], [], None)]),
        ([A, f"> {A}", B], [([A], [], None), ([f"> {A}", B], [f"> {A}"], 0)]),
        (["", A, "  ", A, B, ""], [([A], [], None), ([A, B], [A], 0)]),
    ],
)
def test_a_page_is_cut_where_words_of_the_post_at_hand_are_quoted(
    tmp_path: Path, lines: list[str], posts: list[tuple[list[str], list[str], int | None]]
) -> None:
    assert shape(page(tmp_path, *lines)) == posts


def test_a_second_copy_shows_the_quotes_it_leaves_out_and_adds_its_links(tmp_path: Path) -> None:
    saying = "An old saying that nobody here said."
    found = page(tmp_path, A, saying, B, C, D, A, B, C, E, D.replace("none of", "noneof"))
    assert shape(found) == [([A, saying, B, C, E], [saying], None), ([D], [], 0)]
    first, *second = found.posts[1].places
    assert (first.document, first.length) == (len("\n".join([A, saying, B, C])) + 1, len(D))
    assert sum(p.length for p in second) == len(D) - 1


def test_line_ends_of_other_systems_stay_out_of_the_words(tmp_path: Path) -> None:
    assert shape(page(tmp_path, A, A, B, end="\r\n")) == [([A], [], None), ([A, B], [A], 0)]


def test_a_page_without_names_says_so_and_its_ids_come_from_content(tmp_path: Path) -> None:
    one, two = page(tmp_path, A, D), page(tmp_path, A, D)
    assert not one.named
    assert [p.id for p in one.posts] == [p.id for p in two.posts]
    assert one.id != page(tmp_path, A, D, C).id


@pytest.mark.parametrize(
    ("keys", "cut"),
    [
        (["a" * 30, "b" * 30, "c" * 30, "a" * 30, "b" * 30, "c" * 30], 3),
        (["a" * 30, "b" * 30, "c" * 30, "d" * 30, "a" * 30, "c" * 30, "d" * 30], 4),
        (["a" * 30, "b" * 30, "c" * 30], None),
        (["a" * 30, "a" * 30, "b" * 30, "c" * 40, "d" * 40], None),
        ([], None),
    ],
)
def test_where_a_page_begins_again(keys: list[str], cut: int | None) -> None:
    assert second_copy(keys) == cut


def test_words_in_a_row_are_found_again() -> None:
    assert repeats([A, B, A[4:50], "The whole thing.", f"“{B}”"]) == [None, None, 0, None, 1]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from([A, B, C, D, E, "Yes.", "∆", "> " + A, "cut off..."]) | st.text(min_size=1, max_size=40),
        min_size=1,
        max_size=30,
    )
)
def test_every_line_of_a_page_is_in_exactly_one_post(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    text = "\n".join(lines).replace("\0", "").replace("\r", "")
    if not any(line.strip() for line in text.split("\n")) or any("\ud800" <= c <= "\udfff" for c in text):
        return
    path = tmp_path_factory.mktemp("page") / "page.txt"
    path.write_bytes(text.encode())
    (discussion,) = dump.read(Source(path, "page.txt", format="dump"))
    covered = [0] * len(text)
    for post in discussion.posts:
        for place in post.places:
            assert (
                text[place.document : place.document + place.length]
                == (post.text or "")[place.text : place.text + place.length]
            )
            for at in range(place.document, place.document + place.length):
                covered[at] += 1
    assert max(covered) == 1
    rows = fold_copies([line for line in lines if line.strip()])
    copies = [i for row in rows for i in row.copies]
    assert sorted(copies) == list(range(len(copies)))
