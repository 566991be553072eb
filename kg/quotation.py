"""Quoted lines: the runs of lines that begin with `>`, as forums and mail mark what somebody else said."""

import re

from kg.discussion import Passage

# `>!` hides a spoiler, on LessWrong as on Reddit; it quotes nobody.
_MARK = re.compile(r"[ ]{0,3}(?:>|&gt;)(?!!)")
# "> 10% of the index" says "more than": it takes a quote that is under way to make such a line a quoted one.
_GREATER = re.compile(r"[ ]{0,3}(?:>|&gt;)[\d=]")


def quoted(text: str) -> tuple[Passage, ...]:
    """The passages of `text` whose lines begin with `>` (or `&gt;`), marks and inner line ends included."""
    passages: list[Passage] = []
    start: int | None = None
    end = at = 0
    for line in text.split("\n"):
        if _MARK.match(line) and (start is not None or not _GREATER.match(line)):
            start = at if start is None else start
            end = at + len(line.rstrip("\r"))
        elif start is not None:
            passages.append(Passage(start, end))
            start = None
        at += len(line) + 1
    if start is not None:
        passages.append(Passage(start, end))
    return tuple(p for p in passages if any(c.isalnum() for c in text[p.start : p.end].replace("&gt;", "")))
