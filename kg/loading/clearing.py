"""The rows that may have to go after a load: those that a source yielded once and does not any more."""

from collections.abc import Iterable, Iterator

from kg import ontology
from kg.loading import rows, statements
from kg.loading.keyset import Keys
from kg.loading.kinds import Kind, Row
from kg.loading.ledger import Key
from kg.loading.plan import Plan
from kg.loading.reconcile import owners
from kg.loading.sending import Sending, cut
from kg.loading.wanted import BATCH_ROWS

_Owned = tuple[Kind, Row]
"""A row that a graph holds: its key, and last the sources that yield it."""


class Clearing:
    """Takes sources from the rows that they yield no more; a row goes with its last source."""

    def __init__(self, sending: Sending, plan: Plan, met: dict[Kind, Keys]) -> None:
        self.sending, self.plan, self.met = sending, plan, met

    def run(self) -> None:
        """Relations before nodes; what ledgers tell of, then what the graph must be asked for."""
        for relations in (True, False):
            self._clear(self._gone(relations))
            if self.plan.unsure:
                self._clear(self._owned_relations() if relations else self._owned_nodes())

    def _clear(self, owned: Iterable[_Owned]) -> None:
        left: dict[Kind, list[Row]] = {}
        for kind, row in owned:
            key = tuple(row[: kind.key])
            # A row that was written has the sources that it must have.
            if kind in self.met and key in self.met[kind]:
                continue
            before = owners(row[-1])
            after = before - self.plan.unsure - self.plan.gone.get(kind, {}).get(key, set())
            if after != before:
                batch = left.setdefault(kind, [])
                batch.append([*row[:-1], sorted(after)])
                if len(batch) >= BATCH_ROWS:
                    self._remove(kind, left.pop(kind))
        for kind, rest in left.items():
            self._remove(kind, rest)

    def _gone(self, relations: bool) -> Iterator[_Owned]:
        """The rows that ledgers tell of, as the graph holds them."""
        for kind in sorted(kind for kind in self.plan.gone if kind.is_relation == relations):
            keys = sorted(([*key] for key in self.plan.gone[kind]), key=str)
            for batch in cut(keys):
                for row in self.sending.db.ask(statements.owners(kind), {"rows": batch}):
                    yield kind, row

    def _owned_nodes(self) -> Iterator[_Owned]:
        for labels, id, sources in self.sending.db.ask(statements.owned_nodes(), {"sources": sorted(self.plan.unsure)}):
            kind = Kind(rows.ref(labels, id)[0])
            if not self._told(kind, (id,)):
                yield kind, [id, sources]

    def _owned_relations(self) -> Iterator[_Owned]:
        terms = ontology.load().relations
        for answer in self.sending.db.ask(statements.owned_relations(), {"sources": sorted(self.plan.unsure)}):
            type, from_labels, source, to_labels, target, sources, *values = answer
            kind = Kind(type, rows.ref(from_labels, source)[0], rows.ref(to_labels, target)[0])
            named = dict(zip(statements.relation_keys(), values, strict=True))
            key = (source, target, *(named[name] for name in terms[type].key))
            if (kind.source, kind.target) in terms[type].ends and not self._told(kind, key):
                yield kind, [*key, sources]

    def _told(self, kind: Kind, key: Key) -> bool:
        """Whether a ledger told of this row already."""
        return key in self.plan.gone.get(kind, ())

    def _remove(self, kind: Kind, given: list[Row]) -> None:
        """Remove rows, or leave them to the sources that they end with."""
        labels: dict[str, str] = {}
        if kind.is_relation:
            kept, removed = [row for row in given if row[-1]], [row[:-1] for row in given if not row[-1]]
            give, delete = statements.give_relations(kind), statements.delete_relations(kind)
        else:
            kept, removed, labels = self._untied(kind, given)
            give, delete = statements.give_nodes(kind), statements.delete_nodes(kind)
        self.sending.disturb({source for row in kept for source in row[-1]})
        self.sending.tell("changed", kind, kept, labels)
        self.sending.tell("removed", kind, removed, labels)
        self.sending.send(give, kept, whole=False)
        self.sending.send(delete, removed, whole=False)

    def _untied(self, kind: Kind, given: list[Row]) -> tuple[list[Row], list[Row], dict[str, str]]:
        """Nodes that stay with the sources they are left to, nodes that go, and the labels of all of them.

        A node stays for other sources that yield it or something that hangs on it, and, with no sources, for what
        people made by hand: a relation, a property or a label.
        """
        sending = self.sending
        held: dict[str, tuple[bool, set[str]]] = {}
        labels: dict[str, str] = {}
        keys = [[row[0]] for row in given]
        for id, names, properties, tied, users, tying in sending.db.ask(statements.ties(kind), {"rows": keys}):
            sending.disturb(set().union(*map(owners, tying)))
            labels[id] = rows.special(names)
            more = rows.has_more(kind, names, properties, sending.db.virtual)
            held[id] = tied or more, set().union(*map(owners, users)) - sending.loaded
        kept: list[Row] = []
        removed: list[Row] = []
        for id, sources in given:
            by_hand, users = held.get(id, (False, set()))
            left = sources or sorted(users)
            (kept if left or by_hand else removed).append([id, left] if left or by_hand else [id])
        return kept, removed, labels
