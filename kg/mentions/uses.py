"""How a work is used where it is mentioned: as evidence, as authority, for information, disputed, discussed."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.text import straighten

_REACH = 160
_STOP = re.compile(r"[.!?]\s+(?=[\"“(]?[A-Z])|\n")


@dataclass(frozen=True, slots=True)
class Use:
    """A use in CiTO's words, how sure it is, and the words that say so (None where nothing does)."""

    name: str
    confidence: float
    words: str | None


@dataclass(frozen=True, slots=True)
class _Signs:
    name: str
    confidence: float
    before: re.Pattern[str]
    after: re.Pattern[str]


@cache
def _table() -> tuple[_Signs, ...]:
    data = tomllib.loads((Path(__file__).parent / "uses.toml").read_text(encoding="utf-8"))
    return tuple(_Signs(u["name"], u["confidence"], _any(u["before"]), _any(u["after"])) for u in data["use"])


def _any(phrases: list[str]) -> re.Pattern[str]:
    ordered = sorted(phrases, key=lambda p: (-len(p), p))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")(?!\w)", re.IGNORECASE)


def find(text: str, start: int, end: int) -> Use:
    """The use of the work mentioned at `text[start:end]`, told by the rest of its sentence; a work that is only
    named is discussed."""
    before, after = straighten(text[max(0, start - _REACH) : start]), straighten(text[end : end + _REACH])
    stops = [m.end() for m in _STOP.finditer(before)]
    first = max(0, start - _REACH) + (stops[-1] if stops else 0)
    stop = _STOP.search(after)
    lead, tail = before[stops[-1] if stops else 0 :], after[: stop.start() if stop else None]
    for signs in _table():
        matches = list(signs.before.finditer(lead))
        if matches and len(lead) - matches[-1].end() <= 60:
            last = matches[-1]
            return Use(signs.name, signs.confidence, text[first + last.start() : first + last.end()])
        if (match := signs.after.search(tail)) is not None and match.start() <= 60:
            return Use(signs.name, signs.confidence, text[end + match.start() : end + match.end()])
    return Use("discusses", 0.3, None)
