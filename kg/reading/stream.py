"""Files of lines too big for memory: each line with its place, and later the lines at given places again."""

import re
import sys
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import SEEK_END
from tempfile import TemporaryFile
from typing import IO, Any, TypeVar

from pydantic import BaseModel, ValidationError

from kg.errors import SourceError
from kg.reading.source import Source

LONGEST = 32 * 2**20
"""Bytes of the longest line that can be a row; no forum takes posts of that length."""

_GROWTH, _ROOM = 200, 2**28
"""Text packed by any means unpacks to less than so many times its size; what is small may be packed better."""

_ZSTD = b"\x28\xb5\x2f\xfd"
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")

_M = TypeVar("_M", bound=BaseModel)


def reason(error: ValidationError | SourceError) -> str:
    """What is wrong with a row, in a few words."""
    if isinstance(error, SourceError):
        return str(error)
    first = error.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(map(str, first['loc'])) or 'the row'}: {first['msg']}"


def packed(head: str) -> bool:
    """Whether the first characters of a file are those of Zstandard, in whatever encoding they were read."""
    return head[:1] == "(" and head[2:3] == "/" and head[1:2] in "\ufffdµ" and head[3:4] in "\ufffdý"


def in_lines(source: Source, endings: tuple[str, ...]) -> bool:
    """Whether a file holds a JSON object a line: by its ending, or because its first line is one and others follow."""
    if source.path.suffix.lower() in endings:
        return True
    first, end, rest = source.head().removeprefix("\ufeff").lstrip().partition("\n")
    if not end or not rest.strip() or not first.startswith("{"):
        return False
    try:
        return isinstance(source.parse(first, 0), dict)
    except SourceError:
        return False


@contextmanager
def opened(source: Source) -> Iterator[IO[bytes]]:
    """The file, to be read at any place; one packed with Zstandard is first unpacked into a temporary file."""
    source.decode(b" ")  # an encoding that nobody knows is told before anything is read
    with source.open() as file:
        zstd = file.read(len(_ZSTD)) == _ZSTD
        file.seek(0)
        if not zstd:
            yield file
            return
        with TemporaryFile() as whole:
            _unpack(file, whole, source.name)
            yield whole


def _unpack(file: IO[bytes], whole: IO[bytes], name: str) -> None:
    """Unpack whatever its window: Pushshift's dumps have one of 2 GB."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd

    size = file.seek(0, SEEK_END)
    file.seek(0)
    widest = zstd.DecompressionParameter.window_log_max
    try:
        with zstd.ZstdFile(file, options={widest: widest.bounds()[1]}) as stream:
            copy(stream, whole, size, name)
    except (OSError, EOFError, MemoryError, zstd.ZstdError) as error:
        if isinstance(error, MemoryError) or "memory" in str(error):
            raise SourceError(
                f"{name}: to unpack it takes more memory than there is, up to 2 GB; "
                f"unpack it elsewhere with zstd -d --long=31, and read the .ndjson that comes out"
            ) from error
        raise SourceError(f"{name}: cannot be unpacked ({error}); fetch it again, or make room on the disk") from error


def copy(stream: Any, whole: IO[bytes], size: int, name: str) -> None:
    """Unpack a stream of so many packed bytes; SourceError where more comes out than any text would give."""
    most = max(_ROOM, size * _GROWTH)
    while data := stream.read(2**20):
        if (most := most - len(data)) < 0:
            raise SourceError(f"{name}: unpacks to over {_GROWTH} times its size, which no text does; fetch it again")
        whole.write(data)


def lines(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Each line that is not blank with its offset; one that is too long to be a row comes as no bytes."""
    file.seek(0)
    at = 0
    while line := file.readline(LONGEST):
        start = at
        at += len(line)
        if len(line) == LONGEST and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST)
                at += len(line)
            yield start, b""
        elif not line.isspace():
            yield start, line


def lines_at(file: IO[bytes], places: Iterable[int]) -> Iterator[bytes]:
    """The lines that begin at these offsets."""
    at = -1
    for place in places:
        if place != at:
            file.seek(place)
        line = file.readline(LONGEST)
        at = place + len(line)
        yield line


def row(model: type[_M], line: bytes, source: Source) -> _M:
    """One line of JSON as a model; ValidationError or SourceError where it is none."""
    text: str | bytes = line
    if line.startswith(BOM_UTF8) or not source.in_utf_8:
        text = _decoded(line, source)
    try:
        return model.model_validate_json(text)
    except ValidationError:
        # The quick parser refuses half a surrogate pair, and with it the whole row.
        words = _decoded(line, source)  # what is not in this encoding is told as that
        if not _HALF.search(line):
            raise
        return model.model_validate(source.parse(words, 0))


def _decoded(line: bytes, source: Source) -> str:
    try:
        return line.decode(source.encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise SourceError(f"not {source.encoding}") from error
