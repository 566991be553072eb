"""What stands around an answer in the graph: the posts that state its claims, who wrote them, and where."""

from typing import Any

from kg import ontology
from kg.graph import Graph, Node, Table, things
from kg.records import handle
from kg.scene import Scene
from kg.stores import Store

_POSTS = """
MATCH (claim:Claim)<-[states:STATES]-(post:Post) WHERE claim.id IN $ids
OPTIONAL MATCH (speaker:Speaker)-[wrote:WROTE]->(post)
OPTIONAL MATCH (post)-[part:PART_OF]->(discussion:Discussion)
RETURN states, post, speaker, wrote, part, discussion
"""


def stage(store: Store, title: str, about: str, table: Table) -> Scene:
    """The scene of an answer: its own nodes and relations, and from the store those around them."""
    graph = _graph(table)
    claims = sorted(id for label, id in graph.nodes if label == "Claim")
    whole = _graph(store.run(_POSTS, {"ids": claims})) if claims else Graph()
    own = {handle(relation) for relation in graph.relations}
    around = Graph(
        {ref: node for ref, node in whole.nodes.items() if ref not in graph.nodes},
        [relation for relation in whole.relations if handle(relation) not in own],
    )
    return Scene(title, about, graph, around, table)


def _graph(table: Table) -> Graph:
    """All nodes and relations in the rows, each once."""
    root = ontology.load().root
    nodes: dict[Any, Node] = {}
    relations = {}
    for thing in (t for row in table.rows for value in row for t in things(value)):
        if isinstance(thing, Node):
            nodes[root(thing.label), thing.id] = thing
        else:
            relations[handle(thing)] = thing
    return Graph(nodes, list(relations.values()))
