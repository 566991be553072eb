"""Which lines of a page are copies of each other, where a page was pasted more than once."""

from collections import defaultdict

from rapidfuzz import fuzz

from kg.pages.rows import Row

_ALIKE = 0.7
"""How nearly the part after a cut must say what the part before it says (Dice coefficient, by characters)."""


_MOST = 6
"""What comes more often than this is no copy of a page."""
_LONGEST = 5000
"""Longer lines are copies only where they are the same."""


def second_copy(keys: list[str]) -> int | None:
    """The number of the line where the page begins again, or None; `keys` are the lines, folded.

    Of all places to cut, the one is taken where the part after it says most nearly the same as the part
    before it, over three lines or more; less is quoting. Linear in the number of lines.
    """
    first: dict[str, int] = {}
    gain, lines = [0] * (len(keys) + 1), [0] * (len(keys) + 1)
    for i, key in enumerate(keys):
        j = first.setdefault(key, i)
        if j < i and len(key) > 20:  # counts for every cut after j, up to i
            gain[j + 1] += len(key)
            gain[i + 1] -= len(key)
            lines[j + 1] += 1
            lines[i + 1] -= 1
    total = sum(map(len, keys)) or 1
    best, best_score, matched = None, (_ALIKE, 0), 0
    same = 0
    for cut in range(1, len(keys)):
        matched, same = matched + gain[cut], same + lines[cut]
        # Where two cuts match the same words, the copy begins as the page begins.
        score = (2 * matched / total, -first[keys[cut]])
        if same >= 3 and score > best_score:
            best, best_score = cut, score
    return best


def fold_copies(keys: list[str]) -> list[Row]:
    """The rows of a page that may have been pasted several times, in reading order.

    A line that only a later copy has is put after the line it follows there.
    """
    cut = second_copy(keys)
    if cut is None:
        return [Row([i]) for i in range(len(keys))]
    again = second_copy(keys[cut:])
    ends = [len(keys)]
    while again is not None and len(ends) < _MOST:  # three copies and more
        ends.insert(-1, cut + again if len(ends) == 1 else ends[-2] + again)
        again = second_copy(keys[ends[-2] :])
    rows = [Row([i]) for i in range(cut)]
    start = cut
    for end in ends:
        rows = _fold(keys, rows, start, end)
        start = end
    return rows


def _fold(keys: list[str], rows: list[Row], start: int, end: int) -> list[Row]:
    """The rows with the lines `start:end`, which are one more copy, laid onto them."""
    at: dict[str, list[int]] = defaultdict(list)
    for k in range(len(rows) - 1, -1, -1):
        at[keys[rows[k].copies[0]]].append(k)
    met: set[int] = set()
    extra: dict[int, list[Row]] = defaultdict(list)
    last = -1
    for i in range(start, end):
        twin = at[keys[i]].pop() if at.get(keys[i]) else _near(keys, rows, last + 1, i)
        if twin is not None and twin not in met:
            rows[twin].copies.append(i)
            met.add(twin)
            last = twin
        else:
            extra[last].append(Row([i]))
    for k, row in enumerate(rows):
        row.lost = row.lost or (k not in met and row.copies[0] < start)
    return [row for k in range(-1, len(rows)) for row in ([rows[k]] if k >= 0 else []) + extra[k]]


def _near(keys: list[str], rows: list[Row], start: int, line: int) -> int | None:
    """A row, at most five on, that is nearly the same as `line`."""
    for k in range(start, min(start + 6, len(rows)) if len(keys[line]) <= _LONGEST else start):
        other = keys[rows[k].copies[0]]
        if len(other) <= _LONGEST and fuzz.ratio(other, keys[line], score_cutoff=92):
            return k
    return None
