"""Repeats: claims of one discussion that say the same thing again, which makes them one claim with several places."""

from collections.abc import Iterator

from kg.argument.likeness import Gist, Likeness, Recalled, gist
from kg.argument.weights import weights
from kg.discussion import Discussion, Post
from kg.findings import Claim, Finding, Found, Repeat
from kg.text import QUOTED

NEEDS = ("speakers", "claims")

_NEAR = 1000
"""Quotation marks are looked for so many characters around."""


def extract(discussion: Discussion, found: Found) -> Iterator[Finding]:
    """A Repeat for each claim that was said before; where the source marks its claims itself, none."""
    if discussion.stated:
        return
    posts = discussion.by_id()
    said = [(claim, gist(claim.text)) for post in _in_time(discussion) for claim in found.claims.get(post.id, ())]
    recalled: Recalled[Claim] = Recalled(known for _, known in said if known)
    for claim, known in said:
        if known is None:
            continue
        again = _Again(claim, known, posts, found)
        hit = recalled.find(known, again.fits)
        if hit is None:
            recalled.add(known, claim)
        else:
            first, likeness = hit
            rule = f"repeats:{likeness.rule}"
            yield Repeat(claim.id, first.id, likeness.score, rule, again.quotes(first, likeness))


def _in_time(discussion: Discussion) -> list[Post]:
    """The posts as they were written, where the source says when; else in the source's order."""
    posts = list(discussion.with_text())
    return sorted(posts, key=lambda p: p.posted or "") if all(p.posted for p in posts) else posts


class _Again:
    """A claim that may have been said before, and what decides whether it was."""

    def __init__(self, claim: Claim, known: Gist, posts: dict[str, Post], found: Found) -> None:
        self._claim, self._known, self._posts, self._found = claim, known, posts, found

    def fits(self, first: Claim, likeness: Likeness) -> bool:
        """Whether the two may be one: "I am a doctor" is another claim in another mouth, unless it is quoted; and a
        claim goes only with the files it came from, so each file of the later place has to hold the first as well."""
        here, there = self._posts[self._claim.span.post], self._posts[first.span.post]
        if not here.sources <= there.sources or (first.kind == "question") != (self._claim.kind == "question"):
            return False
        return not self._known.personal or self._one_speaker(first) or self.quotes(first, likeness)

    def quotes(self, first: Claim, likeness: Likeness) -> bool:
        """Whether the later place is a quote: in quotation marks, or long and personal and word for word."""
        if self._one_speaker(first):
            return False
        long = len(self._claim.text.split()) >= weights("same")["verbatim"]
        return self._marked() or (likeness.rule == "exact" and long and self._known.personal)

    def _one_speaker(self, first: Claim) -> bool:
        one, two = first.span.post, self._claim.span.post
        return one == two or self._found.one_speaker(one, two)

    def _marked(self) -> bool:
        """Whether most of the claim stands between quotation marks."""
        text, span = self._posts[self._claim.span.post].text or "", self._claim.span
        for pair in QUOTED.finditer(text, max(0, span.start - _NEAR), span.end + _NEAR):
            inside = min(pair.end(1), span.end) - max(pair.start(1), span.start)
            if 2 * inside >= span.end - span.start:
                return True
        return False
