"""Records: what was extracted, made one for each key, and kept on disk as one Parquet file a label or type."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import ontology
from kg.errors import OntologyError, SourceError, StoreError
from kg.graph import Node, Record, Relation

if TYPE_CHECKING:
    import pyarrow as pa

MARK = "records.json"
"""Written last: a folder without it is no whole set of records."""

_ENDS = ("source_label", "source", "target_label", "target")


def identity(record: Record) -> tuple[Any, ...]:
    """What makes two records the same thing: label and id, or type, ends and the keys of the type."""
    if isinstance(record, Node):
        return (ontology.load().root(record.label), record.id)
    term = ontology.load().relations.get(record.type)
    key = term.key if term else ()
    return (record.type, *record.source, *record.target, *(record.properties.get(name) for name in key))


def handle(record: Record) -> str:
    """The id a person types for a record: a node's own, or for a relation its type and ten hex digits."""
    if isinstance(record, Node):
        return record.id
    from hashlib import sha256

    return f"{record.type}-{sha256(repr(identity(record)).encode('utf-8', 'replace')).hexdigest()[:10]}"


def merge(records: Iterable[Record]) -> list[Record]:
    """Records with the same key made one: all their sources, and of each property the value of the fullest.

    Nodes come before relations, each in the order of label or type and key: the order of input is no matter.
    """
    same: dict[tuple[Any, ...], list[Record]] = defaultdict(list)
    for record in records:
        same[identity(record)].append(record)
    return [_one(same[key]) for key in sorted(same, key=_rank)]


def _rank(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """Nodes (two parts) before relations."""
    return (len(key) > 2, *key)


def _one(records: list[Record]) -> Record:
    if len(records) == 1:
        return records[0]
    properties: dict[str, Any] = {}
    for record in sorted(records, key=_fullness):
        properties = {**record.properties, **properties}
    properties["sources"] = sorted({s for r in records for s in r.properties["sources"]})
    first = records[0]
    if isinstance(first, Relation):
        return Relation(first.type, first.source, first.target, properties)
    labels = {r.label for r in records if isinstance(r, Node)}
    return Node("Paper" if "Paper" in labels else first.label, properties)


def _fullness(record: Record) -> tuple[int, str]:
    """A record that says more comes first; among equals, by what it says."""
    said = sorted((k, v) for k, v in record.properties.items() if k != "sources")
    return -len(said), repr(said)


def check(records: Iterable[Record]) -> None:
    """OntologyError for the first record that breaks the ontology or lacks an end that its own sources should yield."""
    terms = ontology.load()
    nodes: set[tuple[str, str]] = set()
    for record in records:
        if isinstance(record, Node):
            terms.check_node(record.label, record.properties)
            nodes.add((terms.root(record.label), record.id))
            continue
        terms.check_relation(record.type, record.source, record.target, record.properties)
        for end in () if terms.relations[record.type].across else (record.source, record.target):
            if end not in nodes:
                raise OntologyError(
                    f"{record.type} from '{record.source[1]}' to '{record.target[1]}': "
                    f"there is no {end[0]} '{end[1]}' among the records; extract them again"
                )


def write(records: list[Record], folder: Path) -> None:
    """Merged records as Parquet files in `folder`, the same bytes for the same records.

    Files of an earlier run that are not needed any more are removed; other files are not touched.
    """
    import pyarrow.parquet as pq

    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).unlink(missing_ok=True)
        terms = ontology.load()
        for name in [*terms.nodes, *terms.relations]:
            (folder / f"{name}.parquet").unlink(missing_ok=True)
        counts: dict[str, int] = {}
        for name, group in groupby(sorted(records, key=_name), key=_name):
            rows = list(group)
            pq.write_table(_table(name, rows), folder / f"{name}.parquet")
            counts[name] = len(rows)
        mark = {"ontology": terms.version, "counts": counts}
        (folder / MARK).write_text(json.dumps(mark, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{folder}: records cannot be written ({error.strerror}); choose another folder") from error


def _name(record: Record) -> str:
    return record.label if isinstance(record, Node) else record.type


def _table(name: str, rows: list[Record]) -> "pa.Table":
    import pyarrow as pa

    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    terms = ontology.load()
    term = terms.nodes.get(name) or terms.relations[name]
    columns: dict[str, Any] = {}
    if name in terms.relations:
        ends = [(*r.source, *r.target) for r in rows if isinstance(r, Relation)]
        columns = {end: pa.array([e[i] for e in ends], pa.string()) for i, end in enumerate(_ENDS)}
    for prop in term.properties.values():
        kind = pa.list_(kinds[prop.kind]) if prop.many else kinds[prop.kind]
        # A relation's own `source_start` and the like never meet the four names of its ends.
        columns[prop.name] = pa.array([r.properties.get(prop.name) for r in rows], kind)
    return pa.table(columns)


def read(folder: Path) -> Iterator[Record]:
    """The records of a folder that `write` made, nodes before relations."""
    try:
        mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
        counts, version = dict(mark["counts"]), str(mark["ontology"])
    except FileNotFoundError as error:
        raise SourceError(f"{folder}: no whole set of records; make one with kg extract SOURCE -o {folder}") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SourceError(f"{folder / MARK}: not what kg wrote; make the records again with kg extract") from error
    terms = ontology.load()
    if version != terms.version:
        raise SourceError(
            f"{folder}: made with ontology {version}, this kg has {terms.version}; make them again with kg extract"
        )
    for name in [*terms.nodes, *terms.relations]:
        if name in counts:
            yield from _rows(folder / f"{name}.parquet", name)


def _rows(path: Path, name: str) -> Iterator[Record]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    relation = name in ontology.load().relations
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches():
                for row in batch.to_pylist():
                    ends = [str(row.pop(end)) for end in _ENDS] if relation else []
                    properties = {k: v for k, v in row.items() if v is not None}
                    if relation:
                        yield Relation(name, (ends[0], ends[1]), (ends[2], ends[3]), properties)
                    else:
                        yield Node(name, properties)
    except (OSError, pa.ArrowException, KeyError) as error:
        raise SourceError(f"{path}: cannot be read as records; make them again with kg extract") from error
