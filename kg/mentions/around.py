"""What stands right before and right after words that may be a title, with the points it gives them."""

import re
from functools import cache

from kg.mentions.phrases import SHOWN, TALES
from kg.mentions.words import every, kinds, phrases

_REACH = 60
_MARKS = '"“‘*_([{'
_BY = re.compile(r",? \(?(?:by|written by|translated by|edited by|directed by) [A-ZÀ-Þ]")
_YEAR = re.compile(r",? \((?:19|20)\d\d\)")
_OWNER = re.compile(r"[A-ZÀ-Þ][\w.-]{1,40}(?:['’]s|s['’])(?: [\w-]{1,20})?$")
_TITLE = re.compile(r"\btitle(?:[, ]+[\w'’]+){0,3},? $", re.IGNORECASE)
_LINKS = frozenset("in from of see like and or than".split())


@cache
def nouns() -> frozenset[str]:
    """The kinds that stand before or after a title."""
    return frozenset(kinds()) - {"play", "song", "album", "experiment", "talk", "doc"}


@cache
def _plural() -> frozenset[str]:
    return frozenset(n + "s" for n in nouns()) | {"stories", "studies", "anthologies"}


def before(text: str, start: int) -> float:
    """Points for the words before a place: a kind of work, "called", a verb of reading, an owner."""
    lead = text[max(0, start - _REACH) : start]
    bare = lead.rstrip(_MARKS)
    marked = len(bare) < len(lead)
    row = bare.rpartition("\n")[2].split()[-5:]
    if not row or (bare and not bare[-1].isspace()):
        return 0.0
    words = [w.lower().strip(',:“”"()') for w in row]
    last, pair = words[-1], " ".join(words[-2:])
    if marked and _TITLE.search(bare):
        return 3.0
    if last in every("called") or pair in every("called"):
        return 3.0 if any(w in nouns() for w in words[-4:]) else 1.0
    if last in nouns() or pair in nouns():
        if last in TALES and not row[-1].endswith(":"):
            return 4.0
        return 3.0 if len(words) > 1 and _determined(words[:-1]) else 2.0
    if (
        last in ("like", "as")
        and len(words) > 1
        and (words[-2] in _plural() or (pair == "such as" and words[-3:-2] and words[-3] in _plural()))
    ):
        return 2.0
    if (
        last in every("read")
        or pair in phrases("read")
        or (len(words) > 1 and last in ("the", "his", "her", "their") and _reads(words[:-1]))
    ):
        return 1.5
    if _OWNER.search(bare.rstrip()):
        return 1.5
    return 0.7 if last in _LINKS else 0.0


def _determined(words: list[str]) -> bool:
    """Whether a noun has a determiner or an owner, maybe with an adjective between."""
    return any(w in every("articles") or w.endswith(("'s", "’s", "s'", "s’", "ed")) for w in words[-2:])


def _reads(words: list[str]) -> bool:
    return words[-1] in every("read") or " ".join(words[-2:]) in phrases("read")


def after(text: str, end: int) -> float:
    """Points for the words after a place: by whom, which year, a kind of work, what works do."""
    tail = text[end : end + _REACH].lstrip('"”*_')
    if SHOWN.match(tail):
        return 4.0
    if _BY.match(tail):
        return 2.5
    if _YEAR.match(tail):
        return 2.0
    if tail[:1] != " ":
        return 0.0
    row = [w.rstrip(".,;:!?)\"”'’").lower() for w in tail.partition("\n")[0].split()[:4]]
    if row and (row[0].removesuffix("'s").removesuffix("’s") in nouns() or " ".join(row[:2]) in nouns()):
        return 2.0
    while row and row[0] in every("hedges"):
        row.pop(0)
    return 1.5 if row and row[0] in every("says") else 0.0
