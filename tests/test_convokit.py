"""ConvoKit corpora, old and new: conversations, speakers, times, and what the other files of the folder tell."""

import json
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kg.discussion import Discussion
from kg.errors import SourceError
from kg.readers import convokit
from kg.reading.source import Source


def utterance(id_: str, conversation: str | None = "c1", **more: Any) -> dict[str, Any]:
    row = {"id": id_, "conversation_id": conversation, "text": f"Words of {id_}.", "speaker": "ann", "reply-to": None}
    return row | more


def corpus(tmp_path: Path, rows: list[Any], name: str = "utterances.jsonl", **parts: Any) -> Source:
    """A corpus in the folder `My corpus`; a list of rows stands in one JSON list where the file is no .jsonl."""
    home = tmp_path / "My corpus"
    home.mkdir(exist_ok=True)
    lines = "\n".join(json.dumps(row) for row in rows) if name.endswith("l") else json.dumps(rows, indent=1)
    (home / name).write_text(lines, encoding="utf-8")
    for part, value in parts.items():
        (home / f"{part}.json").write_text(json.dumps(value), encoding="utf-8")
    return Source(home / name, f"My corpus/{name}", format="convokit")


def read(source: Source) -> list[Discussion]:
    assert convokit.fits(source.head())
    return list(convokit.read(source))


OLD = [
    {"id": "u1", "root": "u1", "text": "One.", "user": "ann", "reply_to": None, "timestamp": None},
    {"id": "u2", "root": "u1", "text": "Two.", "user": "bo", "reply_to": "u1", "timestamp": None},
]
NEW = [
    {"id": "u1", "conversation_id": "u1", "text": "One.", "speaker": "ann", "reply_to": None, "meta": {}},
    {"id": "u2", "conversation_id": "u1", "text": "Two.", "speaker": "bo", "reply_to": "u1", "meta": {"score": 3}},
]


@pytest.mark.parametrize("name", ["utterances.jsonl", "utterances.json"])
@pytest.mark.parametrize("rows", [OLD, NEW], ids=["old", "new"])
def test_old_and_new_corpora_give_the_same_thread(rows: list[Any], name: str, tmp_path: Path) -> None:
    (discussion,) = read(corpus(tmp_path, rows, name))
    assert (discussion.id, discussion.site) == ("convokit-my-corpus:u1", "convokit-my-corpus")
    assert [(p.id, p.reply_to, p.text, p.speaker and p.speaker.id) for p in discussion.posts] == [
        ("convokit-my-corpus:u1", None, "One.", "convokit-my-corpus:ann"),
        ("convokit-my-corpus:u2", "convokit-my-corpus:u1", "Two.", "convokit-my-corpus:bo"),
    ]
    assert [p.source_id for p in discussion.posts] == ["u1", "u2"]


def test_conversations_come_in_order_of_first_mention_however_mixed(tmp_path: Path) -> None:
    rows = [utterance("a"), utterance("x", "c2"), utterance("b"), utterance("y", None, **{"reply-to": "x"})]
    found = [(d.id[19:], [p.source_id for p in d.posts]) for d in read(corpus(tmp_path, rows))]
    assert found == [("c1", ["a", "b"]), ("c2", ["x", "y"])]


def test_titles_and_names_come_from_the_other_files(tmp_path: Path) -> None:
    parts: dict[str, Any] = {
        "conversations": {"c1": {"meta": {"title": "New form"}, "vectors": []}, "c2": {"title": "Old form"}},
        "speakers": {"ann": {"meta": {"name": "Ann Lee"}}},
    }
    rows = [utterance("a"), utterance("b", speaker="bo"), utterance("x", "c2")]
    discussions = read(corpus(tmp_path, rows, **parts))
    assert [d.title for d in discussions] == ["New form", "Old form"]
    assert [p.speaker and p.speaker.name for p in discussions[0].posts] == ["Ann Lee", "bo"]
    assert {"conversations.json", "speakers.json"} <= set(convokit.PARTS)


@pytest.mark.parametrize("speaker", ["[deleted]", "[unknown]", "[removed]", "", None])
def test_an_unknown_speaker_is_nobody_and_the_thread_still_has_names(speaker: str | None, tmp_path: Path) -> None:
    (discussion,) = read(corpus(tmp_path, [utterance("a"), utterance("b", speaker=speaker)]))
    assert discussion.posts[1].speaker is None
    assert discussion.named


@pytest.mark.parametrize(
    ("timestamp", "posted"),
    [
        (1325706341, "2012-01-04T19:45:41Z"),
        ("1325706341.0", "2012-01-04T19:45:41Z"),
        ("2012-01-04", "2012-01-04"),
        (7, "7"),
        (1e300, "1e+300"),
        (None, None),
    ],
)
def test_seconds_since_1970_become_a_date_and_all_else_stays(
    timestamp: Any, posted: str | None, tmp_path: Path
) -> None:
    (discussion,) = read(corpus(tmp_path, [utterance("a", timestamp=timestamp)]))
    assert discussion.posts[0].posted == posted


def test_scores_and_quotes_are_read(tmp_path: Path) -> None:
    text = "&gt; as you say\n\nNo.\n\n> and again\nNo."
    (discussion,) = read(corpus(tmp_path, [utterance("a", text=text, meta={"score": -4})]))
    post = discussion.posts[0]
    assert (post.text, post.score) == (text, -4)
    assert [text[q.start : q.end] for q in post.quotes] == ["&gt; as you say", "> and again"]


def test_what_the_corpus_lacks_comes_last_without_words(tmp_path: Path) -> None:
    rows = [utterance("a", **{"reply-to": "gone"}), utterance("b", **{"reply-to": "x"}), utterance("x", "c2")]
    first, second = read(corpus(tmp_path, rows))
    assert [(p.source_id, p.text is None) for p in first.posts] == [("a", False), ("b", False), ("gone", True)]
    assert [p.source_id for p in second.posts] == ["x"]


def test_what_is_not_read_is_counted(tmp_path: Path) -> None:
    bad: list[Any] = [{"text": "no id"}, [], "word", utterance("q", text=5), utterance("r", meta="m")]
    rows = [utterance("a"), utterance("a"), utterance("b", text="[removed]"), *bad]
    (discussion,) = read(corpus(tmp_path, rows))
    assert discussion.skipped == {"broken row": 5, "deleted utterance": 1, "repeated row": 1}
    assert [(p.source_id, p.text) for p in discussion.posts] == [("a", "Words of a."), ("b", None)]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"id": [], "root": "a", "text": "t"}', r"no utterance in it \(the row at byte 0: id"),
        (b'[{"id": [], "root": "a", "text": "t"}]', r"no utterance in it \(the row at place 1: id"),
        (b'{"id": "b", "ro', "no utterance in it"),
        (b"[]", "no utterance in it; name the utterances file"),
    ],
)
def test_a_file_without_utterances_is_refused(data: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "utterances.jsonl"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=words):
        list(convokit.read(Source(path, "utterances.jsonl", format="convokit")))


def test_a_damaged_part_is_named(tmp_path: Path) -> None:
    source = corpus(tmp_path, [utterance("a")])
    (tmp_path / "My corpus" / "conversations.json").write_text('{"c1": ', encoding="utf-8")
    with pytest.raises(SourceError, match=r"My corpus/conversations\.json: not whole JSON"):
        list(convokit.read(source))


def test_a_row_that_is_cut_off_stops_nothing(tmp_path: Path) -> None:
    path = tmp_path / "utterances.jsonl"
    path.write_bytes(
        json.dumps(utterance("a")).encode() + b'\n{"id": "b", "conv\n' + json.dumps(utterance("c")).encode()
    )
    (discussion,) = convokit.read(Source(path, path.name, format="convokit"))
    assert (discussion.skipped, len(discussion.posts)) == ({"broken row": 1}, 2)


def zipped(path: Path, members: dict[str, Any]) -> Source:
    """A zip of these files; rows of a .jsonl stand one on a line."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, value in members.items():
            packed.writestr(name, "\n".join(map(json.dumps, value)) if name.endswith("l") else json.dumps(value))
    return Source(path, path.name, format="convokit")


PARTS = {"conversations.json": {"u1": {"meta": {"title": "T"}}}, "speakers.json": {"bo": {"meta": {"name": "Bo E."}}}}
ZIPS: dict[str, dict[str, Any]] = {
    "a folder": {"My corpus/utterances.jsonl": NEW} | {f"My corpus/{k}": v for k, v in PARTS.items()},
    "an old folder": {"My corpus/utterances.json": OLD} | {f"My corpus/{k}": v for k, v in PARTS.items()},
    "no folder": {"utterances.jsonl": NEW, **PARTS},
    "what a Mac adds": {"__MACOSX/My corpus/utterances.jsonl": [{}], "My corpus/utterances.jsonl": NEW}
    | {f"My corpus/{k}": v for k, v in PARTS.items()},
}


@pytest.mark.parametrize("what", ZIPS)
def test_a_zip_gives_what_its_folder_gives(what: str, tmp_path: Path) -> None:
    source = zipped(tmp_path / "my-corpus.corpus.zip", ZIPS[what])
    (discussion,) = read(source)
    assert (discussion.id, discussion.title) == ("convokit-my-corpus:u1", "T")
    assert [(p.id, p.speaker and p.speaker.name, p.reply_to) for p in discussion.posts] == [
        ("convokit-my-corpus:u1", "ann", None),
        ("convokit-my-corpus:u2", "Bo E.", "convokit-my-corpus:u1"),
    ]
    assert {p.document for p in discussion.posts} == {source.document}


def test_a_zip_without_a_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no utterances\.jsonl in it, which the zip of a ConvoKit corpus must have"):
        read(zipped(tmp_path / "a.zip", {"words.json": {}}))
    whole = zipped(tmp_path / "b.zip", ZIPS["a folder"]).data
    for cut in (whole[:-40], whole[:60] + b"\xff" * 9 + whole[69:]):
        (tmp_path / "c.zip").write_bytes(cut)
        with pytest.raises(SourceError, match=r"c\.zip: cannot be unpacked"):
            list(convokit.read(Source(tmp_path / "c.zip", "c.zip")))


def test_a_zip_that_grows_beyond_reason_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.reading.stream._ROOM", 1000)
    source = zipped(tmp_path / "a.zip", {"utterances.jsonl": [utterance("a", text="x" * 3_000_000)]})
    with pytest.raises(SourceError, match="unpacks to over 200 times its size"):
        list(convokit.read(source))


def test_a_big_corpus_takes_the_memory_of_its_largest_conversation(tmp_path: Path) -> None:
    rows = [utterance(f"u{n}", f"c{n % 300}", text="Words. " * 150) for n in range(6_000)]
    source = corpus(tmp_path, rows)
    del rows
    tracemalloc.start()
    assert sum(len(discussion.posts) for discussion in convokit.read(source)) == 6_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < source.path.stat().st_size / 3
