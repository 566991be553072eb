"""The right to load into a Neo4j, for one process at a time: a node that says who holds it, and until when.

A holder renews it with each step, in the step's own transaction: whoever has lost it can write nothing any more. One
that was killed stops renewing; a process of the same machine sees at once that it is gone.
"""

import os
import platform
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.loading.kinds import BOOK

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Transaction

_ID = "(one load at a time)/"
"""No source is called so, for no path ends like this; and a node without sources is none of the graph's own."""
_SECONDS = 60
"""How long a holder that is not heard of keeps the right; a step takes a second or two."""
_PATIENCE = 70.0
"""Seconds to wait for another load before saying who holds the right: longer than a dead one can hold it."""
_LOCKED = 5.0
"""Seconds to wait for the node itself: a holder that was suspended in the middle of a step keeps it locked."""

# The first SET takes the node's lock, so that what is read after it is what the last holder wrote.
_TAKE = f"""
MERGE (l:{BOOK} {{id: $id}}) SET l.asked = timestamp()
WITH l, coalesce(l.until, 0) < timestamp() OR l.token IN [$token, $dead] AS free
FOREACH (_ IN CASE WHEN free THEN [1] ELSE [] END |
  SET l.token = $token, l.until = timestamp() + $lease, l.machine = $machine, l.host = $host, l.pid = $pid,
      l.since = toString(datetime()))
RETURN free, l.token AS token, l.machine AS machine, l.host AS host, l.pid AS pid, l.since AS since
"""
_HOLDER = f"""
MATCH (l:{BOOK} {{id: $id}})
RETURN false AS free, l.token AS token, l.machine AS machine, l.host AS host, l.pid AS pid, l.since AS since
"""
_RENEW = f"""
MATCH (l:{BOOK} {{id: $id}}) SET l.asked = timestamp()
WITH l WHERE l.token = $token SET l.until = timestamp() + $lease RETURN count(*) AS held
"""
_RELEASE = f"MATCH (l:{BOOK} {{id: $id}}) WHERE l.token = $token DELETE l"


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to load, held by this process under a token of its own."""

    driver: "Driver"
    database: str | None
    address: str
    token: str

    @classmethod
    def take(cls, driver: "Driver", database: str | None, address: str) -> "Lease":
        """Wait for the right; StoreError that says who holds it where that takes too long."""
        lease = cls(driver, database, address, token_hex(8))
        end, dead = monotonic() + _PATIENCE, ""
        while True:
            free, token, machine, host, pid, since = lease._take(dead)
            # The last holder may have removed the node while this one waited for it.
            if free and lease._held():
                return lease
            if not free and machine == _machine() and _is_dead(pid):
                dead = token
            elif monotonic() > end:
                raise StoreError(
                    f"{address}: process {pid} on {host} has been loading since {since}; "
                    f"wait until it is done, or end it, and load again"
                )
            else:
                sleep(0.2)

    def _take(self, dead: str) -> list[Any]:
        from neo4j import unit_of_work
        from neo4j.exceptions import Neo4jError

        told = {"token": self.token, "dead": dead, "lease": _SECONDS * 1000, "id": _ID}
        me = {"machine": _machine(), "host": platform.node(), "pid": os.getpid()}

        @unit_of_work(timeout=_LOCKED)
        def take(tx: "ManagedTransaction") -> list[Any]:
            return tx.run(_TAKE, {**told, **me}).values()[0]

        def look(tx: "ManagedTransaction") -> list[Any]:
            return next(iter(tx.run(_HOLDER, id=_ID).values()), [False, *[None] * 5])

        with self.driver.session(database=self.database) as session:
            try:
                return session.execute_write(take)
            except Neo4jError as error:
                if not any(word in str(error.code) for word in ("TimedOut", "Terminated", "LockClientStopped")):
                    raise
            return session.execute_read(look)

    def _held(self) -> bool:
        with self.driver.session(database=self.database) as session:
            return session.execute_write(self._renewed)

    def _renewed(self, tx: "ManagedTransaction | Transaction") -> bool:
        told = {"id": _ID, "token": self.token, "lease": _SECONDS * 1000}
        return tx.run(_RENEW, told).values() == [[1]]

    def renew(self, tx: "Transaction") -> None:
        """In a step's transaction, at its end: StoreError where another process has the right now."""
        if not self._renewed(tx):
            raise StoreError(
                f"{self.address}: this load did not move for {_SECONDS} seconds and another one took over; load again"
            )

    def release(self) -> None:
        """Give the right back."""
        with self.driver.session(database=self.database) as session:
            session.execute_write(lambda tx: tx.run(_RELEASE, id=_ID, token=self.token).consume())


def _is_dead(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:  # somebody else's process
        return False
    return False


def _machine() -> str:
    """The machine since it was started, and where processes are counted apart (in a container), the place."""
    try:
        return f"{Path('/proc/sys/kernel/random/boot_id').read_text().strip()} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return platform.node() if os.name == "posix" else token_hex(8)
