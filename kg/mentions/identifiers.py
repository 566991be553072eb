"""Identifiers in a text: arXiv numbers, DOIs, PubMed and ISBN numbers that are no links."""

import re
from collections.abc import Iterator

from kg.mentions import places
from kg.mentions.hits import Hit
from kg.mentions.links import trimmed
from kg.works.ids import canonical

_MARKS = {
    "arxiv": re.compile(
        r"[aA][rR][xX][iI][vV](?:\s?:\s?|\s)(?:\d{4}\.\d{4,5}|[a-z-]{1,20}(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,3})?"
    ),
    "doi": re.compile(r"(?:[dD][oO][iI]:\s?)?10\.(?<![\w./-]...)\d{4,9}/[^\s<>\"“”]+"),
    "pmid": re.compile(r"P(?<!\w.)M(?:ID:?\s?\d{4,9}|C\d{5,9})\b"),
    "isbn": re.compile(r"ISBN(?:-1[03])?:?\s?[\d][\d -]{8,16}[\dXx]\b"),
}
_SIGNS = {"arxiv": ("xiv", "XIV", "Xiv"), "doi": ("10.",), "pmid": ("PM",), "isbn": ("ISBN",)}
_NUMBER = re.compile(r"[0-3](?<![\w.,$€£/].)\d(?:0[1-9]|1[0-2])\.\d{5}(?:v\d{1,3})?(?![\w%]|\.\d)")


def find(text: str) -> Iterator[Hit]:
    """A Hit for each identifier; a bare number only where it has the form of an arXiv number."""
    for rule, pattern in _MARKS.items():
        if any(sign in text for sign in _SIGNS[rule]):
            for match in pattern.finditer(text):
                end = trimmed(text, match.start(), match.end()) if rule == "doi" else match.end()
                yield from _hit(text, match.start(), end, rule, text[match.start() : end], 0.97)
    for match in _NUMBER.finditer(text):
        if "07" <= match[0][:2] <= "39":
            yield from _hit(text, match.start(), match.end(), "arxiv", f"arXiv:{match[0]}", 0.6)


def _hit(text: str, start: int, end: int, rule: str, written: str, sure: float) -> Iterator[Hit]:
    work = canonical(written)
    if work.startswith(("arxiv:", "doi:", "pmid:", "pmcid:", "isbn:")):
        yield Hit(start, end, rule, sure, work, kinds=places.kinds(work, None))
