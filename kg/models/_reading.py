"""Reading answers: items become claims and stances where their words are found, and refused findings elsewhere."""

from collections.abc import Iterator

from kg import ontology
from kg.discussion import Discussion, Post
from kg.findings import Claim, Finding, Found, Refused, Stance
from kg.models import _prompt
from kg.models._answer import Answer, Claimed, Related
from kg.models._places import Places
from kg.models._reply import Unusable

_SUREST = 0.9
"""What a model calls certain is not."""
_SHOWN = 300
"""So many characters of refused words are shown."""


class Reading:
    """The answers about one discussion, read beside what the rules found in it."""

    def __init__(self, rule: str, discussion: Discussion, found: Found) -> None:
        self._rule = rule
        self._places = Places(discussion, found)
        self._known = {(s.type, s.source, s.target) for s in found.stances}

    def claims(self, post: str, answer: Answer) -> Iterator[Finding | Refused]:
        """The claims of an answer that nobody found before, and all that is refused of it so far."""
        for what, words, why in answer.refused:
            yield Refused(post, what, words, why, self._rule)
        for item in answer.claims:
            try:
                claim = self._claim(self._places.posts[post], item)
            except Unusable as error:
                yield Refused(post, "claim", item.words[:_SHOWN], str(error), self._rule)
            else:
                if self._places.add(claim):
                    yield claim

    def _claim(self, post: Post, item: Claimed) -> Claim:
        if item.kind not in _prompt.kinds():
            raise Unusable("unknown kind")
        return Claim(self._places.own(post, item.words), item.words, item.kind, rule=self._rule)

    def relations(self, post: str, answer: Answer) -> Iterator[Finding | Refused]:
        """The relations of an answer that nobody found before; a rule that found one too keeps its confidence."""
        for item in answer.relations:
            try:
                stance = self._stance(self._places.posts[post], item)
            except Unusable as error:
                words = f"{item.source[: _SHOWN // 2]} -{item.type}-> {item.target[: _SHOWN // 2]}"
                yield Refused(post, "relation", words, str(error), self._rule)
                continue
            found = (stance.type, stance.source, stance.target)
            if found not in self._known:
                self._known.add(found)
                yield stance

    def _stance(self, post: Post, item: Related) -> Stance:
        if item.type not in ontology.load().stances:
            raise Unusable("unknown relation")
        other, called = post, "post"
        if item.where == "answers":
            called = "post that it answers"
            if post.reply_to not in self._places.posts:
                raise Unusable(f"words that are not in the {called}")
            other = self._places.posts[post.reply_to]
        source = self._places.claim(self._places.own(post, item.source))
        target = self._places.claim(self._places.aimed(other, item.target, called))
        if source.id == target.id:
            raise Unusable("relation of a claim to itself")
        evidence = self._places.own(post, item.evidence) if item.evidence else source.span
        confidence = min(item.confidence, _SUREST)
        return Stance(item.type, source.id, target.id, confidence, self._rule, evidence)
