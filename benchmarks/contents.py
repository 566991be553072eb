"""What a database must hold after a load, and what it holds.

A small graph is read back and compared row by row with all properties; of a large one the database itself counts the
rows and adds up each property: numbers, and the lengths of texts and lists.
"""

import math
from collections import Counter
from pathlib import Path
from typing import Any

from peers import Graph, Row, columns, read

_SMALL = 50_000
"""Rows that are read back one by one."""
_SIZES = {bool: "toInteger({})", int: "{}", float: "{}", str: "size({})", list: "size({})"}


class Contents:
    """The records of a folder; compares databases with them."""

    def __init__(self, folder: Path) -> None:
        graph = read(folder)
        self.nodes = sum(map(len, graph.nodes.values()))
        self.relations = sum(map(len, graph.relations.values()))
        small = self.nodes + self.relations <= _SMALL
        self._wanted = {pattern: (_rows if small else _sums)(kinds, rows) for pattern, kinds, rows in _parts(graph)}
        self._queries = {
            pattern: f"MATCH {pattern} RETURN {', '.join((_cells if small else _totals)(kinds))}"
            for pattern, kinds, _ in _parts(graph)
        }
        self._small = small

    def wrong(self, driver: Any) -> str:
        """What differs, in a few words; nothing where all is right. Properties and labels on top are no matter."""
        with driver.session() as session:
            nodes = session.run("MATCH (n) RETURN count(n)").single()[0]
            relations = session.run("MATCH ()-[r]->() RETURN count(r)").single()[0]
            said = []
            if (nodes, relations) != (self.nodes, self.relations):
                return f"{nodes / self.nodes:.3g} times the nodes, {relations / self.relations:.3g} times the relations"
            for pattern, query in self._queries.items():
                found, wanted = session.run(query).values(), self._wanted[pattern]
                held = Counter(map(_frozen, found)) if self._small else tuple(found[0])
                if not _same(held, wanted):
                    said.append(
                        f"properties of {pattern.partition('x:')[2].partition(')')[0].partition(']')[0]} differ"
                    )
        return "; ".join(said)


def _parts(graph: Graph) -> "list[tuple[str, dict[str, type], list[Row]]]":
    """A pattern for each label and each type of relation, the kinds of its properties, and its rows."""
    found = []
    for label, rows in graph.nodes.items():
        found.append((f"(x:{label})", {"x.id": str, **_kinds(rows)}, rows))
    for (type, source, target), rows in graph.relations.items():
        ends = {"a.id": str, "b.id": str}
        found.append((f"(a:{source})-[x:{type}]->(b:{target})", {**ends, **_kinds(rows)}, rows))
    return found


def _kinds(rows: list[Row]) -> dict[str, type]:
    kinds = {key: type(value) for row in rows for key, value in row.items()}
    return {f"x.{name}": kinds[name] for name in columns(rows)}


def _value(row: Row, name: str) -> Any:
    return row.get({"a.id": "source", "b.id": "target"}.get(name, name[2:]))


def _cells(kinds: dict[str, type]) -> list[str]:
    return list(kinds)


def _totals(kinds: dict[str, type]) -> list[str]:
    return ["count(*)", *(f"sum({_SIZES[kind].format(name)})" for name, kind in kinds.items())]


def _rows(kinds: dict[str, type], rows: list[Row]) -> "Counter[tuple[Any, ...]]":
    return Counter(_frozen([_value(row, name) for name in kinds]) for row in rows)


def _sums(kinds: dict[str, type], rows: list[Row]) -> tuple[float, ...]:
    def size(value: Any) -> float:
        return 0 if value is None else len(value) if isinstance(value, str | list) else value

    return (len(rows), *(math.fsum(size(_value(row, name)) for row in rows) for name in kinds))


def _frozen(row: list[Any]) -> tuple[Any, ...]:
    return tuple(tuple(value) if isinstance(value, list) else value for value in row)


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, Counter):
        return bool(found == wanted)
    return all(math.isclose(one, other, rel_tol=1e-9) for one, other in zip(found, wanted, strict=True))
