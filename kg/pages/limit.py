"""A feed that cuts comments off cuts them all at the same length: which length that is."""

from collections import Counter

_SLACK = 2
_MOST = 12
"""A cut post has at most so many rows."""


def cut_length(lengths: list[int], cut_off: list[bool], heads: list[bool]) -> int | None:
    """The length in characters at which the page cuts posts off, or None where no length fits most of them.

    `lengths` are the characters of each row, without what marks the cut; `heads` says where a post surely begins.
    Every row that is cut off votes for each length that a post which ends with it could have; the votes meet at one.
    """
    votes: Counter[int] = Counter()
    ends = [k for k, cut in enumerate(cut_off) if cut]
    for end in ends:
        total, mine = 0, set()
        for start in range(end, max(-1, end - _MOST), -1):
            if start != end and cut_off[start]:
                break
            total += lengths[start]
            mine |= set(range(total - _SLACK, total + _SLACK + 1))
            if heads[start]:
                break
        votes.update(m for m in mine if m >= 100)
    if not votes:
        return None
    most = max(votes.values())
    if most < 3 or most * 5 < len(ends) * 2:
        return None
    best = sorted(n for n, v in votes.items() if v == most)
    return best[len(best) // 2]
