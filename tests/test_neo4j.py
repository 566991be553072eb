"""The Neo4j server: one line for whatever keeps kg out, and loads that happen whole or not at all."""

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from neo4j.exceptions import Neo4jError

from kg.errors import StoreError
from kg.loading.kinds import Row
from kg.stores._steps import Steps
from kg.stores._told import told
from kg.testing.servers import Neo4jGraph
from tests.graphs import contents, node, opened, talk


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("bolt://127.0.0.1:1", "no Neo4j answers there"),
        ("neo4j://127.0.0.1:1", "no Neo4j answers there"),
        ("bolt+s://127.0.0.1:1", "no Neo4j answers there"),
        ("bolt://[::1]:1", "no Neo4j answers there"),
        ("bolt://no.such.host.invalid:7687", "no machine of this name is known"),
        ("neo4j://no.such.host.invalid", "no machine of this name is known"),
        ("bolt://127.0.0.1:port", "write it like bolt://127.0.0.1:7687"),
        ("bolt://[::1", "write it like bolt://127.0.0.1:7687"),
        ("bolt://", "write it like bolt://127.0.0.1:7687"),
        ("bolt://127.0.0.1 :7687", "write it like bolt://127.0.0.1:7687"),
        ("bolt://127.0.0.1:7687/movies", "to name a database, set NEO4J_DATABASE=movies"),
        ("neo4j://127.0.0.1:7687/?database=x", "set NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE instead"),
    ],
)
def test_an_address_where_no_server_is_fails_in_one_line(
    address: str, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(StoreError) as caught:
        opened(address)
    assert words in str(caught.value) and "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("scheme", ["bolt", pytest.param("neo4j", marks=pytest.mark.long)])
def test_a_server_that_never_answers_is_given_up_in_five_seconds(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        start = time.monotonic()
        with pytest.raises(StoreError, match="no Neo4j answers there"):
            opened(f"{scheme}://127.0.0.1:{silent.getsockname()[1]}")
        assert time.monotonic() - start < 5


@contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of a server that is no Neo4j: what it does with each connection."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            while True:
                try:
                    connection, _ = door.accept()
                except OSError:
                    return
                with connection, suppress(OSError):
                    answer(connection)

        threading.Thread(target=serve, daemon=True).start()
        yield door.getsockname()[1]
        door.shutdown(socket.SHUT_RDWR)


def told_at(address: str) -> str:
    with pytest.raises(StoreError) as caught:
        opened(address)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_the_port_of_the_browser_is_told_from_that_of_bolt(scheme: str) -> None:
    def http(connection: socket.socket) -> None:
        connection.recv(100)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with answering(http) as port:
        assert "give the port of Bolt" in told_at(f"{scheme}://127.0.0.1:{port}")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_encryption_on_one_side_only_is_told(scheme: str) -> None:
    with answering(lambda connection: connection.close() if connection.recv(1000) else None) as port:
        server = f"127.0.0.1:{port}"
        assert f"write {scheme}+s://{server}" in told_at(f"{scheme}://{server}")
        assert f"where none is wanted, write {scheme}://{server}" in told_at(f"{scheme}+s://{server}")


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl to make a certificate with")
@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_certificate_that_signed_itself_needs_another_scheme(scheme: str, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key", tmp_path / "certificate"
    words = f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -keyout {key} -out {certificate}"
    subprocess.run(words.split(), check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with answering(lambda connection: context.wrap_socket(connection, server_side=True).close()) as port:
        told = told_at(f"{scheme}+s://127.0.0.1:{port}")
        assert f"write {scheme}+ssc://127.0.0.1:{port}, or name its file in SSL_CERT_FILE" in told


@pytest.mark.parametrize("password", ["s3cret", "s3cret/1", "s3cret@x", "s3cret:x", "s3cret?x", "s3cret#x@s3cret"])
def test_a_password_in_an_address_is_refused_and_not_repeated(password: str) -> None:
    for address in (f"bolt://jane:{password}@127.0.0.1:7687", f"bolt://127.0.0.1:7687?jane&password={password}"):
        told = told_at(address)
        assert "NEO4J_PASSWORD" in told and "s3cret" not in told and "jane" not in told


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("Neo.ClientError.Security.Forbidden", "user 'jane' has no right to do that"),
        ("Neo.ClientError.Security.CredentialsExpired", "user 'jane' needs another password"),
        ("Neo.ClientError.Database.DatabaseNotFound", "no database 'neo4j'; set NEO4J_DATABASE"),
        ("Neo.ClientError.General.WriteOnReadOnlyAccessDatabase", "can only be read"),
        ("Neo.ClientError.Transaction.TransactionTimedOut", "longer than is allowed there; ask for less"),
        ("Neo.DatabaseError.Transaction.TransactionLogError", "see its log and whether its disk has room"),
        ("Neo.ClientError.Cluster.NotALeader", "check the address and the server"),
    ],
)
def test_an_error_of_the_server_is_one_line_with_what_to_do(
    code: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEO4J_DATABASE", raising=False)
    error = told("bolt://there", Neo4jError._hydrate_neo4j(code=code, message="why"), "jane")
    assert isinstance(error, StoreError) and str(error).startswith("bolt://there: ") and words in str(error)


@pytest.mark.neo4j
@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("NEO4J_PASSWORD", "s3cret-wrong", "set NEO4J_USERNAME and NEO4J_PASSWORD"),
        ("NEO4J_PASSWORD", "", "set NEO4J_USERNAME and NEO4J_PASSWORD"),
        ("NEO4J_USERNAME", "nobody", "does not know user 'nobody' with this password"),
        ("NEO4J_DATABASE", "nowhere", "no database 'nowhere'; set NEO4J_DATABASE"),
        ("NEO4J_DATABASE", "system", "holds users, not graphs; set NEO4J_DATABASE"),
    ],
)
def test_who_is_not_let_in_is_told_what_to_set(
    neo4j_address: str, monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(StoreError) as caught:
        opened(neo4j_address)
    assert words in str(caught.value) and "s3cret" not in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.neo4j
def test_each_label_that_has_a_key_gets_its_constraint_and_a_dry_run_none(neo4j_graph: Neo4jGraph) -> None:
    with closing(opened(neo4j_graph.address)) as store:
        found = (
            "SHOW CONSTRAINTS YIELD labelsOrTypes, properties, type RETURN labelsOrTypes[0] + '.' + properties[0], type"
        )
        store.load(talk("a", "p1"), dry_run=True)
        assert store.run(found, {}).rows == []
        store.load(talk("a", "p1"))
        labels = ("Claim", "Discussion", "Load", "Post", "Speaker", "Work")
        assert set(store.run(found, {}).rows) == {(f"{label}.id", "UNIQUENESS") for label in labels}


@pytest.mark.neo4j
def test_a_relation_that_loses_an_end_while_it_is_loaded_is_told_of_and_the_next_load_mends_it(
    neo4j_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(opened(neo4j_address)) as store:
        store.load(talk("a", "p1"))
        send, gone = Steps.send, iter(["MATCH (p:Post {id: 'p2'}) DETACH DELETE p RETURN 1 AS found"])

        def meddled(self: Steps, statement: str, rows: list[Row], *more: Any, **named: Any) -> None:
            if ":STATES" in statement:
                for query in gone:
                    send(self, query, rows, whole=False)
            send(self, statement, rows, *more, **named)

        monkeypatch.setattr(Steps, "send", meddled)
        with pytest.raises(StoreError, match="STATES from 'p2' to 'p2#0': Post 'p2' is not in the graph"):
            store.load(talk("a", "p1", "p2", text="It fails."))
        store.load(talk("a", "p1", "p2", text="It fails."))
        assert contents(store.records()) == contents(talk("a", "p1", "p2", text="It fails."))


@pytest.mark.neo4j
def test_both_stores_answer_alike(neo4j_address: str, tmp_path: Path) -> None:
    stores = [opened(neo4j_address), opened(str(tmp_path / "talk.kgl"))]
    for store in stores:
        store.load([*talk("a", "p1", "p2"), node("Speaker", "nobody", "a")])
    for query in (
        "MATCH (n) RETURN n ORDER BY n.id",
        "MATCH (a)-[r:CITES]->(b) RETURN a.id, r, b ORDER BY a.id, r.start_char",
        "MATCH way = (:Claim)-[:REBUTS]->(:Claim)<-[:STATES]-(:Post) RETURN way, length(way) AS long",
        "MATCH (s:Speaker) OPTIONAL MATCH (s)-[:WROTE]->(p) WITH s, p ORDER BY p.id RETURN s.name AS name, count(p) AS n, collect(p.id) AS ids ORDER BY n",
    ):
        first, second = (store.run(query, {}) for store in stores)
        assert first == second and first.rows
    assert list(stores[0].records()) == list(stores[1].records())
    for store in stores:
        store.close()
