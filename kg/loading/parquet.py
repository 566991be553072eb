"""Records on disk: one Parquet file a label or relation type, in groups of rows that are loaded one by one."""

import json
import shutil
from array import array
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from hashlib import file_digest
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import ontology
from kg.errors import SourceError, StoreError
from kg.graph import Node, Record, Relation
from kg.loading import kinds
from kg.loading.kinds import BOOK, Kind, Row
from kg.loading.ledger import Yields
from kg.loading.wanted import Batch, node, parts, relation, row

if TYPE_CHECKING:
    import pyarrow as pa

MARK = "records.json"
"""Written last: a folder without it is no whole set of records. It holds the hash of each file."""

_BEGUN = ".begun"
"""The folder of files that are not all written yet."""
_YIELDS = "yields"
"""The file that tells what each source yields."""
_ENDS = ("source_label", "source", "target_label", "target")
_YIELD_COLUMNS = ("source", "hash", "rows", "ledger")
_DIGEST = "_digest"
"""The column by which rows are chosen; see kg.loading.ledger."""


def write(records: Iterable[Record], folder: Path) -> None:
    """Records that kg.loading.wanted.checked made, as files in `folder`; the same bytes for the same records.

    Until all are written, those of an earlier run stay; then its files are removed or replaced. Others are not touched.
    """
    whole, begun = list(records), folder / _BEGUN
    try:
        shutil.rmtree(begun, ignore_errors=True)  # of a run that was killed
        begun.mkdir(parents=True)
        _write_all(whole, begun)
        terms = ontology.load()
        for name in [MARK, *(f"{name}.parquet" for name in (*terms.nodes, *terms.relations, _YIELDS))]:
            (folder / name).unlink(missing_ok=True)
        for file in sorted(begun.iterdir(), key=lambda file: file.name == MARK):
            file.replace(folder / file.name)
    except OSError as error:
        raise StoreError(f"{folder}: records cannot be written ({error.strerror}); choose another folder") from error
    finally:
        shutil.rmtree(begun, ignore_errors=True)


def _write_all(whole: list[Record], folder: Path) -> None:
    """The files of all records, what their sources yield, and the mark."""
    counts: dict[str, int] = {}
    yields = Yields()
    for name, group in groupby(sorted(whole, key=_name), key=_name):
        members = list(group)
        counts[name] = len(members)
        _write_file(folder / f"{name}.parquet", _schema(name), (_measured(record, yields) for record in members))
    sources = sorted(r.id for r in whole if isinstance(r, Node) and r.label == BOOK)
    _write_file(folder / f"{_YIELDS}.parquet", _yield_schema(), map(list, yields.told(sources)))
    hashes = {name: _digest(folder / f"{name}.parquet") for name in [*counts, _YIELDS]}
    mark = {"ontology": ontology.load().version, "counts": counts, "sha256": hashes}
    (folder / MARK).write_text(json.dumps(mark, indent=1) + "\n", encoding="utf-8")


def _measured(found: Record, yields: Yields) -> Row:
    """The row of a file: with the labels of both ends, without that of a node, which is the file's name; its digest."""
    kind, made = row(found)
    number = None if kind.name == BOOK else yields.add(kind, made)
    if isinstance(found, Relation):
        return [kind.source, made[0], kind.target, *made[1:], number]
    return [*made[: len(kind.columns)], number]


def _name(record: Record) -> str:
    return record.label if isinstance(record, Node) else record.type


def _columns(name: str) -> tuple[str, ...]:
    terms = ontology.load()
    return (*_ENDS, *kinds.relation_columns(name)) if name in terms.relations else kinds.node_columns(terms.root(name))


def _schema(name: str) -> "pa.Schema":
    import pyarrow as pa

    terms = ontology.load()
    known = (terms.relations.get(name) or terms.nodes[name]).properties
    if name in terms.nodes:
        known = {k: v for label in kinds.family(terms.root(name)) for k, v in terms.nodes[label].properties.items()}
    plain = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    fields = []
    for i, column in enumerate(_columns(name)):
        prop = known.get(column)
        if prop is None or (name in terms.relations and i < len(_ENDS)):
            fields.append((column, pa.string()))
        else:
            fields.append((column, pa.list_(plain[prop.kind]) if prop.many else plain[prop.kind]))
    return pa.schema([*fields, (_DIGEST, pa.int64())])


def _yield_schema() -> "pa.Schema":
    import pyarrow as pa

    return pa.schema(list(zip(_YIELD_COLUMNS, (pa.string(), pa.string(), pa.int64(), pa.string()), strict=True)))


def _write_file(path: Path, schema: "pa.Schema", rows: Iterable[Row]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetWriter(path, schema) as file:
        for batch in parts(rows):
            columns = zip(*batch, strict=True)
            arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
            file.write_table(pa.table(arrays, schema=schema), row_group_size=len(batch))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


class Folder:
    """The records of a folder that `write` made; see kg.loading.wanted.Wanted. No more than a group of rows is held."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.counts, self._hashes = self._mark()
        for name in self._hashes:
            self._fits(name)
        marks = (row for columns in self._groups(_YIELDS, _YIELD_COLUMNS[:3]) for row in _rows(columns))
        self.yields = {source: (hash, number) for source, hash, number in marks}
        self.books = [row for columns in self._groups(BOOK, _columns(BOOK)) for row in _rows(columns)]

    def ledgers(self, sources: Collection[str]) -> Iterator[tuple[str, str | None]]:
        """See kg.loading.wanted.Wanted."""
        import pyarrow as pa

        wanted = pa.array(sorted(sources), pa.string())
        for names, texts in self._groups(_YIELDS, ("source", "ledger"), ("source", wanted)):
            yield from zip(names, texts, strict=True)

    def batches(self, relations: bool, only: "array[int] | None" = None) -> Iterator[Batch]:
        """See kg.loading.wanted.Wanted."""
        if only is None:
            yield from self._batches(relations, None)
            return
        import pyarrow as pa

        values = pa.Array.from_buffers(pa.int64(), len(only), [None, pa.py_buffer(only)])
        for kind, group in groupby(self._batches(relations, (_DIGEST, values)), lambda batch: batch[0]):
            for batch in parts(each for _, rows in group for each in rows):
                yield kind, batch

    def columns(self, name: str, columns: tuple[str, ...]) -> Iterator[Row]:
        """Some columns of one label or relation type, row by row; nothing else is read."""
        return (row for group in self._groups(name, columns) for row in _rows(group))

    def _batches(self, relations: bool, only: "_Only | None") -> Iterator[Batch]:
        terms = ontology.load()
        for name in terms.relations if relations else terms.nodes:
            if name == BOOK:
                continue
            for columns in self._groups(name, _columns(name), only):
                if relations:
                    yield from _by_ends(name, columns)
                else:
                    root = terms.root(name)
                    label = [[name] * len(columns[0])] if len(kinds.family(root)) > 1 else []
                    yield Kind(root), _rows([*columns, *label])

    def _mark(self) -> tuple[dict[str, int], dict[str, str]]:
        """The number of rows and the hash of each file."""
        folder, known = self.folder, ontology.load().version
        try:
            mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
            if (version := str(mark["ontology"])) != known:
                raise SourceError(
                    f"{folder}: made with ontology {version}, this kg has {known}; make them again with kg extract"
                )
            return dict(mark["counts"]), dict(mark["sha256"])
        except FileNotFoundError as error:
            raise SourceError(
                f"{folder}: no whole set of records; make one with kg extract SOURCE -o {folder}"
            ) from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SourceError(f"{folder / MARK}: not what kg wrote; make the records again with kg extract") from error

    def _fits(self, name: str) -> None:
        """SourceError where a file has not the columns that this kg writes: before anything is loaded, not amid it."""
        path = self.folder / f"{name}.parquet"
        with _refused(path):
            import pyarrow.parquet as pq

            if pq.read_schema(path).names != (_yield_schema() if name == _YIELDS else _schema(name)).names:
                raise SourceError(f"{path}: made by another kg; make the records again with kg extract")

    def _groups(self, name: str, columns: tuple[str, ...], only: "_Only | None" = None) -> Iterator[list[list[Any]]]:
        """Columns of a file, a group of rows at a time; SourceError where it is not the file that was written."""
        if name not in self._hashes:
            return
        path = self.folder / f"{name}.parquet"
        with _refused(path):
            import pyarrow as pa
            import pyarrow.parquet as pq

            # Arrow's own pool keeps what it once had; the system's gives it back.
            pa.set_memory_pool(pa.system_memory_pool())
            if _digest(path) != self._hashes[name]:
                raise SourceError(f"{path}: not the file that kg wrote; make the records again with kg extract")
            with pq.ParquetFile(path) as file:
                for number in range(file.num_row_groups):
                    chosen = _chosen(file, number, only)
                    if chosen is not False:
                        table = file.read_row_group(number, columns=list(columns), use_threads=False)
                        table = table if chosen is None else table.filter(chosen)
                        yield [table.column(column).to_pylist() for column in columns]


_Only = tuple[str, "pa.Array"]
"""A column, and the values that it must have."""


def _chosen(file: Any, number: int, only: "_Only | None") -> Any:
    """Which rows of a group are asked for: a mask, None for all of them, False for none."""
    if only is None:
        return None
    import pyarrow.compute as pc

    column, values = only
    mask = pc.is_in(file.read_row_group(number, columns=[column], use_threads=False).column(0), values)
    return mask if pc.any(mask).as_py() else False


def _rows(columns: list[list[Any]]) -> list[Row]:
    return [list(row) for row in zip(*columns, strict=True)]


def _by_ends(type: str, columns: list[list[Any]]) -> Iterator[Batch]:
    """The rows of relations under the labels of their ends."""
    sources, from_ids, targets, to_ids, *values = columns
    rows = _rows([from_ids, to_ids, *values])
    groups: dict[tuple[str, str], list[Row]] = {ends: [] for ends in sorted(set(zip(sources, targets, strict=True)))}
    if len(groups) > 1:
        for source, target, row in zip(sources, targets, rows, strict=True):
            groups[source, target].append(row)
    for ends, group in groups.items():
        yield Kind(type, *ends), group if len(groups) > 1 else rows


def read(folder: Path) -> Iterator[Record]:
    """The records of a folder that `write` made, nodes before relations."""
    found = Folder(folder)
    yield from (node(Kind(BOOK), row) for row in found.books)
    for kind, batch in found.batches(relations=False):
        yield from (node(kind, row) for row in batch)
    for kind, batch in found.batches(relations=True):
        yield from (relation(kind, row) for row in batch)


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    import pyarrow as pa

    try:
        yield
    except (OSError, pa.ArrowException, KeyError) as error:
        raise SourceError(f"{path}: cannot be read as records; make them again with kg extract") from error
