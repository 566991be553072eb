"""What each source yields, row by row in a few bytes: what differs is found without asking a graph for every row."""

import json
from array import array
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from typing import Any

from kg.loading.kinds import Kind, Row

Key = tuple[Any, ...]
"""The first columns of a row, which tell it from all others of its kind."""

MOST = 500_000
"""Rows of one source that a ledger is kept for: about ten megabytes."""

_PIECE = 10_000
_SIZE = 8
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def digest(kind: Kind, row: Row) -> int:
    """What a row says, in 64 bits, without its sources: who turns up in one more thread is no news to the others."""
    at = kind.sources
    said = _encode([kind.name, kind.source, kind.target, row[:at], row[at + 1 :]])
    return int.from_bytes(blake2b(said.encode(), digest_size=_SIZE).digest(), "little", signed=True)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some rows of one kind: their digests, eight bytes each, and their keys, packed column by column."""

    kind: Kind
    digests: bytes
    packed: bytes

    def numbers(self) -> "array[int]":
        return _numbers(self.digests)

    def told(self) -> list[Any]:
        kind = [self.kind.name, self.kind.source, self.kind.target]
        return [kind, b64encode(self.digests).decode(), b64encode(self.packed).decode()]

    def keys(self) -> Iterator[Key]:
        columns: list[list[Any]] = json.loads(_unpacked(self.packed))
        return zip(*columns, strict=True)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows of one source, by kind and key."""

    pieces: tuple[_Piece, ...] = ()

    @classmethod
    def read(cls, text: Any, mark: str) -> "Ledger | None":
        """A ledger as `text` wrote it; None where it is none, or not the one of this mark."""
        try:
            told = json.loads(text)
            pieces = (_Piece(Kind(*kind), b64decode(digests), b64decode(keys)) for kind, digests, keys in told)
            ledger = cls(tuple(pieces))
        except (TypeError, ValueError, Base64Error):
            return None
        return ledger if ledger.mark() == mark else None

    def text(self) -> str:
        """The ledger as a string, which every graph can keep."""
        return _encode([piece.told() for piece in self.pieces])

    def mark(self) -> str:
        """A hash of all rows."""
        whole = blake2b(digest_size=16)
        for piece in self.pieces:
            whole.update(piece.digests)
        return whole.hexdigest()

    def numbers(self) -> "array[int]":
        """The digests of all rows."""
        return _numbers(b"".join(piece.digests for piece in self.pieces))

    def gone(self, new: "Ledger", left: set[int]) -> Iterator[tuple[Kind, Key]]:
        """The keys that another ledger, whose digests are `left`, does not hold any more."""
        for kind in dict.fromkeys(piece.kind for piece in self.pieces):
            changed: set[Key] = set()
            for piece in self._of(kind):
                numbers = piece.numbers()
                if not left.issuperset(numbers):
                    changed.update(key for key, n in zip(piece.keys(), numbers, strict=True) if n not in left)
            for piece in new._of(kind) if changed else ():
                changed.difference_update(piece.keys())
            yield from ((kind, key) for key in changed)

    def _of(self, kind: Kind) -> Iterator[_Piece]:
        return (piece for piece in self.pieces if piece.kind == kind)


@dataclass(slots=True)
class Yields:
    """The ledgers of all sources while their rows are met, in any order."""

    rows: dict[str, dict[Kind, list[tuple[Key, int]]]] = field(default_factory=dict)

    def add(self, kind: Kind, row: Row) -> int:
        """Count a row for each source that yields it; returns its digest."""
        number = digest(kind, row)
        entry = (tuple(row[: kind.key]), number)
        for source in row[kind.sources]:
            self.rows.setdefault(source, {}).setdefault(kind, []).append(entry)
        return number

    def ledger(self, source: str) -> Ledger:
        """The rows of a source, also of one that yields nothing."""
        pieces: list[_Piece] = []
        for kind, found in sorted(self.rows.get(source, {}).items()):
            entries = iter(sorted(found, key=_order))
            while part := list(islice(entries, _PIECE)):
                columns = [list(column) for column in zip(*(key for key, _ in part), strict=True)]
                packed = _packed(_encode(columns).encode())
                pieces.append(_Piece(kind, _bytes(number for _, number in part), packed))
        return Ledger(tuple(pieces))

    def told(self, sources: Iterable[str]) -> Iterator[tuple[str, str, int, str | None]]:
        """Of each source its mark, the number of its rows, and its ledger as a text; None where that is too long."""
        for source in sources:
            ledger, number = self.ledger(source), sum(map(len, self.rows.get(source, {}).values()))
            yield source, ledger.mark(), number, ledger.text() if number <= MOST else None


def _order(entry: tuple[Key, int]) -> tuple[Any, ...]:
    """By key, where a part of it may be missing."""
    return tuple((part is not None, part) for part in entry[0])


def _packed(given: bytes) -> bytes:
    """As the records are packed: zlib's bytes differ between its builds, those of pyarrow's own zstd do not."""
    import pyarrow

    packed: bytes = pyarrow.compress(given, codec="zstd", asbytes=True)
    return packed


def _unpacked(packed: bytes) -> bytes:
    import pyarrow

    with pyarrow.input_stream(pyarrow.py_buffer(packed), compression="zstd") as stream:
        whole: bytes = stream.read()
    return whole


def _bytes(numbers: Iterable[int]) -> bytes:
    return _little(array("q", numbers)).tobytes()


def _numbers(given: bytes) -> "array[int]":
    found = array("q")
    found.frombytes(given)
    return _little(found)


def _little(numbers: "array[int]") -> "array[int]":
    """The same bytes on every machine."""
    from sys import byteorder

    if byteorder == "big":
        numbers.byteswap()
    return numbers
