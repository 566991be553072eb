"""kglite's text indexes: saved with the graph, made where they are missing, and asked for candidates."""

import re
from typing import TYPE_CHECKING, Any

from kg.sought import FIELDS, Term

if TYPE_CHECKING:
    from kglite import KnowledgeGraph

_INDEXED = {"Claim": "text", "Post": "text"}
"""Speakers and works are few and short: these are read through."""
_GAP = r"[\W_]+"


def refresh(graph: "KnowledgeGraph") -> None:
    """Make the indexes fit the graph; one that lacks nodes is made anew, since a large deletion drops it."""
    for label, field in _INDEXED.items():
        if graph.has_text_index(label, field):
            # The names are kg's own; the procedure takes no parameters.
            graph.cypher(f"CALL db.node_text_index.refresh({{type: '{label}', text_column: '{field}'}})", timeout_ms=0)
        elif label in graph.node_types:
            _build(graph, label, field)


def complete(graph: "KnowledgeGraph") -> None:
    """Make indexes that an older file lacks, in memory only."""
    for label, field in _INDEXED.items():
        if label in graph.node_types and not graph.has_text_index(label, field):
            _build(graph, label, field)


def _build(graph: "KnowledgeGraph", label: str, field: str) -> None:
    try:
        graph.build_text_index(label, field)
    except ValueError:  # none of the nodes has a text
        return


def search(
    graph: "KnowledgeGraph", label: str, terms: list[Term], every: bool, most: int
) -> tuple[str, dict[str, Any]]:
    """The query for candidates, the best first, and its parameters: id, and the values of the fields."""
    field = _INDEXED.get(label, "")
    words = list(dict.fromkeys(word for term in terms for word in term.whole))
    conditions, values = _conditions(label, terms, every)
    gives = ", ".join(f"node.{name} AS {name}_" for name in FIELDS[label])
    begin = f"MATCH (node:{label}) WHERE {conditions} RETURN node.id AS id, {gives} LIMIT $most"
    if not field or not graph.has_text_index(label, field) or not words or (not every and len(words) < len(terms)):
        return begin, {**values, "most": most}
    single = len(words) == 1 and all(term.whole == term.words for term in terms)
    if single or not every:
        asked, conditions, limit = " ".join(words), "", ", {limit: $most}"
    else:
        # The longest word is as a rule the rarest: what lacks another one is left out without a look at it.
        asked, limit, conditions = max(words, key=len), "", f"WITH node, score WHERE {conditions} "
    return (
        f"CALL db.index.fulltext.queryNodes('{label}.{field}', $asked{limit}) YIELD node, score "
        f"{conditions}RETURN node.id AS id, {gives} LIMIT $most"
    ), {**values, "asked": asked, "most": most}


def _conditions(label: str, terms: list[Term], every: bool) -> tuple[str, dict[str, Any]]:
    """What a node must hold, letter by letter; kg looks closer at what comes back."""
    each: list[str] = []
    values: dict[str, str] = {}
    for number, term in enumerate(terms):
        words = {f"w{number}_{i}": word for i, word in enumerate(term.words)}
        held = [f"({' OR '.join(_holds(name, word) for name in FIELDS[label])})" for word in words]
        if len(words) > 1 and FIELDS[label] == ("text",):
            held.append(f"node.text =~ $p{number}")
            words[f"p{number}"] = f"(?is).*{_GAP.join(map(re.escape, term.words))}.*"
        each.append(f"({' AND '.join(held)})")
        values |= words
    return (" AND " if every else " OR ").join(each), values


def _holds(field: str, word: str) -> str:
    if field in ("aliases", "authors"):
        return f"any(one IN coalesce(node.{field}, []) WHERE toLower(one) CONTAINS ${word})"
    return f"toLower(node.{field}) CONTAINS ${word}"
