"""Hostile words in every field of every label and relation type: what comes back is what went in, and nothing of it ran."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kg import ontology
from kg.graph import Node, Record, Relation
from kg.loading.parquet import Folder
from kg.loading.wanted import check
from kg.ontology import Property, Term
from tests import faults
from tests.graphs import Place, cell, contents, load_node

WORDS = [
    "a\0b\0",
    "half a pair \ud83d and \udc00 the other",
    "`` ` ``` `x`",
    "'}) DETACH DELETE n //",
    "`) MATCH (n) DETACH DELETE n //",
    "\\u0027}) CREATE (:Ran) //",
    "x' RETURN 1 UNION MATCH (n) SET n:Ran RETURN n //",
    "LOAD CSV FROM 'http://127.0.0.1:9/x' AS row CREATE (:Ran)",
    "$rows row[0] {id: $id} apoc.cypher.run('CREATE (:Ran)', {})",
    '"; CALL dbms.listConfig() YIELD name CREATE (:Ran {name: name}) //',
    "Ñ" * 10_000,
]


def held(term: Term, words: str, source: str) -> dict[str, Any]:
    """The words, wherever a property may hold words."""

    def value(known: Property) -> Any:
        given = (known.allowed[0] if known.allowed else words) if known.kind is str else known.kind(1)
        return [given] if known.many else given

    return {name: value(known) for name, known in term.properties.items()} | {"sources": [source]}


def every_field(words: str, number: int) -> list[Record]:
    """A node of each label and a relation of each type between them; even the source is called so."""
    terms, key = ontology.load(), f"{words[:3000]} {number}"
    nodes = [
        Node(label, {**held(term, words, key), "id": key}) for label, term in terms.nodes.items() if label != "Work"
    ]
    found: list[Record] = [*nodes]
    for type, term in terms.relations.items():
        for source, target in term.ends:
            found.append(Relation(type, (source, key), (target, key), held(term, words, key)))
    return found


@pytest.mark.parametrize(
    "place", ["embedded", pytest.param("neo4j", marks=[pytest.mark.neo4j, pytest.mark.long])], indirect=True
)
def test_words_that_could_run_or_break_are_only_words_in_every_field(place: Place, tmp_path: Path) -> None:
    given = [record for number, words in enumerate(WORDS) for record in every_field(words, number)]
    whole = faults.written(tmp_path / "records", given)
    with closing(place.open()) as store:
        store.load([load_node("before")])
    place.by_hand("CREATE (:Canary {id: 'alive'})")
    with closing(place.open()) as store:
        store.load(Folder(tmp_path / "records"))
        assert contents(store.records()) == contents([*whole, load_node("before")])
        assert not store.load(Folder(tmp_path / "records"))
        assert not store.compare(check(whole))
        nodes = sum(isinstance(record, Node) for record in whole)
        assert cell(store, "MATCH (n) RETURN count(n)") == nodes + 2
        assert cell(store, "MATCH ()-[r]->() RETURN count(r)") == len(whole) - nodes
        assert cell(store, "MATCH (n:Canary) RETURN n.id") == "alive"
        texts = {row[0] for row in store.run("MATCH (p:Post) RETURN p.text", {}).rows}
    assert texts == {words.replace("\ud83d", "\ufffd").replace("\udc00", "\ufffd") for words in WORDS}
