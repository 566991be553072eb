"""The words of `words.toml`: kinds of works, what people do to works, and what no title is made of."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def _split(words: str) -> list[str]:
    return [w for w in (" ".join(part.split()) for part in words.split(",")) if w]


@cache
def every(name: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(_split(_table()[name]["words"]))


@cache
def openers() -> frozenset[str]:
    """The small words and determiners: what may stand before a name and is no part of it."""
    return every("small") | every("determiners")


@cache
def phrases(name: str) -> frozenset[str]:
    """Those of a list that are two words."""
    return frozenset(w for w in every(name) if w.count(" ") == 1)


@cache
def kinds() -> dict[str, frozenset[str]]:
    """Each noun for a work, in lower case, with the groups it belongs to."""
    found: dict[str, set[str]] = {}
    for group, words in _table()["kinds"].items():
        for word in _split(words):
            found.setdefault(word.lower(), set()).add(group)
    return {word: frozenset(groups) for word, groups in found.items()}


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of the words, the longest first."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return "(?:" + "|".join(map(re.escape, ordered)) + ")"


def small(word: str) -> bool:
    """Whether a word of two letters or more is one that a title may hold in lower case."""
    return len(word) > 1 and word.lower() in every("small")


@lru_cache(maxsize=1 << 14)
def ordinary(word: str) -> bool:
    """Whether a capitalised word is one that is written small outside of titles."""
    straight = word.replace("’", "'")
    if straight in every("always") or (len(word) > 1 and word.isupper()):
        return False
    low = straight.lower()
    return low in every("plain") or low in every("small") or (len(low) > 5 and low.endswith(_endings()))


@cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted(every("endings")))
