"""What each row of a page shows by itself."""

import re
from collections import Counter
from dataclasses import dataclass

from kg.pages.repeats import Repeat
from kg.pages.rows import Row
from kg.pages.weights import begins

_CUT_OFF = re.compile(r"(?:\.\.\.|…)[\"'’”)]?\s*(?:\(read more\))?[\"'’”]?$|\(read more\)$")
_ITEM = re.compile(r"(?:\(?\d{1,3}(?:\.\d+)*[.):]|\(?[a-zA-Z][.)]|[-*•+–—])\s*\S")
_LINK = re.compile(r"\W?https?://\S+$")
_STOP = re.compile(r"[.?!]")
YOU = frozenset("you your you're you've you'd you'll yours yourself u ur".split())
ME = frozenset("i my me i'm i've i'd".split())
_MARKS = '"“”″'
FEW = 40
"""Fewer characters make a short row."""


@dataclass(slots=True)
class Facts:
    """What one row shows by itself."""

    text: str
    top: bool
    words: list[str]
    rare: frozenset[str]
    cut_off: bool
    item: bool
    link: bool
    marked: bool
    wrapped: bool
    delta: bool
    you: bool
    opening: bool
    going_on: bool
    curly: bool | None
    single: bool
    lost: bool
    kept: bool
    repeat: Repeat
    end: str


def look(
    texts: list[str], words: list[list[str]], rows: list[Row], found: list[Repeat], spread: Counter[str]
) -> list[Facts]:
    """The facts of all rows; a rare word is one that few rows of the page have: `spread` says how many have each."""
    most = max(3, len(rows) // 12)
    rare = {w for w, count in spread.items() if len(w) > 3 and 2 <= count <= most}
    kept = sum(row.lost for row in rows) >= 2
    bare = [t.strip() for t in texts]
    inside = _inside(bare)
    return [
        _facts(n == 0, t, w, frozenset(rare.intersection(w)), r, f, kept, n in inside)
        for n, (t, w, r, f) in enumerate(zip(bare, words, rows, found, strict=True))
    ]


def _inside(texts: list[str]) -> set[int]:
    """Rows between a quotation mark that opens a row and one that closes a row, at most four on, with none between."""
    out: set[int] = set()
    for n, text in enumerate(texts):
        if n in out or len(text) < 3 or text[0] not in _MARKS:
            continue
        for end in range(n, min(n + 4, len(texts))):
            body = texts[end].rstrip(" .")[1 if end == n else 0 :]
            if body[-1:] in _MARKS and not any(m in body[:-1] for m in _MARKS):
                out.update(range(n, end + 1))
                break
            if any(m in body for m in _MARKS):
                break
    return out


def _facts(
    top: bool, text: str, words: list[str], rare: frozenset[str], row: Row, repeat: Repeat, kept: bool, inside: bool
) -> Facts:
    bare = text.rstrip("\"'”’)]*_ ")
    straight, curly = "'" in text or '"' in text, "’" in text or "“" in text or "”" in text
    return Facts(
        text=text,
        top=top,
        words=words,
        rare=rare,
        cut_off=bool(_CUT_OFF.search(text[-20:])),
        item=bool(_ITEM.match(text)),
        link=bool(_LINK.match(text)),
        marked=text.startswith((">", "&gt;")),
        wrapped=inside,
        delta="∆" in text or "Δ" in text or "δ" in text,
        you=not YOU.isdisjoint(words[:14]),
        opening=begins(words, "openings"),
        going_on=begins(words, "going_on"),
        curly=curly if straight != curly else None,
        single=_STOP.search(text, 0, len(text) - 2) is None,
        lost=row.lost,
        kept=kept and not row.lost,
        repeat=repeat,
        end=bare[-1:] or text[-1:],
    )
