"""Neo4j's full-text indexes: one for each label whose words are looked for, and terms in Lucene's query language."""

import re

from kg.sought import FIELDS, Term

_SPECIAL = re.compile(r'([+\-&|!(){}\[\]^"~*?:\\/])')
_APOSTROPHE = re.compile(r"['’]")


def index(label: str) -> str:
    """What the index of a label is called."""
    return f"kg_{label.lower()}_words"


def create(label: str) -> str:
    """Makes the index of a label, where it is not there; the server's usual analyser keeps every word."""
    fields = ", ".join(f"n.{field}" for field in FIELDS[label])
    return f"CREATE FULLTEXT INDEX {index(label)} IF NOT EXISTS FOR (n:{label}) ON EACH [{fields}]"


def search(label: str) -> str:
    """The candidates, the best first: id, and the values of the fields."""
    fields = ", ".join(f"node.{field} AS {field}_" for field in FIELDS[label])
    return (
        "CALL db.index.fulltext.queryNodes($index, $query, {limit: $most}) YIELD node, score "
        f"RETURN node.id AS id, {fields}"
    )


def query(terms: list[Term], every: bool) -> str:
    """The terms as Lucene reads them; with `every` all of them must be there."""
    return " ".join(f"{'+' if every else ''}({_one(term)})" for term in terms)


def _one(term: Term) -> str:
    if not term.begins:
        # Two marks serve as apostrophes, and an analyser takes the word with each of them for another one.
        forms = dict.fromkeys(_APOSTROPHE.sub(mark, term.typed) for mark in "'’")
        return " OR ".join(f'"{_escaped(form)}"' for form in forms)
    # The analyser may have kept `arxiv:23` together, or not.
    *before, last = term.typed.split()
    *words, ending = term.words
    whole = " ".join(f'+"{_escaped(word)}"' for word in before)
    parts = " ".join(f'+"{word}"' for word in words)
    return f"({whole} +{_escaped(last)}*) OR ({parts} +{ending}*)"


def _escaped(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", words)
