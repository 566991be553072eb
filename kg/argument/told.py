"""Told: the claims of a post that answer words which their own sentence quotes, or the one before."""

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
) -> dict[Key, Claim]:
    """For each claim in a sentence with a quote the claim that is quoted; where such a sentence says little itself,
    for those of the next one in its line instead."""
    found: dict[Key, Claim] = {}
    for quote in quotes:
        target = repeated([quote])
        if target is None:
            continue
        start, end = quote.span.start, quote.span.end
        low, high = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        row = [s for s in sentences(text, low, high if high >= 0 else len(text)) if s[1] > start]
        if len(row) > 1 and _leads_up(text[row[0][0] : start] + " " + text[end : row[0][1]]):
            row = row[1:]
        for claim in own:
            if row and row[0][0] <= claim.span.start < row[0][1]:
                found.setdefault(key(claim), target)
    return found


def _leads_up(around: str) -> bool:
    """Whether the words around a quote only lead up to it: "You say that"."""
    reading = cues.read(around)
    return len(words(around)) < _FEW and not any(reading.has(kind) for kind in _SIDES)
