"""Groups: the claims of a post that answer together, because they stand under one quote, or under none."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg import cues
from kg.argument.aims import Key, key
from kg.argument.told import told_by
from kg.discussion import Post
from kg.findings import Claim, Quote
from kg.text import sentences

_MARKS = "> \t\r\n\"'“”"
_LINK = re.compile(r"\w+://\S+")


@dataclass(frozen=True, slots=True)
class Group:
    """Claims of a post and what they answer: the claim quoted above them, else one of the post `parent`.

    `start` is where the answer begins, `lead_end` where its second sentence ends. `told` holds claims that answer
    something else: what their sentence quotes.
    """

    claims: list[Claim]
    quoted: Claim | None
    parent: str | None
    start: int
    lead_end: int
    told: dict[Key, Claim] = field(default_factory=dict)


class Quoted:
    """The claims of a discussion by their places, to find the one that a quote repeats."""

    def __init__(self, claims: dict[str, list[Claim]]) -> None:
        self._rows: dict[str, tuple[list[Claim], list[int]]] = {}
        for post, row in claims.items():
            ordered = sorted(row, key=lambda c: c.span.start)
            self._rows[post] = ordered, [c.span.start for c in ordered]

    def repeated(self, quotes: list[Quote]) -> Claim | None:
        """The claim that some quotes repeat most of: of its first speaker, or the foreign one in its own words."""
        best, most = None, 0
        for quote in quotes:
            where = quote.origin or quote.span
            row, starts = self._rows.get(where.post, ([], []))
            for claim in row[max(0, bisect_right(starts, where.start) - 1) : bisect_left(starts, where.end)]:
                shared = min(claim.span.end, where.end) - max(claim.span.start, where.start)
                if shared > most:
                    best, most = claim, shared
        return best


def groups(
    post: Post, own: list[Claim], quotes: list[Quote], quoted_claims: Quoted, parent: str | None
) -> Iterator[Group]:
    """The groups of a post, in order; a run of quotes counts as one, and its first claim is what is answered.

    Who answers words that the post above only quotes from outside answers that post too: a group comes for each.
    """
    text = post.text or ""
    inline = sorted((q for q in quotes if q.inline), key=_start)
    marked = sorted((q for q in quotes if not q.inline), key=_start)
    starts = [0]
    quoted: list[list[Quote]] = [[]]
    for quote in _answered(text, marked, post.reply_to is None):
        if quoted[-1] and not text[starts[-1] : quote.span.start].strip(_MARKS):
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
            claim = quoted_claims.repeated(row)
            leant = bisect_left(marked, start, key=_start)
            lead_end = _lead_end(text, start, min(end, marked[leant].span.start) if leant < len(marked) else end)
            within = inline[bisect_left(inline, start, key=_start) : bisect_left(inline, end, key=_start)]
            within = [q for q in within if not _again(q, row)]
            told = told_by(text, mine, within, quoted_claims.repeated) if within else {}
            answering = [c for c in mine if told.get(key(c), c) is not None]
            yield Group(answering, claim, parent, start, lead_end, {at: c for at, c in told.items() if c is not None})
            if claim is not None and claim.foreign and claim.span.post != post.id:
                yield Group(mine, None, parent, start, lead_end)


def _start(quote: Quote) -> int:
    return quote.span.start


def _answered(text: str, quotes: list[Quote], opening: bool) -> Iterator[Quote]:
    """The quotes without bare links, and without those that the post leans on: words from outside that it leads up to
    with a colon, without a word to the other, or that it brings in where it opens the discussion."""
    end, leant = 0, False
    opening = opening and bool(quotes) and bool(text[: quotes[0].span.start].strip(_MARKS))
    for quote in quotes:
        between = text[end : quote.span.start].strip(_MARKS)
        end = quote.span.end
        if between:
            last = between.rsplit("\n", 1)[-1]
            leant = opening or (last.endswith(":") and cues.find("addressee", last) is None)
        leant = leant and quote.origin is None
        if not leant and not _LINK.fullmatch(text[quote.span.start : quote.span.end].strip(_MARKS)):
            yield quote


def _again(quote: Quote, above: list[Quote]) -> bool:
    """Whether the words of a quote are already quoted above it."""
    return any(
        one.origin.post == quote.origin.post
        and one.origin.start < quote.origin.end
        and quote.origin.start < one.origin.end
        for one in above
        if one.origin and quote.origin
    )


def _lead_end(text: str, start: int, end: int) -> int:
    """Where the second sentence ends."""
    last = start
    for number, (_, stop) in enumerate(sentences(text, start, end)):
        last = stop
        if number == 1:
            break
    return last
