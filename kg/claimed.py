"""The claims of a discussion as a graph holds them: what is said again is one claim, and each finds its place."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate

from kg.findings import Claim, Found, Repeat, Span, Stance


class Claimed:
    """The claims of one discussion by post and place, each repeat under the claim that said it first."""

    def __init__(self, found: Found) -> None:
        self._repeats = found.repeats
        self._rows = {post: sorted(row, key=lambda c: c.span.start) for post, row in found.claims.items()}
        self._starts = {post: [c.span.start for c in row] for post, row in self._rows.items()}
        self._reach = {post: list(accumulate((c.span.end for c in row), max)) for post, row in self._rows.items()}
        self.places = {claim.id: claim.span for row in self._rows.values() for claim in row}

    def of(self, post: str) -> list[Claim]:
        """The claims of a post, in the order of their places, repeats among them."""
        return self._rows.get(post, [])

    def repeat(self, claim: Claim) -> Repeat | None:
        """What the claim says again, if it does."""
        return self._repeats.get(claim.id) if self._repeats else None

    def first(self, claim: Claim) -> str:
        """The id of the claim that said first what this one says."""
        return self._first(claim.id)

    def _first(self, id: str) -> str:
        return self._repeats[id].first if id in self._repeats else id

    def own(self, claim: Claim) -> bool:
        """Whether whoever wrote the post stands for the claim, and quotes nobody."""
        again = self.repeat(claim)
        return not claim.foreign and not (again and again.quoted)

    def quoted(self, post: str) -> Iterator[Span]:
        """Where a post says somebody else's claim in quotation marks, or word for word."""
        return (c.span for c in self.of(post) if self.quotes(c))

    def quotes(self, claim: Claim) -> bool:
        """Whether the claim is somebody else's, in quotation marks or word for word."""
        again = self.repeat(claim)
        return bool(again and again.quoted and not claim.foreign)

    def touching(self, span: Span) -> Iterator[Claim]:
        """The claims of the post that share a character with the span, the last first."""
        row, reach = self.of(span.post), self._reach.get(span.post, [])
        at = bisect_left(self._starts.get(span.post, []), span.end) - 1
        while at >= 0 and reach[at] > span.start:
            if row[at].span.end > span.start:
                yield row[at]
            at -= 1

    def mostly(self, span: Span) -> Iterator[Claim]:
        """The claims that lie in the span by half or more."""
        for claim in self.touching(span):
            shared = min(claim.span.end, span.end) - max(claim.span.start, span.start)
            if 2 * shared >= claim.span.end - claim.span.start:
                yield claim

    def stances(self, stances: Iterable[Stance]) -> Iterator[Stance]:
        """Stances between the claims as they were said first: one for each type and ends, the surest; what a claim
        does to itself said again goes."""
        best: dict[tuple[str, str, str], Stance] = {}
        for stance in stances:
            key = (stance.type, self._first(stance.source), self._first(stance.target))
            if key[1] != key[2] and (key not in best or stance.confidence > best[key].confidence):
                best[key] = stance
        for (_, source, target), stance in best.items():
            rival = stance.rival and replace(stance.rival, target=self._first(stance.rival.target))
            kept = rival if rival and rival.target not in (source, target) else None
            yield replace(stance, source=source, target=target, rival=kept)
