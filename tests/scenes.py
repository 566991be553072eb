"""Scenes to draw: a thread with all that can stand around an answer, of any size and with any texts in all fields."""

from functools import cache
from pathlib import Path
from typing import Any

import kg
from kg.graph import Graph, Ref, Relation, Table
from kg.questions import queries
from kg.scene import Scene
from kg.surroundings import stage
from tests.debate import put

SEEDS = Path(__file__).parents[1] / "seeds"
ROOT = SEEDS.parent
TYPES = ("REBUTS", "SUPPORTS", "UNDERCUTS", "AGREES_WITH", "CONCEDES", "QUESTIONS")
TITLE, ABOUT = "Who says what?", "How to read it."


def scene(graph: Graph, title: str = TITLE, about: str = ABOUT) -> Scene:
    """The graph as the answer, a row for each node and for some relations."""
    rows: list[tuple[Any, ...]] = [(node, 1.5, node.caption) for node in graph.nodes.values()]
    rows += [(relation, 2, [relation.type]) for relation in graph.relations[:100]]
    return Scene(title, about, graph, Graph(), Table(("thing", "how_many", title), rows))


def thread(posts: int, texts: tuple[str, ...] = ("Point {n} tells more than anything said so far.",)) -> Graph:
    """A discussion of so many posts by twenty speakers, each with two claims, a quote and a citation.

    `texts` are the words of the claims in turn; they stand in all other fields too where there are several.
    """
    graph = Graph()

    def word(n: int, usual: str) -> str:
        return texts[n % len(texts)] if len(texts) > 1 else usual

    def relate(type: str, source: tuple[str, str], target: tuple[str, str], n: int, **more: Any) -> None:
        told = {"asserted": False, "confidence": (n % 10) / 10, "rule": word(n, "rebuttals:cue"), "sources": ["t.json"]}
        evidence = {"evidence": word(n + 1, "no"), "evidence_post": source[1], "evidence_start": 0, "evidence_end": 2}
        graph.relations.append(Relation(type, source, target, {**told, **evidence, **more}))

    home = put(graph, ("Discussion", "t"), title=word(0, "A thread"), caption="t", url=word(1, "https://example.org/t"))
    work = put(graph, ("Work", "w"), title=word(2, "A work"), caption="w", url=word(3, "https://example.org/w"))
    claims: list[Ref] = []
    for n in range(posts):
        name = word(n, f"Speaker {n % 20}")
        speaker = put(graph, ("Speaker", f"s{n % 20}{name if len(texts) > 1 else ''}"), name=name, caption=name)
        said = [word(n, texts[0].format(n=n)) + " ", word(n + 1, f"And {n} is not all.")]
        post = put(
            graph, ("Post", f"p{n}"), text="".join(said) + "\nIn short.", caption=name, position=n, url=word(n, "ftp://x"),
            posted=word(n + 2, f"2024-01-{n % 28 + 1:02d}T{n % 24:02d}:00:00Z"),
        )  # fmt: skip
        relate("WROTE", speaker, post, n)
        relate("PART_OF", post, home, n)
        if n:
            relate("REPLIES_TO", post, ("Post", f"p{(n - 1) // 2}"), n)
            relate("QUOTES", post, claims[n - 1], n, start_char=1, end_char=len(said[0]) + 3)
        start = 0
        for k, words in enumerate(said):
            end = start + len(words)
            claim = put(
                graph, ("Claim", f"p{n}#{start}-{end}{words[:9]}"), text=words, caption=words[:60], kind=("claim", "premise")[k],
                post=f"p{n}", start_char=start, end_char=end,
            )  # fmt: skip
            relate("STATES", post, claim, n, start_char=start, end_char=end)
            relate("ASSERTS", speaker, claim, n)
            if claims:
                relate(TYPES[len(claims) % 6], claim, claims[(len(claims) - 1) // 3], n)
            claims.append(claim)
            start = end
        relate(
            "CITES", post, work, n, start_char=max(0, start - 6), end_char=start + 4, url=word(n, "https://example.org")
        )
    return graph


@cache
def asked(name: str, folder: Path = SEEDS, **parameters: Any) -> Scene:
    """The scene of a saved question on the discussions of a folder."""
    query = queries.get(name)
    with kg.open_store(str(_graph_of(folder))) as store:
        return stage(store, query.title, query.about, queries.run(store, query, parameters))


@cache
def _graph_of(folder: Path) -> Path:
    from tempfile import mkdtemp

    path = Path(mkdtemp()) / "scenes.kgl"
    kg.build(str(folder), db=str(path))
    return path
