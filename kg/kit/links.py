"""Deep links: an address that opens the Neo4j Browser with a saved question in its editor."""

from typing import Any
from urllib.parse import quote, urlsplit

from kg.errors import KgError
from kg.questions import queries
from kg.questions.queries import Query

BROWSER = "http://localhost:7474/browser/"
"""Where a Neo4j has its Browser by default."""
_USER = "neo4j"
# The Browser decodes a link before it cuts it at these, so encoding does not save them. Cypher reads \u0026 as &
# wherever it stands: in a string, a label expression or a comment.
_CUTTING = {"&": "\\u0026", "#": "\\u0023"}


def link(query: Query, browser: str, bolt: str | None = None, given: dict[str, Any] | None = None) -> str:
    """The address that opens `query` in the Browser at `browser`, with the server at `bolt` in its login form.

    `given` are values for the query's parameters. Nothing runs before a person says so.
    """
    if urlsplit(browser).scheme not in ("http", "https") or set("?#") & set(browser):
        raise KgError(f"'{browser}' is no address of a Browser; give one like {BROWSER}")
    text = uncut(f"// {query.title}\n{queries.standalone(query, given)}")
    return f"{browser}?{_server(bolt)}cmd=edit&arg={quote(text, safe='')}"


def uncut(text: str) -> str:
    """The same Cypher without the characters at which the Browser cuts a link."""
    for character, written in _CUTTING.items():
        text = text.replace(character, written)
    return text


def _server(bolt: str | None) -> str:
    if bolt is None:
        return ""
    parts = urlsplit(bolt)
    if (
        not parts.scheme.startswith(("bolt", "neo4j")) or not parts.hostname or parts.password
    ):  # a password is not shown
        raise KgError("--bolt takes the address of a server, without a password, like bolt://localhost:7687")
    return f"dbms={parts.scheme}://{parts.username or _USER}@{parts.netloc.rpartition('@')[2]}&"
