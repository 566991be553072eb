"""A Neo4j server, 5.13 or newer; the login comes from NEO4J_USERNAME and NEO4J_PASSWORD, or from kg neo4j up."""

import logging
import os
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from kg import graph, loading, local, statements
from kg.errors import KgError, QueryError, StoreError
from kg.graph import Counts, Record, Table
from kg.reconcile import check
from kg.rows import Things

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")

_OLDEST = (5, 13)
_PATIENCE = 4.0
"""Seconds until a server that does not answer counts as not there."""
_T = TypeVar("_T")

_TOLD = {
    "Security.Unauthorized": "the server does not know this user and password; set NEO4J_USERNAME and NEO4J_PASSWORD",
    "Security.AuthenticationRateLimit": "too many wrong passwords; wait a minute, then set NEO4J_PASSWORD",
    "Security.CredentialsExpired": "the password must be changed before first use; do it in the Neo4j Browser",
    "Security.Forbidden": "this user has no right to do that; ask for it, or set NEO4J_USERNAME to another",
    "Database.DatabaseNotFound": "no such database; set NEO4J_DATABASE to one that is there, or unset it",
    "General.DatabaseUnavailable": "the database does not run just now; try again in a minute, or see the server's log",
    "General.ForbiddenOnReadOnlyDatabase": "the database can only be read; choose another with NEO4J_DATABASE",
    "General.WriteOnReadOnlyAccessDatabase": "the database can only be read; choose another with NEO4J_DATABASE",
    "General.MemoryPoolOutOfMemoryError": "too much for the server's memory at once; load fewer sources at a time",
    "Statement.AccessMode": "the query would change the graph, and kg only asks; take the writing part out",
}
"""What a person can do about an error, by the last two parts of its code."""


def connect(address: str) -> "Neo4j":
    """The server at `address`; StoreError within five seconds where it is not there or refuses the user."""
    import neo4j

    if "@" in address:
        raise StoreError(
            f"{address.partition('://')[0]}://…@{address.rpartition('@')[2]}: no user or password in an address, where "
            f"others can read it; set NEO4J_USERNAME and NEO4J_PASSWORD"
        )
    try:
        _ = urlsplit(address).port
    except ValueError as error:
        raise StoreError(f"{address}: not an address; write it like bolt://127.0.0.1:7687") from error
    # Without a handler of its own the driver's log goes to the terminal.
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    user, password = os.environ.get("NEO4J_USERNAME") or "neo4j", os.environ.get("NEO4J_PASSWORD")
    if not password and (login := local.credentials(address)):
        user, password = login
    try:
        driver = neo4j.GraphDatabase.driver(
            address,
            auth=(user, password) if password else None,
            connection_timeout=_PATIENCE,
            connection_acquisition_timeout=_PATIENCE,
            # The server remarks on every label that an empty database does not know yet.
            notifications_min_severity="OFF",
        )
    except neo4j.exceptions.DriverError as error:
        raise _told(address, error) from error
    store = Neo4j(address, driver, os.environ.get("NEO4J_DATABASE") or None)
    try:
        store.greet()
    except KgError:
        store.close()
        raise
    return store


class Neo4j:
    """A graph in a database of a server. A load is one transaction: it happens whole or not at all."""

    def __init__(self, address: str, driver: "Driver", database: str | None) -> None:
        self.address = address
        self._driver = driver
        self._database = database

    def greet(self) -> None:
        """StoreError where the server is too old, or the user or the database is unknown to it."""
        agent = self._try(lambda: self._driver.get_server_info().agent)
        version = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
        if version is None or (int(version[1]), int(version[2])) < _OLDEST:
            raise StoreError(f"{self.address}: {_too_old(agent)}")

        def ask_once() -> None:
            # Not a managed transaction: that tries for half a minute where a database is unavailable.
            with self._driver.session(database=self._database) as session:
                session.run("RETURN 1").consume()

        self._try(ask_once)

    def load(self, records: Iterable[Record], dry_run: bool = False) -> Counts:
        """See kg.stores.Store; waits while another process loads into the same database."""
        wanted = check(records)
        if dry_run:
            return self._in_transaction(lambda tx: loading.load(_asker(tx), wanted, (), True), writing=False)
        self._in_transaction(_constrain, writing=True)
        self._in_transaction(lambda tx: tx.run("CALL db.awaitIndexes()").consume(), writing=False)

        def work(tx: "ManagedTransaction") -> Counts:
            # The node is never seen; its place in the index stays locked to the end of the transaction, so that of
            # two loads that share a work each sees what the other wrote.
            tx.run("MERGE (lock:Load {id: $id}) DELETE lock", id="(one load at a time)").consume()
            return loading.load(_asker(tx), wanted, (), False)

        return self._in_transaction(work, writing=True)

    def records(self) -> list[Record]:
        """See kg.stores.Store."""
        return self._in_transaction(lambda tx: loading.records(_asker(tx)), writing=False)

    def run(self, query: str, parameters: dict[str, Any]) -> Table:
        """See kg.stores.Store; the server refuses to write, for the transaction is opened for reading."""

        def work(tx: "ManagedTransaction") -> Table:
            things = Things()
            result = tx.run(query, parameters)
            columns = tuple(result.keys())
            rows = [tuple(_value(value, things) for value in values) for values in result.values()]
            if unknown := things.unknown():
                found = tx.run(
                    "MATCH (n) WHERE elementId(n) IN $keys RETURN elementId(n), labels(n), n.id", keys=unknown
                )
                for key, labels, id in found.values():
                    things.node(key, labels, {"id": id})
            things.tie()
            return Table(columns, rows)

        try:
            return self._in_transaction(work, writing=False)
        except (TypeError, ValueError, OverflowError, RecursionError) as error:
            raise QueryError(f"a parameter does not fit: {error}") from error

    def close(self) -> None:
        """Let go of the connection."""
        self._driver.close()

    def _in_transaction(self, work: "Callable[[ManagedTransaction], _T]", writing: bool) -> _T:
        """Run `work` in a transaction, again where the server asks for another try."""

        def run() -> _T:
            with self._driver.session(database=self._database) as session:
                return session.execute_write(work) if writing else session.execute_read(work)

        return self._try(run)

    def _try(self, work: Callable[[], _T]) -> _T:
        from neo4j.exceptions import DriverError, Neo4jError

        try:
            return work()
        except (DriverError, Neo4jError) as error:
            raise _told(self.address, error) from error


def _told(address: str, error: Exception) -> KgError:
    """The driver's error as one line: what is wrong, and what to do."""
    from neo4j.exceptions import ServiceUnavailable, SessionExpired

    code = str(getattr(error, "code", None) or "")
    message = str(getattr(error, "message", None) or error).strip().partition("\n")[0]
    short = ".".join(code.split(".")[-2:])
    if short == "Statement.AccessMode":
        return StoreError(_TOLD[short])
    if short in _TOLD:
        return StoreError(f"{address}: {_TOLD[short]}")
    if ".ClientError.Statement." in code:
        return QueryError(f"the query does not run: {message}")
    if isinstance(error, ServiceUnavailable | SessionExpired):
        secure = "; with +s in the address the server must offer encryption" if "+s" in address else ""
        return StoreError(
            f"{address}: no Neo4j answers there; start one with kg neo4j up, or check the address{secure}"
        )
    if "Notification filtering" in message:
        return StoreError(f"{address}: {_too_old(message.rpartition('Agent ')[2])}")
    return StoreError(f"{address}: {message}; check the address and the server")


def _too_old(agent: str) -> str:
    oldest = ".".join(map(str, _OLDEST))
    return f"kg needs Neo4j {oldest} or newer and found {agent}; start one with kg neo4j up"


def _constrain(tx: "ManagedTransaction") -> None:
    for root in statements.roots():
        tx.run(statements.constraint(root)).consume()


def _asker(tx: "ManagedTransaction") -> loading.Ask:
    def ask(query: str, parameters: dict[str, Any]) -> list[list[Any]]:
        return tx.run(query, parameters).values()

    return ask


def _value(value: Any, things: Things) -> Any:
    """A value of a row with the driver's nodes, relations and paths in kg's own form."""
    from neo4j.graph import Node, Path, Relationship

    if isinstance(value, Node):
        return things.node(value.element_id, value.labels, value)
    if isinstance(value, Relationship):
        source, target = (node.element_id for node in value.nodes if node is not None)
        return things.relation(value.type, source, target, value)
    if isinstance(value, Path):
        return graph.Path(
            tuple(_value(node, things) for node in value.nodes),
            tuple(_value(relation, things) for relation in value.relationships),
        )
    if isinstance(value, list):
        return [_value(item, things) for item in value]
    if isinstance(value, dict):
        return {name: _value(item, things) for name, item in value.items()}
    return value if value is None or isinstance(value, str | int | float) else str(value)
