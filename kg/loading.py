"""One load of a graph through Cypher: source by source where nothing differs, row by row where something does.

A load is a row of small steps, each of which may be done twice. First the sources that differ are marked as open;
then come nodes, relations, what is gone, and last the marks that close the sources. A load that was killed leaves
open sources, and the next one looks at their rows again: what is there already is found to be the same.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from kg import kinds, ontology, rows, statements
from kg.database import Database, Progress, Unplaced, silent
from kg.errors import StoreError
from kg.graph import Counts, Record, Relation
from kg.keyset import Keys
from kg.kinds import BOOK, Kind, Row
from kg.plugins import nearest
from kg.reconcile import disturbed, owners, read_row, shared
from kg.wanted import BATCH_ROWS, Held, Wanted


def load(db: Database, wanted: Wanted, progress: Progress, dry_run: bool, look: bool = False) -> Counts:
    """Make the graph hold `wanted`, and nothing else of its sources; with `look` trust no mark of an earlier load."""
    return _Load(db, wanted, progress, dry_run, look).run()


def differs(db: Database, wanted: Wanted) -> bool:
    """Whether there is anything to load, as far as marks and book-keeping tell."""
    work = _Load(db, wanted, silent, True, False)
    return bool(work.differing or work.books_added or work.books_changed)


def drop(db: Database, source: str) -> Counts:
    """Remove a source: what it alone yields, and its mark; StoreError where there is no such source."""
    known = [id for id, _ in db.ask(statements.SOURCES, {})]
    if source not in known:
        near = nearest(source, [str(id) for id in known])
        some = ", ".join(sorted(map(str, known))[:5]) or "none"
        raise StoreError(f"no source '{source}' in the graph{near or f' (known: {some})'}")
    return _Load(db, Held(), silent, False, True, frozenset({source})).run()


def unfinished(db: Database) -> list[str]:
    """The sources whose load was begun and never ended."""
    return sorted(str(id) for id, mark in db.ask(statements.SOURCES, {}) if mark is None)


def records(db: Database) -> list[Record]:
    """All that kg put into the graph, nodes before relations, in the order of label or type, and key."""
    # While somebody loads: what is added has its ends before it, so relations are read first.
    relations = _relations(db)
    nodes = [rows.node(labels, properties) for labels, properties in db.ask(statements.every_node(), {})]
    root = ontology.load().root
    there = {(root(node.label), node.id) for node in nodes}
    if lost := {rows.order(r) for r in relations if not {r.source, r.target} <= there}:
        # What is removed goes before its ends, so it is gone by now.
        lost -= {rows.order(r) for r in _relations(db)}
        relations = [r for r in relations if rows.order(r) not in lost]
    return [*sorted(nodes, key=lambda node: (node.label, node.id)), *sorted(relations, key=rows.order)]


def _relations(db: Database) -> list[Relation]:
    return [
        rows.relation(type, rows.ref(source_labels, source), rows.ref(target_labels, target), properties)
        for type, source_labels, source, target_labels, target, properties in db.ask(statements.every_relation(), {})
    ]


class _Load:
    """One load: what it found out, and the steps."""

    def __init__(
        self,
        db: Database,
        wanted: Wanted,
        progress: Progress,
        dry_run: bool,
        look: bool,
        dropped: frozenset[str] = frozenset(),
    ) -> None:
        self.db, self.wanted, self.dry_run, self.progress = db, wanted, dry_run, progress
        self.counts = Counts()
        self.dropped = dropped
        self.loaded = dropped.union(wanted.yields)
        names = [[source] for source in sorted(self.loaded)]
        marks = {id: mark for batch in _cut(names) for id, mark in db.ask(statements.YIELDS, {"rows": batch})}
        hashes = {source: hash for source, (hash, _) in wanted.yields.items()}
        self.differing = {source for source in self.loaded if look or marks.get(source) != hashes.get(source)}
        self.known = self.differing & marks.keys()
        self.books_added, self.books_changed = self._compare(Kind(BOOK), wanted.books)
        self.disturbed: set[str] = set()
        self.met: dict[Kind, tuple[Keys, Keys]] = {}
        self.numbers: dict[str, int] = {}
        self.done, self.total = 0, sum(wanted.counts.values())

    def run(self) -> Counts:
        """All steps in their order: a relation never comes before its ends, nor stays longer than they."""
        if self.differing:
            self._send(statements.OPEN, [[source] for source in sorted(self.differing)])
            for relations in (False, True):
                for kind, batch in self.wanted.batches(relations):
                    self._put(kind, batch)
            if self.known:
                self._clear(self._owned_relations())
                self._clear(self._owned_nodes())
        self._close()
        self.counts.same = {
            name: left
            for name, number in self.wanted.counts.items()
            if (left := number - self.counts.added.get(name, 0) - self.counts.changed.get(name, 0)) > 0
        }
        return self.counts

    # --- rows that must be there ----------------------------------------------------------------

    def _put(self, kind: Kind, batch: list[Row]) -> None:
        """Write those of the rows whose sources differ, as far as the graph does not hold them."""
        at = kind.sources
        mine = [row for row in batch if not self.differing.isdisjoint(row[at])]
        if self.known:
            wanted, other = self.met.setdefault(kind, (Keys(), Keys()))
            for row in batch:
                (other if self.differing.isdisjoint(row[at]) else wanted).add(tuple(row[: kind.key]))
        self._write(kind, mine)
        self.done += len(batch)
        self.progress(self.done, self.total)

    def _write(self, kind: Kind, batch: list[Row]) -> None:
        if not batch:
            return
        added, changed = (batch, []) if self._is_empty(kind) else self._compare(kind, batch)
        self._disturb({source for row, before in changed for source in disturbed(kind, row, before, self.loaded)})
        self._tell("added", kind, added)
        self._tell("changed", kind, [row for row, _ in changed])
        if kind.is_relation:
            self._relate(statements.create_relation(kind), kind, added, statements.merge_relation(kind))
            self._relate(statements.change_relation(kind), kind, [row for row, _ in changed])
            return
        for label in kinds.family(kind.name):
            merge = statements.merge_node(label)
            first = statements.create_node(label) if self._is_empty(kind) else merge
            self._send(first, [row for row in added if kind.label(row) == label], merge)
            self._send(merge, [row for row, _ in changed if kind.label(row) == label])

    def _compare(self, kind: Kind, batch: list[Row]) -> tuple[list[Row], list[tuple[Row, Row]]]:
        """The rows that are not in the graph, and those that differ there, with what is there."""
        find = statements.find_relations(kind) if kind.is_relation else statements.find_nodes(kind)
        found: dict[tuple[Any, ...], Row] = {}
        for keys in _cut([row[: kind.key] for row in batch]):
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

    def _relate(self, statement: str, kind: Kind, batch: list[Row], again: str | None = None) -> None:
        try:
            self._send(statement, batch, again)
        except Unplaced as error:
            for source, target, first in self.db.ask(statements.lost_relations(kind), {"rows": batch}):
                label, id = (kind.source, source) if first else (kind.target, target)
                raise StoreError(
                    f"{kind.name} from '{source}' to '{target}': {label} '{id}' is not in the graph; "
                    f"see whether somebody else changes it, and load again"
                ) from error
            raise

    # --- rows that may have to go ---------------------------------------------------------------

    def _clear(self, owned: Iterable[tuple[Kind, Row]]) -> None:
        """Take the sources that differ from the rows that they yield no more."""
        gone: dict[Kind, list[Row]] = {}
        moved: set[tuple[Any, ...]] = set()
        for kind, row in owned:
            key = tuple(row[: kind.key])
            wanted, other = self.met.get(kind, (Keys(), Keys()))
            if key in other:
                moved.add((kind, *key))
            elif key not in wanted:
                gone.setdefault(kind, []).append(row)
                if len(gone[kind]) >= BATCH_ROWS:
                    self._remove(kind, gone.pop(kind))
        for kind, rest in gone.items():
            self._remove(kind, rest)
        for relations in {kind.is_relation for kind, *_ in moved}:
            for kind, batch in self.wanted.batches(relations):
                self._write(kind, [row for row in batch if (kind, *row[: kind.key]) in moved])

    def _owned_nodes(self) -> Iterator[tuple[Kind, Row]]:
        """Id and sources of the nodes that a source owns which differs."""
        for labels, id, sources in self.db.ask(statements.owned_nodes(), {"sources": sorted(self.known)}):
            yield Kind(rows.ref(labels, id)[0]), [id, sources]

    def _owned_relations(self) -> Iterator[tuple[Kind, Row]]:
        """Ends, key and sources of the relations that a source owns which differs."""
        terms = ontology.load().relations
        for answer in self.db.ask(statements.owned_relations(), {"sources": sorted(self.known)}):
            type, from_labels, source, to_labels, target, sources, *values = answer
            kind = Kind(type, rows.ref(from_labels, source)[0], rows.ref(to_labels, target)[0])
            named = dict(zip(statements.relation_keys(), values, strict=True))
            if (kind.source, kind.target) in terms[type].ends:
                yield kind, [source, target, *(named[name] for name in terms[type].key), sources]

    def _remove(self, kind: Kind, gone: list[Row]) -> None:
        """Remove rows, or where another source yields them too, leave them to it."""
        if not gone:
            return
        given: list[Row]
        removed: list[Row]
        labels: dict[str, str] = {}
        if kind.is_relation:
            left = [[*row[:-1], sorted(owners(row[-1]) - self.loaded)] for row in gone]
            given = [row for row in left if row[-1]]
            removed = [row[:-1] for row in left if not row[-1]]
            give, delete = statements.give_relations(kind), statements.delete_relations(kind)
        else:
            given, removed, labels = self._untie(kind, gone)
            give, delete = statements.give_nodes(kind), statements.delete_nodes(kind)
        self._disturb({source for row in given for source in row[-1]})
        self._tell("changed", kind, given, labels)
        self._tell("removed", kind, removed, labels)
        self._send(give, given, whole=False)
        self._send(delete, removed, whole=False)

    def _untie(self, kind: Kind, gone: list[Row]) -> tuple[list[Row], list[Row], dict[str, str]]:
        """Nodes that stay with the sources they are left to, nodes that go, and the labels of all of them.

        A node stays for other sources that yield it or something that hangs on it, and, with no sources, for what
        people made by hand: a relation, a property or a label.
        """
        held: dict[str, tuple[bool, set[str]]] = {}
        labels: dict[str, str] = {}
        keys = [[row[0]] for row in gone]
        for id, names, properties, tied, users, tying in self.db.ask(statements.ties(kind), {"rows": keys}):
            self._disturb(set().union(*map(owners, tying)) - self.loaded)
            labels[id] = rows.special(names)
            more = rows.has_more(kind, names, properties, self.db.virtual)
            held[id] = tied or more, set().union(*map(owners, users))
        given: list[Row] = []
        removed: list[Row] = []
        for id, sources in gone:
            by_hand, users = held.get(id, (False, set()))
            left = sorted(owners(sources) - self.loaded or users - self.loaded)
            (given if left or by_hand else removed).append([id, left] if left or by_hand else [id])
        return given, removed, labels

    # --- marks ----------------------------------------------------------------------------------

    def _disturb(self, sources: set[str]) -> None:
        """Let the next load of other sources look at their rows, for one that they share was changed."""
        self._send(statements.DISTURB, [[source] for source in sorted(sources - self.disturbed)], whole=False)
        self.disturbed |= sources

    def _close(self) -> None:
        """Write the book-keeping of sources, and that all they yield is there."""
        kind = Kind(BOOK)
        changed = [row for row, _ in self.books_changed]
        self._tell("added", kind, self.books_added)
        self._tell("changed", kind, changed)
        self._send(statements.merge_node(BOOK), [*self.books_added, *changed])
        whole = sorted(self.differing - self.dropped)
        self._send(statements.close(self.db.clock), [[source, *self.wanted.yields[source]] for source in whole])
        gone = sorted(self.dropped)
        self._tell("removed", kind, [[source] for source in gone])
        self._send(statements.DROP, [[source] for source in gone])

    def _tell(self, word: str, kind: Kind, batch: list[Row], labels: dict[str, str] | None = None) -> None:
        for row in batch:
            name = (
                labels.get(row[0], kind.name) if labels else kind.label(row) if len(row) > kind.key + 1 else kind.name
            )
            self.counts.add(word, name, " to ".join(row[: kind.ids]))

    def _is_empty(self, kind: Kind) -> bool:
        """Whether the graph held nothing under this label or type when the load began."""
        if not self.numbers:
            self.numbers = {str(name): int(number) for name, number in self.db.ask(statements.counts(), {})}
        return not self.numbers.get(kind.name)

    def _send(self, statement: str, batch: list[Row], again: str | None = None, whole: bool = True) -> None:
        if not self.dry_run:
            for part in _cut(batch):
                self.db.send(statement, part, again, whole)


def _cut(batch: list[Row]) -> Iterator[list[Row]]:
    for start in range(0, len(batch), BATCH_ROWS):
        yield batch[start : start + BATCH_ROWS]
