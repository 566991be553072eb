"""Holding: which claim of its post a span holds up, from how claim-like each of them is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.argument.kinds import Standing
from kg.argument.weights import weights
from kg.findings import Claim, Cues, Rival

_REACH = 12
"""So many spans are looked at on each side."""
_RESULT = frozenset({"so", "then", "therefore", "thus", "hence"})


@dataclass(frozen=True, slots=True)
class Hold:
    """A premise, the claim it holds up, how much speaks for that and what, the rule that says so, and which claim of
    the post came second."""

    premise: Claim
    claim: Claim
    score: float
    rule: str
    cues: Cues
    rival: Rival | None


def holds(text: str, own: Sequence[Claim], standing: Sequence[Standing], opening: bool) -> Iterator[Hold]:
    """For each span the claim it most likely holds up, where that is likely enough to be said."""
    known = weights("hold")
    for number, claim in enumerate(own):
        if claim.kind == "question":
            continue
        premise = 1.0 - standing[number].claim
        options = [(premise * share, at, rule) for share, at, rule in _options(text, number, own, standing)]
        if opening and number > 0:
            options.append((standing[number].claim * known["thesis"], 0, "thesis"))
        if options:
            options.sort(key=lambda option: (-option[0], option[1]))
            score, at, rule = options[0]
            if score >= known["least"]:
                second = next((option for option in options if option[1] != at), None)
                rival = Rival(own[second[1]].id, _why(standing, number, second)) if second else None
                yield Hold(claim, own[at], score, rule, _why(standing, number, options[0]), rival)


def _options(
    text: str, number: int, own: Sequence[Claim], standing: Sequence[Standing]
) -> Iterator[tuple[float, int, str]]:
    """How likely the nearest claim is each of the spans before and after, the paragraph's own first."""
    known = weights("hold")
    here = standing[number].paragraph
    before = [n for n in range(number - 1, max(-1, number - 1 - _REACH), -1) if own[n].kind != "question"]
    after = [n for n in range(number + 1, min(len(own), number + 1 + _REACH)) if own[n].kind != "question"]
    near_before = _none(standing, [n for n in before if standing[n].paragraph == here])
    near_after = _none(standing, [n for n in after if standing[n].paragraph == here])
    leads = bool(after[:1] == [number + 1] and _result(text, own[number], own[number + 1]))
    left = 1.0
    for n in before:
        near = standing[n].paragraph == here
        share = known["before"] if near else known["before_far"] * (1.0 - known["turn"] * (1.0 - near_after))
        yield share * standing[n].claim * left * (known["but_leads"] if leads else 1.0), n, "before"
        left *= 1.0 - standing[n].claim
    left = 1.0
    for n in after:
        near = standing[n].paragraph == here
        share = known["after"] * near_before + known["after_both"] * (1.0 - near_before) if near else known["after_far"]
        if leads and n == number + 1:
            share = known["leads"]
        yield share * standing[n].claim * left, n, "after"
        left *= 1.0 - standing[n].claim


def _why(standing: Sequence[Standing], number: int, option: tuple[float, int, str]) -> Cues:
    """The factors of a score: how claim-like both ends are, and how near and how much in the way."""
    score, at, rule = option
    if rule == "thesis":
        return (f"claim-like source ×{standing[number].claim:.2f}", f"thesis ×{score / standing[number].claim:.2f}")
    source, target = 1.0 - standing[number].claim, standing[at].claim
    place = score / (source * target)
    return (f"premise-like source ×{source:.2f}", f"claim-like target ×{target:.2f}", f"nearest {rule} ×{place:.2f}")


def _none(standing: Sequence[Standing], numbers: Sequence[int]) -> float:
    """How likely none of some spans is a claim."""
    left = 1.0
    for n in numbers:
        left *= 1.0 - standing[n].claim
    return left


def _result(text: str, claim: Claim, following: Claim) -> bool:
    """Whether a word like "so" leads from one span to the next."""
    gap = text[claim.span.end : following.span.start + 12].lower().replace(",", " ").split()
    return bool(gap) and gap[0] in _RESULT
