"""Groups: the claims of a post that answer together, because they stand under one quote, or under none."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from kg.discussion import Post
from kg.findings import Claim, Quote
from kg.text import sentences


@dataclass(frozen=True, slots=True)
class Group:
    """Claims of a post and what they answer: the claim quoted above them, else one of the post `parent`.

    `start` is where the answer begins, `lead_end` where its second sentence ends.
    """

    claims: list[Claim]
    quoted: Claim | None
    parent: str | None
    start: int
    lead_end: int


class Quoted:
    """The claims of a discussion by their places, to find the one that a quote repeats."""

    def __init__(self, claims: dict[str, list[Claim]]) -> None:
        self._rows: dict[tuple[str, bool], tuple[list[Claim], list[int]]] = {}
        for post, row in claims.items():
            for foreign in (False, True):
                some = sorted((c for c in row if c.foreign == foreign), key=lambda c: c.span.start)
                self._rows[post, foreign] = some, [c.span.start for c in some]

    def repeated(self, quotes: list[Quote]) -> Claim | None:
        """The claim that some quotes repeat most of: of its first speaker, or the foreign one in its own words."""
        best, most = None, 0
        for quote in quotes:
            where = quote.origin or quote.span
            row, starts = self._rows.get((where.post, quote.origin is None), ([], []))
            for claim in row[max(0, bisect_right(starts, where.start) - 1) : bisect_left(starts, where.end)]:
                shared = min(claim.span.end, where.end) - max(claim.span.start, where.start)
                if shared > most:
                    best, most = claim, shared
        return best


def groups(
    post: Post, own: list[Claim], quotes: list[Quote], quoted_claims: Quoted, parent: str | None
) -> Iterator[Group]:
    """The groups of a post, in order; a run of quotes counts as one, and its first claim is what is answered."""
    text = post.text or ""
    quotes = sorted(quotes, key=lambda q: q.span.start)
    starts = [0]
    quoted: list[list[Quote]] = [[]]
    for quote in quotes:
        if quoted[-1] and not text[starts[-1] : quote.span.start].strip("> \t\r\n\"'“”"):
            quoted[-1].append(quote)
            starts[-1] = quote.span.end
        else:
            starts.append(quote.span.end)
            quoted.append([quote])
    ends = [*(row[0].span.start for row in quoted[1:]), len(text)]
    at = 0
    for row, start, end in zip(quoted, starts, ends, strict=True):
        mine: list[Claim] = []
        while at < len(own) and own[at].span.start < end:
            mine.append(own[at])
            at += 1
        if mine:
            yield Group(mine, quoted_claims.repeated(row), parent, start, _lead_end(text, start, end))


def _lead_end(text: str, start: int, end: int) -> int:
    """Where the second sentence ends."""
    last = start
    for number, (_, stop) in enumerate(sentences(text, start, end)):
        last = stop
        if number == 1:
            break
    return last
