"""Waits until a Neo4j that was just started answers: a login over Bolt, then the Browser's page."""

import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException

from kg.errors import StoreError
from kg.local.place import USER, State

PATIENCE = 180.0
"""Seconds; a start takes about ten on a quiet machine."""


def wait(
    state: State, password: str, alive: Callable[[], bool], log: str, data: str, patience: float = PATIENCE
) -> None:
    """Come back when both answer; StoreError where the server ends, refuses the password or takes too long.

    `log` and `data` are words that tell a person where to look.
    """
    last = time.monotonic() + patience
    steps = [lambda: _login(state, password, data), lambda: _page(state)]
    while steps:
        if steps[0]():
            steps.pop(0)
            continue
        if not alive():
            raise StoreError(f"Neo4j ended while starting; the reason is in: {log}")
        if time.monotonic() > last:
            raise StoreError(f"Neo4j does not answer at {state.address} after {patience:.0f} seconds; see: {log}")
        time.sleep(0.25)


def _login(state: State, password: str, data: str) -> bool:
    from neo4j import GraphDatabase
    from neo4j.exceptions import AuthError, DriverError, Neo4jError

    try:
        with GraphDatabase.driver(state.address, auth=(USER, password)) as driver:
            driver.verify_connectivity()
    except AuthError as error:
        raise StoreError(
            f"the data in {data} have another password; put it in the password file, or remove the data"
        ) from error
    except (DriverError, Neo4jError, OSError):
        return False
    return True


def _page(state: State) -> bool:
    connection = HTTPConnection("127.0.0.1", state.http, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
