"""Places: where quoted words stand in a discussion, to the character, and which claim they are words of."""

from collections.abc import Iterator
from itertools import islice

from kg.discussion import Discussion, Post
from kg.findings import Claim, Found, Quote, Span
from kg.models._reply import Unusable

_PLACES = 50
"""So many places of the same words are looked at."""


class Places:
    """The posts of a discussion, what they quote, and the claims known so far, to which more may be added."""

    def __init__(self, discussion: Discussion, found: Found) -> None:
        self.posts = discussion.by_id()
        self._quotes = found.quotes
        self._claims = {post: list(row) for post, row in found.claims.items()}

    def own(self, post: Post, words: str, called: str = "post") -> Span:
        """Where the words stand among the post's own; Unusable unless that is exactly one place.

        `called` is what the post is in the reason.
        """
        own, quoted = self._found(post, words)
        if not own:
            raise Unusable(f"words that the {called} only quotes" if quoted else f"words that are not in the {called}")
        if len(own) > 1:
            raise Unusable(f"words that stand in the {called} more than once")
        return own[0]

    def aimed(self, post: Post, words: str, called: str) -> Span:
        """Where words stand that a claim is aimed at: in a post, or in the post that it quotes them from."""
        own, quoted = self._found(post, words)
        quote = next((q for s in quoted for q in self._quotes.get(post.id, ()) if _holds(q.span, s)), None)
        if own or quote is None:
            return self.own(post, words, called)
        return self._said_first(quote, words) or quoted[0]

    def _found(self, post: Post, words: str) -> tuple[list[Span], list[Span]]:
        """The places of the words in a post, to the character: where it speaks itself, and where it does not."""
        quotes = self._quotes.get(post.id, ())
        marked = [(q.span.start, q.span.end) for q in quotes if not q.inline]
        marked += [(q.start, q.end) for q in post.quotes] + [*post.asides]
        own: list[Span] = []
        quoted: list[Span] = []
        for span in islice(_spans(post, words), _PLACES):
            held = any(_holds(q.span, span) for q in quotes)
            inside = held or any(a < span.end and span.start < b for a, b in marked)
            (quoted if inside else own).append(span)
        return own, quoted

    def _said_first(self, quote: Quote, words: str) -> Span | None:
        origin = quote.origin
        if origin is None:
            return None
        places = islice(_spans(self.posts[origin.post], words), _PLACES)
        return next((s for s in places if _holds(origin, s)), origin)

    def claim(self, span: Span) -> Claim:
        """The claim that most of the words belong to; Unusable where there is none."""
        best = max(
            self._claims.get(span.post, ()), key=lambda c: (_shared(c.span, span), -_length(c.span)), default=None
        )
        if best is None or 2 * _shared(best.span, span) < _length(span):
            raise Unusable("an end that is no claim")
        return best

    def add(self, claim: Claim) -> bool:
        """Keep a claim, unless one is known that has half or more of the words of both together."""
        row = self._claims.setdefault(claim.span.post, [])
        for known in row:
            shared = _shared(known.span, claim.span)
            if 2 * shared >= _length(known.span) + _length(claim.span) - shared:
                return False
        row.append(claim)
        return True


def _spans(post: Post, words: str) -> Iterator[Span]:
    text, at = post.text or "", -1
    while (at := text.find(words, at + 1)) >= 0:
        yield Span(post.id, at, at + len(words))


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _length(span: Span) -> int:
    return span.end - span.start
