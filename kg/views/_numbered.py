"""The nodes and relations of a scene in a fixed order: those of the answer first, then those around it."""

import json
from dataclasses import dataclass

from kg.graph import Graph, Node, Ref, Relation
from kg.scene import Scene

ABSENT = "not in this answer"
"""Stands for the label of a node that a relation points at and nobody gave."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """Node `i` is `nodes[i]` with the ref `refs[i]`; relation `j` runs between the nodes `ends[j]`.

    The first `answer` nodes and the first `asked` relations are those of the answer.
    """

    refs: list[Ref]
    nodes: list[Node]
    relations: list[Relation]
    ends: list[tuple[int, int]]
    answer: int
    asked: int


def number(scene: Scene) -> Numbered:
    """All of a scene, numbered; the same scene gives the same numbers."""
    given = dict(scene.graph.nodes)
    for relation in scene.graph.relations:
        for ref in (relation.source, relation.target):
            given.setdefault(ref, scene.around.nodes.get(ref) or Node(ABSENT, {"id": ref[1], "label": ref[0]}))
    beside = {ref: node for ref, node in scene.around.nodes.items() if ref not in given}
    refs = [*sorted(given), *sorted(beside)]
    index = {ref: i for i, ref in enumerate(refs)}
    asked = _sorted(scene.graph)
    known = {_key(relation) for relation in asked}
    more = [r for r in _sorted(scene.around) if r.source in index and r.target in index and _key(r) not in known]
    relations = asked + more
    ends = [(index[r.source], index[r.target]) for r in relations]
    every = given | beside
    return Numbered(refs, [every[ref] for ref in refs], relations, ends, len(given), len(asked))


def _sorted(graph: Graph) -> list[Relation]:
    """The relations in a fixed order; what is alike in all is one relation."""
    return [relation for _, relation in sorted({_key(r): r for r in graph.relations}.items())]


def _key(relation: Relation) -> tuple[str, Ref, Ref, str]:
    properties = json.dumps(relation.properties, sort_keys=True, default=str)
    return relation.type, relation.source, relation.target, properties
