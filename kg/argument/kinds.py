"""Kinds: how claim-like each span of a post is, and from that its kind: claim, premise or question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from kg import cues
from kg.argument.weights import weights
from kg.discussion import Post

_DIGIT = re.compile(r"\d")
_LINK = re.compile(r"://|www\.|\]\(")

_LAST = re.compile(r"([^\W_]+|[^\w\s])\s*$")
_NEXT = re.compile(r"\s*(?:,\s*)?([^\W_]+|[^\w\s])")
_STOP = re.compile(r"[.!?\n]")
_FAR = 300
"""A question mark so many characters away belongs to another sentence."""

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a span stands: first or last of its paragraph and of its post, and how deep the post is in its thread
    (0 for an opening post, 1 for an answer to it, 2 below)."""

    number: int
    opens: bool
    closes: bool
    ends: bool
    depth: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How likely a span of a post is a claim and no premise, whether it asks, and its paragraph's number."""

    claim: float
    asks: bool
    paragraph: int


def standings(text: str, spans: Sequence[Place], depth: int) -> list[Standing]:
    """The standing of each span of a post."""
    found: list[Standing] = []
    paragraph = 0
    breaks = [n == 0 or _apart(text, spans[n - 1][1], start) for n, (start, _) in enumerate(spans)]
    for number, (start, end) in enumerate(spans):
        paragraph += number > 0 and breaks[number]
        last = number == len(spans) - 1
        place = Setting(number, breaks[number], last or breaks[number + 1], last, depth)
        asks = asked(text, start, end)
        found.append(Standing(1.0 / (1.0 + exp(-_score(text, start, end, place, asks))), asks, paragraph))
    return found


def kinds(text: str, spans: Sequence[Place], depth: int) -> list[str]:
    """The kind of each span of a post; a post that argues at all has at least one claim."""
    standing = standings(text, spans, depth)
    found = []
    for known, (start, end) in zip(standing, spans, strict=True):
        question = known.asks and cues.find("asks", text[start:end]) is not None
        found.append("question" if question else "claim" if known.claim > 0.5 else "premise")
    if "premise" in found and "claim" not in found:
        best = max((n for n, kind in enumerate(found) if kind == "premise"), key=lambda n: standing[n].claim)
        found[best] = "claim"
    return found


def depth(post: Post, posts: dict[str, Post]) -> int:
    """0 for an opening post, 1 for an answer to it, 2 for all below."""
    if post.reply_to is None:
        return 0
    parent = posts.get(post.reply_to)
    return 1 if parent is not None and parent.reply_to is None else 2


def asked(text: str, start: int, end: int) -> bool:
    """Whether the sentence that a span ends in is a question."""
    if "?" in text[max(start, end - 3) : end]:
        return True
    stop = _STOP.search(text, end, end + _FAR)
    return stop is not None and stop.group() == "?"


def _apart(text: str, start: int, end: int) -> bool:
    """Whether an empty line parts two spans."""
    return "\n\n" in text[start:end].replace(" ", "").replace("\r", "")


def _edges(text: str, start: int, end: int) -> tuple[str, str]:
    """The words or marks just before and just after a span; after it, a word behind a comma counts for the comma."""
    before = _LAST.search(text[max(0, start - 16) : start])
    after = _NEXT.match(text[end : end + 16])
    return (before.group(1).lower() if before else ""), (after.group(1).lower() if after else "")


def _score(text: str, start: int, end: int, place: Setting, asks: bool) -> float:
    """How much more speaks for a claim than for a premise."""
    known = weights("kind")
    before, after = _edges(text, start, end)
    total: float = _words(text[start:end]) + known["bias"] + known["first"] * (place.number == 0)
    total += known["opens"] * place.opens + known["closes"] * place.closes
    total += known["alone"] * (place.opens and place.closes)
    total += known["ends"] * place.ends + known["deep"] * (place.depth >= 2)
    total += known["title"] * (place.number == 0 and place.depth == 0 and place.closes)
    total += known["asks"] * asks
    return total + float(known["after"].get(before, 0.0) + known["before"].get(after, 0.0))


def _words(words: str) -> float:
    """What the words of a span themselves say for a claim."""
    known = weights("kind")
    reading = cues.read(words)
    total: float = known["digit"] * bool(_DIGIT.search(words)) + known["link"] * bool(_LINK.search(words))
    total += known["long"] * (len(reading.tokens) >= 24)
    return total + float(sum(weight for name, weight in known["cues"].items() if reading.has(name)))
