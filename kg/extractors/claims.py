"""Claims: the sentences that say something one can agree or disagree with, and their kind."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter

from kg.argument.candidates import candidates, quoted
from kg.argument.choice import best
from kg.argument.kinds import depth, kinds
from kg.discussion import Discussion, Post
from kg.findings import Claim, Finding, Found, Quote, Span, stated

NEEDS = ("quotes",)


def extract(discussion: Discussion, found: Found) -> Iterator[Finding]:
    """A Claim for each sentence that says something; words quoted from elsewhere on the page are not claimed
    again, words quoted from outside become foreign claims. Where the source marks its claims, those are taken."""
    if discussion.stated:
        yield from stated(discussion)
        return
    posts = discussion.by_id()
    again = _said_again(found)
    for post in discussion.with_text():
        quotes = found.quotes.get(post.id, [])
        yield from _claims(post, list(_outside(post, quotes)), depth(post, posts), again.get(post.id, []))
        for quote in quotes:
            if quote.origin is None:
                yield from _claims(post, [(quote.span.start, quote.span.end)], 2, foreign=True)


def _said_again(found: Found) -> dict[str, list[tuple[int, int]]]:
    """Where later posts quote each post."""
    places: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for quotes in found.quotes.values():
        for quote in quotes:
            if quote.origin is not None:
                places[quote.origin.post].add((quote.origin.start, quote.origin.end))
    return {post: sorted(spans) for post, spans in places.items()}


def _outside(post: Post, quotes: list[Quote]) -> Iterator[tuple[int, int]]:
    """The stretches of a post between its quotes and asides."""
    at = 0
    marked = [(q.start, q.end) for q in post.quotes] + [(q.span.start, q.span.end) for q in quotes if not q.inline]
    marked += post.asides
    for start, end in sorted(marked):
        if start > at:
            yield at, start
        at = max(at, end)
    if at < len(post.text or ""):
        yield at, len(post.text or "")


def _claims(
    post: Post,
    stretches: list[tuple[int, int]],
    depth: int,
    again: Sequence[tuple[int, int]] = (),
    foreign: bool = False,
) -> Iterator[Claim]:
    """The claims of some stretches of a post: the best choice among all their candidates, and what others quote where
    that finds none."""
    text = post.text or ""
    found = [c for start, end in stretches for c in candidates(text, start, end, post.reply_to is None)]
    if again:
        found += [c for place in _meeting(again, stretches) for c in quoted(text, *place)]
    chosen = best(found)
    spans = [(c.start, c.end) for c in chosen]
    for (a, b), kind in zip(spans, kinds(text, spans, depth), strict=True):
        yield Claim(Span(post.id, a, b), text[a:b], kind, foreign)


def _meeting(some: Sequence[tuple[int, int]], others: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What some spans share with others, which stand in order and apart."""
    for start, end in some:
        at = bisect_right(others, start, key=itemgetter(1))
        while at < len(others) and others[at][0] < end:
            yield max(start, others[at][0]), min(end, others[at][1])
            at += 1
