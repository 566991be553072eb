"""One graph file on disk, FILE.kgl; needs no server (kglite)."""

import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import loading, ontology
from kg.errors import StoreError
from kg.graph import Counts, Plan, Record, Table
from kg.loading.database import Progress, Unplaced, silent
from kg.loading.kinds import Row
from kg.loading.wanted import Wanted, check
from kg.sought import Term, texts
from kg.stores import _answers, _bm25, _file
from kg.stores._answers import first_line

if TYPE_CHECKING:
    from kglite import KnowledgeGraph

SCHEMES = (".kgl",)

_VIRTUAL = ("name", "title", "type")
"""kglite shows these on every node, made up or borrowed from one another where nobody has set them."""


def connect(address: str) -> "Embedded":
    """The graph file at `address`; it is read when first needed, and made by the first load."""
    return Embedded(address)


class Embedded:
    """A graph that is read from a file into memory, and written back whole.

    Whoever reads the file meanwhile sees the old graph or the new one, never a part of it.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.path = Path(address)
        self.seconds = 0.0
        self._graph: KnowledgeGraph | None = None

    def load(self, records: Iterable[Record] | Wanted, dry_run: bool = False, progress: Progress = silent) -> Counts:
        """See kg.stores.Store; waits a while for a process that loads into a graph of the same folder."""
        wanted = check(records)
        return self._changed(lambda steps: loading.load(steps, wanted, progress, dry_run))

    def compare(self, wanted: Wanted) -> Counts:
        """See kg.stores.Store."""
        return loading.load(Opened(self._opened()), wanted, silent, dry_run=True, look=True)

    def drop(self, source: str) -> Counts:
        """See kg.stores.Store."""
        return self._changed(lambda steps: loading.drop(steps, source))

    def unfinished(self) -> list[str]:
        """See kg.stores.Store; a file is never the result of half a load."""
        return loading.unfinished(Opened(self._opened()))

    def _changed(self, work: "Callable[[Opened], Counts]") -> Counts:
        """Do something to the graph, alone, and save it; what fails leaves no trace."""
        with _file.alone(self.address):
            # Read again: somebody else may have written since.
            graph = self._read() if self.path.exists() else self._new()
            steps = Opened(graph)
            try:
                counts = work(steps)
            except _kglite().KgError as error:
                raise StoreError(f"{self.address}: {first_line(error)}; nothing was loaded") from error
            if steps.wrote:
                _bm25.refresh(graph)
                self._save(graph)
                self._graph = graph
        return counts

    def records(self) -> Iterator[Record]:
        """See kg.stores.Store."""
        return loading.records(Opened(self._opened()))

    def run(self, query: str, parameters: dict[str, Any]) -> Table:
        """See kg.stores.Store."""
        snapshot = self._opened().freeze()
        return _answers.table(snapshot, _answers.ask(snapshot, query, parameters, self.seconds))

    def plan(self, query: str, parameters: dict[str, Any]) -> Plan:
        """See kg.stores.Store."""
        return _answers.plan(self._opened().freeze(), query, parameters)

    def write(self, query: str, parameters: dict[str, Any]) -> tuple[Table, dict[str, int]]:
        """See kg.stores.Store."""
        with _file.alone(self.address):
            graph = self._read()
            answer = _answers.ask(graph, query, parameters)
            table, changes = _answers.table(graph, answer), {k: v for k, v in (answer.stats or {}).items() if v}
            if answer.stats is not None:
                _bm25.refresh(graph)
                self._save(graph)
            self._graph = graph
        return table, changes

    def search(self, label: str, terms: list[Term], every: bool, most: int) -> list[tuple[str, tuple[str, ...]]]:
        """See kg.stores.Store."""
        _bm25.complete(self._opened())
        table = self.run(*_bm25.search(self._opened(), label, terms, every, most))
        return [(str(id), texts(values)) for id, *values in table.rows]

    def close(self) -> None:
        """Let go of the graph; the file was closed as soon as it was read."""
        self._graph = None

    def _opened(self) -> "KnowledgeGraph":
        if self._graph is None:
            if not self.path.exists():
                raise StoreError(f"{self.address}: no such graph; build one with kg build")
            self._graph = self._read()
        return self._graph

    def _new(self) -> "KnowledgeGraph":
        graph: KnowledgeGraph = _kglite().KnowledgeGraph()
        return graph.set_schema_version(_version())

    def _read(self) -> "KnowledgeGraph":
        """The graph in the file; StoreError where it is none, is damaged, or is of another ontology."""
        kglite = _kglite()
        if self.path.is_dir():
            raise StoreError(f"{self.address}: a folder, not a graph file; name a file in it")
        try:
            # Eager: a damaged file is refused here, and not in the middle of a query.
            graph: KnowledgeGraph = kglite.load(str(self.path), verify="eager")
        except kglite.FileFormatError as error:
            raise StoreError(
                f"{self.address}: not a graph file, or a damaged one; delete it and build it again with kg build"
            ) from error
        except (kglite.KgError, OSError) as error:
            raise StoreError(f"{self.address}: cannot be read ({first_line(error)}); check its rights") from error
        if graph.schema_version != _version():
            raise StoreError(
                f"{self.address}: made with ontology {graph.schema_version}, this kg has {_version()}; "
                f"build it again with kg build, or use the kg that made it"
            )
        return graph

    def _save(self, graph: "KnowledgeGraph") -> None:
        """Write the file beside the old one and put it in its place; where that fails the old one stays."""
        kglite, path = _kglite(), _file.real(self.address)
        with warnings.catch_warnings():
            # It only says which columns a reader will hold in memory; kg holds the whole graph there anyway.
            warnings.simplefilter("ignore", kglite.MappedFallbackWarning)
            try:
                with _file.rights_of(path):
                    graph.save(str(path))
            except (kglite.KgError, OSError, ValueError) as error:
                raise StoreError(
                    f"{self.address}: cannot be written ({first_line(error)}), the graph is as it was; "
                    f"make room, or choose another place with --db"
                ) from error


def _kglite() -> Any:
    """The module, told not to write its hints about unknown labels to the terminal."""
    import kglite

    kglite.set_query_warning_policy("silent")
    return kglite


def _version() -> int:
    return int(ontology.load().version)


class Opened:
    """The graph in memory in the middle of a load; nobody sees it before it is saved."""

    clock = "null"
    virtual: tuple[str, ...] = _VIRTUAL

    def __init__(self, graph: "KnowledgeGraph") -> None:
        self._graph = graph
        self.wrote = False

    def ask(self, query: str, parameters: dict[str, Any]) -> list[Row]:
        """See kg.loading.database.Database."""
        answer: Any = self._graph.cypher(query, params=parameters, timeout_ms=0)
        return [list(row.values()) for row in answer]

    def send(self, statement: str, rows: list[Row], again: str | None = None, whole: bool = True) -> None:
        """See kg.loading.database.Database."""
        self.wrote = True
        try:
            ((found,),) = self.ask(statement, {"rows": rows})
        except _kglite().SchemaError:
            # CREATE wants properties that nodes of this label had before, also where there are none left.
            if again is None:
                raise
            ((found,),) = self.ask(again, {"rows": rows})
        if whole and found != len(rows):
            raise Unplaced(f"{len(rows)} rows were sent and {found} found their place; build the graph again")
