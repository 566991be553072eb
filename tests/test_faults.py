"""Loads into Neo4j that are killed, cut off, met by others or fed with foreign data: the graph is that of a clean load."""

import itertools
import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from neo4j import Driver, GraphDatabase, Transaction
from neo4j.exceptions import Neo4jError, ServiceUnavailable, TransientError

from kg.errors import StoreError
from kg.loading.kinds import Row
from kg.loading.rows import Things
from kg.loading.statements import node_keys, relation_starts
from kg.loading.wanted import check, checked
from kg.stores import _lease, _steps
from kg.stores._steps import Steps
from kg.stores._told import passes
from tests import faults
from tests.graphs import contents, opened, talk

pytestmark = pytest.mark.neo4j


@pytest.fixture
def run(neo4j_address: str) -> Iterator[object]:
    """Cypher by hand."""
    auth = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
    with GraphDatabase.driver(neo4j_address, auth=auth) as driver:
        yield lambda query, **more: driver.execute_query(query, more).records


def held(address: str) -> object:
    with closing(opened(address)) as store:
        return contents(store.records())


@pytest.mark.parametrize("after", [3_000, *(pytest.param(n, marks=pytest.mark.long) for n in (12_000, 30_000))])
def test_a_connection_that_is_cut_is_made_again(neo4j_address: str, after: int) -> None:
    whole = checked(faults.records(120, 3))
    proxy = faults.Proxy(neo4j_address, after, cuts=3)
    with closing(proxy), closing(opened(proxy.address)) as store:
        store.load(whole)
    assert proxy.cuts < 3
    assert held(neo4j_address) == contents(whole)
    with closing(opened(neo4j_address)) as store:
        assert not store.compare(check(whole))


@pytest.mark.long
def test_steps_that_were_done_though_the_answer_was_lost_are_not_done_twice(
    neo4j_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit, calls = Transaction.commit, itertools.count()

    def cut(self: Transaction) -> None:
        commit(self)
        if next(calls) % 2 == 0:
            raise ServiceUnavailable("cut")

    monkeypatch.setattr(Transaction, "commit", cut)
    with closing(opened(neo4j_address)) as store:
        store.load(talk("a", "p1", "p2"))
        store.load(talk("b", "p2", "q1"))
        store.load(talk("a", "p2", "p3", text="It fails."))
        after = talk("b", "p2", "q1", text="It fails.")
        store.load(after)
        store.drop("a")
        assert contents(store.records()) == contents(after)
    assert next(calls) > 40


@pytest.mark.parametrize("history", [(("p1",), ("p1", "p2")), (("p1", "p2"), ("p3", "p4"))])
def test_who_reads_everything_during_a_load_meets_no_relation_without_its_ends(
    neo4j_address: str, monkeypatch: pytest.MonkeyPatch, history: tuple[tuple[str, ...], ...]
) -> None:
    before, after = (talk("a", *ids) for ids in history)
    ask, loads = Steps.ask, iter([after])

    def meddled(self: Steps, query: str, parameters: dict[str, object]) -> object:
        found = list(ask(self, query, parameters))
        if query in (node_keys(), relation_starts("AGREES_WITH")):
            for records in loads:
                other.load(records)
        return found

    with closing(opened(neo4j_address)) as store, closing(opened(neo4j_address)) as other:
        store.load(before)
        monkeypatch.setattr(Steps, "ask", meddled)
        seen = list(store.records())
        assert next(loads, None) is None and seen and not faults.without_ends(seen)


def test_a_question_is_asked_again_where_a_load_takes_an_end_away(
    neo4j_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown, loads = Things.unknown, iter([talk("a", "p1")])

    def meddled(self: Things) -> list[str]:
        for records in loads:
            other.load(records)
        return unknown(self)

    with closing(opened(neo4j_address)) as store, closing(opened(neo4j_address)) as other:
        store.load(talk("a", "p1", "p2"))
        monkeypatch.setattr(Things, "unknown", meddled)
        rows = store.run("MATCH ()-[r:WROTE]->() RETURN r", {}).rows
        assert [row[0].target for row in rows] == [("Post", "p1")]


def blocked(driver: Driver, number: int) -> None:
    """Wait until so many transactions wait for others."""
    asked = "SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked' RETURN status"
    last = time.monotonic() + 60
    while len(driver.execute_query(asked).records) < number:
        assert time.monotonic() < last, "nobody waits"


@pytest.mark.long
def test_a_second_writer_that_makes_a_dead_lock_loses_nobodys_rows(
    neo4j_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead: list[str] = []

    def seen(error: Exception) -> bool:
        dead.append(str(getattr(error, "code", "")))
        return passes(error)

    monkeypatch.setattr(_steps, "passes", seen)
    ids = [f"p{number:02}" for number in range(40)]
    before, after = (talk("a", *ids, text=text) for text in ("It works.", "It fails."))
    mine = "MATCH (p:Post {id: $id}) SET p.mine = true"
    auth = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
    with closing(opened(neo4j_address)) as store, GraphDatabase.driver(neo4j_address, auth=auth) as driver:
        store.load(before)
        with driver.session() as one, driver.session() as two:
            other, third = one.begin_transaction(), two.begin_transaction()
            other.run(mine, id="p39").consume()
            third.run(mine, id="p38").consume()
            load = threading.Thread(target=store.load, args=(after,))
            load.start()
            blocked(driver, 1)  # the load has the first 38 posts and waits for the third one

            def ask() -> None:
                try:
                    other.run(mine, id="p00").consume()
                    other.commit()
                except TransientError as error:
                    dead.append(str(error.code))
                    other.close()

            writer = threading.Thread(target=ask)
            writer.start()
            blocked(driver, 2)  # the other one has the last post and waits for the load
            third.rollback()
            load.join()
            writer.join()
        assert contents(store.records()) == contents(after)
        assert not store.compare(check(after))
    assert any("DeadlockDetected" in code for code in dead), "there was no dead-lock"


def test_rows_that_are_too_much_for_the_server_go_in_halves(
    neo4j_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    step, tried = Steps._step, []

    def refuse(self: Steps, tx: Transaction, statement: str, rows: list[Row], whole: bool) -> None:
        if len(rows) > 7:
            tried.append(len(rows))
            code = "Neo.TransientError.General.MemoryPoolOutOfMemoryError"
            raise Neo4jError._hydrate_neo4j(code=code, message="no memory")
        step(self, tx, statement, rows, whole)

    monkeypatch.setattr(Steps, "_step", refuse)
    records = talk("a", *(f"p{n}" for n in range(30)))
    with closing(opened(neo4j_address)) as store:
        store.load(records)
        assert contents(store.records()) == contents(records)
    assert tried


def test_trouble_at_the_end_of_a_long_step_still_passes(neo4j_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    step, tried = Steps._step, itertools.count()

    def slow(self: Steps, tx: Transaction, statement: str, rows: list[Row], whole: bool) -> None:
        step(self, tx, statement, rows, whole)
        if next(tried) == 0:
            time.sleep(0.3)
            raise ServiceUnavailable("cut")

    monkeypatch.setattr(Steps, "_step", slow)
    monkeypatch.setattr(_steps, "_PATIENCE", 0.2)
    with closing(opened(neo4j_address)) as store:
        assert store.load(talk("a", "p1"))


def test_who_holds_the_right_to_load_is_told(neo4j_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_lease, "_PATIENCE", 0.3)
    with closing(opened(neo4j_address)) as store, closing(opened(neo4j_address)) as other:
        store.load(talk("b", "q1"))
        with store._alone():  # type: ignore[attr-defined]
            with pytest.raises(StoreError, match=rf"process {os.getpid()} on .* has been loading since 20\d\d-"):
                other.load(talk("a", "p1"))
            assert other.run("MATCH (l:Load) WHERE l.token IS NULL RETURN count(l)", {}).rows == [(1,)]
        other.load(talk("a", "p1"))


def test_a_holder_that_stands_still_in_the_middle_of_a_step_is_told_of_too(
    neo4j_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_lease, "_PATIENCE", 0.3)
    monkeypatch.setattr(_lease, "_LOCKED", 0.5)
    with closing(opened(neo4j_address)) as store, closing(opened(neo4j_address)) as other:
        with store._alone() as steps:  # type: ignore[attr-defined]
            driver, lease = store._driver, steps._lease  # type: ignore[attr-defined]
            with driver.session() as session, session.begin_transaction() as tx:
                lease.renew(tx)  # and then nothing more: the node stays locked
                with pytest.raises(StoreError, match=rf"process {os.getpid()} on .* has been loading since 20\d\d-"):
                    other.load(talk("a", "p1"))
        other.load(talk("a", "p1"))


def test_a_load_waits_longer_than_a_dead_one_can_hold_the_right() -> None:
    assert _lease._PATIENCE > _lease._SECONDS


def test_a_load_that_lost_its_right_writes_nothing_more(neo4j_address: str, run: object) -> None:
    assert callable(run)
    with closing(opened(neo4j_address)) as store:
        store.load(talk("b", "q1"))
        with store._alone() as steps:  # type: ignore[attr-defined]
            run("MATCH (l:Load) WHERE l.token IS NOT NULL SET l.token = 'another'")
            with pytest.raises(StoreError, match="another one took over"):
                steps.send("UNWIND $rows AS row CREATE (:Post {id: row[0]}) RETURN count(*)", [["x"]])
        run("MATCH (l:Load) WHERE l.token IS NOT NULL DELETE l")
        assert contents(store.records()) == contents(talk("b", "q1"))


def test_the_right_of_a_process_that_died_elsewhere_runs_out(
    neo4j_address: str, run: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(run)
    with closing(opened(neo4j_address)) as store:
        store.load(talk("b", "q1"))
        run(
            "CREATE (:Load {id: $id, token: 'x', machine: 'far', host: 'far', pid: 1, until: timestamp() + 1500})",
            id=_lease._ID,
        )
        store.load(talk("a", "p1"))
        assert run("MATCH (l:Load) RETURN count(l) AS n")[0]["n"] == 2
