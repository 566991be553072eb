"""Which rows repeat words of other rows, and how nearly."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain

SHINGLE = 5
"""How many words in a row make two passages comparable; see `_runs`."""
_SHARE = 0.75
_ENOUGH = 8
"""So many rows are looked at that have the same run of words."""
_NEAR, _TOP = 40, 12
"""Rows of fewer words are looked for only so far up, and in the first rows of the page."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """An earlier row that holds nearly all words of a row: the first such, the last such; and a later one."""

    first: int | None = None
    last: int | None = None
    later: int | None = None


_NOTHING = Repeat()


def repeats(rows: list[list[str]], keys: list[str]) -> list[Repeat]:
    """For each row (its words; its words without blanks) which other rows hold nearly all of it.

    Words in a row are compared by runs of five, and short rows with few others, so that the time is linear.
    """
    marks = [list(map(hash, _runs(row))) for row in rows]  # a hash says where to look; what counts are the words
    seen: set[int] = set()
    twice: set[int] = set()
    for mine in marks:
        twice.update(seen.intersection(mine))
        seen.update(mine)
    again: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if not twice.isdisjoint(marks[number]):
            for run in _runs(row):
                if hash(run) in twice and len(held := again[run]) < _ENOUGH and held[-1:] != [number]:
                    held.append(number)
    found = [_NOTHING] * len(rows)
    for number, row in enumerate(rows):
        if len(row) < SHINGLE:
            found[number] = _short(number, keys)
        elif not twice.isdisjoint(marks[number]):
            found[number] = _long(number, row, again)
    return found


def _runs(row: list[str]) -> "zip[tuple[str, ...]]":
    return zip(row, row[1:], row[2:], row[3:], row[4:], strict=False)


def _long(number: int, row: list[str], again: dict[tuple[str, ...], list[int]]) -> Repeat:
    votes = Counter(chain.from_iterable(again[run] for run in _runs(row) if run in again))
    least = _SHARE * (len(row) - SHINGLE + 1)
    held = sorted(n for n, count in votes.items() if count >= least and n != number)
    if not held:
        return _NOTHING
    before = [n for n in held if n < number]
    best = max(before, key=lambda n: (votes[n], -n), default=None)
    return Repeat(best, before[-1] if before else None, next((n for n in held if n > number), None))


def _short(number: int, keys: list[str]) -> Repeat:
    key = keys[number].strip("\"'.,:;!?>[]()-*")
    if len(key) < 8:
        return _NOTHING
    first = max(0, number - _NEAR)
    held = [n for n in [*range(min(_TOP, first)), *range(first, number)] if len(keys[n]) > 20 and key in keys[n]]
    return Repeat(held[0], held[-1]) if held else _NOTHING
