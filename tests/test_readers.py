"""Every reader keeps the contract: it knows its own format, loses and changes no word, and survives hostile input."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import plugins
from kg.data import folder
from kg.discussion import Discussion, Link, Passage, Post
from kg.errors import KgError
from kg.source import Source

SEEDS: list[dict[str, Any]] = json.loads((folder("seeds") / "manifest.json").read_text(encoding="utf-8"))
READERS = dict(plugins.every("readers"))
FUZZ = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
# A reader has a seed that people may try, or small files in the shapes of its site, or both.
FIXTURES: list[dict[str, Any]] = [
    {"format": path.parent.name, "path": path.as_posix()}
    for path in sorted((Path(__file__).parent / "fixtures").glob("*/*"))
    if path.parent.name in READERS and path.suffix in READERS[path.parent.name].SUFFIXES
]


def named(seed: dict[str, Any]) -> str:
    return f"{seed['format']}-{Path(seed['path']).name}"


seeds = pytest.mark.parametrize("seed", SEEDS, ids=named)
inputs = pytest.mark.parametrize("seed", SEEDS + FIXTURES, ids=named)


def seed_source(seed: dict[str, Any]) -> Source:
    return Source(folder("seeds") / seed["path"], f"seeds/{seed['path']}", format=seed["format"])


def written(tmp_path: Path, name: str, data: bytes) -> Source:
    """A file of these bytes, to be read as `name` (reader and ending)."""
    reader, _, ending = name.partition(".")
    path = tmp_path / f"input.{ending}"
    path.write_bytes(data)
    return Source(path, path.name, format=reader)


def read_or_refuse(source: Source) -> list[Discussion] | None:
    """What a reader makes of a file, checked; None where it refuses it in one line."""
    try:
        discussions = list(READERS[source.format].read(source))
    except KgError as error:
        assert str(error) and "\n" not in str(error)
        return None
    for discussion in discussions:
        for post in discussion.posts:
            check_spans(post, source)
        ids = [post.id for post in discussion.posts]
        assert len(ids) == len(set(ids))
        assert [post.position for post in discussion.posts] == sorted(post.position for post in discussion.posts)
        assert all(post.reply_to in ids for post in discussion.posts if post.reply_to and source.format != "convokit")
        assert all(count > 0 for count in discussion.skipped.values())
    return discussions


def check_spans(post: Post, source: Source) -> None:
    length = len(post.text or "")
    spans: list[Passage | Link] = [*post.quotes, *post.links]
    for span in spans:
        whole = isinstance(span, Link) and (span.start, span.end) == (0, 0)
        assert whole or 0 <= span.start < span.end <= length
    for place in post.places:
        assert post.text is not None
        said = post.text[place.text : place.text + place.length]
        assert said and said == source.text[place.document : place.document + place.length]
    assert post.id and post.reply_to != post.id
    assert post.speaker is None or post.speaker.id


def test_each_reader_has_a_seed_or_a_fixture() -> None:
    assert {seed["format"] for seed in SEEDS + FIXTURES} == set(READERS)


@inputs
def test_a_seed_is_known_by_its_own_reader_alone(seed: dict[str, Any]) -> None:
    source = seed_source(seed)
    rivals = {name: r for name, r in READERS.items() if source.path.suffix in r.SUFFIXES}
    fitting = [name for name, reader in rivals.items() if reader.fits(source.head())]
    sure = [name for name in fitting if not getattr(READERS[name], "LAST_RESORT", False)]
    assert (sure or fitting) == [seed["format"]]


@seeds
def test_a_seed_holds_what_its_manifest_says(seed: dict[str, Any]) -> None:
    wanted = seed["must_find"]
    discussions = read_or_refuse(seed_source(seed)) or []
    posts = [post for discussion in discussions for post in discussion.posts]
    texts = [post.text or "" for post in posts]
    assert len(posts) == wanted["posts"]
    if isinstance(wanted["speakers"], list):
        assert sorted({post.speaker.name or "" for post in posts if post.speaker}) == wanted["speakers"]
    by_id = {post.id: post.text or "" for post in posts}
    edges = [(post.text or "", by_id[post.reply_to]) for post in posts if post.reply_to]
    for answer, answered in wanted["replies"]:
        assert any(a.startswith(answer) and b.startswith(answered) for a, b in edges), answer
    words = [*wanted["quotes"], *wanted["claims"]]
    words += [r[end] for r in wanted["relations"] for end in ("source", "target") if r[end] not in wanted["works"]]
    for said in words:
        assert any(said in text for text in texts), said
    quoted = [text[q.start : q.end] for post, text in zip(posts, texts, strict=True) for q in post.quotes]
    for said in wanted["quotes"]:
        assert any(said in passage for passage in quoted), said


@inputs
def test_reading_twice_gives_the_same(seed: dict[str, Any]) -> None:
    once, twice = ([asdict(d) for d in read_or_refuse(seed_source(seed)) or []] for _ in range(2))
    assert once == twice
    assert once


@pytest.mark.parametrize("name", READERS)
def test_a_reader_says_what_it_reads(name: str) -> None:
    reader: ModuleType = READERS[name]
    assert reader.SUFFIXES
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in reader.SUFFIXES)


@given(head=st.text())
def test_asking_whether_it_fits_never_fails(head: str) -> None:
    for reader in READERS.values():
        assert reader.fits(head) in (True, False)


@pytest.mark.parametrize(
    "head",
    ["", "  \n", '{"type": "FeatureCollection"}', "[1, 2]", '{"name": "kg", "version": "1"}', '[{"id": 1}]', "\0\0\0"],
)
def test_json_readers_leave_other_json_alone(head: str) -> None:
    assert not [name for name, r in READERS.items() if {".json", ".jsonl"} & {*r.SUFFIXES} and r.fits(head)]


# --- hostile input --------------------------------------------------------------------------------

DEEP = 100_000
HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "white space": b" \r\n\t\n",
    "null bytes": b"\0" * 1000,
    "not UTF-8": b"\xff\xfe\x00caf\xe9",
    "a byte order mark": b"\xef\xbb\xbf# Title\n\nAna: one\n\nBo: two\n",
    "deep lists": b"[" * DEEP,
    "deep objects": b'{"data":' * DEEP,
    "deep quotes": b">" * DEEP,
    "deep items": b"- " * DEEP,
    "deep HTML": json.dumps([{"_id": "a", "postId": "p", "htmlBody": "<div>" * DEEP}]).encode(),
    "deep quotes in HTML": json.dumps([{"_id": "a", "postId": "p", "htmlBody": "<blockquote>" * 150}]).encode(),
    "half a character": b'[{"_id": "a\\ud83d", "postId": "\\ud800", "contents": {"markdown": "\\udc00"}}]',
    "no numbers": b'[{"_id": "a", "postId": "p", "baseScore": NaN}, {"_id": "b", "postId": "p", "baseScore": 1e999}]',
    "a huge time": b'{"id": "a", "root": "a", "user": "u", "text": "t", "timestamp": 1e300}',
    "only rules": b"---\n" * 2000,
    "old line ends": b"Ana: one\r\rBo: two\r\r> one\r\r",
    "front matter without end": b"---\r\n" + b"a\r\n" * 3000,
    "one long line": b"Aa " * 30_000 + b":",
}


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("name", [f"{name}{READERS[name].SUFFIXES[-1]}" for name in READERS])
def test_hostile_files_are_read_or_refused(name: str, what: str, tmp_path: Path) -> None:
    read_or_refuse(written(tmp_path, name, HOSTILE[what]))


def mutations(value: Any, data: st.DataObject) -> Any:
    """The same JSON with one value somewhere replaced, dropped, doubled or of another type."""
    if isinstance(value, dict | list) and value and data.draw(st.integers(0, 5)):
        keys: list[Any] = list(value) if isinstance(value, dict) else list(range(len(value)))
        key = data.draw(st.sampled_from(keys))
        changed = value.copy()
        deed = data.draw(st.integers(0, 7))
        if deed == 0:
            del changed[key]
        elif deed == 1 and isinstance(changed, list):
            changed.insert(0, changed[key])
        else:
            changed[key] = mutations(changed[key], data)
        return changed
    wild = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.just([]))
    return data.draw(st.one_of(wild, st.lists(wild, max_size=3), st.dictionaries(st.text(max_size=5), wild)))


@inputs
@FUZZ
@given(data=st.data())
def test_a_seed_cut_off_or_shuffled_is_read_or_refused(
    seed: dict[str, Any], data: st.DataObject, tmp_path: Path
) -> None:
    whole = seed_source(seed).data
    lines = whole.split(b"\n")
    if data.draw(st.booleans()):
        lines = data.draw(st.permutations(lines[:40]))
    cut = b"\n".join(lines)[: data.draw(st.integers(0, len(whole)))]
    at = data.draw(st.integers(0, len(cut)))
    odd = data.draw(st.one_of(st.just(b""), st.binary(max_size=8), st.sampled_from([b"\0", b"> ", b"\r", b"```\n"])))
    name = f"{seed['format']}{Path(seed['path']).suffix}"
    read_or_refuse(written(tmp_path, name, cut[:at] + odd + cut[at:]))


@pytest.mark.parametrize("seed", [s for s in SEEDS + FIXTURES if "json" in Path(s["path"]).suffix], ids=named)
@FUZZ
@given(data=st.data())
def test_a_seed_with_wrong_values_is_read_or_refused(seed: dict[str, Any], data: st.DataObject, tmp_path: Path) -> None:
    rows = list(_values(seed_source(seed)))
    for _ in range(data.draw(st.integers(1, 4))):
        rows = [mutations(row, data) if data.draw(st.booleans()) else row for row in rows]
    name = f"{seed['format']}{Path(seed['path']).suffix}"
    read_or_refuse(written(tmp_path, name, "\n".join(json.dumps(row) for row in rows).encode()))


def _values(source: Source) -> Iterator[Any]:
    if source.path.suffix in (".jsonl", ".ndjson"):
        yield from (row for _, row in source.json_lines())
    else:
        yield source.json()


PIECES = [
    "Ana: ",
    "**Bo:** ",
    "\n",
    "\n\n",
    "> ",
    "words that are long enough ",
    "# ",
    "## Ana, 3 May",
    "```",
    "---",
    "\r",
    "@Ana ",
]


@FUZZ
@given(pieces=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=60))
@pytest.mark.parametrize("name", [f"{name}{READERS[name].SUFFIXES[0]}" for name in READERS])
def test_pieces_of_notes_are_read_or_refused(name: str, pieces: list[str], tmp_path: Path) -> None:
    read_or_refuse(written(tmp_path, name, "".join(pieces).encode("utf-8", "surrogatepass")))
