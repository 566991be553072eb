"""Discussions for tests, made from a few lines."""

from kg import pipeline
from kg.discussion import Discussion, Document, Passage, Post, Speaker
from kg.findings import Claim, Found

DOCUMENT = Document("0123456789ab", "talk.json", "forummagnum", "0" * 64)


def talk(*turns: tuple[str, str], replies: dict[int, int] | None = None) -> Discussion:
    """A discussion of (speaker, words); each turn answers the one before it, or what `replies` says.

    Lines that begin with `>` are marked as quotes. An empty name means that the source names nobody.
    """
    answers = {n: n - 1 for n in range(1, len(turns))} | (replies or {})
    posts = []
    for number, (name, words) in enumerate(turns):
        at, quotes = 0, []
        for line in words.split("\n"):
            if line.startswith(">"):
                quotes.append(Passage(at, at + len(line)))
            at += len(line) + 1
        posts.append(
            Post(
                id=f"p{number}",
                text=words,
                speaker=Speaker(f"test:{name.lower()}", name) if name else None,
                document=DOCUMENT,
                reply_to=f"p{answers[number]}" if number in answers else None,
                position=number,
                quotes=tuple(quotes),
            )
        )
    return Discussion("test:talk", "test", posts, named=any(name for name, _ in turns))


def found_in(discussion: Discussion) -> Found:
    """Everything the extractors find."""
    return pipeline.find_in(discussion)


def claims(found: Found) -> dict[str, Claim]:
    """The claims by id."""
    return {c.id: c for group in found.claims.values() for c in group}


def stances(discussion: Discussion) -> set[tuple[str, str, str]]:
    """(type, words of the source, words of the target) of each stance; a work by its id."""
    found = found_in(discussion)
    known = claims(found)
    return {
        (s.type, known[s.source].text, known[s.target].text if s.target in known else s.target) for s in found.stances
    }
