"""What all parts of a load share: what was found in the graph, what is sent to it, and what is counted."""

from collections.abc import Iterator
from typing import Any

from kg.graph import Counts
from kg.loading import statements
from kg.loading.database import Database
from kg.loading.kinds import BOOK, Kind, Row
from kg.loading.reconcile import owners, read_row, shared
from kg.loading.wanted import BATCH_ROWS


class Sending:
    """A graph in the middle of a load; a dry run sends nothing."""

    def __init__(self, db: Database, loaded: frozenset[str], dry_run: bool) -> None:
        self.db, self.loaded, self.dry_run = db, loaded, dry_run
        self.counts = Counts()
        self._disturbed: set[str] = set()
        self._numbers: dict[str, int] = {}

    def send(self, statement: str, batch: list[Row], again: str | None = None, whole: bool = True) -> None:
        """See kg.loading.database.Database; in parts where there are many rows."""
        if not self.dry_run:
            for part in cut(batch):
                self.db.send(statement, part, again, whole)

    def tell(self, word: str, kind: Kind, batch: list[Row], labels: dict[str, str] | None = None) -> None:
        """Count rows as added, changed or removed; `labels` are those of nodes of which only the key is at hand."""
        for row in batch:
            whole = len(row) > kind.key + 1
            name = labels.get(row[0], kind.name) if labels else kind.label(row) if whole else kind.name
            self.counts.add(word, name, " to ".join(row[: kind.ids]))

    def disturb(self, sources: set[str]) -> None:
        """Let the next load of other sources look at their rows, for one that they share was changed."""
        new = sources - self.loaded - self._disturbed
        self.send(statements.DISTURB, [[source] for source in sorted(new)], whole=False)
        self._disturbed |= new

    def compared(self, kind: Kind, batch: list[Row]) -> tuple[list[Row], list[tuple[Row, Row]]]:
        """The rows that are not in the graph, and those that differ there, with what is there."""
        find = statements.find_relations(kind) if kind.is_relation else statements.find_nodes(kind)
        found: dict[tuple[Any, ...], Row] = {}
        for keys in cut([row[: kind.key] for row in batch]):
            for values in self.db.ask(find, {"rows": keys}):
                found[tuple(values[: kind.key])] = read_row(kind, values)
        added, changed = [], []
        for row in batch:
            before = found.get(tuple(row[: kind.key]))
            if before is None or (kind.name == BOOK and not owners(before[kind.sources])):
                added.append(row)
            elif (new := shared(kind, row, before, self.loaded)) != before:
                changed.append((new, before))
        return added, changed

    def is_empty(self, kind: Kind) -> bool:
        """Whether the graph held nothing under this label or type when it was first asked for."""
        if not self._numbers:
            self._numbers = {str(name): int(number) for name, number in self.db.ask(statements.counts(), {})}
        return not self._numbers.get(kind.name)


def cut(batch: list[Row]) -> Iterator[list[Row]]:
    """The rows in parts of which each is one step."""
    for start in range(0, len(batch), BATCH_ROWS):
        yield batch[start : start + BATCH_ROWS]
