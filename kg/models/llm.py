"""A language model behind any OpenAI-compatible endpoint: claims and what they do to each other, by exact words."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Lock

from kg.discussion import Discussion
from kg.errors import KgError, ModelError
from kg.findings import Finding, Found, Refused
from kg.models import Model, _answer, _prompt, _settings
from kg.models._answer import Answer
from kg.models._cache import Cache, Messages, key, own
from kg.models._crew import each
from kg.models._endpoint import Endpoint
from kg.models._reading import Reading
from kg.models._reply import Reply, Unusable

_HOPELESS = 5
"""After so many answers of which none can be read, no more are paid for."""


def prepare(discussions: Sequence[Discussion], cache: Path | None) -> Model:
    """The model that KG_LLM_URL and KG_LLM_MODEL name; ModelError where they do not."""
    settings = _settings.read(os.environ)
    return LanguageModel(Endpoint(settings), Cache(cache or own()), discussions)


class LanguageModel:
    """One question a post, with the post it answers; what comes back is kept, and read from there."""

    def __init__(self, endpoint: Endpoint, cache: Cache, discussions: Sequence[Discussion]) -> None:
        self._endpoint, self._cache, self._settings = endpoint, cache, endpoint.settings
        self._rule = f"llm:{self._settings.model}"
        self._keys: dict[str, str] = {}
        self._missing: dict[str, tuple[str, Messages]] = {}
        self._lost: dict[str, str] = {}
        self._spent: Counter[str] = Counter()
        self._lock = Lock()
        for discussion in discussions:
            self._add(discussion)

    def _add(self, discussion: Discussion) -> None:
        if discussion.stated:  # an argument map says itself what is claimed
            return
        posts = discussion.by_id()
        for post in discussion.with_text():
            told = _prompt.messages(post, posts.get(post.reply_to or ""))
            self._keys[post.id] = name = key(self._settings.model, told)
            if name not in self._missing and self._cache.get(name) is None:
                self._missing[name] = (post.id, told)

    @property
    def missing(self) -> int:
        """How many answers are not in the cache."""
        return len(self._missing)

    def estimate(self) -> str:
        """Whom it would ask, about how much, and what that costs, in one line."""
        sizes = [_prompt.tokens(told) for _, told in self._missing.values()]
        total = sum(a for a, _ in sizes), sum(b for _, b in sizes)
        return (
            f"{self._rule} at {self._settings.host}: to ask about {_posts(len(sizes))}, {self._known()} known already; "
            f"estimated {_tokens(*total)}, {self._settings.dollars(*total)}"
        )

    def _known(self) -> int:
        return sum(1 for name in self._keys.values() if name not in self._missing)

    def ask(self, progress: Callable[[str], None]) -> None:
        """Ask about each post that no answer is known for; an answer is on disk before it counts."""
        read: list[bool] = []

        def tell(name: str, readable: bool) -> None:
            read.append(readable)
            if len(read) == _HOPELESS and not any(read):
                raise ModelError(
                    f"'{self._settings.model}' gave no answer that can be read to the first {_HOPELESS} posts "
                    f"(the last: {self._lost[name]}); choose another with KG_LLM_MODEL"
                )
            progress(self._missing[name][0])

        try:
            each(self._one, list(self._missing), tell, self._endpoint.stopped)
        except KgError as error:
            if not self._spent["asked"]:
                raise
            raise ModelError(f"{error}; {self._spent['asked']} new answers are kept") from error

    def _one(self, name: str) -> bool:
        """Ask one question and keep the answer; whether it can be read."""
        try:
            reply = self._endpoint.ask(self._missing[name][1])
            self._cache.put(name, reply)
            with self._lock:
                self._count(reply)
            _answer.read(reply)
        except Unusable as error:
            self._lost[name] = str(error)
            return False
        return True

    def _count(self, reply: Reply) -> None:
        counted = {"asked": 1, "in": reply.tokens_in or 0, "out": reply.tokens_out or 0}
        self._spent.update({**counted, "uncounted": int(reply.tokens_in is None or reply.tokens_out is None)})

    def spent(self) -> str:
        """What was asked, the tokens that the endpoint counted, and their cost, in one line."""
        spent = self._spent
        line = f"{self._rule}: asked about {_posts(spent['asked'])}, {self._known()} known already"
        if not spent["asked"]:
            return line
        total = spent["in"], spent["out"]
        line += f"; {_tokens(*total)} by its count, {self._settings.dollars(*total)}"
        return line + (f"; for {spent['uncounted']} answers the endpoint gave no count" if spent["uncounted"] else "")

    def extract(self, discussion: Discussion, found: Found) -> Iterator[Finding | Refused]:
        """All claims first, then relations, whose ends must be among the claims that are known by then."""
        reading = Reading(self._rule, discussion, found)
        answers: dict[str, Answer] = {}
        for post in discussion.with_text():
            if post.id in self._keys:
                try:
                    answers[post.id] = self._answer(self._keys[post.id])
                except Unusable as error:
                    yield Refused(post.id, "answer", "", str(error), self._rule)
        for id_, answer in answers.items():
            yield from reading.claims(id_, answer)
        for id_, answer in answers.items():
            yield from reading.relations(id_, answer)

    def _answer(self, name: str) -> Answer:
        reply = self._cache.get(name)
        if reply is None:
            raise Unusable(self._lost.get(name, "no answer"))
        return _answer.read(reply)


def _posts(number: int) -> str:
    return "1 post" if number == 1 else f"{number:,} posts"


def _tokens(tokens_in: int, tokens_out: int) -> str:
    return f"{tokens_in:,} tokens in and {tokens_out:,} out"
