"""Who kg is to a Neo4j server: told by the environment, known from `kg neo4j up`, or asked for at a terminal."""

import os
import sys

from kg import local
from kg.errors import StoreError

Login = tuple[str, str | None]
"""A user, and the password or None where nobody told one."""


def found(address: str) -> Login:
    """The login for an address, without asking anybody; the environment wins."""
    user, password = os.environ.get("NEO4J_USERNAME") or "neo4j", os.environ.get("NEO4J_PASSWORD")
    if not password and (known := local.credentials(address)):
        return known
    return user, password or None


def asked(address: str, user: str) -> str | None:
    """The password as a person types it, unseen; None where nobody sits at a terminal."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    from getpass import getpass

    try:
        return getpass(f"Password of {user} at {address}: ", stream=sys.stderr) or None
    except EOFError:
        return None
    except OSError as error:  # a terminal that went away
        raise StoreError(f"{address}: no password can be asked for here; set NEO4J_PASSWORD") from error
