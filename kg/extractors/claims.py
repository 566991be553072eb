"""Claims: the sentences that say something one can agree or disagree with, and their kind."""

from collections.abc import Iterator

from kg import cues
from kg.discussion import Discussion, Post
from kg.findings import Claim, Finding, Found, Quote, Span
from kg.text import sentences, trim, words

NEEDS = ("quotes",)

_LEAST_WORDS = 4
_OPEN, _SHUT = "([{\"'“‘*_~-•>#+ \t", ")]}\"'”’*_~ \t"


def extract(discussion: Discussion, found: Found) -> Iterator[Finding]:
    """A Claim for each sentence that says something; words quoted from elsewhere on the page are not claimed
    again, words quoted from outside become foreign claims. Where the source marks its claims, those are taken."""
    if discussion.stated:
        posts = discussion.by_id()
        for stated in discussion.stated:
            text = (posts[stated.post].text or "")[stated.start : stated.end]
            yield Claim(Span(stated.post, stated.start, stated.end), text, stated.kind)
        return
    for post in discussion.with_text():
        quotes = found.quotes.get(post.id, [])
        for start, end in _outside(post, quotes):
            yield from _claims(post, start, end, foreign=False)
        for quote in quotes:
            if quote.origin is None:
                yield from _claims(post, quote.span.start, quote.span.end, foreign=True)


def _outside(post: Post, quotes: list[Quote]) -> Iterator[tuple[int, int]]:
    """The stretches of a post between its quotes."""
    at = 0
    marked = [(q.start, q.end) for q in post.quotes] + [(q.span.start, q.span.end) for q in quotes]
    for start, end in sorted(marked):
        if start > at:
            yield at, start
        at = max(at, end)
    if at < len(post.text or ""):
        yield at, len(post.text or "")


def _claims(post: Post, start: int, end: int, foreign: bool) -> Iterator[Claim]:
    text = post.text or ""
    for sentence in sentences(text, start, end):
        a, b = _bare(text, *sentence)
        kind = kind_of(text[a:b])
        if kind is not None:
            yield Claim(Span(post.id, a, b), text[a:b], kind, foreign)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence without marks of lists, emphasis or brackets that it does not close itself."""
    start, end = trim(text, start, end)
    while start < end and text[start] in _OPEN and not (text[start] in "([{\"'“‘*_~" and _closed(text, start, end)):
        start += 1
    while end > start and text[end - 1] in _SHUT and not _closed(text, start, end):
        end -= 1
    return trim(text, start, end)


def _closed(text: str, start: int, end: int) -> bool:
    """Whether the brackets and quotation marks of the span are in balance."""
    span = text[start:end]
    pairs = all(span.count(a) == span.count(b) for a, b in ("()", "[]", "{}", "“”"))
    return pairs and span.count('"') % 2 == 0 and span.count("*") % 2 == 0 and span.count("_") % 2 == 0


def kind_of(sentence: str) -> str | None:
    """`claim`, `premise` or `question`; None for greetings, thanks, bare links and the like."""
    row = [w for w in words(sentence) if not w.startswith(("http", "www"))]
    if len(row) < _LEAST_WORDS and not cues.find("attack", sentence) and not cues.find("agree", sentence):
        return None
    if not row or ("://" in sentence and len(row) < 8):
        return None
    if cues.find("idle", sentence) and len(row) < 12:
        return None
    if sentence.rstrip("\"'”’)* ").endswith("?"):
        return "question"
    if cues.find("support", sentence) and not cues.find("stand", sentence):
        return "premise"
    return "claim"
