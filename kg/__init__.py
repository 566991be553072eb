"""kg turns an online discussion into a knowledge graph that can be asked: who rebutted what, on which evidence.

>>> import kg
>>> counts = kg.build("seeds", db="debate.kgl")
>>> table = kg.ask("most_rebutted", db="debate.kgl")
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.opening import default_db, open_store
from kg.version import VERSION as __version__

if TYPE_CHECKING:
    from kg.asking import Wish
    from kg.changes import Change
    from kg.discussion import Discussion
    from kg.graph import Counts, Record, Table
    from kg.pipeline import Report
    from kg.questions.search import Hit
    from kg.works.fetch import Fetched

__all__ = [
    "KgError",
    "__version__",
    "ask",
    "build",
    "default_db",
    "diff",
    "drop",
    "explain",
    "export",
    "extract",
    "fetch_works",
    "find",
    "load",
    "open_store",
    "read",
    "same",
    "verify",
    "view",
    "view_all",
]

# Everything is imported where it is used, so that `kg --help` and `import kg` stay quick.


def read(
    *sources: str, format: str | None = None, encoding: str = "utf-8", report: Report | None = None
) -> Iterator[Discussion]:
    """The discussions in files and folders, as a stream; files of one discussion meet in one."""
    from kg import pipeline

    report = report or pipeline.Report()
    return pipeline.read(pipeline.find(sources, format, encoding, report), report)


def extract(
    *sources: str,
    to: str | Path | None = None,
    format: str | None = None,
    encoding: str = "utf-8",
    works: str | Path | None = None,
    report: Report | None = None,
    progress: Callable[[str], None] = lambda _: None,
    wish: Wish | None = None,
) -> list[Record]:
    """The records in files and folders, and with `to` also on disk as Parquet.

    `works` is a catalogue (BibTeX, CSL-JSON or RIS) that tells which works names mean.
    A `kg.asking.Wish` names models that are asked too; what they gave and does not count is in `report.refused`,
    and in a file beside the records.
    """
    from kg import asking, pipeline
    from kg.loading import parquet

    report = report or pipeline.Report()
    files = pipeline.find(sources, format, encoding, report)
    found = pipeline.extract(files, report, progress, wish or asking.NOTHING, works)
    if to is not None:
        parquet.write(found, Path(to))
        asking.write(report.refused, Path(to))
    return found


def build(
    *sources: str,
    db: str | None = None,
    format: str | None = None,
    encoding: str = "utf-8",
    works: str | Path | None = None,
    report: Report | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Counts:
    """Read, extract and load; what a source no longer yields goes, other sources are not touched."""
    from kg import pipeline
    from kg.loading import wanted

    report = report or pipeline.Report()
    with open_store(db) as store:
        files = pipeline.find(sources, format, encoding, report)
        return store.load(wanted.hold(pipeline.extract(files, report, progress, works=works)))  # not held as records


def load(
    folder: str | Path,
    db: str | None = None,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Counts:
    """Load records that `extract` wrote; with `dry_run` only say what would change.

    `progress` is told how many rows were looked at, and how many there are.
    """
    from kg.loading.parquet import Folder

    found = Folder(Path(folder))
    with open_store(db) as store:
        return store.load(found, dry_run, progress)


def drop(source: str, db: str | None = None) -> Counts:
    """Remove a source: what it alone yields goes; KgError where the graph holds no such source."""
    with open_store(db) as store:
        return store.drop(source)


def diff(old: str | Path, new: str | Path) -> list[Change]:
    """The claims that appeared, went or were reworded between two folders of records."""
    from kg import changes

    return changes.between(changes.said(Path(old)), changes.said(Path(new)))


def ask(name: str, db: str | None = None, **parameters: Any) -> Table:
    """The rows of a saved query."""
    from kg.questions import queries

    query = queries.get(name)
    with open_store(db) as store:
        return queries.run(store, query, parameters)


def find(words: str, db: str | None = None, kinds: Sequence[str] = (), limit: int = 20) -> list[Hit]:
    """Speakers, works, claims and posts that hold the words, the best first.

    `words` may hold "phrases" and beginnings*; `kinds` are some of `speakers`, `works`, `claims`, `posts`.
    """
    from kg.questions import search

    with open_store(db) as store:
        return search.find(store, words, kinds, limit)


def view(name: str, path: str | Path, db: str | None = None, as_: str | None = None, **parameters: Any) -> int:
    """A saved query as an interactive page at `path`; returns how many rows the answer has.

    `as_` is the kind of page (`kg.plugins.names("views")`); without it the question's own, or a table where the answer
    holds no nodes.
    """
    from kg.questions import queries
    from kg.surroundings import stage

    query = queries.get(name)
    module = _kind(as_ or query.view)
    with open_store(db) as store:
        scene = stage(store, query.title, query.about, queries.run(store, query, parameters))
    if as_ is None and not scene.graph.nodes:
        module = _kind("table")
    page = module.draw(scene)
    with _writing(Path(path)) as new:
        new.write_text(page, encoding="utf-8", newline="\n")
    return len(scene.table.rows)


def view_all(folder: str | Path, db: str | None = None, progress: Callable[[str], None] = lambda _: None) -> int:
    """A page for each discussion and each saved query with an answer, with an index; returns how many pages.

    The folder is made anew as a whole: pages of an earlier run go, what others put there stays.
    """
    from kg.publishing import publish
    from kg.site import Site

    with open_store(db) as store:
        return publish(Path(folder), Site(store, progress).pages())


def _kind(name: str) -> ModuleType:
    """The kind of page `name`; KgError with the nearest name where there is none."""
    from kg import plugins

    module = plugins.get("views", name)
    if module is None:
        known = plugins.names("views")
        near = plugins.nearest(name, known) or f" (known: {', '.join(known)})"
        raise KgError(f"no view is called '{name}'{near}")
    return module


def export(path: str | Path, as_: str | None = None, db: str | None = None) -> None:
    """The whole graph in a format to hand on; without `as_` the ending of `path` says which."""
    from kg import plugins

    names = plugins.names("exports")
    ending = Path(path).suffix.lower()
    fitting = [as_] if as_ else [n for n, m in plugins.every("exports") if ending in m.SUFFIXES]
    module = plugins.get("exports", fitting[0]) if fitting else None
    if module is None:
        what = (
            f"no export is called '{as_}'{plugins.nearest(as_, names)}" if as_ else f"{path}: no export for '{ending}'"
        )
        raise KgError(f"{what} (known: {', '.join(names)}); choose one with --as")
    with open_store(db) as store, _writing(Path(path)) as new:
        module.write(store.records(), new)


def fetch_works(
    db: str | None = None,
    folder: str | Path | None = None,
    mail: str | None = None,
    cache: str | Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Fetched, Counts | None]:
    """Titles, authors and years of cited works from arXiv, Crossref and DataCite, into a graph or a folder of records.

    What a service would not tell is in the `troubles` of what is returned; the counts are those of the load.
    """
    from kg import data
    from kg.loading import parquet, wanted
    from kg.works import details, fetch
    from kg.works.fetch_cache import Cache

    asked, kept = fetch.services(mail), Cache(Path(cache) if cache else data.cache("works"))
    if folder is not None:
        held = list(parquet.read(Path(folder)))
        fetched = fetch.fetch((work.id for work in details.lacking(held)), asked, kept, progress)
        parquet.write(wanted.checked([*held, *details.rows(held, fetched.said)]), Path(folder))
        return fetched, None
    with open_store(db) as store:
        held = details.needed(store.records())
        fetched = fetch.fetch((work.id for work in details.lacking(held)), asked, kept, progress)
        return fetched, store.load(details.rows(held, fetched.said))


def verify(db: str | None = None, folder: str | Path | None = None) -> list[str]:
    """What is wrong with a graph, one line each; nothing where every span and record holds.

    With a folder of records, also what is missing, extra or different, row by row.
    """
    from kg import checks
    from kg.loading.parquet import Folder

    with open_store(db) as store:
        found = [*checks.problems(store.records()), *(checks.unfinished(source) for source in store.unfinished())]
        return found if folder is None else [*found, *checks.differences(store.compare(Folder(Path(folder))))]


def explain(id: str, db: str | None = None) -> list[str]:
    """Where a node or relation comes from, in lines."""
    from kg import provenance

    with open_store(db) as store:
        return list(provenance.explain(store, id))


def same(path: str | Path, db: str | None = None) -> Counts:
    """Tie claims of different discussions that may say the same, by the sheet at `path`, which is written anew."""
    from kg import sameness

    sheet = sameness.read(Path(path))
    name = os.path.normpath(path).replace(os.sep, "/")
    with open_store(db) as store:
        found, place = sameness.candidates(store.records())
        text = sameness.written(found, place, sheet)
        with _writing(Path(path)) as new:
            new.write_text(text, encoding="utf-8", newline="\n")
        return store.load(sameness.relations(found, sheet, name, text))


@contextmanager
def _writing(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to, which takes its place when all went well; else `path` stays as it was."""
    if path.is_dir():
        raise KgError(f"{path}: is a folder; name a file in it")
    new = path.with_name(f".{path.name}.new")
    try:
        yield new
        new.replace(path)
    except OSError as error:
        raise KgError(f"{path}: cannot be written ({error.strerror}); choose another file or make room") from error
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)
