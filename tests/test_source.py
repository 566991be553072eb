"""A file's JSON: the quick parser and the patient one behind it say the same, and what is broken is told with its place."""

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import SourceError
from kg.reading.source import Source


def source(tmp_path: Path, data: bytes, encoding: str = "utf-8") -> Source:
    path = tmp_path / "a.json"
    path.write_bytes(data)
    return Source(path, path.name, encoding)


@pytest.mark.parametrize(
    "text",
    [
        ' {"a": [1, -0, 1.5, 1e999, 12345678901234567890123, true, null], "a\\u00e9": "\\ud83d\\ude00 \\/"} ',
        '{"a": 1, "a": 2}',
        '"\\u0000"',
        "[" * 300 + "]" * 300,
    ],
)
def test_json_is_what_python_reads(text: str, tmp_path: Path) -> None:
    assert source(tmp_path, text.encode()).json() == json.loads(text)


@pytest.mark.parametrize(
    ("data", "encoding", "value"),
    [
        (b'\xef\xbb\xbf["a"]', "utf-8", ["a"]),
        (b'["\\ud800", "\\\\ud800"]', "utf-8", ["\ufffd", "\\ud800"]),
        ('["é"]'.encode("cp1252"), "cp1252", ["é"]),
        ('["é"]'.encode("utf-16"), "utf-16", ["é"]),
    ],
)
def test_marks_halves_and_other_encodings_are_read(data: bytes, encoding: str, value: Any, tmp_path: Path) -> None:
    assert source(tmp_path, data, encoding).json() == value


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"a":\n ["b', "line 2, column 3 it is cut off"),
        (b"[1,]", "line 1, column 4"),
        (b'["\xe9"]', r"byte 2 \(line 1\) is not utf-8"),
        (b"1" * 5000, "a number that is none"),
        (b"[" * 100_000, "nested too deep"),
    ],
)
def test_broken_json_is_told_in_one_line(data: bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=words):
        source(tmp_path, data).json()
