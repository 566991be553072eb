"""Cypher of one's own: read-only by the store's own means unless told otherwise, parameters, plans, one-line errors."""

import io
import json
import sys
from contextlib import closing
from typing import Any

import pytest

from kg import cli
from kg.errors import QueryError, StoreError
from kg.questions import queries
from kg.stores import Store
from tests.graphs import Place, cell, load_node, node, talk
from tests.test_cli import Ran


@pytest.fixture
def loaded(place: Place) -> Any:
    with closing(place.open()) as store:
        store.load([load_node("a"), node("Speaker", "ann", "a", name="Ann"), node("Speaker", "bo", "a")])
        yield store


@pytest.mark.parametrize(
    "query",
    ["CREATE (n:X) RETURN n", "MATCH (n) DETACH DELETE n", "MATCH (n) SET n.x = 1", "MERGE (n:X {id: 'x'})",
     "CREATE INDEX kg_x FOR (n:Speaker) ON (n.name)", "MATCH (n) REMOVE n.name RETURN n"],
)  # fmt: skip
def test_what_would_write_is_refused_and_changes_nothing(loaded: Store, query: str) -> None:
    before = list(loaded.records())
    for work in (loaded.run, loaded.plan):
        with pytest.raises(StoreError, match="would change the graph"):
            work(query, {})
    assert list(loaded.records()) == before


def test_with_write_it_is_done_and_counted(place: Place) -> None:
    with closing(place.open()) as store:
        store.load(talk("a", "p1"))
        table, changes = store.write("CREATE (n:Note {id: $id, text: 'mine'}) RETURN n.text AS text", {"id": "n1"})
        assert (table.rows, changes["nodes_created"]) == ([("mine",)], 1)
        assert store.write("MATCH (n:Note) RETURN count(n) AS n", {})[1] == {}
    with closing(place.open()) as store:
        assert cell(store, "MATCH (n:Note) RETURN n.text") == "mine"
        assert not store.load(talk("a", "p1")), "kg's own rows are as they were"
        with pytest.raises(QueryError, match="does not run"):
            store.write("MATCH (n:Note) SET n.text = 'gone' RETURN nobody", {})
        assert cell(store, "MATCH (n:Note) RETURN n.text") == "mine"


def test_a_plan_tells_its_steps_and_the_time(loaded: Store) -> None:
    query = queries.get("speaker_claims")
    plan = loaded.plan(query.text, queries.meant(loaded, query, {"speaker": "ann"}))
    assert " ms, " in plan.title
    assert plan.steps.columns[:3] == ("step", "estimated", "rows")
    assert len(plan.steps.rows) > 5


@pytest.mark.parametrize("query", ["MATCH (n RETURN n", "RETURN", "MATCH (n) RETURN m", "café"])
def test_an_error_says_where_in_one_line(loaded: Store, query: str) -> None:
    with pytest.raises(QueryError) as refused:
        loaded.run(query, {})
    assert "the query does not run: " in str(refused.value)
    assert "\n" not in str(refused.value)
    if query.startswith("MATCH (n R"):
        # The server says where the wrong word begins, the engine of graph files where the query ends.
        assert "line 1, column 10 " in str(refused.value) or "line 1, col 17:" in str(refused.value)


@pytest.fixture
def run(tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs kg cypher on a small graph, with words on standard input."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    from kg.stores.embedded import connect

    with closing(connect("discussion.kgl")) as store:
        store.load([load_node("a"), node("Speaker", "ann", "a", name="Ann\x1b[2J")])

    def run(*words: str, piped: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "argv", ["kg", "cypher", *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(piped)))
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        said = capsys.readouterr()
        return Ran(stopped.value.code, said.out, said.err)  # type: ignore[arg-type]

    return run


@pytest.mark.parametrize(
    ("words", "value"),
    [("n=3", 3), ("n=three", "three"), ('n="3"', "3"), ("n=[1, 2]", [1, 2]), ("n=a=b", "a=b"), ("n=", ""),
     ("n=null", None), ("n=NaN", "NaN"), ("n=1.5", 1.5), ("n=true", True)],
)  # fmt: skip
def test_a_parameter_is_json_or_text(run: Any, words: str, value: Any) -> None:
    assert json.loads(run("RETURN $n AS n", "--param", words, "--format", "json").out) == [{"n": value}]


def test_a_query_may_come_from_standard_input_in_every_form(run: Any) -> None:
    assert run("--format", "csv", piped="\ufeffRETURN 'é' AS _a;\n".encode()).out == "_a\né\n"
    assert run("--format", "markdown", piped=b"RETURN 1 AS a").out == "| a |\n| --- |\n| 1 |\n"
    assert json.loads(run("RETURN 0.0 / 0.0 AS a", "--format", "ndjson").out) == {"a": None}
    table = run("MATCH (s:Speaker) RETURN s.name AS _name")
    assert ("_name" in table.out, "Ann�[2J" in table.out, "\x1b" in table.out) == (True, True, False)
    assert "Return" in run("RETURN 1 AS a", "--explain").out


@pytest.mark.parametrize(
    ("words", "piped", "says"),
    [
        ((), b"", "no query; write kg cypher"),
        ((" ; ",), b"", "no query"),
        ((), b"\xff", "standard input: byte 0 is no UTF-8"),
        (("RETURN $n", "--param", "n"), b"", "--param takes NAME=VALUE, not 'n'"),
        (("RETURN $n AS n",), b"", "Missing parameter: $n"),
        (("MATCH (n) DELETE n",), b"", "would change the graph"),
        (("RETURN 1", "--write", "--explain"), b"", "take one of them"),
        (("MATCH (n RETURN n",), b"", "line 1, col 17"),
    ],
)
def test_what_cannot_be_run_is_one_line(run: Any, words: tuple[str, ...], piped: bytes, says: str) -> None:
    ran = run(*words, piped=piped)
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err
    assert ran.err.count("\n") == 1


def test_what_was_written_is_told(run: Any) -> None:
    assert "discussion.kgl: nodes created: 1" in run("CREATE (n:Note {id: 'x'})", "--write").err
    assert run("RETURN 1 AS a", "--write").err == "discussion.kgl: nothing changed\n"
