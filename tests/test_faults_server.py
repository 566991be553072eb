"""Loads into a Neo4j of their own that is killed in mid-load or has too little memory: the graph is that of a clean load."""

import time
from contextlib import closing
from pathlib import Path

import pytest

from kg.loading.wanted import check
from kg.stores import _steps
from kg.stores._told import too_much
from tests import faults
from tests.containers import Container, container
from tests.graphs import contents, opened, talk

pytestmark = [pytest.mark.neo4j, pytest.mark.long]


def begun(server: Container) -> int:
    """How many posts of a load under way are there."""
    with server.driver() as driver:
        return int(driver.execute_query("MATCH (p:Post) RETURN count(p) AS n").records[0]["n"])


def test_a_server_that_is_killed_and_started_again_in_mid_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = faults.written(tmp_path, faults.records(600, 6))
    with container(monkeypatch) as server:
        process = faults.begun(tmp_path, server.address)
        last = time.monotonic() + 500
        while not begun(server):
            assert process.poll() is None and time.monotonic() < last
        server.kill()
        assert process.poll() is None, "it was killed in mid-load"
        server.start()
        _, said = process.communicate(timeout=600)
        assert process.returncode == 0, said.decode()
        with closing(opened(server.address)) as store:
            assert contents(store.records()) == contents(whole)
            assert not store.unfinished()
            assert not store.compare(check(whole))


def test_transactions_that_a_server_refuses_for_memory_are_made_smaller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[Exception] = []

    def seen(error: Exception) -> bool:
        if found := too_much(error):
            refused.append(error)
        return found

    monkeypatch.setattr(_steps, "too_much", seen)
    ids = [f"p{number}" for number in range(700)]
    first, second = (talk("a", *ids, text=f"{words} " * 500) for words in ("It holds.", "It fails."))
    small = container(monkeypatch, NEO4J_db_memory_transaction_max="8m")
    with small as server, closing(opened(server.address)) as store:
        store.load(first)
        assert contents(store.records()) == contents(first)
        store.load(second)
        assert contents(store.records()) == contents(second)
        assert not store.compare(check(second))
    assert refused, "the server refused nothing; give it less memory"
