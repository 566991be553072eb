"""neo4j-graphrag's writer, with the settings it comes with."""

import asyncio

from peers import Graph, Server, properties

NEEDS = ["neo4j-graphrag==1.22.0", "neo4j==6.4.1", "pyarrow==26.0.1"]
IMPORTS = ["neo4j", "neo4j_graphrag.components.kg_writer"]


def write(graph: Graph, server: Server) -> None:
    """One graph of the writer's own kind; it tells of trouble by a status."""
    from neo4j import GraphDatabase
    from neo4j_graphrag.components.kg_writer import Neo4jWriter
    from neo4j_graphrag.components.types import Neo4jGraph, Neo4jNode, Neo4jRelationship

    given = Neo4jGraph(
        nodes=[
            Neo4jNode(id=row["id"], label=label, properties=row) for label, rows in graph.nodes.items() for row in rows
        ],
        relationships=[
            Neo4jRelationship(
                start_node_id=row["source"], end_node_id=row["target"], type=ends[0], properties=properties(row)
            )
            for ends, rows in graph.relations.items()
            for row in rows
        ],
    )
    with GraphDatabase.driver(server.address, notifications_min_severity="OFF") as driver:
        done = asyncio.run(Neo4jWriter(driver).run(given))
    if done.status != "SUCCESS":
        raise RuntimeError(str(done.metadata))


WAYS = {"neo4j-graphrag's writer": write}
