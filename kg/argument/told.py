"""Told: the claims of a post that answer words which their own sentence quotes, or the one before."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from kg import cues
from kg.argument.aims import Key, key
from kg.findings import Claim, Quote
from kg.text import sentences, words

_FEW = 6
"""A sentence of fewer own words, which take no side, only leads up to the quote in it."""
_SIDES = ("attack", "undercut", "disagree", "agree", "concede")


def told_by(
    text: str, own: Sequence[Claim], quotes: Sequence[Quote], repeated: Callable[[list[Quote]], Claim | None]
) -> dict[Key, Claim | None]:
    """For each claim in a sentence with a quote the claim that is quoted; where such a sentence says little itself,
    for those of the next one in its line instead, and None for its own, which answer nothing."""
    found: dict[Key, Claim | None] = {}
    starts = [claim.span.start for claim in own]
    row: list[tuple[int, int]] = []
    line = -1
    for quote in quotes:
        start, end = quote.span.start, quote.span.end
        if start >= line:
            line = _line_end(text, end)
            row = list(sentences(text, text.rfind("\n", 0, start) + 1, line))
        at = bisect_right(row, start, key=lambda s: s[1])
        target = repeated([quote])
        if target is None or at == len(row):
            continue
        leads = at + 1 < len(row) and _leads_up(text[row[at][0] : start] + " " + text[end : row[at][1]])
        for low, high in row[at : at + 1 + leads]:
            for claim in own[bisect_left(starts, low) : bisect_left(starts, high)]:
                found.setdefault(key(claim), None if leads and low == row[at][0] else target)
    return found


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def _leads_up(around: str) -> bool:
    """Whether the words around a quote only lead up to it: "You say that"."""
    reading = cues.read(around)
    return len(words(around)) < _FEW and not any(reading.has(kind) for kind in _SIDES)
