"""From findings to the records of the graph: one discussion in, its nodes and relations out."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from kg import spans
from kg.claimed import Claimed
from kg.discussion import Discussion, Post, Reaction, Speaker
from kg.findings import Author, Claim, Found, Mention, Quote, Repeat, Span, Stance
from kg.graph import Node, Record, Ref, Relation
from kg.text import caption
from kg.works.ids import identify


def records(discussion: Discussion, found: Found) -> Iterator[Record]:
    """All records of a discussion, nodes before the relations that need them; the same record may come twice.

    Every record carries `sources`, the names of the files its post came from.
    """
    posts = discussion.by_id()
    claimed = Claimed(found)
    every = sorted(set().union(*(p.sources for p in discussion.posts)))
    yield _node("Discussion", every, id=discussion.id, title=discussion.title, url=discussion.url,
                site=discussion.site, caption=caption(discussion.title or discussion.id))  # fmt: skip
    for post in discussion.posts:
        yield from _post(post, discussion, found, claimed)
    for author in found.authors.values():
        yield from _author(author, posts, claimed)
    for post in discussion.posts:
        yield from _claims(post, claimed)
    for post_id in found.quotes:
        for quote in _quotes(post_id, found, claimed):
            yield from _quote(quote, posts, claimed)
    for mentions in found.mentions.values():
        for mention in mentions:
            yield from _mention(mention, posts, claimed)
    for stance in claimed.stances(found.stances):
        yield _stance(stance, claimed, posts)


_ID = 1000
"""Bytes of the longest id: a name or link that somebody made very long must not break a database's index."""
_IDS = ("id", "post", "evidence_post", "runner_up")


def _short(id: str) -> str:
    """The id, or for one that is too long its beginning and a hash of all of it."""
    data = id.encode("utf-8", "replace")
    if len(data) <= _ID:
        return id
    return f"{data[: _ID // 2].decode('utf-8', 'ignore')}~{sha256(data).hexdigest()[:16]}"


def _kept(properties: dict[str, Any], sources: Iterable[str]) -> dict[str, Any]:
    kept = {k: _short(v) if k in _IDS else v for k, v in sorted(properties.items()) if v is not None}
    return {**kept, "sources": sorted(sources)}


def _node(label: str, sources: Iterable[str], **properties: Any) -> Node:
    return Node(label, _kept(properties, sources))


def _relation(type: str, source: Ref, target: Ref, sources: Iterable[str], **properties: Any) -> Relation:
    start, end = (source[0], _short(source[1])), (target[0], _short(target[1]))
    return Relation(type, start, end, _kept(properties, sources))


def _stated(type: str, source: Ref, target: Ref, sources: Iterable[str]) -> Relation:
    return _relation(type, source, target, sources, asserted=True)


def _post(post: Post, discussion: Discussion, found: Found, claimed: Claimed) -> Iterator[Record]:
    quoted = [*(q.span for q in _quotes(post.id, found, claimed)), *claimed.quoted(post.id)]
    quotes = sorted((q.start, q.end) for q in quoted)
    yield _node(
        "Post",
        post.sources,
        id=post.id,
        text=post.text,
        posted=post.posted,
        edited=post.edited,
        retracted=post.retracted or None,
        answer=post.answer or None,
        url=post.url,
        score=post.score,
        position=post.position,
        source_id=post.source_id,
        document=post.document.id,
        places=spans.write(post.places) or None,
        quoted=" ".join(f"{a}-{b}" for a, b in quotes) or None,
        caption=caption(post.text or post.title or "(not in the source)"),
    )
    yield _stated("PART_OF", ("Post", post.id), ("Discussion", discussion.id), post.sources)
    for reaction in post.reactions:
        yield from _reaction(reaction, post, claimed)
    if post.reply_to is not None:
        sure = post.reply_confidence >= 1.0
        yield _relation("REPLIES_TO", ("Post", post.id), ("Post", post.reply_to), post.sources, asserted=sure)


def _reaction(reaction: Reaction, post: Post, claimed: Claimed) -> Iterator[Record]:
    """A relation to the post, and one to each claim that the marked words hold most of."""
    yield _speaker(reaction.speaker, post.sources)
    me, start, end = ("Speaker", reaction.speaker.id), reaction.start, reaction.end
    common = {"asserted": True, "reaction": reaction.name, "start_char": start, "end_char": end}
    yield _relation("REACTS_TO", me, ("Post", post.id), post.sources, **common)
    for claim in claimed.mostly(Span(post.id, start, end)):
        if not claim.foreign:
            yield _relation("REACTS_TO", me, ("Claim", claimed.first(claim)), post.sources, **common)


def _speaker(speaker: Speaker, sources: Iterable[str]) -> Node:
    shown = speaker.name or " / ".join(speaker.aliases) or speaker.id.rpartition(":")[2].replace("speaker-", "Speaker ")
    return _node("Speaker", sources, id=speaker.id, name=speaker.name, aliases=list(speaker.aliases) or None,
                 caption=caption(shown, 40))  # fmt: skip


def _author(author: Author, posts: dict[str, Post], claimed: Claimed) -> Iterator[Record]:
    speaker, sources = author.speaker, posts[author.post].sources
    yield _speaker(speaker, sources)
    me = ("Speaker", speaker.id)
    yield _relation("WROTE", me, ("Post", author.post), sources, asserted=author.asserted)
    for claim in claimed.of(author.post):
        if claimed.own(claim):
            yield _relation("ASSERTS", me, ("Claim", claimed.first(claim)), sources, asserted=author.asserted)


def _claims(post: Post, claimed: Claimed) -> Iterator[Record]:
    """A node for each claim that is new, and a relation for each place of a claim."""
    for claim in claimed.of(post.id):
        span, again = claim.span, claimed.repeat(claim)
        place: dict[str, Any] = {"start_char": span.start, "end_char": span.end}
        if again is not None:
            yield from _again(claim, again, claimed.places[again.first], post)
            continue
        yield _node("Claim", post.sources, id=claim.id, text=claim.text, kind=claim.kind, post=post.id,
                    rule=claim.rule, caption=caption(claim.text), **place)  # fmt: skip
        if not claim.foreign:
            yield _relation("STATES", ("Post", post.id), ("Claim", claim.id), post.sources,
                            asserted=True, kind=claim.kind, **place)  # fmt: skip


def _again(claim: Claim, again: Repeat, origin: Span, post: Post) -> Iterator[Record]:
    """A later place of a claim: said again, or quoted. What was quoted from outside has its own relation."""
    if claim.foreign:
        return
    how = {"asserted": False, "confidence": again.confidence, "rule": again.rule, **_evidence(claim.span, post),
           "start_char": claim.span.start, "end_char": claim.span.end}  # fmt: skip
    here, first = ("Post", post.id), ("Claim", again.first)
    if again.quoted:
        yield _relation("QUOTES", here, first, post.sources, **how)
        yield _relation("QUOTES", here, ("Post", origin.post), post.sources,
                        source_start=origin.start, source_end=origin.end, **how)  # fmt: skip
    else:
        yield _relation("STATES", here, first, post.sources, kind=claim.kind, **how)


def _quotes(post: str, found: Found, claimed: Claimed) -> list[Quote]:
    """The quotes of a post; those inside a sentence that a claim said again holds are told with that claim."""
    return [
        quote
        for quote in found.quotes.get(post, ())
        if not (quote.inline and any(claimed.quotes(claim) for claim in claimed.touching(quote.span)))
    ]


def _quote(quote: Quote, posts: dict[str, Post], claimed: Claimed) -> Iterator[Record]:
    """A relation to the quoted post, and one to each of its claims that the quote holds most of."""
    post = posts[quote.span.post]
    mine = ("Post", post.id)
    common = {"asserted": False, "confidence": quote.confidence, "rule": quote.rule, **_evidence(quote.span, post),
              "start_char": quote.span.start, "end_char": quote.span.end}  # fmt: skip
    where = quote.origin or quote.span
    if quote.origin is not None:
        yield _relation("QUOTES", mine, ("Post", where.post), post.sources,
                        source_start=where.start, source_end=where.end, **common)  # fmt: skip
    for claim in claimed.mostly(where):
        yield _relation("QUOTES", mine, ("Claim", claimed.first(claim)), post.sources, **common)


def _mention(mention: Mention, posts: dict[str, Post], claimed: Claimed) -> Iterator[Record]:
    work, span, post = mention.work, mention.span, posts[mention.span.post]
    yield _node(work.label, post.sources, id=work.id, title=work.title, year=work.year, url=work.url,
                authors=list(work.authors) or None, caption=caption(work.title or work.id))  # fmt: skip
    common = {"asserted": False, "confidence": mention.confidence, "rule": mention.rule, **_evidence(span, post),
              "start_char": span.start, "end_char": span.end, "url": mention.url, "version": _version(mention, post),
              "because": mention.because,
              "use": mention.use, "use_confidence": mention.use_confidence,
              "use_words": _words(mention.use_words, post)}  # fmt: skip
    yield _relation("CITES", ("Post", post.id), ("Work", work.id), post.sources, **common)
    for claim in claimed.touching(span):
        if not claim.foreign:
            yield _relation("CITES", ("Claim", claimed.first(claim)), ("Work", work.id), post.sources, **common)


def _words(span: Span | None, post: Post) -> str | None:
    return (post.text or "")[span.start : span.end] if span is not None else None


def _version(mention: Mention, post: Post) -> str | None:
    """The version that the link or identifier names: ids are without, so that all versions are one work."""
    pointed = identify(mention.url or (post.text or "")[mention.span.start : mention.span.end])
    return pointed.version if pointed.id == mention.work.id else None


def _stance(stance: Stance, claimed: Claimed, posts: dict[str, Post]) -> Relation:
    post, rival = posts[stance.evidence.post], stance.rival
    target = ("Claim" if stance.target in claimed.places else "Work", stance.target)
    return _relation(stance.type, ("Claim", stance.source), target, post.sources,
                     asserted=stance.asserted, confidence=stance.confidence, rule=stance.rule,
                     cues=list(stance.cues) or None, runner_up=rival and rival.target,
                     runner_up_cues=list(rival.cues) if rival else None,
                     **_evidence(stance.evidence, post))  # fmt: skip


def _evidence(span: Span, post: Post) -> dict[str, Any]:
    return {
        "evidence": (post.text or "")[span.start : span.end],
        "evidence_post": span.post,
        "evidence_start": span.start,
        "evidence_end": span.end,
    }
