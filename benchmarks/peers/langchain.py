"""langchain-neo4j: graph documents, many rows in each of them or one for each post."""

from collections import defaultdict
from typing import Any

from peers import PASSWORD, USER, Graph, Row, Server, batches, properties

NEEDS = ["langchain-neo4j==0.11.0", "neo4j==6.4.1", "pyarrow==26.0.1"]
IMPORTS = ["langchain_neo4j", "langchain_neo4j.graphs.graph_document"]


def bulk(graph: Graph, server: Server) -> None:
    """One call for everything."""
    from langchain_neo4j.graphs.graph_document import GraphDocument

    found = [
        GraphDocument(nodes=[_node(label, row) for row in batch], relationships=[])
        for label, rows in graph.nodes.items()
        for batch in batches(rows)
    ]
    for ends, rows in graph.relations.items():
        found += [GraphDocument(nodes=[], relationships=[_relation(ends, r) for r in b]) for b in batches(rows)]
    with _opened(server) as store:
        store.add_graph_documents(found, include_source=False, baseEntityLabel=True)


def calls(graph: Graph, server: Server) -> None:
    """A call for each post with its claims, and one for what posts share."""
    from langchain_neo4j.graphs.graph_document import GraphDocument

    homes = {
        row["target"]: row["source"] for ends, rows in graph.relations.items() if ends[0] == "STATES" for row in rows
    }
    homes |= {row["id"]: row["id"] for row in graph.nodes["Post"]}
    nodes: dict[str, list[Any]] = defaultdict(list)
    relations: dict[str, list[Any]] = defaultdict(list)
    for label, rows in graph.nodes.items():
        for row in rows:
            nodes[homes.get(row["id"], "")].append(_node(label, row))
    for ends, rows in graph.relations.items():
        for row in rows:
            relations[homes.get(row["source"]) or homes[row["target"]]].append(_relation(ends, row))
    with _opened(server) as store:
        for home in sorted(nodes):
            found = GraphDocument(nodes=nodes[home], relationships=relations[home])
            store.add_graph_documents([found], include_source=False, baseEntityLabel=True)


def _opened(server: Server) -> Any:
    from langchain_neo4j import Neo4jGraph

    return Neo4jGraph(url=server.address, username=USER, password=PASSWORD)


def _node(label: str, row: Row) -> Any:
    from langchain_neo4j.graphs.graph_document import Node

    return Node(id=row["id"], type=label, properties={key: value for key, value in row.items() if key != "id"})


def _relation(ends: tuple[str, str, str], row: Row) -> Any:
    from langchain_neo4j.graphs.graph_document import Node, Relationship

    type, source, target = ends
    return Relationship(
        source=Node(id=row["source"], type=source),
        target=Node(id=row["target"], type=target),
        type=type,
        properties=properties(row),
    )


WAYS = {"langchain-neo4j, one call": bulk, "langchain-neo4j, a call a document": calls}
