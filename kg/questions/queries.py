"""Saved questions: find them, read what their headers say, run them on a store.

A question is a file `cypher/FOLDER/NAME.cypher`; the folder says what it is for. Its header:

    // The question?
    // What it answers, and how to read it.
    // $name kind = default, like EXAMPLE: what it does      (kind: integer, float, text, or speaker, work, claim …,
                                                            a node by id, name or words; default: null for none)
                                                            each takes $limit, the most rows that it gives
    // gives: column kind, column kind                       (kind: as above, list, relation, path, or labels)
    // cost: light                                           (or `heavy, because …`)
    // view: outline                                         (the kind of page that shows it best; else network)
    // procedure: NAME                                       (only where Cypher cannot tell all; see kg.procedures)
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.data import folder
from kg.errors import QueryError
from kg.graph import Table
from kg.plugins import get as plug_in
from kg.plugins import names as plug_ins
from kg.plugins import nearest
from kg.questions.literals import filled
from kg.questions.parameters import KINDS, Parameter
from kg.stores import Store

_PARAMETER = re.compile(rf"\$(\w+) ({'|'.join(KINDS)}) = (\S+), like ([^:]+): (.+)")
_GIVES = re.compile(r"(\w+) ([\w|]+)")
_COST = re.compile(r"light|heavy, because .+")


@dataclass(frozen=True, slots=True)
class Query:
    """A saved question: `title` is the question, `about` how to read the answer, `text` the Cypher.

    `gives` holds the columns and their kinds; `cost` says whether a large graph makes people wait, and why,
    `view` which kind of page shows it best. A question with a `procedure` is answered by kg.procedures; its `text`
    alone tells as much as Cypher can.
    """

    name: str
    title: str
    about: str
    parameters: tuple[Parameter, ...]
    text: str
    folder: str = ""
    gives: tuple[tuple[str, str], ...] = ()
    cost: str = "light"
    view: str = "network"
    procedure: str = ""


@cache
def _files() -> dict[str, Path]:
    return {p.stem: p for p in sorted(folder("cypher").glob("*/*.cypher"))}


def names() -> list[str]:
    """The saved questions, in alphabetical order."""
    return sorted(_files())


def by_folder() -> dict[str, list[Query]]:
    """The saved questions by what they are for."""
    found: dict[str, list[Query]] = {}
    for name, path in _files().items():
        found.setdefault(path.parent.name, []).append(get(name))
    return found


@cache
def get(name: str) -> Query:
    """The saved question `name`; QueryError with the nearest name where there is none."""
    path = _files().get(name)
    if path is None:
        near = nearest(name, names()) or "; kg ask lists them"
        raise QueryError(f"no saved query is called '{name}'{near}")
    return parse(name, path.read_text(encoding="utf-8"), path.parent.name)


def parse(name: str, source: str, folder: str = "") -> Query:
    """A query from the text of its file; QueryError where the header cannot be read."""
    comments: list[str] = []
    lines = source.splitlines()
    while lines and lines[0].startswith("//"):
        comments.append(lines.pop(0)[2:].strip())
    about, parameters, gives = [], [], []
    told = {"cost": "light", "view": "network", "procedure": ""}
    for comment in comments[1:]:
        word, _, rest = comment.partition(":")
        if comment.startswith("$"):
            parameters.append(_parameter(name, comment))
        elif word == "gives":
            gives += _gives(name, comment)
        elif word in told:
            told[word] = _told(name, word, rest.strip())
        else:
            about.append(comment)
    title, text = comments[0] if comments else name, "\n".join(lines).strip()
    return Query(name, title, " ".join(about), tuple(parameters), text, folder, tuple(gives), **told)


def _parameter(query: str, comment: str) -> Parameter:
    match = _PARAMETER.fullmatch(comment)
    if match is None:
        raise _unread(query, comment, "$name kind = default, like EXAMPLE: help")
    name, kind, default, example, help = match.groups()
    return Parameter(name, kind, None if default == "null" else KINDS[kind](default), example, help)


def _gives(query: str, comment: str) -> list[tuple[str, str]]:
    columns = [_GIVES.fullmatch(part.strip()) for part in comment.removeprefix("gives:").split(",")]
    found = [(column[1], column[2]) for column in columns if column]
    if len(found) < len(columns):
        raise _unread(query, comment, "gives: column kind, column kind")
    return found


def _told(query: str, word: str, said: str) -> str:
    """What a line like `cost: light` says, after a look at it."""
    if word == "cost" and not _COST.fullmatch(said):
        raise _unread(query, f"cost: {said}", "cost: light' or '// cost: heavy, because …")
    if word == "procedure" and said not in plug_ins("procedures"):
        raise _unread(query, f"procedure: {said}", f"procedure: {' or '.join(plug_ins('procedures'))}")
    return said


def _unread(query: str, comment: str, form: str) -> QueryError:
    return QueryError(f"{query}.cypher: '// {comment}' is not of the form '// {form}'")


def run(store: Store, query: Query, given: dict[str, Any]) -> Table:
    """The rows of the question; parameters that are not given take their defaults."""
    taken = meant(store, query, given)
    if procedure := plug_in("procedures", query.procedure):
        table: Table = procedure.answer(store, taken)
        return table
    return store.run(query.text, taken)


def meant(store: Store, query: Query, given: dict[str, Any]) -> dict[str, Any]:
    """The values of a run, where names of speakers, works and the like have become ids."""
    found = values(query, given)
    return {p.name: p.meant(store, found[p.name]) for p in query.parameters}


def standalone(query: Query, given: dict[str, Any] | None = None) -> str:
    """The Cypher with its values written into it, for where nobody sets parameters: the Browser, a link, a script."""
    return filled(query.text, values(query, given or {}))


def values(query: Query, given: dict[str, Any]) -> dict[str, Any]:
    """What the query is run with; QueryError for a parameter that it does not know, or a value that does not fit."""
    known = {p.name: p for p in query.parameters}
    for name in given:
        if name not in known:
            takes = ", ".join(f"--{p}" for p in known) or "none"
            near = nearest(name, list(known)) or f" (it takes {takes})"
            raise QueryError(f"{query.name} has no parameter --{name}{near}")
    return {name: p.value(given[name]) if name in given else p.default for name, p in known.items()}
