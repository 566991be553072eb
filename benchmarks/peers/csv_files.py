"""LOAD CSV with MERGE, from files that lie on the server's disk before the clock runs."""

import csv
from typing import Any

from peers import Graph, Row, Server, columns, constrain

NEEDS = ["neo4j==6.4.1", "pyarrow==26.0.1"]
IMPORTS = ["neo4j"]

_READ = {bool: "toBoolean({})", int: "toInteger({})", float: "toFloat({})", list: "split({}, ';')", str: "{}"}


def prepare(graph: Graph, server: Server) -> None:
    """Write a file for each label and each type of relation."""
    for label, rows in graph.nodes.items():
        _file(server, label, rows, ["id", *columns(rows)])
    for (type, *_), rows in graph.relations.items():
        _file(server, type, rows, ["source", "target", *columns(rows)])


def merge(graph: Graph, server: Server) -> None:
    """One query a file, in transactions as large as those of the others."""
    from neo4j import GraphDatabase

    with GraphDatabase.driver(server.address, notifications_min_severity="OFF") as driver, driver.session() as session:
        constrain(driver, graph)
        for label, rows in graph.nodes.items():
            _load(session, label, f"MERGE (x:{label} {{id: r.id}}) SET {_sets(rows)}")
        for (type, source, target), rows in graph.relations.items():
            key = " {start_char: toInteger(r.start_char)}" if "start_char" in rows[0] else ""
            ends = f"MATCH (a:{source} {{id: r.source}}) MATCH (b:{target} {{id: r.target}})"
            _load(session, type, f"{ends} MERGE (a)-[x:{type}{key}]->(b) SET {_sets(rows)}")


def _file(server: Server, name: str, rows: list[Row], names: list[str]) -> None:
    with (server.imports / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        write = csv.writer(file)
        write.writerow(names)
        write.writerows([_cell(row.get(column)) for column in names] for row in rows)


def _cell(value: Any) -> Any:
    return ";".join(value) if isinstance(value, list) else value


def _sets(rows: list[Row]) -> str:
    kinds = {key: type(value) for row in rows for key, value in row.items()}
    return ", ".join(f"x.{name} = {_READ[kinds[name]].format(f'r.{name}')}" for name in columns(rows))


def _load(session: Any, name: str, query: str) -> None:
    rows = f"LOAD CSV WITH HEADERS FROM 'file:///{name}.csv' AS r"
    session.run(f"{rows} CALL (r) {{ {query} }} IN TRANSACTIONS OF 10000 ROWS").consume()


WAYS = {"`LOAD CSV`, `MERGE`": merge}
