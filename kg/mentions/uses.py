"""How a work is used where it is mentioned: as evidence, as authority, for information, disputed, discussed."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.text import straighten

_REACH = 160
_STOP = re.compile(r"[.!?]\s+(?=[\"“(]?[A-Z])|\n")
_CLAUSE = re.compile(r"[,;:()]")


@dataclass(frozen=True, slots=True)
class Use:
    """A use in CiTO's words, how sure it is, and where the words stand that say so (None where nothing does)."""

    name: str
    confidence: float
    words: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class _Signs:
    name: str
    confidence: float
    reach: int
    before: re.Pattern[str]
    after: re.Pattern[str]


@cache
def _table() -> tuple[_Signs, ...]:
    data = tomllib.loads((Path(__file__).parent / "uses.toml").read_text(encoding="utf-8"))
    return tuple(
        _Signs(u["name"], u["confidence"], u["reach"], _any(u["before"]), _any(u["after"])) for u in data["use"]
    )


def _any(phrases: list[str]) -> re.Pattern[str]:
    ordered = sorted(phrases, key=lambda p: (-len(p), p))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")(?!\w)", re.IGNORECASE)


def find(text: str, start: int, end: int) -> Use:
    """The use of the work mentioned at `text[start:end]`, told by the rest of its sentence; a work that is only
    named is discussed."""
    first = max(0, start - _REACH)
    before, after = straighten(text[first:start]), straighten(text[end : end + _REACH])
    for stop in _STOP.finditer(text[first:start]):
        before = before[stop.end() - (start - first) :] if stop.end() < start - first else ""
    lead = start - len(before)
    closing = _STOP.search(after)
    after = after[: closing.start() if closing else None]
    for signs in _table():
        last = next(reversed(list(signs.before.finditer(before))), None)
        # Words of doubt are about what follows them in their clause, not about a link at the end of the sentence.
        if last is not None and _reaches(before[last.end() :], signs):
            return Use(signs.name, signs.confidence, (lead + last.start(), lead + last.end()))
        if (match := signs.after.search(after)) is not None and _reaches(after[: match.start()], signs):
            return Use(signs.name, signs.confidence, (end + match.start(), end + match.end()))
    return Use("discusses", 0.3, None)


def _reaches(gap: str, signs: _Signs) -> bool:
    return len(gap) <= signs.reach and (signs.reach > 30 or _CLAUSE.search(gap.strip(" ()[]\"'")) is None)
