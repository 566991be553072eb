"""What spoke for and against a target, read from the cues that a relation keeps, and why another target lost to it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import prod

_CUE = re.compile(r"(.+) ([+×-])(\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Reasons:
    """Factors that are multiplied, and weights that are added; each by its name, in the order it was kept."""

    factors: dict[str, float]
    weights: dict[str, float]

    @property
    def worth(self) -> float:
        """What targets are compared by: the sum of the weights, or the product of the factors where there are none."""
        return sum(self.weights.values()) if self.weights else prod(self.factors.values())

    def lines(self) -> Iterator[str]:
        """The cues in words: what made the score, what spoke for the target, what against it."""
        if self.factors:
            yield f"score: {_written(self.factors, '×')} = {prod(self.factors.values()):.2f}"
        for word, some in (("for", _above(self.weights)), ("against", _below(self.weights))):
            if some:
                yield f"{word} this target: {_written(some, '+')}"


def read(cues: Iterable[str]) -> Reasons:
    """The cues of a relation; what is none, as somebody may have written by hand, is passed over."""
    factors: dict[str, float] = {}
    weights: dict[str, float] = {}
    for match in filter(None, map(_CUE.fullmatch, cues)):
        name, sign, number = match[1], match[2], float(match[3])
        if sign == "×":
            factors[name] = number
        else:
            weights[name] = -number if sign == "-" else number
    return Reasons(factors, weights)


def lost(winner: Reasons, loser: Reasons) -> str:
    """Why the runner-up is not the target, in a few words."""
    ours, theirs = (r.weights or r.factors for r in (winner, loser))
    if loser.worth >= winner.worth:
        return "worth as much alone, but the answers around this one aim at the other, and a change of target costs"
    none = 0.0 if winner.weights else 1.0
    gaps = {name: ours.get(name, none) - theirs.get(name, none) for name in {*ours, *theirs}}
    name = max(sorted(gaps), key=lambda n: gaps[n])
    return f"lost {loser.worth:.2f} to {winner.worth:.2f}, most by '{name}'"


def _above(weights: dict[str, float]) -> dict[str, float]:
    return {name: weight for name, weight in weights.items() if weight >= 0}


def _below(weights: dict[str, float]) -> dict[str, float]:
    return {name: weight for name, weight in weights.items() if weight < 0}


def _written(cues: dict[str, float], sign: str) -> str:
    return ", ".join(f"{name} {f'×{value:.2f}' if sign == '×' else f'{value:+.2f}'}" for name, value in cues.items())
