"""Reddit threads and dumps: who answers whom, what is deleted, hidden or behind a link, and big files in little memory.

The shapes are those of Reddit's API documentation (things `t1` and `t3`, listings, `more` objects with a `count`) and
of the Pushshift dumps (one object a line, `created_utc` as number or text, some fields missing).
"""

import json
import shutil
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pyarrow
import pytest

from kg.discussion import Discussion
from kg.errors import SourceError
from kg.readers import reddit
from kg.reading.source import Source

FIXTURES = Path(__file__).parent / "fixtures" / "reddit"


def comment(id_: str, parent: str | None = "t3_p", **more: Any) -> dict[str, Any]:
    row = {"id": id_, "link_id": "t3_p", "parent_id": parent, "author": "Ann", "body": f"Words of {id_}."}
    return row | more


POST = {"id": "p", "name": "t3_p", "title": "A &amp; title", "selftext": "The post.", "author": "Bo", "subreddit": "s"}


def thing(kind: str, data: dict[str, Any], *replies: Any) -> dict[str, Any]:
    return {"kind": kind, "data": {**data, "replies": listing(*replies) if replies else ""}}


def listing(*things: Any) -> dict[str, Any]:
    return {"kind": "Listing", "data": {"children": list(things), "after": None}}


def read(answer: Any, tmp_path: Path, name: str = "answer.json") -> list[Discussion]:
    path = tmp_path / name
    if isinstance(answer, bytes):
        path.write_bytes(answer)
    else:
        path.write_text(json.dumps(answer), encoding="utf-8")
    return list(reddit.read(Source(path, name, format="reddit")))


def lines(*rows: Any) -> bytes:
    return "\n".join(json.dumps(row) for row in rows).encode()


def edges(discussion: Discussion) -> set[tuple[str, str | None]]:
    return {(post.id, post.reply_to) for post in discussion.posts}


A, B = comment("a"), comment("b", "t1_a")
SHAPES: dict[str, tuple[str, Any]] = {
    "post and comments": ("a.json", [listing(thing("t3", POST)), listing(thing("t1", A, thing("t1", B)))]),
    "one listing": ("a.json", listing(thing("t3", POST), thing("t1", A), thing("t1", B))),
    "the answer to 'more'": (
        "a.json",
        [listing(thing("t3", POST)), {"json": {"errors": [], "data": {"things": [thing("t1", A), thing("t1", B)]}}}],
    ),
    "rows of an archive": ("a.json", {"data": [POST, A, B]}),
    "a bare list": ("a.json", [POST, A, B]),
    "a dump": ("a.ndjson", lines(POST, A, B)),
    "a dump by another name": ("a.json", lines(POST, A, B)),
    "a packed dump": ("a.zst", bytes(pyarrow.compress(lines(POST, A, B), codec="zstd", asbytes=True))),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_an_answer_of_any_shape_gives_the_same_thread(shape: str, tmp_path: Path) -> None:
    name, answer = SHAPES[shape]
    (discussion,) = read(answer, tmp_path, name)
    assert (discussion.id, discussion.site, discussion.title) == ("reddit:p", "reddit", "A & title")
    assert edges(discussion) == {
        ("reddit:t3_p", None),
        ("reddit:t1_a", "reddit:t3_p"),
        ("reddit:t1_b", "reddit:t1_a"),
    }
    assert [post.text for post in discussion.posts] == ["The post.", "Words of a.", "Words of b."]
    assert discussion.skipped == {}
    assert reddit.fits(Source(tmp_path / name, name).head())


def test_the_fixture_thread_is_read_whole() -> None:
    (discussion,) = reddit.read(Source(FIXTURES / "thread.json", "thread.json", format="reddit"))
    assert discussion.skipped == {"comment behind a 'more' link": 7, "removed comment": 1}
    found = [(p.id, p.reply_to, p.speaker and p.speaker.id, p.score) for p in discussion.posts]
    assert found == [
        ("reddit:t3_lane01", None, "reddit:ada_rides", 41),
        ("reddit:t1_c1", "reddit:t3_lane01", "reddit:bo", 3),
        ("reddit:t1_c3", "reddit:t1_c1", "reddit:ada_rides", None),  # its score is hidden
        ("reddit:t1_c2", "reddit:t3_lane01", None, 3),
        ("reddit:t1_c4", "reddit:t1_c2", "reddit:cy", 3),
    ]
    post, answer = discussion.posts[:2]
    assert (post.posted, post.source_id) == ("2023-11-14T22:13:20Z", "t3_lane01")
    assert answer.url == "https://www.reddit.com/r/cycling/comments/lane01/do_painted_lanes_help/c1/"
    assert answer.text is not None
    assert [answer.text[q.start : q.end] for q in answer.quotes] == ["&gt; I believe they changed nothing."]
    assert "20% more bikes &amp; fewer" in answer.text


def test_a_dump_is_put_together_by_submission_however_mixed() -> None:
    discussions = list(reddit.read(Source(FIXTURES / "dump.ndjson", "dump.ndjson", format="reddit")))
    assert [(d.id, [p.id for p in d.posts]) for d in discussions] == [
        ("reddit:lane02", ["reddit:t1_d1", "reddit:t3_lane02", "reddit:t1_d2"]),
        ("reddit:lane03", ["reddit:t1_e1", "reddit:t3_lane03"]),
    ]
    assert [p.posted for p in discussions[0].posts][:2] == ["2009-01-01T00:00:00Z", "2008-12-31T23:43:20Z"]
    assert discussions[1].posts[1].text is None


@pytest.mark.parametrize(
    ("body", "text", "count"),
    [
        ("[deleted]", None, "deleted comment"),
        ("[removed]", None, "removed comment"),
        ("[ Removed by Reddit ]", None, "removed comment"),
        ("[deleted] said it best", "[deleted] said it best", None),
    ],
)
def test_what_was_taken_away_is_counted_and_has_no_words(
    body: str, text: str | None, count: str | None, tmp_path: Path
) -> None:
    (discussion,) = read([POST, comment("a", body=body)], tmp_path)
    assert discussion.posts[1].text == text
    assert discussion.skipped == ({count: 1} if count else {})


@pytest.mark.parametrize(
    ("told", "answered"),
    [
        ("t1_j72b5yy", "reddit:t1_j72b5yy"),
        (41785274458, "reddit:t1_j71vg4a"),  # as Pushshift gave it in 2022: the same number in base 10
        (None, "reddit:t3_p"),
        (-1, None),
        ("j72b5yy", None),
    ],
)
def test_what_a_comment_answers_is_told_in_several_ways(told: Any, answered: str | None, tmp_path: Path) -> None:
    (discussion,) = read([POST, comment("x", told)], tmp_path)
    assert discussion.posts[1].reply_to == answered


@pytest.mark.parametrize(("author", "speaker"), [("[deleted]", None), ("", None), (None, None), ("AnN", "reddit:ann")])
def test_nobody_is_nobody_and_names_are_known_in_any_case(
    author: str | None, speaker: str | None, tmp_path: Path
) -> None:
    (discussion,) = read([POST, comment("a", author=author)], tmp_path)
    found = discussion.posts[1].speaker
    assert (found and found.id) == speaker
    assert found is None or found.name == author


def test_a_comment_and_a_submission_of_one_id_stay_apart(tmp_path: Path) -> None:
    (discussion,) = read([POST, comment("p", "t3_p")], tmp_path)
    assert edges(discussion) == {("reddit:t3_p", None), ("reddit:t1_p", "reddit:t3_p")}


def test_broken_rows_are_counted_and_stop_nothing(tmp_path: Path) -> None:
    data = lines(A) + b'\n{"id": "x", "link\n\xff\xfe\n[]\n5\n' + lines({"id": "q"}, comment("c", body=None), A, B)
    (discussion,) = read(data, tmp_path, "a.jsonl")
    assert discussion.skipped == {"broken row": 4, "neither comment nor submission": 2, "repeated row": 1}
    assert [post.id for post in discussion.posts] == ["reddit:t1_a", "reddit:t1_b", "reddit:t3_p"]


def test_half_a_character_breaks_no_row(tmp_path: Path) -> None:
    (discussion,) = read(b'{"id": "a", "link_id": "t3_p", "body": "a \\ud83d b"}', tmp_path, "a.jsonl")
    assert discussion.posts[0].text == "a \ufffd b"


def test_a_line_too_long_is_a_broken_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.reading.stream.LONGEST", 1000)
    (discussion,) = read(lines(A, comment("l", body="x" * 5000), B), tmp_path, "a.jsonl")
    assert discussion.skipped == {"broken row": 1}
    assert [post.id for post in discussion.posts] == ["reddit:t1_a", "reddit:t1_b", "reddit:t3_p"]


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("x.json", {"message": "Not Found", "error": 404}, "x.json: Reddit answered '404 Not Found' instead"),
        ("x.json", [listing(), listing()], "looks like Reddit, but holds no whole comment or submission; save"),
        ("x.json", [{"id": 5, "link_id": "t3_p"}], "id: Input should be a valid string"),
        ("x.ndjson", b'{"id": "a"\n', "the row at byte 0"),
        ("x.zst", b"\x28\xb5\x2f\xfdnot so", "cannot be unpacked"),
        ("x.zst", bytes(pyarrow.compress(lines(POST), codec="zstd", asbytes=True))[:-9], "cannot be unpacked"),
    ],
)
def test_what_holds_nothing_is_refused_in_one_line(name: str, answer: Any, words: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read(answer, tmp_path, name)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def wide(body: bytes) -> bytes:
    """A frame that asks for a window of 2 GB (its second byte), as Pushshift's dumps do, and holds one plain block."""
    return b"\x28\xb5\x2f\xfd" + bytes([0, 21 << 3]) + (len(body) << 3 | 1).to_bytes(3, "little") + body


def test_a_dump_packed_with_the_widest_window_is_read(tmp_path: Path) -> None:
    (discussion,) = read(wide(lines(POST, A)), tmp_path, "RC_2020-01.zst")
    assert edges(discussion) == {("reddit:t3_p", None), ("reddit:t1_a", "reddit:t3_p")}


def test_where_memory_is_short_a_wide_window_is_refused_with_what_to_do(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    path = tmp_path / "RC_2020-01.zst"
    path.write_bytes(wide(lines(POST)))
    program = (
        "import resource, sys\nfrom pathlib import Path\nfrom kg.readers import reddit\nfrom kg.reading.source import Source\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))\n"
        "list(reddit.read(Source(Path(sys.argv[1]), 'RC_2020-01.zst')))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True)
    assert (
        "RC_2020-01.zst: to unpack it takes more memory than there is, up to 2 GB; unpack it elsewhere" in done.stderr
    )


@pytest.mark.skipif(shutil.which("zstd") is None, reason="the zstd command is not on this machine")
def test_what_the_zstd_command_packs_is_read(tmp_path: Path) -> None:
    packed = subprocess.run(["zstd", "-q", "-c"], input=lines(POST, A), capture_output=True, check=True).stdout
    (discussion,) = read(packed, tmp_path, "RC_2020-01.zst")
    assert edges(discussion) == {("reddit:t3_p", None), ("reddit:t1_a", "reddit:t3_p")}


def test_replies_in_replies_are_read_as_deep_as_json_goes(tmp_path: Path) -> None:
    deepest = 120
    tree = thing("t1", comment(f"c{deepest}", f"t1_c{deepest - 1}"))
    for n in range(deepest - 1, -1, -1):
        tree = thing("t1", comment(f"c{n}", f"t1_c{n - 1}" if n else "t3_p"), tree)
    (discussion,) = read([listing(thing("t3", POST)), listing(tree)], tmp_path)
    assert [post.source_id for post in discussion.posts] == ["t3_p", *(f"c{n}" for n in range(deepest + 1))]
    with pytest.raises(SourceError, match="nested too deep"):
        read(b'{"kind": "t1", "data": {"id": "a", "replies": ' * 100_000, tmp_path)


def test_a_big_dump_takes_no_more_memory_than_its_rows_have_places(tmp_path: Path) -> None:
    path = tmp_path / "big.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for n in range(6_000):
            file.write(json.dumps(comment(f"c{n}", None, link_id=f"t3_p{n % 200}", body="Words. " * 150)) + "\n")
    tracemalloc.start()
    assert sum(len(discussion.posts) for discussion in reddit.read(Source(path, path.name))) == 6_200
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < path.stat().st_size / 8


@pytest.mark.parametrize(
    ("head", "fits"),
    [
        ('[{"kind": "Listing", "data": {"children": [{"kind": "t3", "data": {"title": "', True),
        ('{"author":"A","body":"b","link_id":"t3_x","parent_id":"t1_y"}', True),
        ('{"subreddit_id":"t5_2qh1i","title":"x"}', True),
        ("(\ufffd/\ufffd\x04\x00", True),
        ('{"id": "a", "conversation_id": "b", "speaker": "c", "text": "d", "meta": {"subreddit": "x"}}', False),
        ('{"kind": "youtube#searchListResponse"}', False),
        ("(a/b) words", False),
    ],
)
def test_reddit_is_known_by_its_kinds_and_names(head: str, fits: bool) -> None:
    assert reddit.fits(head) is fits


@pytest.mark.parametrize(
    ("edited", "kept"), [(False, None), (True, None), (1700000500.0, "2023-11-14T22:21:40Z"), (None, None)]
)
def test_when_a_post_was_edited_is_kept(tmp_path: Path, edited: object, kept: str | None) -> None:
    (discussion,) = read([listing(thing("t3", POST)), listing(thing("t1", comment("a", edited=edited)))], tmp_path)
    assert {p.id: p.edited for p in discussion.posts}["reddit:t1_a"] == kept
