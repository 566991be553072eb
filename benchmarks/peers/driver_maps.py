"""The bare driver as it comes: rows as maps, CREATE."""

from typing import Any

from peers import Graph, Server, batches, constrain, properties

NEEDS = ["neo4j==6.4.1", "pyarrow==26.0.1"]
IMPORTS = ["neo4j"]


def create(graph: Graph, server: Server) -> None:
    """One query a label and a type of relation; a second load is refused by the constraints."""
    from neo4j import GraphDatabase

    with GraphDatabase.driver(server.address, notifications_min_severity="OFF") as driver, driver.session() as session:
        constrain(driver, graph)
        for label, rows in graph.nodes.items():
            for batch in batches(rows):
                _write(session, f"UNWIND $rows AS r CREATE (n:{label}) SET n = r", batch)
        for (type, source, target), rows in graph.relations.items():
            query = (
                f"UNWIND $rows AS r MATCH (a:{source} {{id: r.source}}) MATCH (b:{target} {{id: r.target}}) "
                f"CREATE (a)-[x:{type}]->(b) SET x = r.held"
            )
            for batch in batches(rows):
                maps = [{"source": r["source"], "target": r["target"], "held": properties(r)} for r in batch]
                _write(session, query, maps)


def _write(session: Any, query: str, rows: list[Any]) -> None:
    session.execute_write(lambda tx: tx.run(query, rows=rows).consume())


WAYS = {"driver, rows as maps, `CREATE`": create}
