"""Small graphs to load, and an empty place of each kind of store to load them into."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kg import plugins
from kg.graph import Node, Record, Relation
from kg.records import identity
from kg.stores import Store

FOUND = {"asserted": False, "confidence": 0.5, "rule": "r", "evidence_start": 0, "evidence_end": 4}
CITES = {**FOUND, "evidence": "here", "end_char": 9}


@dataclass(frozen=True)
class Place:
    """An empty place for a graph: its address, how to open it, and how somebody changes it by hand."""

    address: str
    open: Callable[[], Store]
    by_hand: Callable[[str], None]


def _embedded(request: pytest.FixtureRequest) -> Place:
    path: Path = request.getfixturevalue("tmp_path") / "talk.kgl"

    def by_hand(query: str) -> None:
        import kglite

        graph = kglite.load(str(path))
        graph.cypher(query)
        graph.save(str(path))

    return Place(str(path), lambda: opened(str(path)), by_hand)


def _neo4j(request: pytest.FixtureRequest) -> Place:
    address: str = request.getfixturevalue("neo4j_address")

    def by_hand(query: str) -> None:
        from neo4j import GraphDatabase

        auth = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
        with GraphDatabase.driver(address, auth=auth) as driver:
            driver.execute_query(query)

    return Place(address, lambda: opened(address), by_hand)


_PLACES = {"embedded": _embedded, "neo4j": _neo4j}
_MARKS = {"neo4j": [pytest.mark.neo4j]}

PLACES = [pytest.param(name, marks=_MARKS.get(name, [])) for name in plugins.names("stores")]
"""Parameters for a fixture that hands out `empty(request)`."""


def empty(request: pytest.FixtureRequest) -> Place:
    """An empty place of the kind that the parameter names; a new store says in _PLACES how to get one."""
    return _PLACES[request.param](request)


def opened(address: str) -> Store:
    """The store of an address."""
    name = "embedded" if address.endswith(".kgl") else "neo4j"
    module = plugins.get("stores", name)
    assert module is not None
    found: Store = module.connect(address)
    return found


# --- records to load ----------------------------------------------------------------------------


def load_node(source: str) -> Node:
    text = dict.fromkeys(("document", "format", "sha256", "version"), "x")
    return Node("Load", {"id": source, "caption": source, "sources": [source], **text})


def node(label: str, id: str, *sources: str, **more: Any) -> Node:
    return Node(label, {"id": id, "caption": id[:40], "sources": list(sources), **more})


def claim(id: str, *sources: str, text: str = "It works.") -> Node:
    return node("Claim", id, *sources, text=text, kind="claim", post=id.partition("#")[0], start_char=0, end_char=9)


def relation(type: str, source: Node, target: Node, *sources: str, **more: Any) -> Relation:
    label = {"Paper": "Work"}.get(target.label, target.label)
    return Relation(
        type, (source.label, source.id), (label, target.id), {"asserted": True, **more, "sources": list(sources)}
    )


def talk(source: str, *ids: str, text: str = "It works.", title: str | None = "A paper") -> list[Record]:
    """Posts of one speaker with a claim each, each answering and rebutting the one before, all citing one paper."""
    jane, thread = node("Speaker", "jane", source, name="Jane"), node("Discussion", "d", source, site="x")
    paper = node("Paper", "doi:1", source, **({"title": title} if title else {}))
    records: list[Record] = [load_node(source), jane, thread, paper]
    posts = [node("Post", id, source, text=text, position=at) for at, id in enumerate(ids)]
    claims = [claim(f"{id}#0", source, text=text) for id in ids]
    for post, said in zip(posts, claims, strict=True):
        records += [post, said, relation("WROTE", jane, post, source), relation("PART_OF", post, thread, source)]
        records += [relation("STATES", post, said, source, start_char=0, end_char=9)]
        cites = {**CITES, "evidence_post": post.id}
        records += [relation("CITES", post, paper, source, **cites, start_char=at, use="discusses") for at in (2, 5)]
    for at in range(1, len(ids)):
        found = {**FOUND, "evidence": "no", "evidence_post": ids[at]}
        records.append(relation("REPLIES_TO", posts[at], posts[at - 1], source))
        records.append(relation("REBUTS", claims[at], claims[at - 1], source, **found))
    return records


def as_read(records: list[Record]) -> Iterator[Record]:
    """In the order in which a store reads them, as a stream."""
    nodes = sorted((r for r in records if isinstance(r, Node)), key=lambda n: (n.label != "Load", n.label != "Post"))
    return iter([*nodes, *(r for r in records if isinstance(r, Relation))])


def contents(records: Any) -> dict[tuple[Any, ...], Any]:
    """Records as a dictionary that compares by what they say: label or type, ends and properties."""
    return {identity(r): (r.label if isinstance(r, Node) else r.type, sorted(r.properties.items())) for r in records}


def ids(store: Store, label: str) -> set[str]:
    return {r.id for r in store.records() if isinstance(r, Node) and r.label == label}


def cell(store: Store, query: str, **parameters: Any) -> Any:
    ((value,),) = store.run(query, parameters).rows
    return value


HAND = """
MATCH (p1:Post {id: 'p1'}), (c1:Claim {id: 'p1#0'}), (c2:Claim {id: 'p2#0'}), (d:Discussion {id: 'd'})
CREATE (c1)-[:REBUTS {note: 'mine'}]->(c2), (me:Reader {id: 'me', mood: 'calm'})-[:LIKES]->(c1)
SET d.mine = 'x', d:Favourite
"""
"""What people add to `talk("a", "p1", "p2")` by hand: relations, a node, a property and a label of their own."""
