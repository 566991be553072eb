"""Titles: capitalised or quoted words that are called, read or answered as a work is."""

import re
from collections.abc import Iterator

from kg.mentions import around, phrases
from kg.mentions.glance import Glance
from kg.mentions.hits import Hit, name_key, title_slug
from kg.mentions.words import every, kinds, ordinary

_QUOTED = re.compile(r"[\"“]([^\s\"“”\n][^\"“”\n]{0,118}[^\s\"“”\n])[\"”]")
_EMPHASIS = re.compile(r"[*_](?<![\w*_].)[*_]?([^\W\d_][^*_\n]{1,118}[^\s*_\n])[*_]{1,2}(?![\w*_])")
_BESIDE = re.compile(r",? (?:(?:and|or|&) )?|, ")
_LOUD = re.compile(r"[A-Z](?<!\w.)[A-Z]+\b")
_TERM = re.compile(r"\b(?:terms?|phrases?|words?|concepts?|notions?|labels?|slogans?) (?:of )?[\"“]$")
_YEARLY = re.compile(r"[A-Z][\w-]* (?:19|20)\d\d")

LEAST = 3.0
"""Points from which words are taken for a title."""


def find(text: str, seen: Glance) -> Iterator[Hit]:
    """A Hit for each title that stands in quotation marks or emphasis, or is written with capitals."""
    marked = [m.span(1) for pattern in (_QUOTED, _EMPHASIS) for m in pattern.finditer(text)] if seen.marks else []
    runs = list(phrases.runs(text)) if seen.names else []
    if not marked and not runs:
        return
    shouting = _shouts(text)
    taken: list[tuple[int, int]] = []
    for start, end in sorted(marked):
        points = _quoted(text, start, end, shouting)
        if points >= LEAST and (not taken or taken[-1][1] <= start):
            taken.append((start, end))
            yield _title(text, start, end, "quoted", points)
    for start, end, points in _in_company(text, _unmarked(text, runs, taken, shouting)):
        yield _title(text, start, end, "title", points)


def _unmarked(
    text: str, runs: list[tuple[int, int]], taken: list[tuple[int, int]], shouting: bool
) -> list[tuple[int, int, float]]:
    """The phrases with capitals outside of quoted titles, with their points."""

    def points(start: int, end: int) -> float:
        return _points(text, start, end)

    found = []
    quoted = iter([*taken, (len(text) + 1, len(text) + 2)])
    a, b = next(quoted)
    for run in runs:
        for start, end in phrases.pieces(text, *run, points, LEAST):
            while b <= start:
                a, b = next(quoted)
            if end <= a:
                loud = shouting and _around(text, start, end) < 1.5
                found.append((start, end, 0.0 if loud else points(start, end)))
    return found


def _in_company(text: str, scored: list[tuple[int, int, float]]) -> Iterator[tuple[int, int, float]]:
    """Those with points enough; a phrase in one list or sentence with such a title gets some more."""
    waiting = [n for n, (_, _, points) in enumerate(scored) if points >= LEAST]
    done = set(waiting)
    while waiting:
        n = waiting.pop()
        yield (*scored[n][:2], max(scored[n][2], LEAST))
        for other in (n - 1, n + 1):
            if 0 <= other < len(scored) and other not in done and scored[other][2] > 0.8:
                gap = text[scored[min(n, other)][1] : scored[max(n, other)][0]]
                near = len(gap) < 60 and not re.search(r"[.!?\n]", gap)
                more = 1.5 if _BESIDE.fullmatch(gap) else 1.2 if near else 0.0
                if scored[other][2] + more >= LEAST:
                    done.add(other)
                    waiting.append(other)


def _title(text: str, start: int, end: int, rule: str, points: float) -> Hit:
    end -= text[end - 1] in ",.;:"
    words = text[start:end]
    head, colon, _ = words.partition(": ")
    names = (name_key(words), name_key(head)) if colon and " " in head else (name_key(words),)
    sure = round(min(0.9, 0.35 + 0.1 * points), 2)
    return Hit(start, end, rule, sure, title_slug(words), None, names, kinds=_kinds(text, start, end), title=words)


def _kinds(text: str, start: int, end: int) -> frozenset[str]:
    """The groups of the noun that stands right before or after a title."""
    lead = text[max(0, start - 30) : start].rstrip('"“*_( ,:').lower().split()
    tail = text[end : end + 30].lstrip('"”*_)').lower().split()
    for word in (lead[-1:], tail[:1], lead[-2:-1] if lead[-1:] and lead[-1] in every("called") else []):
        if word and word[0].strip(".,;:") in kinds():
            return kinds()[word[0].strip(".,;:")]
    return frozenset()


def _around(text: str, start: int, end: int) -> float:
    return around.before(text, start) + around.after(text, end)


def _points(text: str, start: int, end: int) -> float:
    """How much speaks for capitalised words being a title."""
    phrase = text[start:end]
    if phrase.replace("’", "'") in every("always") or text[max(0, start - 4) : start].endswith("by "):
        return 0.0  # who made it
    first = phrases.initial(text, start)
    shape = phrases.shape(phrase, first)
    if shape + 6.5 < LEAST:
        return 0.0
    points = _around(text, start, end)
    heading = first and not text[text.rfind("\n", 0, start) + 1 : start].strip(" -*•>#0123456789.")
    if heading and points < 2 and text[end : end + 3].lstrip(" .:!*")[:1] in ("", "\n"):
        return 0.0
    return points + shape


def _quoted(text: str, start: int, end: int, shouting: bool) -> float:
    """Points for words in quotation marks, or with the marks of emphasis around them."""
    phrase = text[start:end]
    words = phrase.split()
    caps = [w for w in words if w[0].isupper() or w[0].isdigit()]
    if _TERM.search(text[max(0, start - 20) : start]):
        return 0.0
    near = _around(text, start, end)
    if shouting and near < 1.5:
        return 0.0
    if _YEARLY.fullmatch(phrase):
        return 3.0 + near
    if phrase.isupper() and len(words) > 1:
        return 0.0
    lower = sum(w.lower().strip(",:") in every("small") for w in words if w not in caps)
    if len(caps) + lower < len(words) or not caps or phrase[-1] in ".,":
        return near if near >= 3.0 and len(words) <= 12 and phrase[-1] != "." else 0.0
    base = 1.2 if text[start - 1] in '"“' else 0.8
    return near + base + phrases.shape(phrase, phrases.initial(text, start)) + (0.8 if len(caps) > 2 else 0.0)


def _shouts(text: str) -> bool:
    """Whether a writer puts words in capitals for their weight, so that capitals do not tell a title."""
    loud = {w for w in _LOUD.findall(text) if ordinary(w.lower())}
    return len(loud - {"AI", "OR", "US", "IT"}) >= 3
