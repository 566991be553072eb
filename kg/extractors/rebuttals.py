"""Rebuttals: what a claim does to another claim or to a work, told by cue phrases and by what it answers."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg import cues
from kg.discussion import Discussion, Post
from kg.findings import Claim, Finding, Found, Mention, Quote, Span, Stance
from kg.text import words

NEEDS = ("quotes", "claims", "citations")

# How often a rule was right on discussions with known relations, roughly; docs/rules.md says how it was counted.
_SURE = {
    "REBUTS": 0.6,
    "UNDERCUTS": 0.5,
    "AGREES_WITH": 0.65,
    "CONCEDES": 0.6,
    "QUESTIONS": 0.5,
    "SUPPORTS": 0.45,
}
_QUOTED = 0.15
"""What an answer right under the quoted words is surer by."""
_BY_DEFAULT = 0.45
"""An answer to a quote that no cue tells apart: most answers to a quoted passage attack it."""


@dataclass(frozen=True, slots=True)
class _Target:
    """What a claim answers, and whether it was quoted right above."""

    id: str
    quoted: bool


def extract(discussion: Discussion, found: Found) -> Iterator[Finding]:
    """Stances towards the post replied to or the words quoted, and premises that support a claim of their post;
    where the source itself ties its claims together, its ties and no others."""
    if discussion.stated:
        yield from _stated(discussion)
        return
    posts = discussion.by_id()
    aims = _Aims(found)
    for post in discussion.with_text():
        own = [c for c in found.claims.get(post.id, []) if not c.foreign]
        yield from _within(own)
        yield from _across(post, own, posts, found, aims)
        yield from _works(own, found.mentions.get(post.id, []))


def _stated(discussion: Discussion) -> Iterator[Stance]:
    """The ties of an argument map."""
    posts = discussion.by_id()
    claims = [
        Claim(Span(s.post, s.start, s.end), (posts[s.post].text or "")[s.start : s.end], s.kind)
        for s in discussion.stated
    ]
    for tie in discussion.ties:
        source, target = claims[tie.source], claims[tie.target]
        yield Stance(tie.type, source.id, target.id, 1.0, "rebuttals:source", source.span, asserted=True)


def _within(claims: list[Claim]) -> Iterator[Stance]:
    """A premise supports the claim before it, and where none is before it, the one after it."""
    stand: Claim | None = None
    for number, claim in enumerate(claims):
        if claim.kind == "claim":
            stand = claim
        elif claim.kind == "premise":
            target = stand or next((c for c in claims[number:] if c.kind == "claim"), None)
            if target is not None:
                yield Stance("SUPPORTS", claim.id, target.id, _SURE["SUPPORTS"], "rebuttals:premise", _cue(claim))


def _across(post: Post, claims: list[Claim], posts: dict[str, Post], found: Found, aims: "_Aims") -> Iterator[Stance]:
    """What the claims of a post do to the words quoted above them, else to the post replied to."""
    quotes = sorted(found.quotes.get(post.id, []), key=lambda q: q.span.start)
    parent = posts.get(post.reply_to or "")
    answered: set[str] = set()
    for number, claim in enumerate(claims):
        quote = next((q for q in reversed(quotes) if q.span.end <= claim.span.start), None)
        target = aims.quoted(quote) if quote else None
        if target is None and parent is not None:
            target = aims.closest(claim, parent, opening=parent.reply_to is None)
        if target is None or target.id == claim.id:
            continue
        kind, cue = _stance(claim)
        first = target.id not in answered and (target.quoted or number == 0)
        answered.add(target.id)
        if kind is None and first and target.quoted:
            kind = "QUESTIONS" if claim.kind == "question" else "REBUTS"
            yield Stance(kind, claim.id, target.id, _BY_DEFAULT, "rebuttals:answer", claim.span)
        elif kind is not None:
            sure = min(0.95, _SURE[kind] + (_QUOTED if target.quoted else 0.0)) * post.reply_confidence**0.5
            yield Stance(kind, claim.id, target.id, round(sure, 3), f"rebuttals:{kind.lower()}", cue)


def _stance(claim: Claim) -> tuple[str | None, Span]:
    """The stance that the words of a claim show, and the words that show it."""
    text = claim.text
    contrast = cues.find("contrast", text)
    for kind, type_ in (
        ("concede", "CONCEDES"),
        ("undercut", "UNDERCUTS"),
        ("attack", "REBUTS"),
        ("agree", "AGREES_WITH"),
    ):
        at = cues.find(kind, text)
        if at is None:
            continue
        if type_ == "AGREES_WITH" and contrast and contrast[0] > at[0]:
            type_ = "CONCEDES"
        if type_ == "AGREES_WITH" and at[0] > 40:
            continue
        return type_, Span(claim.span.post, claim.span.start + at[0], claim.span.start + at[1])
    if claim.kind == "question":
        return "QUESTIONS", claim.span
    return None, claim.span


def _cue(claim: Claim) -> Span:
    """The words that make a premise of it."""
    at = cues.find("support", claim.text) or (0, len(claim.text))
    return Span(claim.span.post, claim.span.start + at[0], claim.span.start + at[1])


def _works(claims: list[Claim], mentions: list[Mention]) -> Iterator[Stance]:
    """A claim that attacks, and names a work as the one who fails, rebuts the work."""
    for claim in claims:
        for mention in mentions:
            inside = claim.span.start <= mention.span.start and mention.span.end <= claim.span.end
            at = cues.find("attack", claim.text) if inside else None
            if at is not None and claim.span.start + at[1] <= mention.span.start <= claim.span.start + at[1] + 12:
                words_ = Span(claim.span.post, claim.span.start + at[0], claim.span.start + at[1])
                yield Stance("REBUTS", claim.id, mention.work.id, 0.5, "rebuttals:work", words_)


class _Aims:
    """Finds the claim that is answered."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._words: dict[str, frozenset[str]] = {}
        self._rarity: dict[str, float] = {}
        for claims in found.claims.values():
            for claim in claims:
                for word in self._of(claim):
                    self._rarity[word] = self._rarity.get(word, 0.0) + 1.0

    def _of(self, claim: Claim) -> frozenset[str]:
        if claim.id not in self._words:
            self._words[claim.id] = frozenset(w for w in words(claim.text) if len(w) > 3)
        return self._words[claim.id]

    def quoted(self, quote: Quote) -> _Target | None:
        """The first claim that the quote repeats: of its first speaker, or the foreign one in its own words."""
        where = quote.origin or quote.span
        best, most = None, 0
        for claim in self._found.claims.get(where.post, []):
            shared = min(claim.span.end, where.end) - max(claim.span.start, where.start)
            if shared > most and claim.foreign == (quote.origin is None):
                best, most = claim, shared
        return _Target(best.id, True) if best else None

    def closest(self, claim: Claim, parent: Post, opening: bool) -> _Target | None:
        """The claim of the parent that shares the rarest words; of an opening post, its thesis if none does."""
        claims = [c for c in self._found.claims.get(parent.id, []) if not c.foreign]
        if not claims:
            return None
        mine = self._of(claim)

        def score(other: Claim) -> float:
            return sum(1.0 / self._rarity[w] for w in mine & self._of(other))

        best = max(claims, key=lambda c: (score(c), -c.span.start))
        if score(best) < 0.2:
            stands = [c for c in claims if c.kind == "claim"] or claims
            best = stands[0] if opening else stands[-1]
        return _Target(best.id, False)
