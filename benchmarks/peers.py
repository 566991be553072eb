"""The loaders that kg is measured against, each run by benchmarks/load.py in an environment of its own.

    python benchmarks/peers.py NAME FOLDER ADDRESS

Reads the records of a folder into plain dictionaries, then loads them as the peer's own documentation shows for many
rows; prints a line of JSON with the seconds from records in memory to the last commit, and the most memory it took.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Rows = list[dict[str, Any]]
Graph = tuple[dict[str, Rows], dict[tuple[str, str, str], Rows]]

BATCH = 10_000
_ENDS = ("source_label", "source", "target_label", "target")


def read(folder: Path) -> Graph:
    """Nodes by label, and relations by type and the labels of their ends, without what is missing."""
    import pyarrow.parquet as pq

    nodes: dict[str, Rows] = {}
    relations: dict[tuple[str, str, str], Rows] = {}
    for name in json.loads((folder / "records.json").read_text())["counts"]:
        for row in pq.read_table(folder / f"{name}.parquet").to_pylist():
            held = {key: value for key, value in row.items() if value is not None}
            if "source_label" in held:
                relations.setdefault((name, held["source_label"], held["target_label"]), []).append(held)
            else:
                nodes.setdefault("Work" if name == "Paper" else name, []).append(held)
    return nodes, relations


def _columns(rows: Rows) -> list[str]:
    return sorted({key for row in rows for key in row} - {"id", *_ENDS})


def _batches(rows: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _constrain(driver: Any, labels: Any) -> None:
    for label in labels:
        driver.execute_query(f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE")
    driver.execute_query("CALL db.awaitIndexes(300)")


def _write(session: Any, query: str, rows: list[Any]) -> None:
    session.execute_write(lambda tx: tx.run(query, rows=rows).consume())


def driver_lists(graph: Graph, address: str) -> None:
    """The bare driver: rows as lists, MERGE with a label; a relation's key where it has one."""
    from neo4j import GraphDatabase

    nodes, relations = graph
    with GraphDatabase.driver(address, notifications_min_severity="OFF") as driver, driver.session() as session:
        _constrain(driver, nodes)
        for label, rows in nodes.items():
            columns = _columns(rows)
            sets = ", ".join(f"n.{column} = r[{i}]" for i, column in enumerate(columns, 1))
            query = f"UNWIND $rows AS r MERGE (n:{label} {{id: r[0]}}) SET {sets}"
            for batch in _batches(rows):
                _write(session, query, [[row["id"], *map(row.get, columns)] for row in batch])
        for (type, source, target), rows in relations.items():
            columns = _columns(rows)
            sets = ", ".join(f"x.{column} = r[{i}]" for i, column in enumerate(columns, 2))
            key = f" {{start_char: r[{columns.index('start_char') + 2}]}}" if "start_char" in columns else ""
            query = (
                f"UNWIND $rows AS r MATCH (a:{source} {{id: r[0]}}) MATCH (b:{target} {{id: r[1]}}) "
                f"MERGE (a)-[x:{type}{key}]->(b) SET {sets}"
            )
            for batch in _batches(rows):
                _write(session, query, [[row["source"], row["target"], *map(row.get, columns)] for row in batch])


PEERS: dict[str, Callable[[Graph, str], None]] = {"driver": driver_lists}


def main() -> None:
    """Run one peer."""
    import resource

    name, folder, address = sys.argv[1:]
    graph = read(Path(folder))
    begun = time.perf_counter()
    PEERS[name](graph, address)
    seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": seconds, "memory": memory}))


if __name__ == "__main__":
    main()
