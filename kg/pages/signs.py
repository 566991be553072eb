"""The signs that lines give: of a post that begins, of words that are quoted, of a feed; see weights.toml."""

import re
from collections import Counter
from itertools import pairwise

from kg.pages.facts import FEW, ME, Facts
from kg.pages.weights import begins, listed

Signs = dict[str, float]
_GAP = re.compile(r"\.\.\.|…")
_MARK = re.compile('["“”]')
_ENOUGH = 12
"""So many rows can show what a page is about."""


def alike(a: frozenset[str], b: frozenset[str]) -> float:
    """How many of the rare words of two rows, or of two posts, they share, from 0 to 1."""
    if not a or not b:
        return 0.0
    shared = len(a & b)
    return min(1.0, shared / (1 + min(len(a), len(b))) ** 0.5) if shared else 0.0


def begin(p: Facts, f: Facts) -> Signs:
    """Signs that a post begins with the row `f` after the row `p`; those that are 0 are left out."""
    out: Signs = {"bias": 1.0}
    first = f.words[0] if f.words else ""
    seen = {
        "opening": f.opening,
        "going_on": f.going_on,
        "you": f.you,
        "you_first": f.you and not p.you,
        "you_above": p.you,
        "question_above": p.end == "?",
        "colon_above": p.end in ":,",
        "open_end_above": p.end.isalnum() and not p.link and not p.item,
        "cut_off_above": p.cut_off,
        "item": f.item and not p.item,
        "item_on": f.item and p.item,
        "item_above": p.item and not f.item,
        "short": len(f.text) < FEW,
        "short_above": len(p.text) < FEW,
        "long": len(f.text) > 400,
        "delta": f.delta and len(f.text) > 5,
        "delta_above": p.delta and len(p.text) > 5,
        "delta_alone": f.delta and len(f.text) <= 5,
        "delta_alone_above": p.delta and len(p.text) <= 5,
        "closing_above": not (p.top and _title(p)) and begins(p.words[-8:], "closings", anywhere=True),
        "aside": begins(f.words, "asides"),
        "after_title": p.top and _title(p),
        "aside_above": begins(p.words, "asides"),
        "heading": f.end == ":" and len(f.text) < FEW,
        "link": f.link,
        "link_above": p.link,
        "lower": f.text[:1].islower(),
        "bracket": f.text[:1] in "([",
        "i": first in ("i", "i'm", "i've", "i'd", "my"),
        "pointing": first in ("this", "that", "these", "those", "it", "it's", "they", "he", "she", "that's"),
        "question": f.end == "?",
    }
    out |= {name: 1.0 for name, sign in seen.items() if sign}
    if (near := alike(p.rare, f.rare)) > 0:
        out["alike"] = near
    return out


def length(rows: int, long: bool) -> Signs:
    """Signs of a post to end after so many rows."""
    out = {{1: "after_one", 2: "after_two"}.get(rows, "after_three"): 1.0}
    return out | {"after_long": 1.0} if long else out


def first_post(f: Facts) -> Signs:
    """Signs of the page's first post to end before `f`, one of its first six rows."""
    out = {"first_post": 1.0}
    if f.you:
        out["first_post_you"] = 1.0
    return out


def quoting(rows: list[Facts]) -> float:
    """How much the page quotes, from 0 to 1."""
    return min(
        1.0, 5 * sum(f.marked or f.lost or (f.repeat.first is not None and len(f.words) > 4) for f in rows) / len(rows)
    )


def quote(p: Facts | None, f: Facts, n: Facts | None, marks: bool) -> Signs:
    """Signs that the row `f`, between `p` and `n`, is somebody else's words; `marks`: the page marks quotes by `>`."""
    out: Signs = {"bias": 1.0}
    seen = {
        "marked": f.marked,
        "marks_elsewhere": marks and not (f.marked or f.lost or f.wrapped or f.repeat.first is not None),
        "lost": f.lost and not f.link,
        "kept": f.kept and not (f.marked or f.wrapped),
        "repeats": f.repeat.first is not None and not f.link,
        "repeats_later": f.repeat.later is not None and f.repeat.first is None,
        "wrapped": f.wrapped,
        "fragment": f.text[:1].islower() or f.text.startswith(("[...", "...", "…", "[H", "[h")),
        "open_end": f.end.isalnum() and not f.link and not f.item,
        "asks": f.end == "?",
        "opening": f.opening,
        "short": len(f.text) < FEW,
        "delta": f.delta,
        "link": f.link,
        "i": bool(f.words) and f.words[0] in ("i", "i'm", "i've", "i'd", "my"),
        "you": f.you,
        "colon_above": p is not None and p.end == ":",
        "told_above": p is not None and p.end == ":" and begins(p.words[-15:], "telling", anywhere=True),
        "colon": f.end == ":",
        "cut_off": f.cut_off,
        "item": f.item,
        "then_goes_on": n is not None and n.going_on,
        "then_short": n is not None and len(n.text) < 80,
        "you_then_i": n is not None and f.you and bool(n.words) and any(w in ME for w in n.words[:25]),
        "answered": n is not None and n.opening,
        "pointed_at": n is not None and bool(n.words) and n.words[0] in ("this", "that", "that's", "these", "it's"),
        "then_you": n is not None and n.you,
        "then_asks": n is not None and n.end == "?",
        "other_marks": n is not None and f.curly is not None and n.curly is not None and f.curly != n.curly,
        "gap": _GAP.search(f.text, 1, len(f.text) - 4) is not None,
        "then_quotes": n is not None and _MARK.search(n.text) is not None,
    }
    out |= {name: 1.0 for name, sign in seen.items() if sign}
    if n is not None and (near := alike(f.rare, n.rare)) > 0:
        out["alike"] = near
    return out


def feed(rows: list[Facts], spread: Counter[str], names: list[str], limit: int | None) -> Signs:
    """Signs that the page is one person's comments from many threads."""
    out: Signs = {"bias": 1.0}
    top = rows[0]
    own = [f for f in rows if f.repeat.first is None]
    near = [alike(a.rare, b.rare) for a, b in pairwise(own)]
    out["limit"] = float(limit is not None)
    out["cut_offs"] = min(1.0, 8 * sum(f.cut_off for f in rows) / len(rows))
    out["one_name"] = float(len(names) >= 3 and len(set(names)) == 1)
    out["many_names"] = float(len(set(names)) > 1)
    out["echoes"] = min(1.0, 10 * sum(f.repeat.first is not None and len(f.words) > 5 for f in rows) / len(rows))
    out["title"] = float(_title(top))
    out["title_below"] = float(any(_tagged(f) for f in rows[1:]) and not _tagged(top))
    out["answers_first"] = float(top.you or top.opening or top.marked or top.text[:1].islower())
    out["flow"] = sum(near) / len(near) if near else 0.0
    common = listed("common")
    often = max(3, 0.12 * len(rows))
    topics = sum(n >= often and len(w) >= 5 and w not in common for w, n in spread.items())
    out["topics"] = min(5, topics) / 5 if len(rows) >= _ENOUGH else 0.5  # a short page cannot show its topic
    return out


def _tagged(f: Facts) -> bool:
    """Whether the line begins with the tag of a forum's titles."""
    return len(f.text) < 300 and begins(f.words, "title_tags")


def _title(f: Facts) -> bool:
    return _tagged(f) or (
        10 < len(f.text) < 120 and f.end not in ".!,;:" and f.text[0].isupper() and not f.you and not f.link
        and not f.opening and f.end != "?" and not f.cut_off
    )  # fmt: skip
