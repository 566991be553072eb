"""What a load needs of a graph, wherever it is kept."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from kg.errors import StoreError
from kg.loading.kinds import Row

Progress = Callable[[int, int], None]
"""Told how many rows were looked at, and how many there are."""


def silent(done: int, total: int) -> None:
    """Nobody listens."""


class Unplaced(StoreError):
    """Some of the rows of a step found no place, so none of them was written."""


class Database(Protocol):
    """What a load needs of a graph: statements that read, and steps that happen whole or not at all."""

    clock: str
    """Cypher for the time of a load."""
    virtual: tuple[str, ...]
    """Properties that the database shows on each node without anybody having set them."""

    def ask(self, query: str, parameters: dict[str, Any]) -> Iterable[Row]:
        """The rows of a query that only reads."""
        ...

    def send(self, statement: str, rows: list[Row], again: str | None = None, whole: bool = True) -> None:
        """Write rows. Where nobody knows whether a try went through, the next one runs `again`.

        With `whole`, Unplaced where not each of the rows found its place.
        """
        ...
