"""Waits until a Neo4j that was just started answers: a login over Bolt, then the Browser's page."""

import time
from http.client import HTTPConnection, HTTPException
from types import ModuleType

from kg.errors import StoreError
from kg.local.place import USER, Place, State

PATIENCE = 180.0
"""Seconds; a start takes about ten on a quiet machine."""


def wait(place: Place, state: State, runner: ModuleType, patience: float = PATIENCE) -> None:
    """Come back when both answer; StoreError where the server ends, refuses the password or takes too long."""
    log = runner.log(place)
    last = time.monotonic() + patience
    steps = [lambda: _login(place, state, runner), lambda: _page(state)]
    while steps:
        if steps[0]():
            steps.pop(0)
            continue
        if not runner.running(place, state):
            raise StoreError(f"Neo4j ended while starting; the reason is in: {log}")
        if time.monotonic() > last:
            raise StoreError(f"Neo4j does not answer at {state.address} after {patience:.0f} seconds; see: {log}")
        time.sleep(0.25)


def _login(place: Place, state: State, runner: ModuleType) -> bool:
    from neo4j import GraphDatabase
    from neo4j.exceptions import AuthError, DriverError, Neo4jError

    password = place.password()
    try:
        with GraphDatabase.driver(state.address, auth=(USER, password)) as driver:
            driver.verify_connectivity()
    except AuthError as error:
        raise StoreError(
            f"{place.password_file}: not the password of the data in {runner.data(place)}; "
            f"put theirs there, or remove them"
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
