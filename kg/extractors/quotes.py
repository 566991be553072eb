"""Quotes: passages that repeat somebody's words, and where those words were said first."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from kg.discussion import Discussion, Passage, Post
from kg.findings import Finding, Found, Quote, Span
from kg.text import QUOTED, fold, fold_map, lines, trim, words

NEEDS: tuple[str, ...] = ()

_LEAST = 20
"""Fewer folded characters than this are found only in the post replied to."""
_RUN = 5
_FEW = 4
"""Fewer words than this in quotation marks are a name or a turn of phrase."""


def extract(discussion: Discussion, found: Found) -> Iterator[Finding]:
    """A Quote for each passage that the source marks, and for each line, and all words in quotation marks, that stand
    word for word further up."""
    index = _Index()
    posts = discussion.by_id()
    for post in discussion.posts:
        if post.text:
            for passage in _passages(post):
                yield _quote(post, passage, index, posts)
            repeats = list(_repeats(post, index, posts))
            yield from repeats
            yield from _inline(post, repeats, index, posts)
            index.add(post)


def _passages(post: Post) -> Iterator[Passage]:
    """The marked passages, line by line, without the marks of quoting at their edges."""
    text = post.text or ""
    for passage in post.quotes:
        for a, b in lines(text[passage.start : passage.end]):
            start, end = passage.start + a, passage.start + b
            while start < end and (text[start] in "> \t|" or text.startswith("&gt;", start)):
                start += 4 if text[start] == "&" else 1
            if start < end:
                yield Passage(start, end, passage.post)


def _repeats(post: Post, index: "_Index", posts: dict[str, Post]) -> Iterator[Quote]:
    """Lines that nobody marked but that an earlier post holds, eight words or more."""
    text = post.text or ""
    marked = sorted([*((q.start, q.end) for q in post.quotes), *post.asides])
    at = reach = 0
    for a, b in lines(text):
        while at < len(marked) and marked[at][0] < b:
            reach = max(reach, marked[at][1])
            at += 1
        if reach > a or len(words(text[a:b])) < 8:
            continue
        hit = _exact(post, Passage(a, b), index, posts)
        if hit is not None:
            yield Quote(Span(post.id, a, b), hit[0], 0.9, "quotes:repeat")


def _inline(post: Post, repeats: list[Quote], index: "_Index", posts: dict[str, Post]) -> Iterator[Quote]:
    """Words in quotation marks inside a sentence, where an earlier post says them."""
    text = post.text or ""
    others = [(q.start, q.end) for q in post.quotes] + [(q.span.start, q.span.end) for q in repeats]
    marked = sorted([*others, *post.asides])
    at = reach = 0
    for pair in QUOTED.finditer(text):
        start, end = trim(text, *pair.span(1))
        while at < len(marked) and marked[at][0] < end:
            reach = max(reach, marked[at][1])
            at += 1
        if reach > start or len(words(text[start:end])) < _FEW:
            continue
        hit = _exact(post, Passage(start, end), index, posts)
        if hit is not None:
            yield Quote(Span(post.id, start, end), hit[0], 0.9, "quotes:inline", inline=True)


def _quote(post: Post, passage: Passage, index: "_Index", posts: dict[str, Post]) -> Quote:
    """The passage with its origin: the quoted post if it is named, the post replied to, else any earlier one."""
    span = Span(post.id, passage.start, passage.end)
    hit = _exact(post, passage, index, posts)
    if hit is not None:
        return Quote(span, hit[0], 0.98 if hit[1] else 0.9, "quotes:exact")
    key, near, far = _sought(post, passage, index, posts)
    for known in [*near, *far] if len(key) >= _LEAST else ():
        folded = index.folded(posts[known])
        found = fuzz.partial_ratio_alignment(key, folded.text, score_cutoff=88) if folded.text else None
        if found is not None and found.dest_end > found.dest_start and len(key) <= len(folded.text):
            return Quote(span, folded.span(found.dest_start, found.dest_end), 0.8, "quotes:near")
    return Quote(span, None, 0.7, "quotes:outside")


def _exact(post: Post, passage: Passage, index: "_Index", posts: dict[str, Post]) -> tuple[Span, bool] | None:
    """Where the words of a passage stand in an earlier post, and whether that is one it is near to."""
    key, near, far = _sought(post, passage, index, posts)
    for known in [*near, *(far if len(key) >= _LEAST else [])] if key else ():
        folded = index.folded(posts[known])
        at = folded.text.find(key)
        if at >= 0:
            return folded.span(at, at + len(key)), known in near
    return None


def _sought(post: Post, passage: Passage, index: "_Index", posts: dict[str, Post]) -> tuple[str, list[str], list[str]]:
    """The folded words of a passage, and the posts where they are looked for: those it is near to, and others."""
    text = (post.text or "")[passage.start : passage.end]
    key = fold(text.strip().strip("\"'“”‘’…. "))
    near = [p for p in (passage.post, post.reply_to) if p is not None and p in posts]
    return key, near, [p for p in index.candidates(text) if p not in near and p != post.id]


@dataclass(frozen=True, slots=True)
class _Folded:
    """A post's words, folded, with the way back to their offsets."""

    post: str
    text: str
    origin: list[int]

    def span(self, start: int, end: int) -> Span:
        return Span(self.post, self.origin[start], self.origin[end - 1] + 1)


class _Index:
    """Which earlier posts hold a run of five words; so a quote is looked for in few posts, not in all."""

    def __init__(self) -> None:
        self._posts: dict[tuple[str, ...], list[str]] = {}
        self._folded: dict[str, _Folded] = {}

    def add(self, post: Post) -> None:
        for run in _runs(post.text or ""):
            known = self._posts.setdefault(run, [])
            if len(known) < 8 and post.id not in known:
                known.append(post.id)

    def candidates(self, text: str) -> list[str]:
        """Posts that share runs with the text, those that share most first, at most five."""
        votes: dict[str, int] = {}
        for run in _runs(text):
            for post in self._posts.get(run, ()):
                votes[post] = votes.get(post, 0) + 1
        return sorted(votes, key=lambda p: -votes[p])[:5]

    def folded(self, post: Post) -> _Folded:
        if post.id not in self._folded:
            self._folded[post.id] = _Folded(post.id, *fold_map(post.text or ""))
        return self._folded[post.id]


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    row = words(text)
    return zip(*(row[k:] for k in range(_RUN)), strict=False)
