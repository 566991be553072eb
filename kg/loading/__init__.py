"""One load of a graph through Cypher: only what differs is looked at, first by source, then row by row.

A load is a row of small steps, each of which may be done twice. First the sources that differ are marked as open;
then come nodes, relations, what is gone, and last the marks that close the sources. A load that was killed leaves
open sources, and the next one looks at their rows again: what is there already is found to be the same.
"""

from kg.errors import StoreError
from kg.graph import Counts
from kg.loading import statements
from kg.loading.clearing import Clearing
from kg.loading.database import Database, Progress, silent
from kg.loading.kinds import BOOK, Kind
from kg.loading.plan import Plan, Sources
from kg.loading.reading import records
from kg.loading.sending import Sending
from kg.loading.wanted import Held, Wanted, parts
from kg.loading.writing import Writing
from kg.plugins import nearest

__all__ = ["differs", "drop", "load", "records", "unfinished"]


def load(db: Database, wanted: Wanted, progress: Progress, dry_run: bool, look: bool = False) -> Counts:
    """Make the graph hold `wanted`, and nothing else of its sources; with `look` trust no mark of an earlier load."""
    return _run(db, wanted, progress, dry_run, Sources.of(db, wanted, look))


def differs(db: Database, wanted: Wanted) -> bool:
    """Whether there is anything to load, as far as marks and book-keeping tell."""
    sources = Sources.of(db, wanted)
    return bool(sources.differing) or any(Sending(db, sources.loaded, True).compared(Kind(BOOK), wanted.books))


def drop(db: Database, source: str) -> Counts:
    """Remove a source: what it alone yields, and its mark; StoreError where there is no such source."""
    known = [id for id, _ in db.ask(statements.SOURCES, {})]
    # Also what is left of a source whose Load node somebody removed.
    if source not in known and not any(db.ask(statements.owned_nodes(), {"sources": [source]})):
        near = nearest(source, [str(id) for id in known])
        some = ", ".join(sorted(map(str, known))[:5]) or "none"
        raise StoreError(f"no source '{source}' in the graph{near or f' (known: {some})'}")
    return _run(db, Held(), silent, False, Sources.dropped_one(source))


def unfinished(db: Database) -> list[str]:
    """The sources whose load was begun and never ended."""
    return sorted(str(id) for id, mark in db.ask(statements.SOURCES, {}) if mark is None)


def _run(db: Database, wanted: Wanted, progress: Progress, dry_run: bool, sources: Sources) -> Counts:
    """All steps in their order: a relation never comes before its ends, nor stays longer than they."""
    sending = Sending(db, sources.loaded, dry_run)
    books_added, books_changed = sending.compared(Kind(BOOK), wanted.books)
    if sources.differing:
        plan = Plan.of(db, wanted, sources)
        sending.send(statements.OPEN, [[source] for source in sorted(sources.differing)])
        writing = Writing(sending, wanted, plan)
        writing.run(progress)
        if sources.known:
            Clearing(sending, plan, writing.met).run()
    sending.tell("added", Kind(BOOK), books_added)
    sending.tell("changed", Kind(BOOK), [row for row, _ in books_changed])
    sending.send(statements.merge_node(BOOK), [*books_added, *(row for row, _ in books_changed)])
    _close(sending, wanted, sources)
    return _with_same(sending.counts, wanted)


def _close(sending: Sending, wanted: Wanted, sources: Sources) -> None:
    """Write that all is there that the sources yield."""
    whole = sources.differing - sources.dropped
    if whole and not sending.dry_run:
        ledgers = wanted.ledgers(sorted(whole))
        for batch in parts([source, *wanted.yields[source], text] for source, text in ledgers):
            sending.send(statements.close(sending.db.clock), batch)
    gone = [[source] for source in sorted(sources.dropped)]
    sending.tell("removed", Kind(BOOK), gone)
    sending.send(statements.DROP, gone, whole=False)


def _with_same(counts: Counts, wanted: Wanted) -> Counts:
    for name, number in wanted.counts.items():
        left = number - counts.added.get(name, 0) - counts.changed.get(name, 0)
        if left > 0:
            counts.same[name] = left
    return counts
