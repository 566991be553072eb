"""Likeness: whether two claims say the same again, by their words in order; a negation more makes another claim."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from math import log
from typing import Generic, NamedTuple, TypeVar

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
    without fillers; its signs (`<`, `%`); whether it asks, and whether it speaks of "me" or "you"."""

    text: str
    verbatim: str
    stems: tuple[str, ...]
    signs: tuple[str, ...]
    asks: bool
    personal: bool


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two claims are alike: `exact`, `near` or `paraphrase`, and how sure it is that they say the same."""

    rule: str
    score: float


class _Word(NamedTuple):
    """A word, its stem, and whether it tells something, points elsewhere, or stands for a person of the talk."""

    word: str
    stem: str
    tells: bool
    points: bool
    person: bool


def gist(text: str) -> Gist | None:
    """What a claim says; None where that is too little, or too bound to its place, to be known again."""
    known = weights("same")
    row = [word for token in words(_LABEL.sub("", text, count=1)) for word in _read(token)]
    row = row[_lead(row) :]
    bound = len(row) < known["long"] and any(word.points for word in row)
    telling = len({word.stem for word in row if word.tells})
    if telling < known["bound" if bound else "telling"]:
        return None
    asks = text.rstrip("\"'”’)* ").endswith("?")
    personal = any(word.person for word in row)
    signs = tuple(_SIGN.findall(text))
    return Gist(text, fold(text).strip(_MARKS), tuple(word.stem for word in row), signs, asks, personal)


@lru_cache(maxsize=1 << 14)
def _read(token: str) -> tuple[_Word, ...]:
    """The words of a token, short forms written out; none of a filler."""
    end = next((end for end in _SHORT if token.endswith(end)), "")
    whole = token[: -len(end)] if end else token
    found = [*_BASE.get(whole, whole).split(), *([_SHORT[end]] if end else [])]
    idle = cues.words("common") | cues.words("lead")
    return tuple(
        _Word(
            word,
            stem(word),
            len(word) > 2 and word not in idle,
            word in cues.words("pointing"),
            word in cues.words("person"),
        )
        for word in found
        if word not in cues.words("filler")
    )


def _lead(row: Sequence[_Word]) -> int:
    """How many words at the start only lead up to the claim."""
    at = 0
    while at < len(row) and (sizes := _leads().get(row[at].word)):
        size = next((n for n, lead in sizes if at + n < len(row) and [w.word for w in row[at : at + n]] == lead), 0)
        if not size:
            break
        at += size
    return at


@cache
def _leads() -> dict[str, list[tuple[int, list[str]]]]:
    """What may lead up to a claim, by its first word, the longest first, each with its length."""
    found: dict[str, list[tuple[int, list[str]]]] = {}
    for lead in sorted(cues.words("lead"), key=lambda words: (-len(words.split()), words)):
        found.setdefault(lead.split()[0], []).append((len(lead.split()), lead.split()))
    return found


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
            if best is not None and best[1].score >= weights("same")["near"]:
                break  # no claim with other words is surer
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
        if one.signs != other.signs:
            return None
        if one.stems == other.stems or _misspelled(one.stems, other.stems):
            return Likeness("near", known["near"])
        short, long = (one, other) if len(one.stems) <= len(other.stems) else (other, one)
        if (
            len(short.stems) < max(known["words"], len(long.stems) // 2)
            or not _inside(short.stems, long.stems)
            or not _english(long.text)
        ):
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
    pairs = list(islice(((a, b) for a, b in zip(one, other, strict=True) if a != b), 2))
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
