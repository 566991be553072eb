"""Capitalised phrases: runs of words with capitals, cut where one name ends and the next begins, and their shape."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from kg.mentions.words import any_of, every, ordinary, small

TALES = ("novel", "movie", "film", "book", "documentary", "anime", "memoir", "textbook", "poem", "novella")
"""Kinds of which a single capitalised word behind them is the title."""

_SMALL = any_of(every("small"))
_WORD = r"(?!I['’ ,])[A-ZÀ-Þ][\w'’&+-]{0,40}(?:\.\d+)?"
_NEXT = rf"(?:,? |: | [–-] )(?:{_SMALL} ){{0,3}}+(?:{_WORD}|\d[\w.-]{{0,10}})"
_RUN = re.compile(
    rf"[A-ZÀ-Þ](?<![\w@#/.'’-].)(?<!I(?=['’ ,]))[\w'’&+-]{{0,40}}(?:\.\d+)?"
    rf"(?:{_NEXT}){{1,24}}+(?:[?!](?=[\s,;:)\"”’]))?"
)
_ONE = re.compile(rf"{_WORD}(?:{_NEXT}){{0,24}}+")
_TALE = re.compile("[A-ZÀ-Þ](?:" + "|".join(f"(?<={kind} .)" for kind in TALES) + ")")

SHOWN = re.compile(r" ?[(\[]{1,2}(?:https?://|arXiv|doi\b|10\.)", re.IGNORECASE)
"""A link or an identifier in brackets, right behind what it is the place of."""
CAPITAL = re.compile(r"[A-ZÀ-Þ][\w'’-]*")
_OWNER = re.compile(rf"(?:['’]s |['’] (?=[A-Z\d])| by )(?:{_SMALL} ){{0,3}}(?=[A-Z])")
_PERSONS = re.compile(r" (?:and|or|with|from|at|in) (?:the )?(?=[A-Z])")
_PAIR = re.compile(r" (?:and|or) (?=[A-Z])")
_LIST = re.compile(rf"(?:,|:| -| –) (?:{_SMALL} ){{0,3}}")
_ARTICLES = ("The", "A", "An")

Score = Callable[[int, int], float]


def runs(text: str) -> Iterator[tuple[int, int]]:
    """The runs of capitalised words that may hold a title: two words or more, one of which is written small
    elsewhere; and what stands behind "the novel"."""
    for match in _RUN.finditer(text):
        if (
            _worth(match[0])
            or text[max(0, match.start() - 12) : match.start()].rstrip('"“*_( ,:').endswith(_NOUNS)
            or SHOWN.match(text, match.end())
        ):
            yield match.span()
    for match in _TALE.finditer(text):
        one = _ONE.match(text, match.start())
        if one is not None and not _RUN.match(text, match.start()):
            yield one.span()


_NOUNS = (
    "novel",
    "movie",
    "film",
    "book",
    "paper",
    "essay",
    "article",
    "report",
    "post",
    "story",
    "study",
    "called",
    "titled",
    "entitled",
)


@lru_cache(maxsize=1 << 14)
def _worth(run: str) -> bool:
    """Whether a run can be a title by its words."""
    row = run.replace(",", " ").replace(":", " ").split()
    told = row if any(w in every("small") for w in row) else row[1:]
    return row[0] in _ARTICLES or any(ordinary(w) or w in every("title_nouns") for w in told if w[0].isupper())


def pieces(text: str, start: int, end: int, score: Score, least: float) -> Iterator[tuple[int, int]]:
    """The stretches of a run that may be one title: all of it where it reads as one, else its pieces."""
    first, _, rest = text[start:end].partition(" ")
    if rest and first in every("openers") and initial(text, start):
        start += len(first) + 1
    for at, stop in _cut(text, start, end, _OWNER, score, least):
        inner = text[at:stop]
        head, colon, tail = inner.partition(": ")
        if _LIST.search(inner) or colon:
            if _whole(inner, head, bool(colon)) and score(at, stop) >= least:
                yield at, stop
                continue
            if colon and " " in head and score(at, at + len(head)) >= least:
                yield (at, stop) if ", " not in head and " " in tail else (at, at + len(head))
                continue
        for a, b in _cut(text, at, stop, _LIST, score, least):
            for c, d in _cut(text, a, b, _PERSONS, score, least):
                yield from _cut(text, c, d, _PAIR, score, least)


def _whole(inner: str, head: str, colon: bool) -> bool:
    """Whether a run with commas or a colon may be one title."""
    caps = CAPITAL.findall(inner)
    plain = len(caps) > 2 and sum(map(ordinary, caps)) >= 0.7 * len(caps)
    return (plain and ", and " not in head) or (colon and " " in head and ", " not in head)


def _cut(
    text: str, start: int, end: int, gaps: re.Pattern[str], score: Score, least: float
) -> Iterator[tuple[int, int]]:
    """What lies between the gaps, where they are gaps."""
    at = start
    for gap in gaps.finditer(text, start, end):
        if gap.start() <= at:
            continue
        if gaps is _PERSONS and any(map(ordinary, CAPITAL.findall(text[start:end]))):
            break
        if gaps is _PAIR and score(at, gap.start()) < least:
            continue
        if gaps is _OWNER and gap[0].strip() != "by":
            owner = CAPITAL.findall(text[at : gap.start()])
            if owner and (ordinary(owner[-1]) or owner[0] in _ARTICLES):
                continue  # a possessive inside of a title
        yield at, gap.start()
        at = gap.end()
        if gap[0].strip() == "by":
            return
    yield at, end


def initial(text: str, start: int) -> bool:
    """Whether words begin a sentence or a list item, so that their first capital says nothing."""
    at = start - 1
    while at >= 0 and text[at] in " \t\"“'‘(*_>-–—":
        at -= 1
    return at < 0 or text[at] in ".!?\n:;…•" or (text[at].isdigit() and text.rfind("\n", 0, at) >= at - 3)


@lru_cache(maxsize=1 << 14)
def shape(phrase: str, first: bool) -> float:
    """Points for the words of a phrase; `first` where it begins a sentence."""
    words = [w.strip(",:?!") for w in phrase.split()]
    caps = [w for w in words if w and (w[0].isupper() or w[0].isdigit())]
    if not caps:
        return -9.0
    articled = not first and caps[0] in _ARTICLES and len(caps) > 1
    if articled:
        caps = caps[1:]
    points = 0.0 if not articled else 1.5 if words[0] != "The" else 2.3 if len(caps) == 1 else 2.6
    told = caps[1:] if first else caps
    plain = sum(ordinary(w) for w in told if w not in _ARTICLES)
    points += min(plain, 4) * (0.9 if len(caps) > 2 else 0.6) + (0.5 if len(caps) > 3 and plain > 1 else 0.0)
    inner = {w for w in words[1:-1] if w in every("small")}
    points += (1.0 if plain and inner else 0.0) + (1.0 if inner & every("linking") else 0.0)
    points += 3.0 * any(w in every("title_nouns") for w in caps)
    return points + _capital_small(caps, told) - _against(caps, plain, articled, first, bool(inner))


def _capital_small(caps: list[str], told: list[str]) -> float:
    """Points for small words with capitals: "Is" and "Your" tell a title; "Of" and "The" tell it among rare words,
    and shouting among common ones."""
    points = min(sum(1.5 for w in told[1:] if small(w) and w.lower() not in every("prepositions")), 3.0)
    shouted = sum(w.lower() in every("prepositions") for w in caps[1:])
    if shouted:
        others = [w for w in caps if not small(w)]
        points += 1.0 if 2 * sum(map(ordinary, others)) <= len(others) else -1.2 * min(shouted, 2)
    return points


def _against(caps: list[str], plain: int, articled: bool, first: bool, joined: bool) -> float:
    """Points against: bodies and places, what always has a capital, a person's name, a single word."""
    points = 3.0 * any(w in every("bodies") for w in caps) + 1.0 * sum(
        w.replace("’", "'") in every("always") for w in caps
    )
    points += 1.0 * (len(caps) == 1 and not articled) + 1.0 * (len(caps) == 1 and first)
    points += 1.5 * (len(caps) == 2 and plain == 0 and not articled and not joined)
    return points + 3.0 * (all(w.isupper() and len(w) > 1 for w in caps) and not caps[-1].isdigit())
