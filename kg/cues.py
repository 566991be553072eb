"""The cue phrases of `cues.toml`: which of them a stretch of words holds, and where."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from kg.text import straighten

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s]")


class Token(NamedTuple):
    """A word in lower case, or a mark, and its place."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a stretch of words holds: its tokens, and by kind the places of its cues, the earliest first."""

    tokens: tuple[Token, ...]
    cues: dict[str, list[tuple[int, int]]]

    def has(self, kind: str) -> bool:
        """Whether there is a cue of this kind."""
        return kind in self.cues

    def first(self, kind: str) -> tuple[int, int] | None:
        """Where the first cue of this kind stands; the longest of those that begin there."""
        return self.cues[kind][0] if kind in self.cues else None


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "cues.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class _Begun:
    """What a word may begin: the kinds it is a phrase of by itself, and longer phrases by their second word."""

    kinds: list[str] = field(default_factory=list)
    longer: dict[str, list[tuple[str, list[str]]]] = field(default_factory=dict)


class _Index:
    """Phrases by their first word."""

    def __init__(self) -> None:
        self._begun: dict[str, _Begun] = {}

    def add(self, kind: str, row: list[str]) -> None:
        begun = self._begun.setdefault(row[0], _Begun())
        if len(row) == 1:
            begun.kinds.append(kind)
        else:
            begun.longer.setdefault(row[1], []).append((kind, row))

    def note(
        self, found: dict[str, list[tuple[int, int]]], row: Sequence[Token], said: list[str], start: int, end: int
    ) -> None:
        """Put down the phrases that begin between two tokens, whose words are `said`."""
        for at in range(start, end):
            begun = self._begun.get(said[at])
            if begun is None:
                continue
            for kind in begun.kinds:
                found.setdefault(kind, []).append((row[at].start, row[at].end))
            if begun.longer and at + 1 < len(said):
                for kind, phrase in begun.longer.get(said[at + 1], ()):
                    size = len(phrase)
                    if said[at : at + size] == phrase:
                        found.setdefault(kind, []).append((row[at].start, row[at + size - 1].end))


@cache
def _indexes() -> tuple[_Index, _Index]:
    """The phrases that fit anywhere, and those that have to come first."""
    anywhere, first = _Index(), _Index()
    for kind, entry in _table().items():
        for phrase in entry.get("phrases", ()):
            row = [token.word for token in tokens(phrase.removeprefix("^"))]
            (first if phrase.startswith("^") else anywhere).add(kind, row)
    return anywhere, first


@cache
def words(kind: str) -> frozenset[str]:
    """A list of words (or of short phrases that make one whole), for asking whether a token is one of them."""
    return frozenset(_table()[kind]["words"])


def tokens(text: str) -> tuple[Token, ...]:
    """The words and marks of a text, with their places."""
    return tuple([Token(m.group().lower(), *m.span()) for m in _TOKEN.finditer(straighten(text))])


@lru_cache(maxsize=1 << 12)  # a sentence is read when claims are looked for, and again for what they do
def read(text: str) -> Reading:
    """All cues of a text."""
    row = tokens(text)
    anywhere, first = _indexes()
    found: dict[str, list[tuple[int, int]]] = {}
    said = [token.word for token in row]
    first.note(found, row, said, *_head(said))
    anywhere.note(found, row, said, 0, len(row))
    for places in found.values():
        if len(places) > 1:
            places.sort(key=lambda place: (place[0], -place[1]))
    return Reading(row, found)


def _head(row: list[str]) -> tuple[int, int]:
    """The tokens that count as the first: from the first word on, and past words like "and" or "well"."""
    before = words("before")
    start = next((n for n, word in enumerate(row) if word[0].isalnum() or word == "+"), 0)
    end = start
    while end < len(row) and (row[end] in before or not row[end][0].isalnum()) and row[end] != "+":
        end += 1
    return start, min(end + 1, len(row))


def find(kind: str, sentence: str) -> tuple[int, int] | None:
    """Where the first cue of `kind` stands in the sentence, as (start, end); None where there is none."""
    return read(sentence).first(kind)
