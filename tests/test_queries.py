"""Saved questions: each says what it is, runs on an empty graph, and gives the same rows from both stores."""

import re
from pathlib import Path
from typing import Any

import pytest

import kg
from kg import data, ontology, queries
from kg.errors import QueryError
from kg.graph import Node, Relation, Table
from kg.graph import Path as Way

NAMES = queries.names()


def comparable(table: Table) -> list[tuple[Any, ...]]:
    """The rows with nodes and relations as tuples of all they hold."""

    def form(value: Any) -> Any:
        match value:
            case Node():
                return (value.label, *sorted((k, form(v)) for k, v in value.properties.items()))
            case Relation():
                return (
                    value.type,
                    value.source,
                    value.target,
                    *sorted((k, form(v)) for k, v in value.properties.items()),
                )
            case Way():
                return tuple(form(v) for v in (*value.nodes, *value.relations))
            case list():
                return tuple(form(v) for v in value)
            case _:
                return value

    return [tuple(form(v) for v in row) for row in table.rows]


@pytest.mark.parametrize("name", NAMES)
def test_each_query_has_a_title_a_sentence_and_only_terms_of_the_ontology(name: str) -> None:
    query = queries.get(name)
    assert query.title.endswith("?")
    assert query.about.endswith(".")
    assert {p.name for p in query.parameters} == set(re.findall(r"\$(\w+)", query.text))
    assert "$limit" in query.text or "count(" in query.text, "an answer has an end"
    terms = ontology.load()
    assert set(re.findall(r"\(\w*:(\w+)", query.text)) <= set(terms.nodes)
    assert set(re.findall(r"[:|](\w+)", " ".join(re.findall(r"\[(\w*:[\w|]+)", query.text)))) <= set(terms.relations)
    assert "ORDER BY" in query.text.rpartition("RETURN")[2], "rows come in a fixed order"


@pytest.mark.parametrize("name", NAMES)
def test_each_query_runs_on_an_empty_graph(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nothing was ever rebutted here, not by anybody.", encoding="utf-8")
    kg.build(str(tmp_path / "a.txt"), db=str(tmp_path / "a.kgl"))
    (tmp_path / "a.txt").write_text("Hi there.", encoding="utf-8")
    kg.build(str(tmp_path / "a.txt"), db=str(tmp_path / "a.kgl"))
    table = kg.ask(name, db=str(tmp_path / "a.kgl"))
    assert len(table.rows) == (1 if name == "thread" else 0)


@pytest.mark.neo4j
def test_both_stores_give_the_same_rows_in_the_same_order(tmp_path: Path, neo4j_address: str) -> None:
    embedded = str(tmp_path / "seeds.kgl")
    seeds = str(data.folder("seeds"))
    assert str(kg.build(seeds, db=embedded)) == str(kg.build(seeds, db=neo4j_address))
    for name in NAMES:
        ours, theirs = kg.ask(name, db=embedded), kg.ask(name, db=neo4j_address)
        assert ours.columns == theirs.columns, name
        assert ours.rows, name
        assert comparable(ours) == comparable(theirs), name
    ours, theirs = (kg.ask("speaker_claims", db=db, limit=3) for db in (embedded, neo4j_address))
    assert len(ours.rows) == 3
    assert comparable(ours) == comparable(theirs)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("// T?\n// $limit int = 3: x\nRETURN 1", "is not of the form"),
        ("// T?\n// $limit integer: x\nRETURN 1", "is not of the form"),
    ],
)
def test_a_parameter_line_that_kg_cannot_read_is_refused(text: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        queries.parse("mine", text)


def test_a_header_is_read_whole() -> None:
    query = queries.parse(
        "mine",
        "// What is it?\n// One.\n// Two.\n// $n integer = 3: how many\n// $who text = null: whom\nRETURN $n, $who\n",
    )
    assert (query.title, query.about, query.text) == ("What is it?", "One. Two.", "RETURN $n, $who")
    assert [(p.name, p.kind, p.default, p.help) for p in query.parameters] == [
        ("n", "integer", 3, "how many"),
        ("who", "text", None, "whom"),
    ]
    assert query.parameters[0].value("7") == 7
    assert query.parameters[1].value("Ann") == "Ann"
