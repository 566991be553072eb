"""Lines of the page itself, such as names, dates, votes and buttons: found by their shapes, which come again."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from kg.pages.rows import Head
from kg.pages.weights import listed

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_LONGEST = 100
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("mark", r"\[[-–−+]\]"),
        ("button", r"\| ?on: .+$"),  # the title of the thread, in a feed
        ("date", r"\b\d{4}-\d\d-\d\d(?:[t ]+\d\d:\d\d(?::\d\d)?z?)?"),
        (
            "date",
            rf"\b(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH})(?:,? \d{{4}})?\b"
            r"(?:,?(?: at)? \d{1,2}:\d\d(?: ?[ap]m)?)?",
        ),
        ("date", r"\b\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)\b"),
        ("time", r"\b(?:an?|\d+) ?(?:s|sec|second|m|min|minute|h|hr|hour|d|day|w|wk|week|mo|month|y|yr|year)s? ago\b"),
        ("time", r"\b(?:just now|yesterday)\b"),
        ("votes", r"[-−]?\b\d+(?:\.\d+k)? (?:points?|votes?|upvotes?|likes?|karma)\b"),
        ("time", r"(?<![\d.])\d{1,3}(?:mo|yr?|[smhdw])(?=[^a-z]|$)"),  # also glued to a name: Ann3mo12
    )
)
_MARKED = re.compile(r"\d|\[[-–−+]\]|ago\b|just now|yesterday|\| ?on:", re.IGNORECASE)
"""What a line has that any of these kinds, or a number, is in."""
_NUMBER = re.compile(r"(?<![\w.,/])[-−]?\d+(?:\.\d+)?k?(?![\w.,/%])|(?<=\0)-?\d+$")
_EDGE = re.compile(r"(?:[\s|·•—–:,()\0*]|(?<![^\s\0])-|-(?![^\s\0]))+")
_NAME = re.compile(r"[\w\[][\w.'’\]-]*(?: [\w.'’-]+){0,3}")


@dataclass(slots=True)
class Trace:
    """One line as the page's own: which kinds of marks it holds, and the name that is left over."""

    kinds: tuple[str, ...]
    name: str | None
    text: str


def find(texts: list[str]) -> dict[int, Trace]:
    """The lines of the page itself by line number.

    A line counts where it is nothing but marks and perhaps a name, and its shape comes at least twice or says two
    things at once (votes and time). A bare name counts right above such a line, or right below one where most such
    lines have one; a bare number beside one.
    """
    seen = {n: t for n, text in enumerate(texts) if len(text) <= _LONGEST and (t := _parse(text.strip())) is not None}
    shapes = Counter(_shape(t) for t in seen.values())
    found = {
        n: t
        for n, t in seen.items()
        if t.kinds and t.kinds != ("number",) and (shapes[_shape(t)] >= 2 or _surely(t.kinds))
    }
    found |= _named(seen, found, 1, lambda lines, names: names >= 2)
    found |= _named(seen, found, -1, lambda lines, names: names >= 3 and names * 2 > lines)
    for n in sorted(n for n, t in seen.items() if t.kinds == ("number",)):
        if n - 1 in found or n + 1 in found:
            found[n] = seen[n]
    return dict(sorted(found.items()))


def _named(
    seen: dict[int, Trace], found: dict[int, Trace], step: int, enough: Callable[[int, int], bool]
) -> dict[int, Trace]:
    """Bare names beside lines with a day or time and no name, where enough lines of that shape have one `step` away."""
    dated = {n: t for n, t in found.items() if _dated(t) and (step > 0 or t.name is None)}
    bare = [n for n, t in seen.items() if not t.kinds and n + step in dated]
    lines = Counter(map(_shape, dated.values()))
    names = Counter(_shape(dated[n + step]) for n in bare)
    return {n: seen[n] for n in bare if enough(lines[s := _shape(dated[n + step])], names[s])}


def heads(traces: dict[int, Trace]) -> tuple[dict[int, Head], dict[int, Head]]:
    """What each run of traces says, by the line after the run (of the post below) and by the line before it.

    The upper part of a run, down to the last button, belongs to the post above it.
    """
    below: dict[int, Head] = {}
    above: dict[int, Head] = {}
    for first, after in _runs(traces):
        lines = [traces[n] for n in range(first, after)]
        top = next((k for k, t in enumerate(lines) if t.name or "mark" in t.kinds), None)
        if top is None:
            top = next((k for k, t in enumerate(lines) if _dated(t)), len(lines))
        names = [k for k, t in enumerate(lines) if t.name]
        start = names[-1] if names else top
        if names and start == len(lines) - 1 and start and not lines[start].kinds and _dated(lines[start - 1]):
            start, top = start - 1, min(top, start - 1)  # the day stands above the name
        below[after] = _head(lines[start:])
        above[first - 1] = _head(lines[:top])
    return below, above


def _runs(traces: dict[int, Trace]) -> list[tuple[int, int]]:
    numbers = sorted(traces)
    starts = numbers[:1] + [b for a, b in pairwise(numbers) if b != a + 1]
    ends = [a + 1 for a, b in pairwise(numbers) if b != a + 1] + [n + 1 for n in numbers[-1:]]
    return list(zip(starts, ends, strict=True))


def _parse(line: str) -> Trace | None:
    """The line as a trace, or None where it says more than a name and marks."""
    rest, kinds = line, []
    if _MARKED.search(line):
        for kind, pattern in _KINDS:
            rest, count = pattern.subn("\0", rest)
            kinds += [kind] * min(count, 1)
        rest, count = _NUMBER.subn(" ", rest)
        kinds += ["number"] * min(count, 1)
    elif line.endswith((".", "!", "?", ";")):
        return None  # words, as most lines are
    parts = [p for p in _EDGE.split(rest) if p]
    kept = [p for p in parts if p.casefold() not in listed("buttons")]
    if len(kept) < len(parts):
        kinds.append("button")
    kept = [p for p in kept if not (kinds and p.casefold() in listed("roles"))]
    if not kept:
        return Trace(tuple(dict.fromkeys(kinds)), None, line) if kinds else None
    name = " ".join(kept)
    if len(kept) > 4 or len(name) > 40 or not _NAME.fullmatch(name) or name[-1] in ".!?:;,":
        return None
    if len(kept) > 1 and not all(p[0].isupper() or not p[0].isalpha() for p in kept):
        return None  # names of several words are written with capitals
    if set(kinds) <= {"number", "button"}:
        return Trace((), name, line) if not kinds else None
    return Trace(tuple(dict.fromkeys(kinds)), name, line)


def _shape(trace: Trace) -> tuple[tuple[str, ...], bool, str]:
    """What recurs: the kinds, whether there is a name, and for buttons their words."""
    return trace.kinds, trace.name is not None, trace.text if trace.kinds == ("button",) else ""


def _surely(kinds: tuple[str, ...]) -> bool:
    said = {"time" if k == "date" else k for k in kinds} & {"mark", "time", "votes"}
    return len(said) >= 2


def _dated(trace: Trace) -> bool:
    return "time" in trace.kinds or "date" in trace.kinds


def _head(lines: list[Trace]) -> Head:
    """Name, day and votes as some lines of the page say them."""
    name = next((t.name for t in reversed(lines) if t.name), None)
    day = next((d for t in lines if (d := _day(t.text))), None)
    votes = next((v for t in lines if "votes" in t.kinds or "number" in t.kinds for v in [_votes(t.text)]), None)
    return Head(name, day, votes)


def _day(text: str) -> str | None:
    """The day as YYYY-MM-DD where the line gives day, month and year."""
    if match := re.search(r"\b(\d{4})-(\d\d)-(\d\d)\b", text):
        return match[0]
    match = re.search(rf"\b({_MONTH}) (\d{{1,2}})\w*,? (\d{{4}})", text, re.IGNORECASE)
    month, day, year = match.groups() if match else (None, None, None)
    if match is None and (match := re.search(rf"\b(\d{{1,2}})\w* ({_MONTH}),? (\d{{4}})", text, re.IGNORECASE)):
        day, month, year = match.groups()
    if month is None or day is None or year is None or not 1 <= int(day) <= 31:
        return None
    return f"{year}-{_MONTHS.index(month[:3].casefold()) + 1:02}-{int(day):02}"


def _votes(text: str) -> int | None:
    match = re.search(r"([-−]?\d+) (?:points?|votes?|upvotes?|likes?|karma)", text, re.IGNORECASE)
    match = match or re.search(r"(?:mo|[smhdwy])([-−]?\d+)$", text) or re.fullmatch(r"\s*([-−]?\d+)\s*", text)
    return int(match[1].replace("−", "-")) if match else None
