"""Who kg is to a server: nobody types a password that is known, and one that is typed is neither shown nor kept."""

import os
import sys
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.testing.servers import Neo4jGraph
from tests.graphs import opened

pty = pytest.importorskip("pty")  # not on Windows

LETHAL = [
    "CALL dbms.listConfig()",
    "CALL db.clearQueryCaches()",
    "CREATE USER eve SET PASSWORD 'long enough'",
    "CREATE (n)",
    "CALL { CREATE (n) } IN TRANSACTIONS",
    "UNWIND [1] AS x CALL { WITH x RETURN 1 AS y } IN TRANSACTIONS RETURN y",
    "SHOW TRANSACTIONS YIELD transactionId AS id TERMINATE TRANSACTIONS id YIELD message RETURN message",
    "CALL db.prepareForReplanning()",
    "RETURN EXISTS { CALL `db`.`stats`.`clear`('QUERIES') YIELD section RETURN 1 } AS x",
    "LOAD CSV FROM 'http://127.0.0.1:1/' AS row RETURN row",
]


def at_a_terminal(address: str, folder: Path, typed: str, **variables: str) -> tuple[int, str]:
    """`kg ask` as a person runs it, with what is typed when a password is asked for: status and all that is seen."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("NEO4J_", "KG_"))}
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        words = [sys.executable, "-m", "kg.cli", "ask", "loads", "--db", address]
        os.execve(words[0], words, {**kept, "XDG_DATA_HOME": str(folder), **variables})
    seen = b""
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        seen += piece
        if b"Password of" in piece:
            os.write(terminal, typed.encode() + b"\n")
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), seen.decode(errors="replace")


def test_a_password_is_asked_for_where_none_is_known(neo4j_graph: Neo4jGraph, tmp_path: Path) -> None:
    password = os.environ["NEO4J_PASSWORD"]
    status, seen = at_a_terminal(neo4j_graph.address, tmp_path, password)
    assert (status, "Password of neo4j at" in seen, password in seen) == (0, True, False)
    assert not any(password in p.read_text(errors="replace") for p in tmp_path.rglob("*") if p.is_file())


@pytest.mark.parametrize(
    ("typed", "variables", "asked"),
    [("wrong-one", {}, True), ("", {}, True), ("unused", {"NEO4J_PASSWORD": "wrong-one"}, False)],
)
def test_a_wrong_password_is_one_line(
    neo4j_graph: Neo4jGraph, tmp_path: Path, typed: str, variables: dict[str, str], asked: bool
) -> None:
    status, seen = at_a_terminal(neo4j_graph.address, tmp_path, typed, **variables)
    assert (status, "Password of" in seen, "wrong-one" in seen) == (2, asked, False)
    assert "does not know user 'neo4j' with this password; set NEO4J_USERNAME and NEO4J_PASSWORD" in seen


@pytest.mark.parametrize("query", LETHAL)
def test_what_only_asks_is_run_and_nothing_else(neo4j_graph: Neo4jGraph, query: str) -> None:
    store = opened(neo4j_graph.address)
    with pytest.raises(StoreError, match="and kg only asks"):
        store.run(query, {})
    assert store.run("MATCH (n) RETURN count(n)", {}).rows == [(0,)]
    store.close()
