"""Quoted lines: the runs of lines that begin with `>`, as forums and mail mark what somebody else said."""

import re

from kg.discussion import Passage

# A quoted line. `>!` hides a spoiler, on LessWrong as on Reddit; it quotes nobody.
_LINE = re.compile(r"\n[ ]{0,3}(?:>|&gt;)(?!!)[^\n]*")
# "> 10% of the index" says "more than": it takes a quote that is under way to make such a line a quoted one.
_GREATER = re.compile(r"[ ]{0,3}(?:>|&gt;)[\d=]")
_WORD = re.compile(r"[^\W_]")


def quoted(text: str) -> tuple[Passage, ...]:
    """The passages of `text` whose lines begin with `>` (or `&gt;`), marks and inner line ends included."""
    if ">" not in text and "&gt;" not in text:
        return ()
    runs: list[tuple[int, int]] = []
    # A line end before the first line too: an expression that begins with a character is found much sooner.
    for line in _LINE.finditer(f"\n{text}"):
        start, end = line.start(), line.end() - 1
        if runs and start == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], end)
        elif not _GREATER.match(text, start):
            runs.append((start, end))
    passages = (Passage(start, end - (text[end - 1] == "\r")) for start, end in runs)
    return tuple(p for p in passages if _WORD.search(text[p.start : p.end].replace("&gt;", "")))
