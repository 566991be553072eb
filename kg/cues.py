"""The cue phrases of `cues.toml`: which of them a sentence holds, and where."""

import re
import tomllib
from functools import cache
from pathlib import Path

from kg.text import straighten

_OPENING = r"(?:(?:and|but|so|well|yes|yeah|hmm|ah|oh|i mean|like|also|or)\b[,:;\s-]*)?"


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    table = tomllib.loads((Path(__file__).parent / "cues.toml").read_text(encoding="utf-8"))
    first, anywhere = [], []
    for phrase in sorted(table[kind]["phrases"], key=len, reverse=True):
        body = re.escape(phrase.lstrip("^").strip())
        edge = r"\b" if phrase.rstrip()[-1].isalnum() else ""
        if phrase.startswith("^"):
            first.append(body + edge)
        else:
            anywhere.append((r"\b" if phrase.strip()[0].isalpha() and phrase != "n't" else "") + body + edge)
    parts = []
    if first:
        # "And, yes, it is so" goes on; only what a sentence says may come after such a word, not how a post opens.
        before = "" if kind == "opening" else _OPENING
        parts.append(rf"^[^\w+]*{before}(?P<first>{'|'.join(first)})")
    if anywhere:
        parts.append(rf"(?P<any>{'|'.join(anywhere)})")
    return re.compile("|".join(parts), re.IGNORECASE)


def find(kind: str, sentence: str) -> tuple[int, int] | None:
    """Where the first cue of `kind` stands in the sentence, as (start, end); None where there is none."""
    match = _pattern(kind).search(straighten(sentence))
    if match is None:
        return None
    group = "first" if "first" in match.re.groupindex and match.group("first") else "any"
    return match.span(group)
