"""Saved questions: find them, read their title and parameters, run them on a store."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.data import folder
from kg.errors import QueryError
from kg.graph import Table
from kg.plugins import nearest
from kg.stores import Store

_PARAMETER = re.compile(r"\$(\w+) (integer|float|text) = (\S+?): (.+)")
_KINDS: dict[str, type] = {"integer": int, "float": float, "text": str}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One `$name` of a query: its kind (integer, float, text), its default, and what it does."""

    name: str
    kind: str
    default: Any
    help: str

    def value(self, given: object) -> Any:
        """The value as the query takes it; QueryError where it does not fit."""
        if given is None or type(given) is _KINDS[self.kind]:
            return given
        try:
            return _KINDS[self.kind](given)
        except (TypeError, ValueError) as error:
            raise QueryError(f"--{self.name} takes a value like {self.example}, not '{given}'") from error

    @property
    def example(self) -> str:
        """A value of the kind."""
        return {"integer": "20", "float": "0.5", "text": "Alice"}[self.kind]


@dataclass(frozen=True, slots=True)
class Query:
    """A saved question: `title` is the question, `about` how to read the answer, `text` the Cypher."""

    name: str
    title: str
    about: str
    parameters: tuple[Parameter, ...]
    text: str


def names() -> list[str]:
    """The saved questions, in alphabetical order."""
    return sorted(p.stem for p in folder("cypher").glob("*.cypher"))


@cache
def get(name: str) -> Query:
    """The saved question `name`; QueryError with the nearest name where there is none."""
    if name not in names():
        near = nearest(name, names()) or "; kg ask lists them"
        raise QueryError(f"no saved query is called '{name}'{near}")
    return parse(name, (folder("cypher") / f"{name}.cypher").read_text(encoding="utf-8"))


def parse(name: str, source: str) -> Query:
    """A query from its file: `// Title`, `// sentences`, `// $name kind = default: help`, then Cypher."""
    comments: list[str] = []
    lines = source.splitlines()
    while lines and lines[0].startswith("//"):
        comments.append(lines.pop(0)[2:].strip())
    found = [_parameter(name, c) for c in comments[1:] if c.startswith("$")]
    about = " ".join(c for c in comments[1:] if not c.startswith("$"))
    return Query(name, comments[0] if comments else name, about, tuple(found), "\n".join(lines).strip())


def _parameter(query: str, comment: str) -> Parameter:
    match = _PARAMETER.fullmatch(comment)
    if match is None:
        raise QueryError(f"{query}.cypher: '// {comment}' is not of the form '// $name kind = default: help'")
    default = None if match[3] == "null" else _KINDS[match[2]](match[3])
    return Parameter(match[1], match[2], default, match[4])


def run(store: Store, query: Query, given: dict[str, Any]) -> Table:
    """The rows of the question; parameters that are not given take their defaults."""
    known = {p.name: p for p in query.parameters}
    for name in given:
        if name not in known:
            takes = ", ".join(f"--{p}" for p in known) or "none"
            near = nearest(name, list(known)) or f" (it takes {takes})"
            raise QueryError(f"{query.name} has no parameter --{name}{near}")
    values = {name: p.value(given[name]) if name in given else p.default for name, p in known.items()}
    return store.run(query.text, values)
