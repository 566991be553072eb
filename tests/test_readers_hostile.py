"""Every reader survives hostile input: cut off, shuffled, mistyped, nested without end, in lines without end."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.reading.source import Source
from tests.reading import FIXTURES, READERS, SEEDS, inputs, named, read_or_refuse, seed_source, written

FUZZ = settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
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


EVERY_ENDING = [f"{name}{ending}" for name, reader in READERS.items() for ending in reader.SUFFIXES]


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("name", EVERY_ENDING)
def test_hostile_files_are_read_or_refused(name: str, what: str, tmp_path: Path) -> None:
    read_or_refuse(written(tmp_path, name, HOSTILE[what]))


def soon(source: Source) -> None:
    """Read or refuse the file within seconds."""
    started = time.process_time()
    read_or_refuse(source)
    assert time.process_time() - started < 10


def holders(value: Any) -> dict[str, str]:
    """How the text of each object and list inside a JSON value begins, by the key that holds it."""
    found: dict[str, str] = {}
    stack = [value]
    while stack:
        inner = stack.pop()
        for key, held in inner.items() if isinstance(inner, dict) else ():
            if isinstance(held, dict | list):
                found.setdefault(key, f"{{{json.dumps(key)}:" + ("[" if isinstance(held, list) else ""))
        stack += inner.values() if isinstance(inner, dict) else inner if isinstance(inner, list) else ()
    return found


@pytest.mark.parametrize("seed", [s for s in SEEDS + FIXTURES if "json" in Path(s["path"]).suffix], ids=named)
def test_what_holds_others_in_its_format_may_hold_itself_as_deep_as_it_likes(
    seed: dict[str, Any], tmp_path: Path
) -> None:
    name = f"{seed['format']}{Path(seed['path']).suffix}"
    whole = seed_source(seed).data
    for value in _values(seed_source(seed)):
        for begins in holders(value).values():
            soon(written(tmp_path, name, begins.encode() * DEEP))
            closed = begins * 400 + "1" + "".join({"{": "}", "[": "]"}[c] for c in begins if c in "{[")[::-1] * 400
            soon(written(tmp_path, name, closed.encode() + b"\n" + whole))


def _blown(value: Any, size: int) -> Any:
    """The same JSON with its longest text so many characters long."""
    texts: list[str] = []
    stack = [value]
    while stack:
        inner = stack.pop()
        texts += [inner] if isinstance(inner, str) else []
        stack += inner.values() if isinstance(inner, dict) else inner if isinstance(inner, list) else ()
    longest = max(texts, key=len)
    return json.loads(json.dumps(value).replace(json.dumps(longest), json.dumps(longest * (size // len(longest)))))


@inputs
def test_a_line_of_any_length_is_read_or_refused(seed: dict[str, Any], tmp_path: Path) -> None:
    source = seed_source(seed)
    name = f"{seed['format']}{source.path.suffix}"
    if "json" in source.path.suffix:
        rows = [json.dumps(_blown(value, 1_000_000)) for value in _values(source)][:2]
        soon(written(tmp_path, name, "\n".join(rows).encode()))
    else:
        lines = source.text.splitlines(keepends=True)
        longest = max(lines, key=len)
        blown = longest.rstrip("\r\n") * (1_000_000 // len(longest))
        soon(written(tmp_path, name, "".join(blown if line is longest else line for line in lines).encode()))
        soon(written(tmp_path, name, source.text.replace("\r", "").replace("\n", " ").encode() * 20))


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
        yield from (json.loads(line) for line in source.data.split(b"\n") if line.strip())
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
