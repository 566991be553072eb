"""The steps of a load in Neo4j: small transactions, tried again where the trouble passes."""

import pickle
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from random import uniform
from tempfile import SpooledTemporaryFile
from time import monotonic, sleep
from typing import IO, TYPE_CHECKING, Any, TypeVar

from kg.loading.database import Unplaced
from kg.loading.kinds import Row
from kg.loading.wanted import BATCH_ROWS
from kg.stores._lease import Lease
from kg.stores._told import passes, there_already, told, too_much

if TYPE_CHECKING:
    from neo4j import Driver, Session, Transaction

_PATIENCE = 120.0
"""Seconds for a server to come up again."""
_LONGEST_PAUSE = 4.0
_LONGEST_STEP = 600.0
"""Seconds after which the server gives up a step, and its locks: whoever sent it may have been suspended for good."""
_SPOOL = 16 * 2**20
_PAGE = 1000
_T = TypeVar("_T")


class Steps:
    """A database in the middle of a load; without a lease it is only read."""

    clock = "toString(datetime())"
    virtual: tuple[str, ...] = ()

    def __init__(
        self,
        address: str,
        driver: "Driver",
        database: str | None,
        lease: Lease | None = None,
        user: str | None = None,
    ) -> None:
        self.address, self._driver, self._database, self._lease, self._user = address, driver, database, lease, user
        self._most = BATCH_ROWS

    def ask(self, query: str, parameters: dict[str, Any]) -> Iterable[Row]:
        """See kg.loading.database.Database. The rows are all read first, on disk where they are many."""
        # Written by this process a moment ago and read back by it alone.
        spool: IO[bytes] = SpooledTemporaryFile(_SPOOL)  # noqa: SIM115

        def work(session: "Session", last: Exception | None) -> None:
            spool.seek(0)
            spool.truncate()
            with session.begin_transaction() as tx:
                page: list[Row] = []
                for record in tx.run(query, parameters):
                    page.append(list(record.values()))
                    if len(page) == _PAGE:
                        pickle.dump(page, spool)
                        page = []
                pickle.dump(page, spool)

        rows = parameters.get("rows", ())
        try:
            self._patiently(work, writing=False, give_up=lambda error: too_much(error) and len(rows) > 1)
        except _TooMuch:
            middle = len(rows) // 2
            halves = (rows[:middle], rows[middle:])
            return chain.from_iterable(self.ask(query, {**parameters, "rows": half}) for half in halves)
        return _pages(spool)

    def send(self, statement: str, rows: list[Row], again: str | None = None, whole: bool = True) -> None:
        """See kg.loading.database.Database. Where the server lacks the memory for so many rows, fewer go at a time."""
        most = self._most
        for start in range(0, len(rows), most):
            self._send(statement, rows[start : start + most], again, whole)

    def _send(self, statement: str, rows: list[Row], again: str | None, whole: bool) -> None:
        def work(session: "Session", last: Exception | None) -> None:
            with session.begin_transaction(timeout=_LONGEST_STEP) as tx:
                self._step(tx, statement if last is None else again or statement, rows, whole)
                tx.commit()

        def split(error: Exception) -> bool:
            return too_much(error) and len(rows) > 1

        try:
            self._patiently(work, writing=True, give_up=split, once_more=again is not None)
        except _TooMuch:
            self._most = max(1, len(rows) // 2)
            self.send(statement, rows, again, whole)

    def _step(self, tx: "Transaction", statement: str, rows: list[Row], whole: bool) -> None:
        ((found,),) = tx.run(statement, {"rows": rows}).values()
        if whole and found != len(rows):
            raise Unplaced(
                f"{self.address}: {len(rows)} rows were sent and {found} found their place; "
                f"see whether somebody else changes the graph, and load again"
            )
        if self._lease is not None:
            self._lease.renew(tx)

    def _patiently(
        self,
        work: "Callable[[Session, Exception | None], _T]",
        writing: bool,
        give_up: Callable[[Exception], bool] = lambda error: False,
        once_more: bool = False,
    ) -> _T:
        """Run `work`, and again while the trouble is of a kind that passes; it is told of the last trouble."""
        from neo4j import READ_ACCESS, WRITE_ACCESS
        from neo4j.exceptions import DriverError, Neo4jError

        end, pause, last = 0.0, 0.05, None
        while True:
            try:
                mode = WRITE_ACCESS if writing else READ_ACCESS
                with self._driver.session(database=self._database, default_access_mode=mode) as session:
                    return work(session, last)
            except (DriverError, Neo4jError) as error:
                if give_up(error):
                    raise _TooMuch from error
                expected = once_more and last is None and there_already(error)
                # From the first trouble on, not from the beginning: a step may have been long at work.
                end = end or monotonic() + _PATIENCE
                if monotonic() > end or not (passes(error) or expected):
                    raise told(self.address, error, self._user) from error
                last = error
            # Two writers that met must not meet again at the same moment.
            sleep(pause * uniform(0.5, 1.0))  # noqa: S311
            pause = min(2 * pause, _LONGEST_PAUSE)


class _TooMuch(Exception):
    """So many rows at once are too much for the server."""


def _pages(spool: IO[bytes]) -> Iterator[Row]:
    end = spool.tell()
    spool.seek(0)
    with spool:
        while spool.tell() < end:
            yield from pickle.load(spool)  # noqa: S301
