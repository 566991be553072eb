"""Parameters of saved questions: their kinds, and values checked before anything is sent to a graph.

A kind is plain (integer, float, text), or names a node (speaker, work, claim …), which is then given by its id, its
name or some of its words. An integer is a number of things: it is never negative.
"""

import math
from dataclasses import dataclass
from typing import Any

from kg.errors import QueryError
from kg.questions import naming
from kg.stores import Store

KINDS: dict[str, type] = {"integer": int, "float": float, "text": str, **dict.fromkeys(naming.KINDS, str)}
"""What a parameter may be, and what its values are."""

_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Parameter:
    """One `$name` of a query: its kind, its default, an example, and what it does."""

    name: str
    kind: str
    default: Any
    example: str
    help: str

    def value(self, given: object) -> Any:
        """The value as the query takes it; QueryError where it does not fit."""
        if given is None:
            return None
        match KINDS[self.kind]():
            case int():
                return self._integer(given)
            case float():
                return self._float(given)
            case _:
                return self._text(given)

    def meant(self, store: Store, value: Any) -> Any:
        """The value with a name turned into the id of what is called so; QueryError where none or several are."""
        if value is None or self.kind not in naming.KINDS:
            return value
        return naming.resolve(store, self.name, self.kind, value)

    def _integer(self, given: object) -> int:
        try:
            number = given if isinstance(given, int) else int(str(given))
        except ValueError as error:
            raise self._refused("a whole number", given) from error
        if isinstance(given, bool) or number < 0:
            raise self._refused("a whole number from 0 up", given)
        if number > _LARGEST:
            raise QueryError(f"--{self.name} takes a whole number like {self.example}, and at most {_LARGEST}")
        return number

    def _float(self, given: object) -> float:
        try:
            number = float(str(given))
        except ValueError as error:
            raise self._refused("a number", given) from error
        if isinstance(given, bool) or not math.isfinite(number):
            raise self._refused("a number", given)
        return number

    def _text(self, given: object) -> str:
        if not isinstance(given, str):
            raise self._refused("a text", given)
        try:
            given.encode()
        except UnicodeEncodeError as error:
            raise self._refused("a text in UTF-8", given) from error
        if not given.strip():
            raise QueryError(f"--{self.name} is empty; leave it out, or give a text like {self.example}")
        return given

    def _refused(self, what: str, given: object) -> QueryError:
        words = str(given).encode(errors="replace").decode()
        return QueryError(f"--{self.name} takes {what} like {self.example}, not '{words[:80]}'")
