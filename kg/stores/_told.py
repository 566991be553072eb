"""What Neo4j's errors mean to a person, in one line each, and which of them pass by themselves."""

import os
import re
import socket
import ssl
from collections.abc import Iterator

from kg.errors import KgError, QueryError, StoreError
from kg.stores._plan import EXPLAIN, WRITES

OLDEST = (5, 13)

_TOLD = {
    "Security.Unauthorized": "the server does not know {user} with this password; "
    "set NEO4J_USERNAME and NEO4J_PASSWORD",
    "Security.AuthenticationRateLimit": "too many wrong passwords; wait a minute, then set NEO4J_PASSWORD",
    "Security.CredentialsExpired": "{user} needs another password before the first use; set one in the Neo4j Browser",
    "Security.Forbidden": "{user} has no right to do that; ask for it, or set NEO4J_USERNAME to another",
    "Database.DatabaseNotFound": "no database {database}; set NEO4J_DATABASE to one that is there, or unset it",
    "Transaction.TransactionTimedOut": "the server ended it, for it took longer than is allowed there; ask for less, "
    "or give db.transaction.timeout more",
    "Transaction.TransactionTimedOutClientConfiguration": "a step of the load took ten minutes; see what keeps the "
    "server busy, and load again",
    "General.DatabaseUnavailable": "the database does not run just now; try again in a minute, or see the server's log",
    "General.ForbiddenOnReadOnlyDatabase": "the database can only be read; choose another with NEO4J_DATABASE",
    "General.WriteOnReadOnlyAccessDatabase": "the database can only be read; choose another with NEO4J_DATABASE",
    "General.MemoryPoolOutOfMemoryError": "a single row is too much for the server's memory; give it more",
    "Schema.ConstraintCreationFailed": "two nodes of a label that kg uses share an id, so they were not made by kg; "
    "give one of them another id or label",
    "Statement.AccessMode": WRITES,
}
"""What a person can do about an error, by the last two parts of its code."""


_MOVED = "Statement.EntityNotFound"
_PLACE = re.compile(r"\(line (\d{1,9}), column (\d{1,9}) \(offset: (\d{1,9})\)\)")


class RefusedError(StoreError):
    """The server does not know the user, or not with this password."""


class MovedError(StoreError):
    """What was being read went meanwhile."""

    def __init__(self, address: str) -> None:
        super().__init__(f"{address}: the graph changes while it is read; ask again when the load is done")


def _placed(match: re.Match[str]) -> str:
    """The place in the query as it was given, before the word that asks for its plan was put in front of it."""
    line, column, offset = (int(number) for number in match.groups())
    column -= len(EXPLAIN) if line == 1 else 0
    return f"(line {line}, column {max(1, column)} (offset: {max(0, offset - len(EXPLAIN))}))"


def told(address: str, error: Exception, user: str | None = None) -> KgError:
    """The driver's error as one line: what is wrong, and what to do."""
    from neo4j.exceptions import Neo4jError, ServiceUnavailable, SessionExpired

    code = str(getattr(error, "code", None) or "")
    message = str(error.message if isinstance(error, Neo4jError) else error).strip().partition("\n")[0]
    short = ".".join(code.split(".")[-2:])
    if short == "Statement.AccessMode":
        return StoreError(_TOLD[short])
    if short == _MOVED:
        return MovedError(address)
    if short in _TOLD:
        who = f"user '{user}'" if user else "this user"
        kind = RefusedError if short == "Security.Unauthorized" else StoreError
        database = f"'{os.environ.get('NEO4J_DATABASE') or 'neo4j'}'"
        return kind(f"{address}: {_TOLD[short].format(user=who, database=database)}")
    if "user database" in message:
        return StoreError(f"{address}: this database holds users, not graphs; set NEO4J_DATABASE to another")
    if "fulltext schema index" in message:
        return StoreError(f"{address}: no index of words is there yet; kg build or kg load makes it, even with no news")
    if any(f".ClientError.{part}." in code for part in ("Statement", "Procedure")):
        return QueryError(f"the query does not run: {_PLACE.sub(_placed, message)}")
    if ".ClientError.Schema." in code:
        where = "SHOW INDEXES and SHOW CONSTRAINTS tell where it comes from"
        return StoreError(f"{address}: {message.rstrip('.')}; {where}; mend it there, and load again")
    if ".DatabaseError." in code:  # such as Transaction.TransactionLogError where the disk is full
        return StoreError(
            f"{address}: the server is in trouble ({message.rstrip('.')}); see its log and whether its disk has room, "
            f"start it again, then do this again"
        )
    if isinstance(error, ServiceUnavailable | SessionExpired):
        return StoreError(f"{address}: {_unanswered(address, error)}")
    if "Notification filtering" in message:  # Bolt's first version that has it is younger than 5.0
        return StoreError(f"{address}: {too_old('an older one')}")
    return StoreError(f"{address}: {message}; check the address and the server")


def _unanswered(address: str, error: BaseException) -> str:
    """Why nobody answers, as far as the driver's errors tell, and what to do."""
    scheme, _, server = address.partition("://")
    plain = scheme.partition("+")[0]
    for cause in reversed(list(_causes(error))):  # the deepest knows most
        if isinstance(cause, ssl.SSLCertVerificationError):
            return (
                f"the server's certificate is not trusted here ({cause.verify_message}); where it signed itself, write "
                f"{plain}+ssc://{server}, or name its file in SSL_CERT_FILE"
            )
        if "encrypted connection" in str(cause):
            return (
                f"nobody there speaks TLS; turn it on in the server, or where none is wanted, write {plain}://{server}"
            )
        if isinstance(cause, socket.gaierror):
            return "no machine of this name is known; check the address"
        if "looks like HTTP" in str(cause):
            return "HTTP is spoken there, the Browser's language; give the port of Bolt (7687, if nobody changed it)"
        if "incomplete handshake" in str(cause) and plain == scheme:
            return (
                f"what answers there hangs up; wait until the server has started, "
                f"or where it wants encryption, write {plain}+s://{server}"
            )
    return "no Neo4j answers there; start one with kg neo4j up, or check the address"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what it came from."""
    yield error
    for below in (error.__cause__, *getattr(error, "exceptions", ())):
        if below is not None:
            yield from _causes(below)


def too_old(agent: str) -> str:
    """That the server is older than kg can use."""
    oldest = ".".join(map(str, OLDEST))
    return f"kg needs Neo4j {oldest} or newer and found {agent}; start one with kg neo4j up"


def passes(error: Exception) -> bool:
    """Whether another try may succeed: a dead-lock, a lost connection, a server that comes up again."""
    from neo4j.exceptions import DriverError, Neo4jError, ServiceUnavailable, SessionExpired

    if isinstance(error, ServiceUnavailable | SessionExpired):
        return True
    return isinstance(error, DriverError | Neo4jError) and (
        error.is_retryable() or any(word in str(getattr(error, "code", "")) for word in ("Unavailable", _MOVED))
    )


def too_much(error: Exception) -> bool:
    """Whether the server has no memory for so many rows at once."""
    return "OutOfMemory" in str(getattr(error, "code", "")) or "MemoryLimit" in str(getattr(error, "code", ""))


def there_already(error: Exception) -> bool:
    """Whether a node with this id was made by somebody else, or by a try of ours that seemed to fail."""
    return str(getattr(error, "code", "")).endswith("Schema.ConstraintValidationFailed")
