"""Files of lines: each line has its place, packed files are unpacked, and lines come again from their places."""

from pathlib import Path

import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.reading.source import Source
from kg.reading.stream import lines, lines_at, opened, packed


def found(data: bytes, path: Path) -> list[tuple[int, bytes]]:
    path.write_bytes(data)
    with opened(Source(path, path.name)) as file:
        placed = list(lines(file))
        assert list(lines_at(file, [place for place, _ in placed])) == [line for _, line in placed]
    return placed


@settings(max_examples=50)
@given(data=st.lists(st.sampled_from([b"\n", b"\r\n", b"one", b" ", b"\xff", "ä".encode()]), max_size=30).map(b"".join))
def test_each_line_that_is_not_blank_has_its_place(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("lines") / "a.ndjson"
    wanted = [line for line in data.splitlines(keepends=True) if line.strip()] if b"\r" not in data else None
    placed = found(data, path)
    assert all(data[place : place + len(line)] == line for place, line in placed)
    assert wanted is None or [line for _, line in placed] == wanted
    assert found(bytes(pyarrow.compress(data, codec="zstd", asbytes=True)), path) == placed


def test_a_line_too_long_comes_as_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.reading.stream.LONGEST", 4)
    path = tmp_path / "a.ndjson"
    path.write_bytes(b"one\nfar too long\ntwo\nabcde")
    with opened(Source(path, path.name)) as file:
        assert list(lines(file)) == [(0, b"one\n"), (4, b""), (17, b"two\n"), (21, b"")]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"), opened(Source(tmp_path / "no", "no")):
        pass


def test_an_unknown_encoding_is_told_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no encoding is called"), opened(Source(tmp_path / "no", "no", "utf-88")):
        pass


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "latin-1"])
def test_a_packed_file_is_known_by_its_head(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.zst"
    path.write_bytes(bytes(pyarrow.compress(b"words", codec="zstd", asbytes=True)))
    assert packed(Source(path, path.name, encoding).head())
    assert not packed("(a/b")
    assert not packed("")
