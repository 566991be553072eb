"""Tells which speaker, post, work, claim or discussion is meant by an id, a name or some words; several are listed."""

from typing import Any

from kg.errors import QueryError
from kg.graph import Table
from kg.stores import Store
from kg.text import caption

KINDS = {"speaker": "Speaker", "post": "Post", "work": "Work", "claim": "Claim", "discussion": "Discussion"}
"""Kinds of parameters that name a node, and the label of what they name."""

_SHOWN = 10
_CALLED = {
    "Speaker": ("n.name", "n.caption"),
    "Post": ("n.text",),
    "Work": ("n.title", "n.caption"),
    "Claim": ("n.text",),
    "Discussion": ("n.title", "n.caption", "n.url"),
}
"""What a node is called by beside its id; a speaker also by aliases."""


def resolve(store: Store, parameter: str, kind: str, words: str) -> str:
    """The id of the one node of this kind that is meant; QueryError where none or several fit.

    An id wins over the beginning of one, that over a whole name, and that over a part of a name, in any case.
    """
    label, meant = KINDS[kind], words.strip()
    if not meant:
        raise QueryError(f"--{parameter} is empty; give the {kind}'s id, or a part of its name or words")
    for fits in _ways(label):
        found = store.run(_query(label, fits), {"words": meant})
        if found.rows:
            break
    else:
        raise QueryError(f"no {kind} fits --{parameter} '{meant}'{_near(store, label, meant)}")
    if len(found.rows) > 1:
        raise QueryError(_several(found, parameter, kind, meant))
    return str(found.rows[0][0])


def _ways(label: str) -> list[str]:
    """Conditions on a node `n`, from the strictest to the most lenient."""
    called = ["n.id", *_CALLED[label]]
    whole = " OR ".join(f"toLower({name}) = toLower($words)" for name in called)
    part = " OR ".join(f"toLower({name}) CONTAINS toLower($words)" for name in called)
    if label == "Speaker":
        whole += " OR any(alias IN coalesce(n.aliases, []) WHERE toLower(alias) = toLower($words))"
        part += " OR any(alias IN coalesce(n.aliases, []) WHERE toLower(alias) CONTAINS toLower($words))"
    begins = ["n.id STARTS WITH $words"] if label in ("Claim", "Post") else []
    return ["n.id = $words", *begins, whole, part]


def _query(label: str, fits: str) -> str:
    return (
        f"MATCH (n:{label}) WHERE {fits} WITH n ORDER BY n.caption, n.id "
        f"WITH count(n) AS number, collect(n)[..{_SHOWN}] AS some "
        f"UNWIND some AS n RETURN n.id AS id, n.caption AS caption, number"
    )


def _several(found: Table, parameter: str, kind: str, words: str) -> str:
    """The error that lists what fits."""
    number = found.rows[0][2]
    some = ", ".join(_listed(str(id), str(name)) for id, name, _ in found.rows)
    more = f", … {number - len(found.rows)} more" if number > len(found.rows) else ""
    return f"--{parameter} '{words}' fits {number} {kind}s: {some}{more}; give more of the name, or one of these ids"


def _listed(id: str, name: str) -> str:
    return f"{id} “{caption(name, 60)}”" if name and name != id else id


def _near(store: Store, label: str, words: str) -> str:
    """What may have been meant: names that look like it, or for claims and posts a hint."""
    if label in ("Claim", "Post"):
        return "; kg find looks for words in any order"
    from rapidfuzz import fuzz, process

    rows = store.run(f"MATCH (n:{label}) RETURN n.id AS id, n.caption AS caption ORDER BY n.id LIMIT 100000", {}).rows
    names: list[Any] = [str(name) for _, name in rows]
    near = process.extract(words, names, scorer=fuzz.WRatio, processor=str.casefold, limit=3, score_cutoff=60)
    if not near:
        some = ", ".join(_listed(str(id), str(name)) for id, name in rows[:3]) or "none"
        return f" (there are {len(rows)}: {some}{', …' if len(rows) > 3 else ''})"
    return f"; did you mean {' or '.join(_listed(str(rows[i][0]), name) for name, _, i in near)}?"
