"""A Neo4j server, 5.13 or newer; login from NEO4J_USERNAME and NEO4J_PASSWORD, kg neo4j up, or a prompt."""

import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from kg import graph, loading
from kg.errors import KgError, QueryError, StoreError
from kg.graph import Counts, Plan, Record, Table
from kg.loading import kinds, statements
from kg.loading.database import Progress, silent
from kg.loading.rows import Things
from kg.loading.wanted import Wanted, check
from kg.sought import FIELDS, Term, texts
from kg.stores import _address, _login, _lucene, _plan
from kg.stores._lease import Lease
from kg.stores._steps import Steps
from kg.stores._told import OLDEST, MovedError, RefusedError, told, too_old

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Result

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")

_PATIENCE = 4.0
"""Seconds until a server that does not answer counts as not there."""
_TRIES = 4
"""How often a query is asked again where a load takes away what it is reading."""
_T = TypeVar("_T")


def connect(address: str) -> "Neo4j":
    """The server at `address`; StoreError within five seconds where it is not there or refuses the user."""
    _address.check(address)
    # Without a handler of its own the driver's log goes to the terminal.
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    user, password = _login.found(address)
    try:
        return _opened(address, user, password)
    except RefusedError:
        # The environment is believed: who set a wrong password there wants to hear of it, not to be asked.
        typed = None if password else _login.asked(address, user)
        if typed is None:
            raise
    return _opened(address, user, typed)


def _opened(address: str, user: str, password: str | None) -> "Neo4j":
    import neo4j

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
        raise told(address, error) from error
    store = Neo4j(address, driver, os.environ.get("NEO4J_DATABASE") or None, user)
    try:
        store.greet()
    except KgError:
        store.close()
        raise
    return store


class Neo4j:
    """A graph in a database of a server."""

    def __init__(self, address: str, driver: "Driver", database: str | None, user: str) -> None:
        self.address = address
        self.seconds = 0.0
        self._user = user
        self._driver = driver
        self._database = database
        self._filled = False

    def greet(self) -> None:
        """StoreError where the server is too old, or the user or the database is unknown to it."""
        agent = self._try(lambda: self._driver.get_server_info().agent)
        version = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
        if version is None or (int(version[1]), int(version[2])) < OLDEST:
            raise StoreError(f"{self.address}: {too_old(agent)}")

        def ask_once() -> None:
            # Not a managed transaction: that tries for half a minute where a database is unavailable.
            with self._driver.session(database=self._database) as session:
                session.run("RETURN 1").consume()

        self._try(ask_once)

    def load(self, records: Iterable[Record] | Wanted, dry_run: bool = False, progress: Progress = silent) -> Counts:
        """See kg.stores.Store; waits while another process loads into the same database."""
        wanted = check(records)
        reading = self._steps(None)
        if dry_run or not loading.differs(reading, wanted):
            counts = loading.load(reading, wanted, progress, dry_run=True)
        else:
            with self._alone() as steps:
                counts = loading.load(steps, wanted, progress, dry_run=False)
        if not dry_run:
            self._index()
        return counts

    def _index(self) -> None:
        """Make the indexes of words where they are missing: after a load, since filling one at once is quicker.

        The server fills them by itself; who searches waits for that, not who loads.
        """
        if not self._in_transaction(_indexed, writing=False):
            self._in_transaction(lambda tx: [tx.run(_lucene.create(label)).consume() for label in FIELDS], writing=True)

    @contextmanager
    def _alone(self) -> Iterator[Steps]:
        """Hold the right to load; waits while another process does."""
        if not self._in_transaction(_constrained, writing=False):
            self._in_transaction(_constrain, writing=True)
            self._in_transaction(lambda tx: tx.run("CALL db.awaitIndexes()").consume(), writing=False)
        lease = self._try(lambda: Lease.take(self._driver, self._database, self.address))
        try:
            yield self._steps(lease)
        finally:
            with suppress(KgError):  # it runs out by itself
                self._try(lease.release)

    def compare(self, wanted: Wanted) -> Counts:
        """See kg.stores.Store."""
        return loading.load(self._steps(None), wanted, silent, dry_run=True, look=True)

    def drop(self, source: str) -> Counts:
        """See kg.stores.Store."""
        with self._alone() as steps:
            return loading.drop(steps, source)

    def unfinished(self) -> list[str]:
        """See kg.stores.Store."""
        return loading.unfinished(self._steps(None))

    def records(self) -> Iterator[Record]:
        """See kg.stores.Store."""
        return loading.records(self._steps(None))

    def _steps(self, lease: Lease | None) -> Steps:
        return Steps(self.address, self._driver, self._database, lease, self._user)

    def run(self, query: str, parameters: dict[str, Any]) -> Table:
        """See kg.stores.Store; its plan is looked at first, and the transaction is opened for reading."""

        def work(tx: "ManagedTransaction") -> Table:
            _refuse(tx, query, parameters)
            return _table(tx, tx.run(query, parameters), self.address)

        return self._asked(work, writing=False)

    def plan(self, query: str, parameters: dict[str, Any]) -> Plan:
        """See kg.stores.Store."""

        def work(tx: "ManagedTransaction") -> Plan:
            _refuse(tx, query, parameters)
            return _plan.told(tx.run(f"PROFILE {query}", parameters).consume())

        return self._asked(work, writing=False)

    def write(self, query: str, parameters: dict[str, Any]) -> tuple[Table, dict[str, int]]:
        """See kg.stores.Store."""

        def work(tx: "ManagedTransaction") -> tuple[Table, dict[str, int]]:
            result = tx.run(query, parameters)
            table, counters = _table(tx, result, self.address), vars(result.consume().counters)
            return table, {name: n for name, n in counters.items() if type(n) is int and n and name[0] != "_"}

        return self._asked(work, writing=True)

    def search(self, label: str, terms: list[Term], every: bool, most: int) -> list[tuple[str, tuple[str, ...]]]:
        """See kg.stores.Store; waits until the indexes are filled."""
        if not self._filled:
            self._in_transaction(lambda tx: tx.run("CALL db.awaitIndexes(3600)").consume(), writing=False)
            self._filled = True
        asked = {"index": _lucene.index(label), "query": _lucene.query(terms, every), "most": most}
        return [(str(id), texts(values)) for id, *values in self.run(_lucene.search(label), asked).rows]

    def close(self) -> None:
        """Let go of the connection."""
        self._driver.close()

    def _asked(self, work: "Callable[[ManagedTransaction], _T]", writing: bool) -> _T:
        """Run a query that a person wrote; again where a load changed what it met."""
        try:
            for _ in range(_TRIES):
                with suppress(MovedError):
                    return self._in_transaction(work, writing)
            return self._in_transaction(work, writing)
        except (TypeError, ValueError, OverflowError, RecursionError) as error:
            raise QueryError(f"a parameter does not fit: {error}") from error

    def _in_transaction(self, work: "Callable[[ManagedTransaction], _T]", writing: bool) -> _T:
        """Run `work` in a transaction, again where the server asks for another try."""

        import neo4j

        limited = neo4j.unit_of_work(timeout=self.seconds)(work) if self.seconds else work

        def run() -> _T:
            with self._driver.session(database=self._database) as session:
                return session.execute_write(limited) if writing else session.execute_read(limited)

        return self._try(run)

    def _try(self, work: Callable[[], _T]) -> _T:
        from neo4j.exceptions import DriverError, Neo4jError

        try:
            return work()
        except (DriverError, Neo4jError) as error:
            if self.seconds and "TransactionTimedOut" in str(getattr(error, "code", "")):
                raise QueryError(f"the query took longer than {self.seconds:g} seconds; ask for less") from error
            raise told(self.address, error, self._user) from error


def _constrained(tx: "ManagedTransaction") -> bool:
    found = tx.run("SHOW CONSTRAINTS YIELD name").value()
    return set(found) >= {statements.constraint_name(root) for root in kinds.roots()}


def _constrain(tx: "ManagedTransaction") -> None:
    for root in kinds.roots():
        tx.run(statements.constraint(root)).consume()


def _indexed(tx: "ManagedTransaction") -> bool:
    return set(tx.run("SHOW FULLTEXT INDEXES YIELD name").value()) >= {_lucene.index(label) for label in FIELDS}


def _refuse(tx: "ManagedTransaction", query: str, parameters: dict[str, Any]) -> None:
    if why := _plan.refusal(tx.run(_plan.EXPLAIN + query, parameters).consume()):
        raise StoreError(why)


def _table(tx: "ManagedTransaction", result: "Result", address: str) -> Table:
    """The rows of a result, with nodes and relations."""
    things = Things()
    columns = tuple(result.keys())
    rows = [tuple(_value(value, things) for value in values) for values in result.values()]
    if unknown := things.unknown():
        found = tx.run("MATCH (n) WHERE elementId(n) IN $keys RETURN elementId(n), labels(n), n.id", keys=unknown)
        for key, labels, id in found.values():
            things.node(key, labels, {"id": id})
        if things.unknown():
            raise MovedError(address)
    things.tie()
    return Table(columns, rows)


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
