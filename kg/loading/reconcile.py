"""The rules by which a row that sources yield now meets the row that a graph holds: what stays, changes and goes."""

from collections.abc import Set
from typing import Any

from kg import ontology
from kg.loading.kinds import Kind, Row, family


def shared(kind: Kind, new: Row, before: Row, loaded: Set[str]) -> Row:
    """The row that must be there: the new one, with what sources not loaded now said before where it is silent."""
    at = kind.sources
    others = owners(before[at]) - loaded
    if not others:
        return new
    row = [old if value is None else value for value, old in zip(new, before, strict=True)]
    row[at] = sorted(others.union(new[at]))
    if "title" in kind.columns:
        # A caption is made of the title, where there is one.
        title, shown = kind.columns.index("title"), kind.columns.index("caption")
        row[shown] = before[shown] if new[title] is None and before[title] is not None else new[shown]
    if not kind.is_relation and len(family(kind.name)) > 1:
        # A paper that another source knows to be one does not turn into a mere work.
        terms = ontology.load().nodes
        row[-1] = max(before[-1], new[-1], key=lambda label: len(terms[label].labels))
    return row


def disturbed(kind: Kind, row: Row, before: Row, loaded: Set[str]) -> set[str]:
    """The sources that are not loaded now, but whose row `before` now says something else."""
    at = kind.sources
    others = owners(before[at]) - loaded
    same = row[:at] == before[:at] and row[at + 1 :] == before[at + 1 :]
    return set() if same and owners(before[at]) <= owners(row[at]) else others


def owners(sources: Any) -> set[str]:
    """The sources of a row that was read; none where somebody else used the name for something of their own."""
    return set(sources) if isinstance(sources, list) else set()


def read_row(kind: Kind, values: Row) -> Row:
    """A row as a database hands it back: an empty list is no value, and of a node's labels the most special counts."""
    row = [None if value == [] else value for value in values]
    if not kind.is_relation and len(family(kind.name)) > 1:
        terms = ontology.load().nodes
        row[-1] = max(set(values[-1]).intersection(terms), key=lambda label: (len(terms[label].labels), label))
    return row
