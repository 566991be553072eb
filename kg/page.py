"""A page of plain lines: which lines are copies of each other, and which repeat words from further up."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from rapidfuzz import fuzz

from kg.text import words

SHINGLE = 5
"""How many words in a row make two passages comparable."""


@dataclass(slots=True)
class Row:
    """One line of the page with all its copies: line numbers, in order. `lost` marks a line that a second
    copy of the page leaves out, as pages do with block quotes."""

    copies: list[int]
    lost: bool = False


def second_copy(keys: list[str]) -> int | None:
    """The number of the line where the page begins again, or None; `keys` are the lines, folded.

    Of all places to cut, the one is taken where the part after it says most nearly the same as the part
    before it, by characters (Dice coefficient, at least 0.7, over three lines or more); less is quoting.
    Linear in the number of lines.
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
    best, best_score, matched = None, (0.7, 0), 0
    same = 0
    for cut in range(1, len(keys)):
        matched, same = matched + gain[cut], same + lines[cut]
        # Where two cuts match the same words, the copy begins as the page begins.
        score = (2 * matched / total, -first[keys[cut]])
        if same >= 3 and score > best_score:
            best, best_score = cut, score
    return best


def fold_copies(keys: list[str]) -> list[Row]:
    """The rows of a page that may have been pasted twice, in reading order.

    A line that only the second copy has is put after the line it follows there.
    """
    cut = second_copy(keys)
    if cut is None:
        return [Row([i]) for i in range(len(keys))]
    at: dict[str, list[int]] = defaultdict(list)
    for i in range(cut - 1, -1, -1):
        at[keys[i]].append(i)
    rows = {i: Row([i], lost=True) for i in range(cut)}
    extra: dict[int, list[Row]] = defaultdict(list)
    last = -1
    for i in range(cut, len(keys)):
        twin = at[keys[i]].pop() if at.get(keys[i]) else _near(keys, last + 1, cut, i)
        if twin is not None and rows[twin].lost:
            rows[twin].copies.append(i)
            rows[twin].lost = False
            last = twin
        else:
            extra[last].append(Row([i]))
    return [row for i in range(-1, cut) for row in ([rows[i]] if i >= 0 else []) + extra[i]]


def _near(keys: list[str], start: int, stop: int, line: int) -> int | None:
    """A line of `start:stop`, at most five on, that is nearly the same as `line`."""
    for j in range(start, min(start + 6, stop)):
        if fuzz.ratio(keys[j], keys[line], score_cutoff=92):
            return j
    return None


def repeats(texts: list[str]) -> list[int | None]:
    """For each text the number of an earlier one that holds nearly all its words in a row, or None.

    Words in a row are compared by runs of five, so that the time is linear in the length of the page.
    """
    seen: dict[tuple[str, ...], list[int]] = defaultdict(list)
    found: list[int | None] = []
    for number, text in enumerate(texts):
        row = words(text)
        runs = list(zip(*(row[k:] for k in range(SHINGLE)), strict=False))
        votes = Counter(other for run in runs for other in seen.get(run, ())[:8])
        best = max(votes.items(), key=lambda v: (v[1], -v[0]), default=(None, 0))
        found.append(best[0] if runs and best[1] >= 0.75 * len(runs) else None)
        for run in runs:
            seen[run].append(number)
    return found
