"""What stands around an answer in the graph: its posts with all they say, and what was said for and against that."""

from collections.abc import Iterable
from typing import Any

from kg import ontology
from kg.graph import Graph, Node, Ref, Relation, Table, things
from kg.records import identity
from kg.scene import Scene
from kg.stores import Store

_BATCH = 1000
# Each goes from nodes of one label over relations to their other ends.
_POSTS = {
    "Speaker": "MATCH (n:Speaker)-[r:WROTE]->(other:Post)",
    "Work": "MATCH (n:Work)<-[r:CITES]-(other:Post)",
    "Discussion": "MATCH (n:Discussion)<-[r:PART_OF]-(other:Post)",
}
_STATED_IN = "MATCH (n:Claim)<-[r:STATES|QUOTES]-(other:Post)"
_IN_POST = "MATCH (n:Post)-[r:STATES|QUOTES|CITES|PART_OF|REPLIES_TO]->(other)"
_WRITTEN_BY = "MATCH (n:Post)<-[r:WROTE]-(other:Speaker)"
_FROM_CLAIM = "MATCH (n:Claim)-[r:{stances}|CITES]->(other)"
_TO_CLAIM = "MATCH (n:Claim)<-[r:{stances}|ASSERTS]-(other)"
_SAID_BY = "MATCH (n:Claim)<-[r:ASSERTS|STATES]-(other)"


def stage(store: Store, title: str, about: str, table: Table) -> Scene:
    """The scene of an answer: its own nodes and relations, and from the store those around them.

    An answer that names neither posts nor claims stands for the posts of its speakers, works and discussions.
    """
    graph = _graph(things(table.rows))
    found = _Surroundings(store, graph)
    if not graph.nodes:
        return Scene(title, about, graph, table=table)
    if not found.ids("Claim") and not found.ids("Post"):
        for label, way in _POSTS.items():
            found.follow(way, label, found.ids(label))
    found.follow(_STATED_IN, "Claim", found.ids("Claim"))
    found.follow(_IN_POST, "Post", found.ids("Post"))
    claims = found.ids("Claim")
    stances = "|".join(ontology.load().stances)
    found.follow(_FROM_CLAIM.format(stances=stances), "Claim", claims)
    found.follow(_TO_CLAIM.format(stances=stances), "Claim", claims)
    found.follow(_SAID_BY, "Claim", found.ids("Claim") - claims)
    found.follow(_WRITTEN_BY, "Post", found.ids("Post"))
    return Scene(title, about, graph, found.around(), table)


class _Surroundings:
    """All nodes and relations known so far, those of the answer among them."""

    def __init__(self, store: Store, graph: Graph) -> None:
        self._store, self._answer = store, graph
        self._nodes: dict[Ref, Node] = dict(graph.nodes)
        self._relations: dict[tuple[Any, ...], Relation] = {}

    def ids(self, label: str) -> set[str]:
        """The ids of the known nodes of a label."""
        return {id for known, id in self._nodes if known == label}

    def follow(self, way: str, label: str, ids: set[str]) -> None:
        """Add what a way leads to from the nodes with these ids; some thousand at a time."""
        wanted = sorted(ids)
        for start in range(0, len(wanted), _BATCH):
            part = wanted[start : start + _BATCH]
            rows = self._store.run(f"{way} WHERE n.id IN $ids RETURN r, other", {"ids": part}).rows
            found = _graph(things(rows))
            self._nodes = {**found.nodes, **self._nodes}
            self._relations.update((identity(relation), relation) for relation in found.relations)

    def around(self) -> Graph:
        """What is known and not of the answer; a relation only where both its ends are known, in a fixed order."""
        own = {identity(relation) for relation in self._answer.relations}
        nodes = {ref: self._nodes[ref] for ref in sorted(self._nodes) if ref not in self._answer.nodes}
        kept = sorted((key for key in self._relations if key not in own), key=repr)
        ended = (self._relations[key] for key in kept)
        return Graph(nodes, [r for r in ended if r.source in self._nodes and r.target in self._nodes])


def _graph(found: Iterable[Node | Relation]) -> Graph:
    """All nodes and relations, each once."""
    root = ontology.load().root
    nodes: dict[Ref, Node] = {}
    relations: dict[tuple[Any, ...], Relation] = {}
    for thing in found:
        if isinstance(thing, Node):
            nodes[root(thing.label), thing.id] = thing
        else:
            relations[identity(thing)] = thing
    return Graph(nodes, list(relations.values()))
