"""A made-up graph in kg's own records, as large as one likes: N posts, 5N claims, and what hangs on them.

    python benchmarks/synthetic.py N FOLDER [--changed few|many]

N posts in N/20 discussions, each a source of its own; 5N claims, N/10 speakers, N/20 works; N each of WROTE, PART_OF,
REPLIES_TO, REBUTS and SUPPORTS, 5N of STATES, N/2 of CITES; never two of one type between the same two nodes, since
most loaders would make one of them. With --changed one post of a hundred was edited: `few` next to one another, in few
sources, `many` all over. The same arguments give the same bytes.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from kg.graph import Node, Record, Relation
from kg.loading.parquet import write
from kg.loading.wanted import checked
from kg.text import caption

_RULES = ("rebuttals:reply", "rebuttals:quote", "rebuttals:cue", "rebuttals:link")


class Maker:
    """Words, numbers and choices from one seed."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.random = random.Random(7_000_003 + size)  # noqa: S311
        letters = "etaoinshrdlucmfwypvbgk"
        self.words = ["".join(self.random.choices(letters, k=self.random.randint(2, 10))) for _ in range(3000)]
        self.words += ["naïve", "Schrödinger", "α-decay", "“quoted”", "café", "论文", "x→y", "🙂"] * 8
        self.discussions, self.speakers, self.works = max(2, size // 20), max(2, size // 10), max(2, size // 20)

    def text(self, length: int) -> str:
        """Words up to a length."""
        return " ".join(self.random.choices(self.words, k=length // 4))[:length].strip() or "word"

    def skewed(self, size: int, number: int) -> list[int]:
        """So many choices of which few come often, and each comes at least once."""
        weights = list(accumulate(1 / (rank + 10) ** 0.9 for rank in range(size)))
        chosen = [*range(size), *self.random.choices(range(size), cum_weights=weights, k=number - size)]
        self.random.shuffle(chosen)
        return chosen


def records(size: int, changed: str | None) -> Iterator[Record]:
    """All of the graph."""
    make = Maker(size)
    homes = sorted(make.skewed(make.discussions, size))
    writers, edited = make.skewed(make.speakers, size), _edited(size, changed)
    sources: dict[tuple[str, int], set[str]] = {}
    posts: list[tuple[str, list[str]]] = []
    members: dict[int, list[int]] = {}
    for number, home in enumerate(homes):
        members.setdefault(home, []).append(number)
        sources.setdefault(("Speaker", writers[number]), set()).add(_source(home))
        posts.append((f"forum:{home}/{number:08}", []))
    for number, home in enumerate(homes):
        yield from _post(make, posts, number, home, writers[number], number in edited)
    yield from _answers(make, posts, homes, members)
    yield from _citations(make, posts, homes, sources)
    for type in ("REBUTS", "SUPPORTS"):
        yield from _stances(make, type, posts, homes, members)
    for home in members:
        name = _source(home)
        book = dict.fromkeys(("document", "format", "sha256", "version"), "made up")
        yield Node("Load", {"id": name, "caption": name, "sources": [name], **book})
        title = make.text(60)
        yield Node("Discussion", {"id": f"forum:{home}", "title": title, "caption": title, "site": "forum",
                                  "url": f"https://forum.example/t/{home}", "sources": [name]})  # fmt: skip
    for (label, number), names in sources.items():
        about = {"name": make.text(14)} if label == "Speaker" else {"title": make.text(70), "year": 1970 + number % 55}
        id = f"forum:speaker-{number}" if label == "Speaker" else f"doi:10.5555/{number:08}"
        said = str(about.get("name") or about["title"])
        shown = "Speaker" if label == "Speaker" else "Paper"
        yield Node(shown, {"id": id, "caption": caption(said, 40), "sources": sorted(names), **about})


def _edited(size: int, changed: str | None) -> set[int]:
    share = max(1, size // 100)
    if changed == "few":
        return set(range(size // 2, size // 2 + share))
    return set(random.Random(99).sample(range(size), share)) if changed else set()  # noqa: S311


def _post(
    make: Maker, posts: list[tuple[str, list[str]]], number: int, home: int, writer: int, edited: bool
) -> Iterator[Record]:
    """A post, its claims, who wrote it and where it stands."""
    id, claims = posts[number]
    words = [make.text(make.random.randint(100, 200)) for _ in range(5)]
    if edited:
        words = [f"{text} edited" for text in words]
    text, name, place = "\n".join(words), _source(home), 0
    yield Node("Post", {"id": id, "text": text, "caption": caption(text), "url": f"https://forum.example/p/{number}",
                        "posted": f"2024-{1 + number % 12:02d}-{1 + number % 28:02d}T00:00:00Z", "score": number % 90,
                        "position": number, "document": name, "sources": [name]})  # fmt: skip
    for at, said in enumerate(words):
        claim = f"{id}#{at}"
        claims.append(claim)
        yield Node("Claim", {"id": claim, "text": said, "kind": "claim", "post": id, "start_char": place,
                             "end_char": place + len(said), "caption": caption(said), "sources": [name]})  # fmt: skip
        where = {"start_char": place, "end_char": place + len(said)}
        yield _relation("STATES", ("Post", id), ("Claim", claim), home, **where)
        place += len(said) + 1
    yield _relation("PART_OF", ("Post", id), ("Discussion", f"forum:{home}"), home)
    yield _relation("WROTE", ("Speaker", f"forum:speaker-{writer}"), ("Post", id), home)


def _answers(
    make: Maker, posts: list[tuple[str, list[str]]], homes: list[int], members: dict[int, list[int]]
) -> Iterator[Record]:
    """As many answers as posts: all but the first of a discussion answer one before them, and some answer two."""
    seen: set[tuple[int, int]] = set()
    turns = [number for number, home in enumerate(homes) if number != members[home][0]]
    while len(seen) < len(posts):
        number = turns[len(seen)] if len(seen) < len(turns) else make.random.choice(turns)
        thread = members[homes[number]]
        answered = thread[max(0, number - thread[0] - 1 - int(make.random.expovariate(0.5)))]
        if (number, answered) not in seen:
            seen.add((number, answered))
            yield _relation("REPLIES_TO", ("Post", posts[number][0]), ("Post", posts[answered][0]), homes[number])


def _citations(
    make: Maker, posts: list[tuple[str, list[str]]], homes: list[int], sources: dict[tuple[str, int], set[str]]
) -> Iterator[Record]:
    """One post cites a work only once."""
    seen: set[tuple[int, int]] = set()
    for at, work in enumerate(make.skewed(make.works, len(posts) // 2)):
        number = make.random.randrange(len(posts))
        while (number, work) in seen:
            number = make.random.randrange(len(posts))
        seen.add((number, work))
        id, home = posts[number][0], homes[number]
        sources.setdefault(("Work", work), set()).add(_source(home))
        found = _found(make, id)
        yield _relation("CITES", ("Post", id), ("Work", f"doi:10.5555/{work:08}"), home, **found,
                        start_char=at, end_char=at + 9)  # fmt: skip


def _stances(
    make: Maker, type: str, posts: list[tuple[str, list[str]]], homes: list[int], members: dict[int, list[int]]
) -> Iterator[Record]:
    seen: set[tuple[str, str]] = set()
    while len(seen) < len(posts):
        number = make.random.randrange(len(posts))
        other = make.random.choice(members[homes[number]])
        pair = make.random.choice(posts[number][1]), make.random.choice(posts[other][1])
        if pair[0] != pair[1] and pair not in seen:
            seen.add(pair)
            yield _relation(
                type, ("Claim", pair[0]), ("Claim", pair[1]), homes[number], **_found(make, posts[number][0])
            )


def _found(make: Maker, post: str) -> dict[str, Any]:
    return {"asserted": False, "confidence": round(make.random.random(), 4), "rule": make.random.choice(_RULES),
            "evidence": make.text(20), "evidence_post": post, "evidence_start": 0, "evidence_end": 20}  # fmt: skip


def _relation(type: str, source: tuple[str, str], target: tuple[str, str], home: int, **more: Any) -> Relation:
    return Relation(type, source, target, {"asserted": True, **more, "sources": [_source(home)]})


def _source(home: int) -> str:
    return f"threads/{home:06}.json"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("size", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--changed", choices=("few", "many"))
    given = parser.parse_args()
    write(checked(records(given.size, given.changed)), given.folder)
