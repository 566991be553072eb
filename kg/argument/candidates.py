"""Candidates: the clauses and sentences of a text that may be claims, each with its place and its worth."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg import cues
from kg.argument.clauses import REACH, clauses
from kg.argument.weights import weights
from kg.cues import Reading
from kg.text import sentences, trim, words

_LINK = re.compile(r"\b\w{1,20}://\S*")
_MOST = 20
"""So many marks are taken off each end of a span at most."""
_AROUND = REACH * REACH
"""So many spans before and after one in their order may meet it."""
_OPEN, _SHUT = "([{\"'“‘*_~-•>#+ \t", ")]}\"'”’*_~ \t"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of a text, and what it would be worth as a claim."""

    start: int
    end: int
    worth: float


def candidates(text: str, start: int, end: int, opening: bool = False) -> Iterator[Candidate]:
    """The candidates of `text[start:end]`, sentence by sentence."""
    price, near = weights("choice")["price"], weights("choice")["near"]
    title = _title_end(text) if start == 0 and opening else 0
    if title:
        a, b = bare(text, 0, title)
        yield Candidate(a, b, 1.0 + near - price)
    for sentence in sentences(text, start, end):
        a, b = bare(text, *sentence)
        if a < title:
            continue
        reading = cues.read(text[a:b])
        row = reading.tokens
        holds = _holds(text[a:b], reading)
        if holds * (1.0 + near) <= price:
            continue
        spans: list[tuple[int, int, float]] = []
        for clause in clauses(row):
            left = a + row[clause.first].start if clause.first else a
            right = a + row[clause.last - 1].end if clause.last < len(row) else b
            left, right = bare(text, left, right)
            if left < right:
                spans.append((left, right, clause.share))
        for at, (left, right, share) in enumerate(spans):
            if holds * (share + near) > price:  # spans alike are no likelier than 1 in all: others are worth nothing
                alike = _alike(spans[max(0, at - _AROUND) : at + _AROUND + 1], left, right)
                yield Candidate(left, right, holds * (share + near * alike) - price)


def quoted(text: str, start: int, end: int) -> Iterator[Candidate]:
    """The sentences of words that others quote, worth so little that they come only where nothing else is found."""
    known = weights("choice")
    for sentence in sentences(text, start, end):
        a, b = bare(text, *sentence)
        if _holds(text[a:b], cues.read(text[a:b])) > max(known["idle"], known["meta"]):
            yield Candidate(a, b, known["quoted"])


def _alike(spans: list[tuple[int, int, float]], start: int, end: int) -> float:
    """How likely one of some spans is meant that shares half of its characters, or more, with this one."""
    return sum(
        share
        for left, right, share in spans
        if 2 * (min(end, right) - max(start, left)) >= max(end, right) - min(start, left)
    )


def _title_end(text: str) -> int:
    """Where the title of an opening post ends: its first line, if it is short and stands apart; else 0."""
    line, _, rest = text.partition("\n")
    apart = rest.startswith(("\n", "\r\n")) and rest.strip()
    size = len(line.split())
    ended = 3 < size <= 50 and not cues.find("idle", line)
    return len(line) if apart and ended else 0


def _holds(sentence: str, reading: Reading) -> float:
    """How likely a sentence says something one can agree or disagree with."""
    known = weights("choice")
    size = len(words(_LINK.sub(" ", sentence) if "://" in sentence else sentence))
    stance = any(reading.has(kind) for kind in ("attack", "disagree", "agree", "concede"))
    if size == 0 or (size < 8 and not stance and "://" in sentence):
        return 0.0
    if reading.has("idle") and size < 12:
        return float(known["idle"])
    if reading.has("meta"):
        return float(known["meta"])
    if size < 4:
        return float(known["short"]) if stance else float(known["idle"])
    if size < 8 and not any(t.word in cues.words("finite") for t in reading.tokens):
        return float(known["fragment"])
    if sentence.rstrip("\"'”’)* ").endswith("?"):
        return float(known["question"])
    return float(known["holds"])


def bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without marks of lists, emphasis or brackets that it does not close itself."""
    start, end = trim(text, start, end)
    low, high = start + _MOST, end - _MOST
    while (
        start < min(end, low)
        and text[start] in _OPEN
        and not (text[start] in "([{\"'“‘*_~" and _closed(text, start, end))
    ):
        start += 1
    while end > max(start, high) and text[end - 1] in _SHUT and not _closed(text, start, end):
        end -= 1
    return trim(text, start, end)


def _closed(text: str, start: int, end: int) -> bool:
    """Whether the brackets and quotation marks of the span are in balance."""
    span = text[start:end]
    pairs = all(span.count(a) == span.count(b) for a, b in ("()", "[]", "{}", "“”"))
    return pairs and span.count('"') % 2 == 0 and span.count("*") % 2 == 0 and span.count("_") % 2 == 0
