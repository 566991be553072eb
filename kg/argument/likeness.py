"""Likeness: whether two claims say the same again, by their words in order; a negation more makes another claim."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA

from kg import cues
from kg.argument.aims import stem
from kg.argument.weights import weights
from kg.text import fold, words

_LABEL = re.compile(r"\W*[A-Z]{2,6}\s?:\s+")
_SIGN = re.compile(r"[<>=≠≤≥%$€£+]|~~")
_MARKS = " .,;:!?\"'()[]*_~-"
_SHORT = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'m": "am"}
_BASE = {"ca": "can", "wo": "will", "sha": "shall", "cannot": "can not"}
_SIDES = ("agree", "concede", "disagree", "attack", "undercut", "negation")
_LITTLE = frozenset({"of", "to", "in", "is", "on", "be", "at", "by", "it", "i", "we", "as"})
_RAREST = 4
_KEPT = 8
"""So many claims are kept for one word: those that share only a common word are not compared."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Gist:
    """What a claim says, for comparing: its folded words without marks at the edges; the stems of its words in order,
    without fillers; how many of these tell something; whether it asks, and whether it speaks of "me" or "you"."""

    text: str
    verbatim: str
    stems: tuple[str, ...]
    telling: int
    asks: bool
    personal: bool


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two claims are alike: `exact`, `near` or `paraphrase`, and how sure it is that they say the same."""

    rule: str
    score: float


def gist(text: str) -> Gist | None:
    """What a claim says; None where that is too little, or too bound to its place, to be known again."""
    row = [word for word in _plain(_LABEL.sub("", text, count=1)) if word not in cues.words("filler")]
    row = row[_lead(row) :]
    telling = {stem(w) for w in row if len(w) > 2 and w not in cues.words("common") and w not in cues.words("lead")}
    bound = len(row) < weights("same")["long"] and not cues.words("pointing").isdisjoint(row)
    if len(telling) < weights("same")["bound" if bound else "telling"]:
        return None
    verbatim = fold(text).strip(_MARKS)
    personal = not cues.words("person").isdisjoint(row)
    stems = tuple(stem(word) for word in row)
    return Gist(text, verbatim, stems, len(telling), text.rstrip("\"'”’)* ").endswith("?"), personal)


def _plain(text: str) -> Iterator[str]:
    """The words of a text, short forms written out."""
    for word in words(text):
        end = next((end for end in _SHORT if word.endswith(end)), None)
        whole = word[: -len(end)] if end else word
        if whole:
            yield from _BASE.get(whole, whole).split()
        if end:
            yield _SHORT[end]


def _lead(row: Sequence[str]) -> int:
    """How many words at the start only lead up to the claim."""
    at, leads = 0, cues.words("lead")
    while size := next((n for n in (4, 3, 2, 1) if at + n < len(row) and " ".join(row[at : at + n]) in leads), 0):
        at += size
    return at


class Recalled(Generic[_T]):
    """Claims that were said, by their rarest words, so that each new one is compared with few."""

    def __init__(self, gists: Iterable[Gist]) -> None:
        self._seen: Counter[str] = Counter()
        count = 0
        for known in gists:
            self._seen.update(set(known.stems))
            count += 1
        self._total = max(50, count)
        self._whole: dict[tuple[str, ...], list[tuple[Gist, _T]]] = {}
        self._words: dict[str, list[tuple[Gist, _T]]] = {}

    def rarity(self, word: str) -> float:
        """How much a word tells among all these claims."""
        return log(1.0 + self._total / (1.0 + self._seen[word]))

    def _rarest(self, known: Gist) -> list[str]:
        return sorted(set(known.stems), key=lambda word: (self._seen[word], word))[:_RAREST]

    def add(self, known: Gist, what: _T) -> None:
        """Keep a claim to be found again."""
        lists = [self._whole.setdefault(known.stems, []), *(self._words.setdefault(w, []) for w in self._rarest(known))]
        for row in lists:
            if len(row) < _KEPT:
                row.append((known, what))

    def find(
        self, new: Gist, fits: Callable[[_T, Likeness], bool], loosely: bool = False
    ) -> tuple[_T, Likeness] | None:
        """The claim that is said again, the surest and of these the first; `fits` says whether one may be taken.

        `loosely` looks for more than is sure, for a person to judge: claims that share most of their words.
        """
        best: tuple[_T, Likeness] | None = None
        compared: set[int] = set()
        for row in (self._whole.get(new.stems, ()), *(self._words.get(word, ()) for word in self._rarest(new))):
            for known, what in row:
                if id(known) in compared:
                    continue
                compared.add(id(known))
                found = self.alike(known, new) or (self.akin(known, new) if loosely else None)
                if found and (best is None or found.score > best[1].score) and fits(what, found):
                    best = what, found
        return best

    def alike(self, one: Gist, other: Gist) -> Likeness | None:
        """How two claims say the same, if they do."""
        known = weights("same")
        if one.asks != other.asks:
            return None
        if one.verbatim == other.verbatim:
            return Likeness("exact", known["exact"])
        if _SIGN.findall(one.text) != _SIGN.findall(other.text):
            return None
        if one.stems == other.stems or _misspelled(one.stems, other.stems):
            return Likeness("near", known["near"])
        short, long = sorted((one, other), key=lambda g: len(g.stems))
        if len(short.stems) < known["words"] or not _inside(short.stems, long.stems) or not _english(long.text):
            return None
        added = Counter(long.stems) - Counter(short.stems)
        share = 1.0 - sum(map(self.rarity, added.elements())) / sum(map(self.rarity, long.stems))
        if share < known["share"] or any(map(_changes, added)) or _sides(one.text) != _sides(other.text):
            return None
        return Likeness("paraphrase", round(known["paraphrase"] * share, 3))

    def akin(self, one: Gist, other: Gist) -> Likeness | None:
        """Whether two claims share most of their words, in whatever order, and differ in none that changes a claim."""
        known = weights("same")
        mine, theirs = Counter(one.stems), Counter(other.stems)
        differ = (mine - theirs) + (theirs - mine)
        if one.asks != other.asks or any(map(_changes, differ)) or _sides(one.text) != _sides(other.text):
            return None
        share = sum(map(self.rarity, (mine & theirs).elements())) / sum(map(self.rarity, (mine | theirs).elements()))
        return Likeness("words", round(known["akin"] * share, 3)) if share >= known["akin"] else None


def _inside(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether one row of words stands in the other, in order."""
    rest = iter(long)
    return all(word in rest for word in short)


def _misspelled(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two rows differ in one long word by one letter, and not in its first."""
    if len(one) != len(other) or len(one) < weights("same")["words"]:
        return False
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    if len(pairs) != 1:
        return False
    a, b = pairs[0]
    return min(len(a), len(b)) >= 6 and a.isalpha() and b.isalpha() and a[0] == b[0] and OSA.distance(a, b) <= 1


def _english(text: str) -> bool:
    """Whether a text is English as far as one can see: in another language no list tells what a word more changes."""
    row = words(text)
    known = sum(word in cues.words("common") or word in cues.words("filler") or word in _LITTLE for word in row)
    return bool(known >= weights("same")["english"] * len(row))


def _changes(word: str) -> bool:
    """Whether a word more makes another claim."""
    return word in _guards() or not word.isalpha()


@cache
def _guards() -> frozenset[str]:
    return frozenset(stem(word) for kind in ("guard", "person", "pointing") for word in cues.words(kind))


def _sides(text: str) -> set[str]:
    """The cues of a text that take a side or turn it round."""
    return set(_SIDES) & cues.read(text).cues.keys()
