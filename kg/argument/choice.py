"""The best set of spans that do not overlap, over a whole post (weighted interval scheduling)."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Protocol, TypeVar


class Weighed(Protocol):
    """A span and what it is worth to take it."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def worth(self) -> float: ...


W = TypeVar("W", bound=Weighed)


def best(candidates: Sequence[W]) -> list[W]:
    """The spans with the greatest sum of worth, in order; n log n in their number."""
    row = sorted((c for c in candidates if c.worth > 0), key=lambda c: (c.end, c.start))
    ends = [c.end for c in row]
    total = [0.0]
    took: list[int] = []  # for each candidate, how many of the row remain to choose from before it if it is taken
    for number, candidate in enumerate(row):
        before = bisect_right(ends, candidate.start, 0, number)
        with_it = total[before] + candidate.worth
        took.append(before if with_it > total[-1] else -1)
        total.append(max(total[-1], with_it))
    chosen: list[W] = []
    at = len(row)
    while at > 0:
        at -= 1
        if took[at] >= 0:
            chosen.append(row[at])
            at = took[at]
    return chosen[::-1]
