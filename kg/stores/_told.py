"""What Neo4j's errors mean to a person, in one line each, and which of them pass by themselves."""

from kg.errors import KgError, QueryError, StoreError

OLDEST = (5, 13)

WRITES = "the query would change the graph or the server, and kg only asks; take that part out"

_TOLD = {
    "Security.Unauthorized": "the server does not know {user} with this password; "
    "set NEO4J_USERNAME and NEO4J_PASSWORD",
    "Security.AuthenticationRateLimit": "too many wrong passwords; wait a minute, then set NEO4J_PASSWORD",
    "Security.CredentialsExpired": "the password must be changed before first use; do it in the Neo4j Browser",
    "Security.Forbidden": "{user} has no right to do that; ask for it, or set NEO4J_USERNAME to another",
    "Database.DatabaseNotFound": "no such database; set NEO4J_DATABASE to one that is there, or unset it",
    "General.DatabaseUnavailable": "the database does not run just now; try again in a minute, or see the server's log",
    "General.ForbiddenOnReadOnlyDatabase": "the database can only be read; choose another with NEO4J_DATABASE",
    "General.WriteOnReadOnlyAccessDatabase": "the database can only be read; choose another with NEO4J_DATABASE",
    "General.MemoryPoolOutOfMemoryError": "a single row is too much for the server's memory; give it more",
    "Schema.ConstraintCreationFailed": "two nodes of a label that kg uses share an id, so they were not made by kg; "
    "give one of them another id or label",
    "Statement.AccessMode": WRITES,
}
"""What a person can do about an error, by the last two parts of its code."""


class RefusedError(StoreError):
    """The server does not know the user, or not with this password."""


def told(address: str, error: Exception, user: str | None = None) -> KgError:
    """The driver's error as one line: what is wrong, and what to do."""
    from neo4j.exceptions import ServiceUnavailable, SessionExpired

    code = str(getattr(error, "code", None) or "")
    message = str(getattr(error, "message", None) or error).strip().partition("\n")[0]
    short = ".".join(code.split(".")[-2:])
    if short == "Statement.AccessMode":
        return StoreError(_TOLD[short])
    if short in _TOLD:
        who = f"user '{user}'" if user else "this user"
        kind = RefusedError if short == "Security.Unauthorized" else StoreError
        return kind(f"{address}: {_TOLD[short].format(user=who)}")
    if ".ClientError.Statement." in code:
        return QueryError(f"the query does not run: {message}")
    if isinstance(error, ServiceUnavailable | SessionExpired):
        secure = "; with +s in the address the server must offer encryption" if "+s" in address else ""
        return StoreError(
            f"{address}: no Neo4j answers there; start one with kg neo4j up, or check the address{secure}"
        )
    if "Notification filtering" in message:
        return StoreError(f"{address}: {too_old(message.rpartition('Agent ')[2])}")
    return StoreError(f"{address}: {message}; check the address and the server")


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
        error.is_retryable() or "Unavailable" in str(getattr(error, "code", ""))
    )


def too_much(error: Exception) -> bool:
    """Whether the server has no memory for so many rows at once."""
    return "OutOfMemory" in str(getattr(error, "code", "")) or "MemoryLimit" in str(getattr(error, "code", ""))


def there_already(error: Exception) -> bool:
    """Whether a node with this id was made by somebody else, or by a try of ours that seemed to fail."""
    return str(getattr(error, "code", "")).endswith("Schema.ConstraintValidationFailed")
