"""Cypher without parameters: each `$name` outside comments, strings and quoted names becomes a literal."""

import math
import re
from collections.abc import Mapping
from typing import Any

from kg.errors import QueryError

# What is passed over comes first: a `$` in it is no parameter.
_PIECE = re.compile(
    r"""//[^\n]* | /\*.*?\*/ | '(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" | `[^`]*` | \$(?:(?P<name>\w+)|`(?P<quoted>[^`]*)`)""",  # noqa: E501
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def filled(text: str, values: Mapping[str, Any]) -> str:
    """The query with the values in place of its parameters; QueryError where one has no value."""

    def piece(match: re.Match[str]) -> str:
        name = match["name"] or match["quoted"]
        if name is None:
            return match[0]
        if name not in values:
            raise QueryError(f"the query takes ${name}, and there is no value for it")
        return literal(values[name])

    return _PIECE.sub(piece, text)


def literal(value: Any) -> str:
    """A value as Cypher writes it: null, true, a number, a text in quotes, a list."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case float() if not math.isfinite(value):
            raise QueryError(f"{value} cannot be written in Cypher; give a number")
        case int() | float():
            return repr(value) if value >= 0 else f"({value!r})"
        case str():
            return f"'{''.join(map(_letter, value))}'"
        case list() | tuple():
            return f"[{', '.join(map(literal, value))}]"
        case _:
            raise QueryError(f"{type(value).__name__} cannot be written in Cypher; give a number or a text")


def _letter(letter: str) -> str:
    """A letter inside quotes; what is not printed, and what some reader of a link or script cuts at, by its number."""
    if letter in _ESCAPED:
        return _ESCAPED[letter]
    return letter if letter.isprintable() or ord(letter) > 0xFFFF else f"\\u{ord(letter):04x}"
