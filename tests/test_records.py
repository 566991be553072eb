"""Records: one for each key whatever the order, the same from disk as in memory, to the byte."""

import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg import ontology, pipeline, records
from kg.errors import OntologyError, SourceError
from kg.graph import Node, Record, Relation
from kg.loading import parquet
from kg.pipeline import Report

PAGE = "\n".join(
    [
        "We should ban cars from the centre of the town.",
        "We should ban cars from the centre of the town.",
        "I disagree, because the old people need them. See https://arxiv.org/abs/2311.08379 and https://arxiv.org/abs/2311.08379",
        "Fair point, but buses would do for them as well as cars do.",
    ]
)


@pytest.fixture
def made(tmp_path: Path) -> list[Record]:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    return pipeline.extract(pipeline.find([str(page)], None, "utf-8", Report()), Report())


def keyed(found: list[Record]) -> dict[object, Record]:
    return {records.identity(r): r for r in found}


def test_records_come_back_from_disk_as_they_were(made: list[Record], tmp_path: Path) -> None:
    parquet.write(made, tmp_path / "out")
    back = list(parquet.read(tmp_path / "out"))
    assert keyed(back) == keyed(made)
    assert len(back) == len(made)


def test_the_same_records_give_the_same_bytes(made: list[Record], tmp_path: Path) -> None:
    shuffled = list(made)
    random.Random(7).shuffle(shuffled)
    parquet.write(made, tmp_path / "a")
    parquet.write(records.merge(shuffled), tmp_path / "b")
    names = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert names == sorted(p.name for p in (tmp_path / "b").iterdir())
    assert all((tmp_path / "a" / n).read_bytes() == (tmp_path / "b" / n).read_bytes() for n in names)


def test_two_mentions_of_one_work_are_two_relations(made: list[Record]) -> None:
    cites = [r for r in made if isinstance(r, Relation) and r.type == "CITES" and r.source[0] == "Post"]
    assert len(cites) == 2
    assert len({r.target for r in cites}) == 1


def test_records_with_one_key_become_one_with_all_their_sources() -> None:
    one = Node("Work", {"id": "w", "caption": "w", "sources": ["a"]})
    two = Node("Paper", {"id": "w", "caption": "w", "title": "T", "sources": ["b"]})
    expected = [Node("Paper", {"id": "w", "caption": "w", "title": "T", "sources": ["a", "b"]})]
    assert records.merge([one, two]) == records.merge([two, one]) == expected


def test_a_relation_without_an_end_is_refused() -> None:
    wrote = Relation("WROTE", ("Speaker", "s"), ("Post", "p"), {"asserted": True, "sources": ["a"]})
    with pytest.raises(OntologyError, match="there is no Speaker 's' among the records"):
        records.check([wrote])


def test_a_link_of_any_length_gets_an_id_that_a_database_can_index(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(f"Look at https://example.org/{'é' * 20_000}a and https://example.org/{'é' * 20_000}b for that.")
    found = pipeline.extract(pipeline.find([str(page)], None, "utf-8", Report()), Report())
    works = [r.id for r in found if isinstance(r, Node) and r.label == "Work"]
    assert len(set(works)) == 2
    assert all(len(w.encode()) <= 1000 for w in works)
    assert {r.target[1] for r in found if isinstance(r, Relation) and r.type == "CITES"} == set(works)


def test_a_second_extraction_leaves_no_old_files_and_touches_no_others(made: list[Record], tmp_path: Path) -> None:
    parquet.write(made, tmp_path)
    (tmp_path / "mine.txt").write_text("keep me", encoding="utf-8")
    nodes: list[Record] = [r for r in made if isinstance(r, Node)]
    parquet.write(nodes, tmp_path)
    assert keyed(list(parquet.read(tmp_path))) == keyed(nodes)
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "keep me"


def test_records_that_cannot_all_be_written_leave_the_old_ones(made: list[Record], tmp_path: Path) -> None:
    import pyarrow as pa

    parquet.write(made, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    spoilt = Node("Speaker", {"id": "jane", "caption": "Jane", "name": 7, "sources": ["s"]})
    with pytest.raises(pa.ArrowException):
        parquet.write([*made, spoilt], tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def edited(path: Path, change: Callable[[Any], Any]) -> None:
    """Somebody else's version of a file."""
    import pyarrow.parquet as pq

    pq.write_table(change(pq.read_table(path)), path)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda d: (d / "records.json").unlink(), "no whole set of records; make one with kg extract"),
        (lambda d: (d / "records.json").write_text("{"), "not what kg wrote"),
        (
            lambda d: (d / "records.json").write_text(json.dumps({"ontology": "0", "counts": {}})),
            "made with ontology 0",
        ),
        (
            lambda d: (d / "records.json").write_text(json.dumps({"ontology": ontology.load().version, "counts": {}})),
            "not what kg wrote",
        ),
        (lambda d: (d / "Post.parquet").write_bytes(b"PAR1 not at all"), "Post.parquet: cannot be read as records"),
        (
            lambda d: edited(d / "Post.parquet", lambda table: table.slice(1)),
            "Post.parquet: not the file that kg wrote",
        ),
        (lambda d: edited(d / "Post.parquet", lambda table: table.drop(["id"])), "Post.parquet: made by another kg"),
        (lambda d: (d / "Post.parquet").unlink(), "cannot be read as records"),
    ],
)
def test_a_spoilt_folder_is_refused_in_one_line(made: list[Record], tmp_path: Path, spoil: object, says: str) -> None:
    parquet.write(made, tmp_path)
    assert callable(spoil)
    spoil(tmp_path)
    with pytest.raises(SourceError, match=re.escape(says)):
        list(parquet.read(tmp_path))
