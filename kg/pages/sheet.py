"""A page prepared for reading: its lines, the page's own lines taken out, copies folded, and what each row shows."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain

from kg.pages.copies import fold_copies
from kg.pages.facts import Facts, look
from kg.pages.limit import cut_length
from kg.pages.repeats import repeats
from kg.pages.rows import Head, Row
from kg.pages.traces import find, heads
from kg.text import fold, lines

_WORD = re.compile(r"\w+(?:'\w+)*")
_MARKS = (("’", "'"), ("“", '"'), ("”", '"'), ("—", "-"), ("–", "-"), ("…", "..."))
_APOSTROPHES = (("’", "'"), ("‘", "'"), ("‛", "'"))
_LONGEST = 20000
"""Of a longer line only the beginning is looked at."""
_MORE = ("... (read more)", "… (read more)", "(read more)", "...", "…")


@dataclass(slots=True)
class Sheet:
    """Everything that does not depend on where posts are cut; `spread` says how many rows have each word."""

    spans: list[tuple[int, int]]
    rows: list[Row]
    facts: list[Facts]
    spread: Counter[str]
    names: list[str]
    limit: int | None
    sizes: list[int]
    marked: bool
    quoting: bool


def prepare(text: str) -> Sheet:
    """The sheet of a page; no rows where the page has no words of anybody."""
    spans = list(lines(text))
    texts = [text[a:b] for a, b in spans]
    traces = find(texts)
    if len(traces) == len(texts):
        traces = {}
    kept = [n for n in range(len(spans)) if n not in traces]
    keys = [_key(texts[n]) for n in kept]
    rows = fold_copies(keys)
    for row in rows:
        row.copies = [kept[k] for k in row.copies]
    below, above = heads(traces)
    _mark(rows, below, above)
    own = [texts[row.copies[0]][:_LONGEST] for row in rows]
    said = [_words(t) for t in own]
    number = {n: k for k, n in enumerate(kept)}
    found = repeats(said, [keys[number[row.copies[0]]][:_LONGEST] for row in rows])
    spread = Counter(chain.from_iterable(map(set, said)))
    facts = look(own, said, rows, found, spread)
    sizes = [_size(f) for f in facts]
    names = [row.head.name for row in rows if row.head is not None and row.head.name is not None]
    marked = sum(row.cut for row in rows) >= 2
    top = cut_length(sizes, [f.cut_off for f in facts], [row.cut for row in rows])
    quoting = sum(f.marked for f in facts) >= 2
    return Sheet(spans, rows, facts, spread, names, top, sizes, marked, quoting)


def _key(line: str) -> str:
    """A line for comparing: a pasted page loses a blank here and there."""
    if len(line) > _LONGEST:
        return line
    if not line.isascii():
        for mark, plain in _MARKS:  # `fold` makes them alike too, but most lines need no more than this
            line = line.replace(mark, plain)
    return "".join((line.casefold() if line.isascii() else fold(line)).split())


def _words(line: str) -> list[str]:
    """The words of a line, folded, as `kg.text.words` has them; quicker, since a page has many."""
    if not line.isascii():
        for mark, plain in _APOSTROPHES:
            line = line.replace(mark, plain)
    return _WORD.findall(line.casefold())


def _mark(rows: list[Row], below: dict[int, Head], above: dict[int, Head]) -> None:
    """Put on each row what the page says right before it, or below the post it begins, in any copy."""
    first: Row | None = None
    for row in rows:
        for line in row.copies:
            if line in below:
                row.cut = True
                row.head = _join(row.head, below[line])
        if row.cut:
            first = row
        if first is not None:
            for line in row.copies:
                if line in above:
                    first.head = _join(first.head, above[line])


def _join(one: Head | None, two: Head) -> Head:
    if one is None:
        return two
    return Head(one.name or two.name, one.day or two.day, two.votes if one.votes is None else one.votes)


def _size(fact: Facts) -> int:
    """The characters of a row, without what marks that it is cut off."""
    text = fact.text.removeprefix("> ")
    if fact.cut_off:
        text = text.rstrip("\"'”’")
        for mark in _MORE:
            if text.endswith(mark):
                return len(text[: -len(mark)].rstrip())
    return len(text)
