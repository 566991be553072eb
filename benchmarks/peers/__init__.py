"""The loaders that kg is measured against, one file each; benchmarks/load.py runs them.

A peer is a module that offers
    NEEDS    the packages of its own environment, pinned
    IMPORTS  modules that are imported before the clock runs
    WAYS     functions of a Graph and a Server that load it, by what the table calls them
and, where something has to lie ready before the clock runs, prepare(graph, server). Each loads as the documentation of
its package shows for many rows.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Ends = tuple[str, str, str]

BATCH = 10_000
USER = PASSWORD = "neo4j"  # the server asks for no password, but some peers want to give one  # noqa: S105


@dataclass(frozen=True)
class Server:
    """Where the graph goes; `imports` is the folder from which the server may load files."""

    address: str
    imports: Path


@dataclass
class Graph:
    """Rows of properties without what is missing: nodes by label, relations by type and the labels of their ends.

    A relation's row holds the ids of its ends as `source` and `target` beside its properties.
    """

    nodes: dict[str, list[Row]] = field(default_factory=dict)
    relations: dict[Ends, list[Row]] = field(default_factory=dict)


def read(folder: Path) -> Graph:
    """The records of a folder; of labels that share a key only the one with the key."""
    import pyarrow.parquet as pq

    graph = Graph()
    for name in json.loads((folder / "records.json").read_text())["counts"]:
        for row in pq.read_table(folder / f"{name}.parquet").to_pylist():
            held = {key: value for key, value in row.items() if value is not None and not key.startswith("_")}
            if "source_label" in held:
                ends = (name, held.pop("source_label"), held.pop("target_label"))
                graph.relations.setdefault(ends, []).append(held)
            else:
                graph.nodes.setdefault("Work" if name == "Paper" else name, []).append(held)
    return graph


def columns(rows: list[Row]) -> list[str]:
    """The properties of rows, without ids."""
    return sorted({key for row in rows for key in row} - {"id", "source", "target"})


def properties(row: Row) -> Row:
    """The properties of a relation's row."""
    return {key: value for key, value in row.items() if key not in ("source", "target")}


def batches(rows: list[Any]) -> Iterator[list[Any]]:
    """As many rows as go in one transaction."""
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def constrain(driver: Any, graph: Graph) -> None:
    """A constraint for each label, waited for."""
    for label in graph.nodes:
        driver.execute_query(f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE")
    driver.execute_query("CALL db.awaitIndexes(300)")
