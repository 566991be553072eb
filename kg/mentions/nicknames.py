"""Abbreviations that stand for works: "IABIED really answered this", "in HPMOR", and acronyms of titles in the text."""

import re
from collections.abc import Iterator
from functools import cache

from kg.mentions.hits import Hit, name_key
from kg.mentions.words import any_of, every
from kg.works.ids import slug

_ACRONYM = re.compile(r"[A-Z](?<![\w@#/.-].)[A-Z0-9&]{4,9}(?![\w/@-])(?!['’]s)")


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(every('read'))} $", re.IGNORECASE)


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf" (?:{any_of(every('hedges'))} ){{0,2}}{any_of(every('says'))}\b")


def find(text: str) -> Iterator[Hit]:
    """A Hit for each acronym that is read or that says something, as no method or organisation of few letters is."""
    for match in _ACRONYM.finditer(text):
        words = match[0]
        if words in every("always") or len(words) < 5 or words[-1].isdigit():
            continue
        reading = _before().search(text[max(0, match.start() - 40) : match.start()])
        saying = len(words) >= 6 and _after().match(text[match.end() : match.end() + 50])
        if reading or saying:
            yield Hit(match.start(), match.end(), "nickname", 0.55, slug(words), None, (name_key(words),), words=words)
