"""LlamaIndex's property graph store for Neo4j."""

from peers import PASSWORD, USER, Graph, Server, properties

NEEDS = ["llama-index-graph-stores-neo4j==0.8.0", "neo4j==5.28.8", "pyarrow==26.0.1"]
IMPORTS = ["llama_index.core.graph_stores.types", "llama_index.graph_stores.neo4j"]


def upsert(graph: Graph, server: Server) -> None:
    """All nodes in one call, all relations in another."""
    from llama_index.core.graph_stores.types import EntityNode, Relation
    from llama_index.graph_stores.neo4j import Neo4jPropertyGraphStore

    store = Neo4jPropertyGraphStore(username=USER, password=PASSWORD, url=server.address)
    store.upsert_nodes(
        [EntityNode(name=row["id"], label=label, properties=row) for label, rows in graph.nodes.items() for row in rows]
    )
    store.upsert_relations(
        [
            Relation(label=ends[0], source_id=row["source"], target_id=row["target"], properties=properties(row))
            for ends, rows in graph.relations.items()
            for row in rows
        ]
    )
    store.close()


WAYS = {"LlamaIndex's property graph store": upsert}
