"""What a load has to look at: sources by their marks, and the rows of those that differ by their ledgers."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.loading import statements
from kg.loading.database import Database
from kg.loading.kinds import Kind
from kg.loading.ledger import Key, Ledger
from kg.loading.sending import cut
from kg.loading.wanted import Wanted

_ROWS = 100_000
"""Rows of the sources whose ledgers are read at once; and how many may be gone before a source is looked at whole."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of a load: those that differ, of these those that the graph knows, and the marks it may trust."""

    loaded: frozenset[str]
    differing: frozenset[str]
    known: frozenset[str]
    marks: dict[str, str]
    dropped: frozenset[str] = frozenset()

    @classmethod
    def of(cls, db: Database, wanted: Wanted, look: bool = False) -> "Sources":
        """By the marks in the graph; with `look` none of them counts."""
        loaded = frozenset(wanted.yields)
        names = [[source] for source in sorted(loaded)]
        marks = {id: mark for batch in cut(names) for id, mark in db.ask(statements.YIELDS, {"rows": batch})}
        differing = frozenset(s for s in loaded if look or marks.get(s) != wanted.yields[s][0])
        known = differing & marks.keys()
        return cls(loaded, differing, known, {} if look else {s: marks[s] for s in known if marks[s]})

    @classmethod
    def dropped_one(cls, source: str) -> "Sources":
        """One source that is to go."""
        one = frozenset({source})
        return cls(one, one, one, {}, one)


@dataclass(slots=True)
class Plan:
    """The rows of a load that differ as far as ledgers tell.

    `only` are the digests of the rows to look at, None for all rows of the sources that differ; `gone` are the keys
    that a source does not yield any more, and by which sources; `unsure` are the sources that have no ledger in the
    graph that may be trusted, so that the graph must be asked for what they own.
    """

    sources: Sources
    only: "array[int] | None"
    gone: dict[Kind, dict[Key, set[str]]] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()

    @classmethod
    def of(cls, db: Database, wanted: Wanted, sources: Sources) -> "Plan":
        """Compare the ledgers in the graph with those that are wanted."""
        plan = cls(sources, array("q"))
        sure: set[str] = set()
        if sources.marks or sources.differing != sources.loaded:
            for some in _groups(sorted(sources.differing - sources.dropped), wanted):
                sure |= plan._compare(_kept(db, some, sources), wanted, some)
        else:
            plan.only = None
        plan.unsure = sources.known - sure
        return plan

    def _compare(self, kept: dict[str, Ledger], wanted: Wanted, some: list[str]) -> set[str]:
        """Compare some sources; returns those of which it is known what is gone. Of others each row is looked at."""
        sure: set[str] = set()
        for source, text in wanted.ledgers(some):
            new = Ledger.read(text, wanted.yields[source][0])
            if new is None:  # it has too many rows
                self.only = None
                continue
            old = kept.get(source)
            has, had = set(new.numbers()), set(old.numbers() if old else ())
            if old and sum(map(len, self.gone.values())) + len(had - has) <= _ROWS:
                sure.add(source)
                for kind, key in old.gone(new, has):
                    self.gone.setdefault(kind, {}).setdefault(key, set()).add(source)
                has -= had
            if self.only is not None:
                self.only.extend(has)
        return sure


def _groups(sources: list[str], wanted: Wanted) -> Iterator[list[str]]:
    """Sources in groups that together have not too many rows."""
    group: list[str] = []
    rows = 0
    for source in sources:
        if group and rows + wanted.yields[source][1] > _ROWS:
            yield group
            group, rows = [], 0
        group.append(source)
        rows += wanted.yields[source][1]
    if group:
        yield group


def _kept(db: Database, some: list[str], sources: Sources) -> dict[str, Ledger]:
    """The ledgers that the graph keeps of these sources, as far as they belong to their marks."""
    asked = [[source] for source in some if source in sources.marks]
    found = db.ask(statements.LEDGERS, {"rows": asked}) if asked else ()
    ledgers = ((source, Ledger.read(text, sources.marks[source])) for source, text in found)
    return {source: ledger for source, ledger in ledgers if ledger is not None}
