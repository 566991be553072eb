"""Aims: which claim of another post a claim answers, and which claim of its own post a premise holds up."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log

from kg import cues
from kg.argument.weights import weights
from kg.findings import Claim, Cues, Rival
from kg.text import words

_ENDINGS = ("'s", "ing", "ies", "ed", "es", "ly", "s", "e")
_FEW = 50
"""In a discussion of fewer claims, a word they share says as much as in one of so many."""
_KEPT = 6
"""So many targets are weighed for each claim."""


Key = tuple[str, int]


def key(claim: Claim) -> Key:
    """The post and the start of a claim: quicker than its id, and in one discussion as good."""
    return claim.span.post, claim.span.start


@dataclass(frozen=True, slots=True)
class Aim:
    """A target, how likely it is among those that were weighed, what spoke for it, and which came second."""

    target: Claim
    share: float
    cues: Cues = ()
    rival: Rival | None = None


@lru_cache(maxsize=1 << 16)  # a discussion says the same words over and over
def stem(word: str) -> str:
    """A word without its commonest endings, so that "costs" and "costing" meet."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


class Aims:
    """The claims of one discussion, by post and by word; words weigh more the rarer they are in it."""

    def __init__(self, claims: dict[str, list[Claim]], openings: frozenset[str], strength: dict[Key, float]) -> None:
        self._strength = strength
        self._claims = {post: [c for c in row if not c.foreign] for post, row in claims.items()}
        self._openings = openings
        self._words: dict[Key, tuple[str, ...]] = {}
        self._seen: Counter[str] = Counter()
        for row in claims.values():
            for claim in row:
                self._seen.update(self._of(claim))
        self._total = max(_FEW, sum(len(row) for row in claims.values()))
        self._places: dict[str, dict[str, list[int]]] = {}
        self._sizes: dict[str, list[float]] = {}

    def _of(self, claim: Claim) -> tuple[str, ...]:
        """The stems of the words of a claim that say something, each once, in a fixed order."""
        place = key(claim)
        if place not in self._words:
            common = cues.words("common")
            stems = {stem(w) for w in words(claim.text) if len(w) > 2 and w not in common}
            self._words[place] = tuple(sorted(stems))
        return self._words[place]

    def _rarity(self, word: str) -> float:
        return log(1.0 + self._total / (1.0 + self._seen[word]))

    def _index(self, post: str) -> dict[str, list[int]]:
        """For each word of a post, the numbers of its claims that hold it."""
        if post not in self._places:
            index: dict[str, list[int]] = defaultdict(list)
            for number, claim in enumerate(self._claims.get(post, [])):
                for word in self._of(claim):
                    index[word].append(number)
            self._places[post] = dict(index)
            self._sizes[post] = [(4.0 + len(self._of(claim))) ** 0.5 for claim in self._claims.get(post, [])]
        return self._places[post]

    def _likeness(self, mine: Iterable[str], post: str) -> dict[int, float]:
        """How alike some words and each claim of a post are; claims that share none are left out."""
        index, found = self._index(post), dict[int, float]()
        for word in mine:
            if word in index:
                rarity = self._rarity(word)
                for number in index[word]:
                    found[number] = found.get(number, 0.0) + rarity
        sizes = self._sizes[post]
        return {n: s / sizes[n] for n, s in found.items()}

    def _prior(self, post: str, number: int) -> float:
        """How likely a claim of a post is answered whatever is said."""
        return sum(self._standing(post, number))

    def _standing(self, post: str, number: int) -> tuple[float, float]:
        """The two parts of that: how claim-like it is, and whether it is a thesis."""
        known = weights("aim")
        thesis = known["thesis"] if number == 0 and post in self._openings else 0.0
        return known["claim"] * self._strength[key(self._claims[post][number])], thesis

    def answered(self, own: Sequence[Claim], post: str) -> list[Aim]:
        """For each claim of a post the claim of `post` it answers: the best path, for a change of target costs."""
        row = self._claims.get(post, [])
        if not row or not own:
            return []
        known = weights("aim")
        whole = self._likeness(sorted({w for c in own for w in self._of(c)}), post)
        general = {n: self._prior(post, n) + known["post"] * whole.get(n, 0.0) for n in self._likely(post, whole)}
        nears = [self._likeness(self._of(claim), post) for claim in own]
        scores = [{n: g + known["own"] * near.get(n, 0.0) for n, g in general.items()} for near in nears]
        path = _path(scores, known["change"])
        found = []
        for score, near, before, taken in zip(scores, nears, [None, *path], path, strict=False):
            second = max((n for n in score if n != taken), key=lambda n: (score[n], -n), default=None)
            why = {n: self._cues(post, n, near, whole, before) for n in (taken, second) if n is not None}
            rival = Rival(row[second].id, why[second]) if second is not None else None
            found.append(Aim(row[taken], _share(score, taken), why[taken], rival))
        return found

    def _cues(self, post: str, n: int, near: dict[int, float], whole: dict[int, float], before: int | None) -> Cues:
        """What spoke for and against a target, where the answering claim before it took the target `before`."""
        known = weights("aim")
        claim, thesis = self._standing(post, n)
        change = known["change"] if before not in (None, n) else 0.0
        parts = {
            "claim-like target": claim,
            "thesis": thesis,
            "shared words": known["own"] * near.get(n, 0.0),
            "words shared with its post": known["post"] * whole.get(n, 0.0),
            "change of target": -change,
        }
        return tuple(f"{name} {part:+.2f}" for name, part in parts.items() if part)

    def _likely(self, post: str, whole: dict[int, float]) -> list[int]:
        """The claims of a post that are worth weighing: what it says first and last, and what is most alike."""
        last = len(self._claims[post]) - 1
        alike = sorted(whole, key=lambda n: (-whole[n] - self._prior(post, n), n))[:_KEPT]
        first = next((n for n, c in enumerate(self._claims[post]) if c.kind == "claim"), 0)
        return sorted({0, first, last, *alike})


def _share(score: dict[int, float], taken: int) -> float:
    """How likely a target is among those that were weighed."""
    return 1.0 / sum(exp(other - score[taken]) for other in score.values())


def _path(scores: list[dict[int, float]], change: float) -> list[int]:
    """The targets with the greatest sum of scores, where each change of target costs `change` (Viterbi)."""
    best = dict(scores[0])
    came: list[dict[int, int]] = []
    for score in scores[1:]:
        top = max(best, key=lambda n: (best[n], -n))
        came.append({n: n if best[n] >= best[top] - change else top for n in score})
        best = {n: s + max(best[n], best[top] - change) for n, s in score.items()}
    at = max(best, key=lambda n: (best[n], -n))
    path = [at]
    for step in reversed(came):
        at = step[at]
        path.append(at)
    return path[::-1]
