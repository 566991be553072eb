"""Saved questions: each says what it is, runs on an empty graph, and gives the same rows from both stores."""

import os
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import debated
import pytest

import kg
from kg import data, ontology
from kg.errors import QueryError
from kg.graph import Node, Relation, Table
from kg.graph import Path as Way
from kg.questions import queries
from tests import plans
from tests.graphs import opened

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

    clock = [column == "loaded" for column in table.columns]  # the one thing that only a server knows
    return [tuple(not at and form(v) for v, at in zip(row, clock, strict=True)) for row in table.rows]


@pytest.mark.parametrize("name", NAMES)
def test_each_query_has_a_title_a_sentence_and_only_terms_of_the_ontology(name: str) -> None:
    query = queries.get(name)
    assert query.title.endswith("?")
    assert query.about.endswith(".")
    assert {p.name for p in query.parameters} == set(re.findall(r"\$(\w+)", query.text))
    assert ("limit", "integer") in {(p.name, p.kind) for p in query.parameters}, "--limit is known to every question"
    terms = ontology.load()
    assert set(re.findall(r"\(\w*:(\w+)", query.text)) <= set(terms.nodes)
    assert set(re.findall(r"[:|](\w+)", " ".join(re.findall(r"\[(\w*:[\w|]+)", query.text)))) <= set(terms.relations)
    assert "ORDER BY" in query.text.rpartition("RETURN")[2], "rows come in a fixed order"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An embedded graph of the seeds."""
    db = str(tmp_path_factory.mktemp("seeds") / "seeds.kgl")
    kg.build(str(data.folder("seeds")), db=db)
    return db


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_each_question_gives_no_more_rows_than_its_limit(seeds: str, limit: int) -> None:
    with kg.open_store(seeds) as store:
        for name in NAMES:
            whole = len(queries.run(store, queries.get(name), {}).rows)
            assert len(queries.run(store, queries.get(name), {"limit": limit}).rows) == min(limit, whole), name


def is_a(value: Any, kinds: str) -> bool:
    """Whether a value is of one of the kinds that a header may name: `text`, `list`, `Claim|Work` ..."""
    plain = {"text": str, "integer": int, "float": int | float, "list": list, "relation": Relation, "path": Way}
    subclasses = {label: set(ontology.load().nodes[label].labels) for label in ontology.load().nodes}
    return value is None or any(
        isinstance(value, plain[kind]) if kind in plain else isinstance(value, Node) and kind in subclasses[value.label]
        for kind in kinds.split("|")
    )


@pytest.mark.parametrize("name", NAMES)
def test_each_query_gives_what_its_header_says(name: str, seeds: str) -> None:
    query, table = queries.get(name), kg.ask(name, db=seeds)
    assert tuple(column for column, _ in query.gives) == table.columns
    for row in table.rows:
        for (column, kinds), value in zip(query.gives, row, strict=True):
            assert is_a(value, kinds), (column, value)


@pytest.mark.neo4j
def test_both_stores_give_the_same_rows_in_the_same_order(tmp_path: Path, neo4j_address: str) -> None:
    embedded = str(tmp_path / "seeds.kgl")
    seeds = str(data.folder("seeds"))
    assert str(kg.build(seeds, db=embedded)) == str(kg.build(seeds, db=neo4j_address))
    for name in NAMES:
        ours, theirs = kg.ask(name, db=embedded), kg.ask(name, db=neo4j_address)
        assert ours.columns == theirs.columns, name
        assert comparable(ours) == comparable(theirs), name
    ours, theirs = (kg.ask("speaker_claims", db=db, limit=3) for db in (embedded, neo4j_address))
    assert len(ours.rows) == 3
    assert comparable(ours) == comparable(theirs)


@pytest.mark.neo4j
@pytest.mark.long
def test_no_light_question_reads_a_large_graph_whole(neo4j_address: str) -> None:
    from neo4j import GraphDatabase

    with closing(opened(neo4j_address)) as store:
        store.load(debated.records(400))
    login = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
    with GraphDatabase.driver(neo4j_address, auth=login, warn_notification_severity="OFF") as driver:
        plans.know_all_terms(driver)
        # Else a plan hangs on what the server happens to have counted so far.
        driver.execute_query("CALL db.prepareForReplanning()")
        assert {name: said for name in NAMES if (said := plans.complaints(driver, queries.get(name)))} == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("// T?\n// $limit int = 3, like 3: x\nRETURN 1", "is not of the form"),
        ("// T?\n// $limit integer: x\nRETURN 1", "is not of the form"),
        ("// T?\n// $limit integer = 3: x\nRETURN 1", "like EXAMPLE"),
        ("// T?\n// gives: n\nRETURN 1", "gives: column kind"),
        ("// T?\n// cost: some\nRETURN 1", "heavy, because"),
    ],
)
def test_a_parameter_line_that_kg_cannot_read_is_refused(text: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        queries.parse("mine", text)


def test_a_header_is_read_whole() -> None:
    query = queries.parse(
        "mine",
        "// What is it?\n// One.\n// Two.\n// $n integer = 3, like 9: how many\n// $who text = null, like Ann B.: whom\n"
        "// gives: n integer, who text\n// cost: heavy, because it is slow\nRETURN $n, $who\n",
    )
    assert (query.title, query.about, query.text) == ("What is it?", "One. Two.", "RETURN $n, $who")
    assert [(p.name, p.kind, p.default, p.example, p.help) for p in query.parameters] == [
        ("n", "integer", 3, "9", "how many"),
        ("who", "text", None, "Ann B.", "whom"),
    ]
    assert (query.gives, query.cost) == ((("n", "integer"), ("who", "text")), "heavy, because it is slow")
    assert query.parameters[0].value("7") == 7
    assert query.parameters[1].value("Ann") == "Ann"
