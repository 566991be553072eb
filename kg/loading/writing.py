"""The rows that must be there after a load: those that are new or differ are written."""

from kg.errors import StoreError
from kg.loading import kinds, statements
from kg.loading.database import Progress, Unplaced
from kg.loading.keyset import Keys
from kg.loading.kinds import Kind, Row
from kg.loading.plan import Plan
from kg.loading.reconcile import disturbed
from kg.loading.sending import Sending
from kg.loading.wanted import Wanted


class Writing:
    """Writes rows, and keeps in `met` which keys it has looked at."""

    def __init__(self, sending: Sending, wanted: Wanted, plan: Plan) -> None:
        self.sending, self.wanted, self.plan = sending, wanted, plan
        self.met: dict[Kind, Keys] = {}

    def run(self, progress: Progress) -> None:
        """Nodes before relations."""
        only, differing = self.plan.only, self.plan.sources.differing
        done, total = 0, sum(self.wanted.counts.values()) if only is None else len(only)
        for relations in (False, True):
            for kind, batch in self.wanted.batches(relations, only):
                at = kind.sources
                mine = batch if only is not None else [row for row in batch if not differing.isdisjoint(row[at])]
                if self.plan.sources.known:
                    met = self.met.setdefault(kind, Keys())
                    for row in mine:
                        met.add(tuple(row[: kind.key]))
                self._write(kind, mine)
                done += len(batch)
                progress(min(done, total), total)

    def _write(self, kind: Kind, batch: list[Row]) -> None:
        if not batch:
            return
        sending, empty = self.sending, self.sending.is_empty(kind)
        added, pairs = (batch, []) if empty else sending.compared(kind, batch)
        sending.disturb({s for row, before in pairs for s in disturbed(kind, row, before, sending.loaded)})
        changed = [row for row, _ in pairs]
        sending.tell("added", kind, added)
        sending.tell("changed", kind, changed)
        if kind.is_relation:
            self._relate(statements.create_relation(kind), kind, added, statements.merge_relation(kind))
            self._relate(statements.change_relation(kind), kind, changed)
            return
        for label in kinds.family(kind.name):
            merge = statements.merge_node(label)
            first = statements.create_node(label) if empty else merge
            sending.send(first, [row for row in added if kind.label(row) == label], merge)
            sending.send(merge, [row for row in changed if kind.label(row) == label])

    def _relate(self, statement: str, kind: Kind, batch: list[Row], again: str | None = None) -> None:
        try:
            self.sending.send(statement, batch, again)
        except Unplaced as error:
            for source, target, first in self.sending.db.ask(statements.lost_relations(kind), {"rows": batch}):
                label, id = (kind.source, source) if first else (kind.target, target)
                raise StoreError(
                    f"{kind.name} from '{source}' to '{target}': {label} '{id}' is not in the graph; "
                    f"see whether somebody else changes it, and load again"
                ) from error
            raise
