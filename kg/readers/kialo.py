"""Kialo: the text export of a discussion, a numbered tree of claims with Pro and Con."""

import re
from collections.abc import Iterator

from kg.discussion import Discussion, Place
from kg.errors import SourceError
from kg.readers._map import Map
from kg.reading.source import Source
from kg.text import lines, trim

SUFFIXES = (".txt",)

_TITLE = re.compile(r"\ufeff?[ \t]*Discussion Title:[ \t]*(?P<title>[^\r\n]*)")
_CLAIM = re.compile(r"[ \t]*(?P<number>(?:\d{1,6}\.){1,200})[ \t]+(?:(?P<side>Pro|Con):[ \t]*)?(?P<words>\S?)")
_SEE = re.compile(r"->[ \t]*See[ \t]+(?P<number>(?:\d{1,6}\.)+)")
_THESIS = re.compile(r"(?m)^[ \t]*(\d{1,6})\.1\.[ \t]+(?:Pro|Con):")  # a claim of the first level that others answer
_STANCES = {"Pro": "SUPPORTS", "Con": "REBUTS"}


def fits(head: str) -> bool:
    """A line with the title, and a first claim with the number 1 below it."""
    return _TITLE.match(head) is not None and re.search(r"(?m)^[ \t]*1\.(?:1\.)*[ \t]", head) is not None


class _Line:
    """A numbered claim: where its words begin and end, and its side."""

    def __init__(self, match: re.Match[str], end: int) -> None:
        self.number = match["number"]
        self.side = match["side"]
        self.start, self.end = match.start("words"), end

    @property
    def parent(self) -> str:
        """The number of the claim that it is for or against."""
        return self.number[:-1].rpartition(".")[0] + "." if self.number.count(".") > 1 else ""


def read(source: Source) -> Iterator[Discussion]:
    """One discussion; each claim is a post, and nobody is named for it."""
    text = source.text
    title = _TITLE.match(text)
    if title is None:
        raise SourceError(f"{source.name}: no line `Discussion Title: …` at the top; export the discussion again")
    found = Map(source, "kialo")
    claims = _claims(text, title.end())
    if not claims:
        raise SourceError(f"{source.name}: no numbered claim such as `1. …` below the title; export it again")
    for claim in claims.values():
        start, end = trim(text, claim.start, claim.end)
        if start == end:
            found.skipped["claim without words"] += 1
        elif not _SEE.match(text, start, end):
            above = claim.parent if claim.parent in found.places else ""
            post = found.post(
                claim.number,
                text[start:end],
                places=(Place(0, start, end - start),),
                reply_to=f"{found.id}@{above}" if above else None,
            )
            found.state(claim.number, post)
    for claim in claims.values():
        see = _SEE.match(text, claim.start, claim.end)
        own = see["number"] if see else claim.number
        if claim.side and (see or own in found.places):
            found.tie(_STANCES[claim.side], own, claim.parent)
    yield found.discussion(title["title"].strip() or None)


def _claims(text: str, at: int) -> dict[str, _Line]:
    """The claims by number; a line that begins none belongs to the claim before it."""
    claims: dict[str, _Line] = {}
    theses = {f"{number}." for number in _THESIS.findall(text, at)}
    last: _Line | None = None
    for a, b in lines(text[at:]):
        match = _CLAIM.match(text, at + a, at + b)
        line = _Line(match, at + b) if match else None
        # A claim may hold a numbered list of its own.
        new = (
            line
            and line.number not in claims
            and (line.side or line.parent in claims or line.number in theses or not claims)
        )
        if line and new:
            claims[line.number] = last = line
        elif last is not None:
            last.end = at + b
    return claims
