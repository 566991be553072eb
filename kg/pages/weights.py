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
def _phrases(name: str) -> dict[str, list[tuple[str, ...]]]:
    """The phrases of a list by their first words."""
    out: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(listed(name)):
        out.setdefault(phrase.split()[0], []).append(tuple(phrase.split()))
    return out


def begins(words: list[str], name: str, anywhere: bool = False) -> bool:
    """Whether the words begin with a phrase of the list, or hold one anywhere."""
    phrases = _phrases(name)
    if phrases.keys().isdisjoint(words if anywhere else words[:1]):
        return False
    return any(
        tuple(words[at : at + len(p)]) == p
        for at in range(len(words) if anywhere else 1)
        for p in phrases.get(words[at], ())
    )


def total(signs: dict[str, float], table: dict[str, float]) -> float:
    """The sum of the weights of the signs."""
    weight = table.get
    return sum([value * weight(name, 0.0) for name, value in signs.items()])
