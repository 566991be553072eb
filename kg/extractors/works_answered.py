"""Works answered: a claim that disputes or refutes a work it mentions rebuts the work."""

from collections.abc import Iterator

from kg.discussion import Discussion
from kg.findings import Claim, Finding, Found, Mention, Stance

NEEDS = ("citations", "claims")
_AGAINST = ("disputes", "refutes")


def extract(discussion: Discussion, found: Found) -> Iterator[Finding]:
    """A stance for each work that a claim speaks against; none where the source itself ties its claims together."""
    if discussion.stated:
        return
    for post in discussion.with_text():
        own = [c for c in found.claims.get(post.id, []) if not c.foreign]
        against = [m for m in found.mentions.get(post.id, []) if m.use in _AGAINST]
        for mention in against:
            claim = next((c for c in own if _holds(c, mention)), None)
            if claim is not None and mention.use_words is not None:
                sure = round(mention.confidence**0.5 * (mention.use_confidence or 0.0), 3)
                yield Stance(
                    "REBUTS", claim.id, mention.work.id, sure, f"works_answered:{mention.use}", mention.use_words
                )


def _holds(claim: Claim, mention: Mention) -> bool:
    """Whether both the mention and the words against it lie in the claim."""
    words = mention.use_words
    return (
        words is not None
        and claim.span.start <= min(mention.span.start, words.start)
        and max(mention.span.end, words.end) <= claim.span.end
    )
