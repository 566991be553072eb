"""Rebuttals: what a claim does to another claim, told by cue phrases and by what it answers."""

from collections.abc import Iterator

from kg import cues
from kg.argument.aims import Aims, key
from kg.argument.answers import answers
from kg.argument.confidence import sure
from kg.argument.groups import Quoted, groups
from kg.argument.holding import holds
from kg.argument.kinds import Standing, depth, standings
from kg.discussion import Discussion, Post
from kg.findings import Claim, Cues, Finding, Found, Quote, Span, Stance, stated

NEEDS = ("speakers", "quotes", "claims")


def extract(discussion: Discussion, found: Found) -> Iterator[Finding]:
    """Stances towards the post replied to or the words quoted, and premises that support a claim of their post;
    where the source itself ties its claims together, its ties and no others."""
    if discussion.stated:
        yield from _stated(discussion)
        return
    posts = discussion.by_id()
    own = {p.id: [c for c in found.claims.get(p.id, []) if not c.foreign] for p in discussion.with_text()}
    standing = {
        p.id: standings(p.text or "", [(c.span.start, c.span.end) for c in own[p.id]], depth(p, posts))
        for p in discussion.with_text()
    }
    strength = {key(c): s.claim for post in own for c, s in zip(own[post], standing[post], strict=True)}
    openings = [p.id for p in discussion.posts if p.reply_to is None]
    quoted = Quoted(found.claims)
    aims = Aims(own, frozenset(openings), strength)
    for post in discussion.with_text():
        yield from _within(post, own[post.id], standing[post.id])
        parent = post.reply_to if post.reply_to in own else None
        yields = bool(openings) and found.one_speaker(openings[0], post.id)
        quotes = [q for q in found.quotes.get(post.id, []) if not (q.inline and _own_words(found, q))]
        text = _without(post.text or "", [q for q in quotes if q.inline])
        for group in groups(post, own[post.id], quotes, quoted, parent):
            for answer in answers(text, group, aims, strength, yields):
                yield Stance(answer.type, answer.source.id, answer.target.id,
                             round(answer.confidence * post.reply_confidence**0.5, 3), f"rebuttals:{answer.rule}",
                             Span(post.id, answer.start, answer.end),
                             cues=(*answer.cues, *_guess(post)), rival=answer.rival)  # fmt: skip


def _own_words(found: Found, quote: Quote) -> bool:
    """Whether a post quotes whoever wrote it."""
    return quote.origin is not None and found.one_speaker(quote.span.post, quote.origin.post)


def _without(text: str, quotes: list[Quote]) -> str:
    """The text with blanks for some quotes: the words of another do not show what the post does."""
    parts, at = [], 0
    for quote in quotes:
        parts += [text[at : quote.span.start], " " * (quote.span.end - quote.span.start)]
        at = quote.span.end
    return "".join(parts) + text[at:]


def _guess(post: Post) -> Cues:
    """What an answer loses where it is a guess which post it answers."""
    return (f"reply worked out ×{post.reply_confidence**0.5:.2f}",) if post.reply_confidence < 1.0 else ()


def _stated(discussion: Discussion) -> Iterator[Stance]:
    """The ties of an argument map."""
    claims = stated(discussion)
    for tie in discussion.ties:
        source, target = claims[tie.source], claims[tie.target]
        yield Stance(tie.type, source.id, target.id, 1.0, "rebuttals:source", source.span, asserted=True)


def _within(post: Post, own: list[Claim], standing: list[Standing]) -> Iterator[Stance]:
    """Which claim of the post each premise holds up."""
    for hold in holds(post.text or "", own, standing, post.reply_to is None):
        cue = cues.find("support", hold.premise.text) or (0, len(hold.premise.text))
        yield Stance("SUPPORTS", hold.premise.id, hold.claim.id, round(sure("held", hold.score), 3),
                     f"rebuttals:{hold.rule}", _span(hold.premise, cue), cues=hold.cues, rival=hold.rival)  # fmt: skip


def _span(claim: Claim, at: tuple[int, int]) -> Span:
    return Span(claim.span.post, claim.span.start + at[0], claim.span.start + at[1])
