"""Confidence: what a score is worth, read from tables that say how often such a score was right."""

from itertools import pairwise

from kg.argument.weights import weights


def sure(table: str, score: float) -> float:
    """The confidence for a score, between the points of a table on straight lines."""
    points: list[list[float]] = weights("confidence")[table]
    if score <= points[0][0]:
        return points[0][1]
    for (low, at_low), (high, at_high) in pairwise(points):
        if score <= high:
            return at_low + (at_high - at_low) * (score - low) / (high - low)
    return points[-1][1]


def told(name: str) -> float:
    """The confidence of an answer right under the words it quotes, by what tells its stance."""
    value: float = weights("confidence")["quoted"][name]
    return value
