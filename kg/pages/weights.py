"""The weights and word lists of `weights.toml`."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def table() -> dict[str, Any]:
    """The whole file."""
    return tomllib.loads((Path(__file__).parent / "weights.toml").read_text(encoding="utf-8"))


@cache
def weights(kind: str, feed: bool = False) -> dict[str, float]:
    """The weights of one decision, by the names of its signs; some differ between threads and feeds."""
    return {name: float(w[feed] if isinstance(w, list) else w) for name, w in table()[kind].items()}


@cache
def listed(name: str) -> frozenset[str]:
    """The words of one list."""
    return frozenset(table()["words"][name])


@cache
def _phrases(name: str) -> dict[str, list[list[str]]]:
    """The phrases of a list by their first words."""
    out: dict[str, list[list[str]]] = {}
    for phrase in sorted(listed(name)):
        out.setdefault(phrase.split()[0], []).append(phrase.split())
    return out


def begins(words: list[str], name: str, anywhere: bool = False) -> bool:
    """Whether the words begin with a phrase of the list, or hold one anywhere."""
    phrases = _phrases(name)
    if phrases.keys().isdisjoint(words if anywhere else words[:1]):
        return False
    places = [at for at, word in enumerate(words) if word in phrases] if anywhere else [0]
    return any(words[at : at + len(p)] == p for at in places for p in phrases[words[at]])


def total(signs: dict[str, float], table: dict[str, float]) -> float:
    """The sum of the weights of the signs."""
    weight = table.get
    return sum([value * weight(name, 0.0) for name, value in signs.items()])
