"""Words that point back at a work named before: "the book", "that paper", "their appendix M"."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from kg.mentions.hits import Hit
from kg.mentions.words import any_of, every, kinds

_POSTS = frozenset({"post", "essay", "thread", "article", "piece", "series", "sequence", "doc", "document"})
_TOLD = frozenset({"story", "scenario", "play", "poem"})
_SPOKEN = _POSTS | _TOLD
_OWN = re.compile(r"(?:\b[Aa]uthors? of (?:the|this|that) |\b[Mm]y |\b[Oo]ur )(?:[\w-]+ )?$")
_FAR = 4
"""So many paragraphs further down, "the book" has lost its book where the text names several."""


@cache
def _pattern() -> re.Pattern[str]:
    noun = any_of([k for k in kinds() if " " not in k and k not in every("untopical")] + ["film", "movie", "doc"])
    return re.compile(
        rf"[TtHhYy](?<!\w.)(?P<rest>he|his|hat|heir|is|er|our) (?P<adj>(?:original|same|old|new|full|whole) )?"
        rf"(?:(?P<kind>{noun})\b|(?:appendix|supplement|abstract) [A-Z]\b)"
        rf"(?! (?:by|club|on|about|called|titled|review|industry|world|format|length|cover|form)\b)"
        rf"(?P<asked> in question)?"
    )


def find(text: str, named: Sequence[Hit]) -> Iterator[Hit]:
    """A Hit for each such phrase whose kind fits a work that the text itself names; the nearest before it counts.
    `named` is in order."""
    if not named:
        return
    fitting: dict[str, list[Hit]] = {}
    for match in _free(text, named):
        kind = _kind(match)
        if kind not in fitting:
            fitting[kind] = [h for h in named if _fits(h, kind)]
        near = _antecedent(text, match, kind, fitting[kind])
        if near is not None:
            yield _hit(match, near, min(near.sure, 0.6))


def answering(text: str, named: Sequence[Hit], parent: Sequence[Hit], owned: Sequence[Hit]) -> Iterator[Hit]:
    """The same for phrases that the text itself leaves open, by the post that it answers: the one work of that kind
    there; "your paper" is the one work that somebody in the discussion calls theirs."""
    if not parent and not owned:
        return
    row = sorted(named, key=lambda h: h.start)
    for match in _free(text, row):
        kind, yours = _kind(match), match[0][0] in "Yy"
        if yours or kind not in _SPOKEN:
            fitting = [h for h in (owned if yours else parent) if _fits(h, kind) and h.rule != "anaphor"]
            if len({h.work for h in fitting}) == 1:
                yield _hit(match, fitting[-1], 0.4)


def owned(text: str, named: Sequence[Hit]) -> Iterator[Hit]:
    """The works that the writer calls theirs: "author of the paper", "our report"."""
    return (h for h in named if _OWN.search(text[max(0, h.start - 40) : h.start]))


def _free(text: str, named: Sequence[Hit]) -> Iterator[re.Match[str]]:
    """The phrases that are no part of a name, nor stand right before one, as in "the film Fantasia"."""
    starts = [h.start for h in named]
    for match in _pattern().finditer(text):
        at = bisect_left(starts, match.end())
        free = at == 0 or named[at - 1].end <= match.start()
        if free and not (at < len(starts) and not text[match.end() : starts[at]].strip(' *_"“(')):
            yield match


def _kind(match: re.Match[str]) -> str:
    return (match["kind"] or "paper").lower()


def _antecedent(text: str, match: re.Match[str], kind: str, fitting: Sequence[Hit]) -> Hit | None:
    which = (match[0][0] + match["rest"]).lower()
    if which == "your" or (kind in _POSTS and which == "this") or (kind in _TOLD and which in ("the", "this")):
        return None
    at = bisect_right(fitting, match.start(), key=lambda h: h.end)
    near = fitting[at - 1] if at else None
    if kind in _SPOKEN:
        if near is None:
            return fitting[0] if fitting and match["asked"] else None
        here = "\n\n" not in text[near.end : match.start()] and (which != "the" or match["adj"])
        return near if kind == "essay" or here else None
    if near is not None and text.count("\n\n", near.end, match.start()) <= _FAR:
        return near
    # A paper that is named later only is seldom "the paper", which is what the discussion is about.
    one = (near is not None or (which in ("the", "that") and "book" in kinds()[kind])) and fitting
    return (near or fitting[0]) if one and len({h.work for h in fitting}) == 1 else None


def _hit(match: re.Match[str], near: Hit, sure: float) -> Hit:
    because = "named before"
    return Hit(match.start(), match.end(), "anaphor", round(sure, 2), near.work, kinds=near.kinds, because=because)


def _fits(hit: Hit, kind: str) -> bool:
    """Whether a named work can be called so; a title of unknown kind can be a book, an appendix is a paper's."""
    groups = kinds()[kind]
    if hit.kinds:
        scholarly = kind in ("article", "study", "paper") and bool(hit.kinds & {"paper", "report"})
        return scholarly or bool(hit.kinds & groups)
    linked = ":" in hit.work and not hit.work.startswith(("isbn:", "wikipedia:"))
    return not linked and hit.rule != "author" and ("book" in groups or kind == "essay")
