"""Pasted pages: posts cut, quotes told, replies and voices found, and every place in the page kept."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import pages
from kg.discussion import Discussion
from kg.errors import SourceError
from kg.extractors import speakers
from kg.findings import Author, Found
from kg.readers import dump
from kg.reading.source import Source

TITLE = "CMV: Batteries will not save the grid"
A = "The whole plan rests on the hope that batteries get cheaper every year."
B = "I don't see why that would stop, the curve has held for thirty years now."
C = "Yes, but look at lithium, the price of it went up five times in two years."
D = "Fair point about lithium, but sodium cells need none of it at all."
E = "https://arxiv.org/abs/2311.08379"
SAYING = "An old saying that nobody here has said before me."


def reading(folder: Path, *lines: str, end: str = "\n") -> Discussion:
    path = folder / "page.txt"
    path.write_bytes(end.join(lines).encode())
    (discussion,) = dump.read(Source(path, "page.txt", format="dump"))
    holds(discussion, path.read_bytes().decode())
    return discussion


def holds(discussion: Discussion, document: str) -> list[int]:
    """Every place holds the same words; how many posts have each character of the document."""
    covered = [0] * len(document)
    for post in discussion.posts:
        text = post.text or ""
        for place in post.places:
            assert document[place.document :][: place.length] == text[place.text : place.text + place.length]
            for at in range(place.document, place.document + place.length):
                covered[at] += 1
    return covered


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


def voices(discussion: Discussion) -> list[tuple[str | None, bool]]:
    """Who speaks in each post: a name or the last letter of the id, and whether the page says so."""
    authors = [f for f in speakers.extract(discussion, Found()) if isinstance(f, Author)]
    by_post = {a.post: (a.speaker.name or a.speaker.id[-1], a.asserted) for a in authors}
    return [by_post[p.id] for p in discussion.posts]


@pytest.mark.parametrize(
    ("lines", "posts"),
    [
        ([A], [([A], [], None)]),
        ([TITLE, A, A, B], [([TITLE, A], [], None), ([A, B], [A], 0)]),
        ([TITLE, A, f"> {A}", B], [([TITLE, A], [], None), ([f"> {A}", B], [f"> {A}"], 0)]),
        ([TITLE, A, A, B, B, C], [([TITLE, A], [], None), ([A, B], [A], 0), ([B, C], [B], 1)]),
        (["", TITLE, A, "  ", A, B, ""], [([TITLE, A], [], None), ([A, B], [A], 0)]),
        (
            [TITLE, A, "Yes, you are right about that.", "Thanks, I am glad you agree!"],
            [
                ([TITLE, A], [], None),
                (["Yes, you are right about that."], [], 0),
                (["Thanks, I am glad you agree!"], [], 1),
            ],
        ),
    ],
)
def test_a_page_is_cut_where_somebody_else_speaks(
    tmp_path: Path, lines: list[str], posts: list[tuple[list[str], list[str], int | None]]
) -> None:
    assert shape(reading(tmp_path, *lines)) == posts


def test_a_second_copy_shows_the_quotes_it_leaves_out_and_adds_its_links(tmp_path: Path) -> None:
    lost = D.replace("none of", "noneof")
    found = reading(tmp_path, TITLE, A, B, SAYING, C, D, TITLE, A, B, C, E, lost)
    lines = [line for text, _, _ in shape(found) for line in text]
    assert lines == [TITLE, A, B, SAYING, C, E, D]
    assert [line for _, quotes, _ in shape(found) for line in quotes] == [SAYING]
    last = found.posts[-1]
    assert last.text is not None and last.text.endswith(D)
    at = last.text.index(D)
    assert sum(p.length for p in last.places if p.text >= at) == len(D) + len(D) - 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"])
def test_line_ends_stay_out_of_the_words(tmp_path: Path, end: str) -> None:
    found = reading(tmp_path, TITLE, A, A, B, end=end)
    assert shape(found) == [([TITLE, A], [], None), ([A, B], [A], 0)]


def test_names_dates_and_votes_of_the_page_are_told_of_its_posts(tmp_path: Path) -> None:
    def marked(name: str, day: int, *lines: str) -> list[str]:
        return [f"{name} · Nov {day}, 2023", *lines, "Permalink"]

    found = reading(tmp_path, *marked("ann", 5, A, E), *marked("Bo", 6, B), *marked("ann", 7, C))
    assert shape(found) == [([A, E], [], None), ([B], [], 0), ([C], [], 1)]
    assert voices(found) == [("ann", True), ("Bo", True), ("ann", True)]
    assert [p.posted for p in found.posts] == ["2023-11-05", "2023-11-06", "2023-11-07"]
    assert found.named


def test_a_post_whose_name_was_lost_is_told_by_the_turns_of_the_talk(tmp_path: Path) -> None:
    head, foot = "[–]{} 12 points 2 years ago", "reply"
    found = reading(
        tmp_path, head.format("ann"), A, foot, head.format("bo"), B, foot, C, foot, head.format("bo"), D, foot
    )
    assert not found.named
    assert [p.score for p in found.posts] == [12, 12, None, 12]
    assert voices(found) == [("ann", True), ("bo", True), ("ann", False), ("bo", True)]


def test_a_feed_is_cut_where_its_lines_are_cut_off_and_has_one_voice(tmp_path: Path) -> None:
    def words(seed: str, size: int) -> str:
        return (f"About {seed} there is much to be said that nobody has said, " * 9)[:size]

    long = [[words(a, 140), words(b, 60) + "..."] for a, b in (("tea", "milk"), ("rain", "snow"), ("mice", "cats"))]
    found = reading(tmp_path, *long[0], words("bread", 80), *long[1], *long[2])
    assert [(p.text or "").split("\n") for p in found.posts] == [long[0], [words("bread", 80)], long[1], long[2]]
    assert {p.reply_to for p in found.posts} == {None}
    assert len(set(voices(found))) == 1


def test_the_same_page_reads_the_same_and_its_ids_come_from_content(tmp_path: Path) -> None:
    one, two = reading(tmp_path, TITLE, A, A, B), reading(tmp_path, TITLE, A, A, B)
    assert one == two
    assert not one.named
    assert [p.id for p in one.posts] == [f"{one.id}@0", f"{one.id}@{len(TITLE) + len(A) + 2}"]
    assert one.id != reading(tmp_path, TITLE, A, A, C).id


def test_a_page_of_white_space_is_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nothing in it but white space"):
        reading(tmp_path, "", " \r", "\t")


LINES = st.sampled_from(
    [A, B, C, D, E, TITLE, SAYING, "Yes.", "∆", "> " + A, f"“{A}”", "cut off...", "Reply", "Dec 17, 2020", "7", "2y",
     "ann · Nov 5, 2023", "[-]ann1mo11", "ann", "Edit: no.", "a\0b", "Is it?", "1. One", "A list:", "\u2028"]
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(LINES | st.text(min_size=1, max_size=40), min_size=1, max_size=30), st.booleans())
def test_every_line_of_a_page_is_in_exactly_one_post_or_is_the_page_s_own(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], twice: bool
) -> None:
    text = "\n".join(lines * (1 + twice))
    if not text.strip() or any("\ud800" <= c <= "\udfff" for c in text):
        return
    path = tmp_path_factory.mktemp("page") / "page.txt"
    path.write_bytes(text.encode())
    (discussion,) = dump.read(Source(path, "page.txt", format="dump"))
    assert max(holds(discussion, text)) == 1
    found = pages.read(text)
    said = sorted(n for row in found.rows for n in row.copies)
    assert len(said) == len(set(said)) and set(said) <= set(range(len(found.spans)))
    assert sorted(r for post in found.posts for r in post.rows) == list(range(len(found.rows)))
    assert len(found.posts) == len(discussion.posts)


@pytest.mark.parametrize(
    "text",
    [
        "word and " * 500_000,
        ("word and " * 30_000 + "\n") * 2 + "word and " * 30_000 + "x",
        "Yes.\n" * 5_000,
        "ann 3mo ago\n" * 5_000,
        "\0" * 1_000 + "\n\0a\0\n" * 500,
        ("a" * 4_000 + "\n") * 40 + ("a" * 3_999 + "b\n") * 40,
        "> this is the same old quote\n" * 3_000,
        "\n".join(f"words that are cut off {n}..." for n in range(3_000)),
        "\n".join(f"Yes, I agree with what you say about {n}?" for n in range(3_000)),
    ],
    ids=["line", "lines", "yes", "times", "null", "near", "quotes", "cut", "deep"],
)
def test_hostile_pages_are_read_in_time(text: str) -> None:
    start = time.process_time()
    assert pages.read(text).posts
    assert time.process_time() - start < 30


@pytest.mark.long
def test_time_grows_in_proportion_to_the_page() -> None:
    def lines(count: int) -> str:
        return "\n".join(f"{n} I think that {A[n % 50 :]} and {n * 7} or {B[n % 40 :]}" for n in range(count))

    def least(text: str) -> float:
        times = []
        for _ in range(3):
            start = time.process_time()
            pages.read(text)
            times.append(time.process_time() - start)
        return min(times)

    least(lines(200))
    assert least(lines(5_000)) < 20 * least(lines(500))


@pytest.mark.parametrize(
    ("last", "voice"),
    [("Thanks, I had not thought of my neighbours.", "A"), (f"What would you do about winter? {C} " * 12, "C")],
)
def test_short_thanks_are_the_opener_s_and_long_questions_are_not(tmp_path: Path, last: str, voice: str) -> None:
    posts = [f"{TITLE}.", f"{A} {B}", last]
    found = reading(tmp_path, *(line for n, post in enumerate(posts, 1) for line in (f"May {n}, 2020", post, "Reply")))
    assert [name for name, _ in voices(found)] == ["A", "B", voice]


def test_who_says_twice_that_he_is_the_author_is_one_voice(tmp_path: Path) -> None:
    posts = [f"{TITLE}.", f"Author here. {B}", f"What would you do about winter? {C} " * 12, f"Author here, again. {A}"]
    found = reading(tmp_path, *(line for n, post in enumerate(posts, 1) for line in (f"May {n}, 2020", post, "Reply")))
    names = [name for name, _ in voices(found)]
    assert names == ["A", "B", "C", "B"]
