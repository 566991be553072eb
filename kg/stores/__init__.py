"""Stores: one file a place where a graph is kept.

A store is a module that offers
    SCHEMES  how its address begins (`bolt`, `neo4j+s`), or ends where it is a file (`.kgl`)
    connect(address) -> Store
and a Store is what the class below says. StoreError for what a person can mend: not there, no right, no room.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from kg.graph import Counts, Plan, Record, Table
from kg.loading.database import Progress, silent
from kg.loading.wanted import Wanted
from kg.sought import Term


class Store(Protocol):
    """A graph that can be loaded and asked."""

    seconds: float
    """How long a query of `run` may take; 0 for as long as it likes."""

    def load(self, records: Iterable[Record] | Wanted, dry_run: bool = False, progress: Progress = silent) -> Counts:
        """Make the graph hold these records, and nothing else of the sources whose `Load` nodes are among them.

        A row that another source yields too stays; what people made by hand stays. With `dry_run` nothing is
        written and the counts say what would be. Killed at any moment, it is made whole by the next one.
        """
        ...

    def compare(self, wanted: Wanted) -> Counts:
        """What a load that trusts no mark of an earlier one would do, row by row; nothing is written."""
        ...

    def drop(self, source: str) -> Counts:
        """Remove what a source alone yields, and its mark; StoreError where there is no such source."""
        ...

    def unfinished(self) -> list[str]:
        """The sources whose load was begun and never ended."""
        ...

    def records(self) -> Iterator[Record]:
        """All that kg put into the graph, read as it is asked for: nodes before relations, in a fixed order.

        Load nodes come first, then posts, then the other labels; after them the relation types; each by its key.
        """
        ...

    def run(self, query: str, parameters: dict[str, Any]) -> Table:
        """The rows of a read-only query; a query that would write is refused with StoreError."""
        ...

    def plan(self, query: str, parameters: dict[str, Any]) -> Plan:
        """How a read-only query runs; it is run for that."""
        ...

    def write(self, query: str, parameters: dict[str, Any]) -> tuple[Table, dict[str, int]]:
        """The rows of a query that may change the graph, and how much of what it changed; whole or not at all."""
        ...

    def search(self, label: str, terms: list[Term], every: bool, most: int) -> list[tuple[str, tuple[str, ...]]]:
        """Ids and texts of nodes that may hold all of the terms, or some of them; the best first, `most` at most."""
        ...

    def close(self) -> None:
        """Let go of the file or the connection."""
        ...
