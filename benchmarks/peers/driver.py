"""The bare driver with neo4j-rust-ext: rows as lists, MERGE on a constrained label."""

from typing import Any

from peers import Graph, Server, batches, columns, constrain

NEEDS = ["neo4j==6.4.1", "neo4j-rust-ext==6.4.1.0", "pyarrow==26.0.1"]
IMPORTS = ["neo4j"]


def merge(graph: Graph, server: Server) -> None:
    """One query a label and a type of relation; a relation's key where it has one."""
    from neo4j import GraphDatabase

    with GraphDatabase.driver(server.address, notifications_min_severity="OFF") as driver, driver.session() as session:
        constrain(driver, graph)
        for label, rows in graph.nodes.items():
            names = columns(rows)
            sets = ", ".join(f"n.{name} = r[{i}]" for i, name in enumerate(names, 1))
            query = f"UNWIND $rows AS r MERGE (n:{label} {{id: r[0]}}) SET {sets}"
            for batch in batches(rows):
                _write(session, query, [[row["id"], *map(row.get, names)] for row in batch])
        for (type, source, target), rows in graph.relations.items():
            names = columns(rows)
            sets = ", ".join(f"x.{name} = r[{i}]" for i, name in enumerate(names, 2))
            key = f" {{start_char: r[{names.index('start_char') + 2}]}}" if "start_char" in names else ""
            query = (
                f"UNWIND $rows AS r MATCH (a:{source} {{id: r[0]}}) MATCH (b:{target} {{id: r[1]}}) "
                f"MERGE (a)-[x:{type}{key}]->(b) SET {sets}"
            )
            for batch in batches(rows):
                _write(session, query, [[row["source"], row["target"], *map(row.get, names)] for row in batch])


def _write(session: Any, query: str, rows: list[Any]) -> None:
    session.execute_write(lambda tx: tx.run(query, rows=rows).consume())


WAYS = {"driver, rows as lists, `MERGE`, neo4j-rust-ext": merge}
