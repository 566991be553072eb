"""The graph of synthetic.py with all that the saved questions ask about: every relation of the ontology, every kind.

    python benchmarks/debated.py N FOLDER

To N posts and 5N claims come ASSERTS for each claim, premises and questions, and in the proportions of real threads
UNDERCUTS, AGREES_WITH, CONCEDES, QUESTIONS, QUOTES, SAME_AS, REACTS_TO, claims said again, claims that cite works, ways
of citing. The same N gives the same bytes.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent))

import synthetic

from kg.graph import Node, Record, Relation
from kg.loading.parquet import write
from kg.loading.wanted import checked

_KINDS = ("claim", "claim", "premise", "claim", "question")
_USES = ("citesAsEvidence", "discusses", "disputes", "refutes", "citesForInformation", None)
_FEWER = {"UNDERCUTS": 4, "CONCEDES": 4, "AGREES_WITH": 5, "QUESTIONS": 8}
"""Stances beside REBUTS and SUPPORTS: one for so many posts."""


class _Seen:
    """What went by: the posts of each discussion with their writer, text and source."""

    def __init__(self) -> None:
        self.posts: dict[str, Node] = {}
        self.writer: dict[str, str] = {}
        self.answers: dict[str, str] = {}
        self.homes: dict[str, list[str]] = {}

    def take(self, record: Record) -> None:
        if isinstance(record, Node):
            if record.label == "Post":
                self.posts[record.id] = record
                self.homes.setdefault(record.properties["sources"][0], []).append(record.id)
        elif record.type == "WROTE":
            self.writer[record.target[1]] = record.source[1]
        elif record.type == "REPLIES_TO":
            self.answers[record.source[1]] = record.target[1]


def records(size: int) -> Iterator[Record]:
    """All of the graph."""
    dice, seen = random.Random(31_337 + size), _Seen()  # noqa: S311
    for record in synthetic.records(size, None):
        seen.take(record)
        if isinstance(record, Node):
            if record.label == "Claim":
                record.properties["kind"] = _KINDS[int(record.id.rpartition("#")[2])]
            yield record
        else:
            yield from _cited(dice, record) if record.type == "CITES" else [record]
    for post in seen.posts.values():
        yield from _asserted(seen, post)
    for type, part in _FEWER.items():
        yield from _stances(dice, seen, type, size // part)
    yield from _quoted(dice, seen)
    yield from _again(dice, seen, size // 20)


def _cited(dice: random.Random, cites: Relation) -> Iterator[Record]:
    """A mention by a post, and by its first claim; most say how they use the work."""
    if use := dice.choice(_USES):
        cites.properties |= {"use": use, "use_confidence": round(dice.random(), 4), "use_words": "says"}
    yield cites
    yield Relation("CITES", ("Claim", f"{cites.source[1]}#{dice.randrange(5)}"), cites.target, cites.properties)


def _asserted(seen: _Seen, post: Node) -> Iterator[Record]:
    for at in range(5):
        said = {"asserted": True, "sources": post.properties["sources"]}
        yield Relation("ASSERTS", ("Speaker", seen.writer[post.id]), ("Claim", f"{post.id}#{at}"), said)


def _found(dice: random.Random, post: Node, **more: Any) -> dict[str, Any]:
    words = post.properties["text"][:20]
    return {"asserted": False, "confidence": round(dice.random(), 4), "rule": "made:up", "evidence": words,
            "evidence_post": post.id, "evidence_start": 0, "evidence_end": 20,
            "sources": post.properties["sources"], **more}  # fmt: skip


def _stances(dice: random.Random, seen: _Seen, type: str, number: int) -> Iterator[Record]:
    """Stances of answers towards claims of what they answer."""
    answers = sorted(seen.answers)
    pairs = {(f"{post}#{dice.randrange(5)}", f"{seen.answers[post]}#{dice.randrange(5)}")
             for post in dice.choices(answers, k=number)}  # fmt: skip
    for one, other in sorted(pairs):
        found = _found(dice, seen.posts[one.rpartition("#")[0]])
        yield Relation(type, ("Claim", one), ("Claim", other), found)


def _quoted(dice: random.Random, seen: _Seen) -> Iterator[Record]:
    """Each second answer quotes a line of what it answers, every tenth of these in other words."""
    for number, (id, parent) in enumerate(sorted(seen.answers.items())):
        if number % 2:
            continue
        post, at = seen.posts[id], dice.randrange(5)
        rule = "quotes:near" if number % 20 == 0 else "quotes:exact"
        lines = seen.posts[parent].properties["text"].split("\n")
        start = sum(len(line) + 1 for line in lines[:at])
        place = {"start_char": 0, "end_char": 20, "rule": rule}
        yield Relation("QUOTES", ("Post", id), ("Claim", f"{parent}#{at}"), _found(dice, post, **place))
        origin = {"source_start": start, "source_end": start + len(lines[at])}
        yield Relation("QUOTES", ("Post", id), ("Post", parent), _found(dice, post, **place, **origin))


def _again(dice: random.Random, seen: _Seen, number: int) -> Iterator[Record]:
    """Claims that are said again, claims of different discussions that may be the same, and marks on posts."""
    answers, posts, homes = sorted(seen.answers), sorted(seen.posts), sorted(seen.homes)
    for id in sorted(set(dice.choices(answers, k=number))):
        post, place = seen.posts[id], {"start_char": 1, "end_char": 21, "kind": "claim"}
        yield Relation("STATES", ("Post", id), ("Claim", f"{seen.answers[id]}#0"), _found(dice, post, **place))
        mark = {"asserted": True, "reaction": "agree", "start_char": 0, "end_char": 9}
        yield Relation("REACTS_TO", ("Speaker", seen.writer[dice.choice(posts)]), ("Post", id),
                       {**mark, "sources": post.properties["sources"]})  # fmt: skip
    for _ in range(number // 10):
        one, other = (seen.homes[home][0] for home in sorted(dice.sample(homes, 2)))
        found = _found(dice, seen.posts[one])
        yield Relation("SAME_AS", ("Claim", f"{one}#0"), ("Claim", f"{other}#{dice.randrange(5)}"), found)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("size", type=int)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    write(checked(records(given.size)), given.folder)
