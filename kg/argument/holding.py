"""Holding: which claim of its post a span holds up, from how claim-like each of them is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp, log

from kg import cues
from kg.argument.kinds import Standing
from kg.argument.weights import weights
from kg.findings import Claim, Cues, Rival
from kg.text import words

_REACH = 12
"""So many spans are looked at on each side."""
_FEW = 8
"""A span of fewer words and marks is short."""
_BRIEF = 6
"""One of fewer words, marks left out, is brief."""
_CIRCUMSTANCE = frozenset({"when", "as", "while", "after", "before", "once"})
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


@dataclass(frozen=True, slots=True)
class _Target:
    """How claim-like a span is for those of its own paragraph, and for those of others."""

    inside: float
    outside: float
    paragraph: int
    asks: bool

    def seen_from(self, paragraph: int) -> float:
        return self.inside if paragraph == self.paragraph else self.outside


def holds(text: str, own: Sequence[Claim], standing: Sequence[Standing], opening: bool) -> Iterator[Hold]:
    """For each span the claim it most likely holds up, where that is likely enough to be said."""
    known = weights("hold")
    standing = [_leaning(claim, stand) for claim, stand in zip(own, standing, strict=True)]
    targets = list(_targets(own, standing))
    for number, claim in enumerate(own):
        if claim.kind == "question":
            continue
        premise = 1.0 - standing[number].claim
        leads = number + 1 < len(own) and _result(text, claim, own[number + 1])
        options = [(premise * share, at, rule) for share, at, rule in _options(number, targets, leads)]
        if opening and number > 0:
            options.append((standing[number].claim * known["thesis"], 0, "thesis"))
        if options:
            options.sort(key=lambda option: (-option[0], option[1]))
            score, at, rule = options[0]
            if score >= known["least"]:
                second = next((option for option in options if option[1] != at), None)
                rival = Rival(own[second[1]].id, _why(premise, targets, number, second)) if second else None
                yield Hold(claim, own[at], score, rule, _why(premise, targets, number, options[0]), rival)


def _leaning(claim: Claim, stand: Standing) -> Standing:
    """The standing of a span without what speaks for a reason only within its post."""
    known = weights("hold")
    said = words(claim.text)
    less = known["brief"] * (len(said) < _BRIEF) + known["circumstance"] * (not _CIRCUMSTANCE.isdisjoint(said[:1]))
    return replace(stand, claim=_likely(log(stand.claim / (1.0 - stand.claim)) + less)) if less else stand


def _targets(own: Sequence[Claim], standing: Sequence[Standing]) -> Iterator[_Target]:
    known = weights("hold")
    last = -1
    for claim, stand in zip(own, standing, strict=True):
        odds = log(stand.claim / (1.0 - stand.claim)) + known["short"] * (len(cues.read(claim.text).tokens) < _FEW)
        begins = known["begins"] * (stand.paragraph != last)
        yield _Target(_likely(odds + begins), _likely(odds), stand.paragraph, claim.kind == "question")
        last = stand.paragraph


def _likely(odds: float) -> float:
    return 1.0 / (1.0 + exp(-odds))


def _options(number: int, targets: Sequence[_Target], leads: bool) -> Iterator[tuple[float, int, str]]:
    """How likely the nearest claim is each of the spans before and after, the paragraph's own first."""
    known = weights("hold")
    here = targets[number].paragraph
    before = [n for n in range(number - 1, max(-1, number - 1 - _REACH), -1) if not targets[n].asks]
    after = [n for n in range(number + 1, min(len(targets), number + 1 + _REACH)) if not targets[n].asks]
    near_before = _none(targets, here, before)
    near_after = _none(targets, here, after)
    leads = leads and after[:1] == [number + 1]
    left = 1.0
    for n in before:
        claim, near = targets[n].seen_from(here), targets[n].paragraph == here
        share = known["before"] if near else known["before_far"] * (1.0 - known["turn"] * (1.0 - near_after))
        yield share * claim * left * (known["but_leads"] if leads else 1.0), n, "before"
        left *= 1.0 - claim
    left = 1.0
    for n in after:
        claim, near = targets[n].seen_from(here), targets[n].paragraph == here
        share = known["after"] * near_before + known["after_both"] * (1.0 - near_before) if near else known["after_far"]
        yield (known["leads"] if leads and n == number + 1 else share) * claim * left, n, "after"
        left *= 1.0 - claim


def _why(premise: float, targets: Sequence[_Target], number: int, option: tuple[float, int, str]) -> Cues:
    """The factors of a score: how claim-like both ends are, and how near and how much in the way."""
    score, at, rule = option
    if rule == "thesis":
        return (f"claim-like source ×{1.0 - premise:.2f}", f"thesis ×{score / (1.0 - premise):.2f}")
    target = targets[at].seen_from(targets[number].paragraph)
    place = score / (premise * target)
    return (f"premise-like source ×{premise:.2f}", f"claim-like target ×{target:.2f}", f"nearest {rule} ×{place:.2f}")


def _none(targets: Sequence[_Target], paragraph: int, numbers: Sequence[int]) -> float:
    """How likely none of some spans is a claim of a paragraph."""
    left = 1.0
    for n in numbers:
        left *= 1.0 - targets[n].inside if targets[n].paragraph == paragraph else 1.0
    return left


def _result(text: str, claim: Claim, following: Claim) -> bool:
    """Whether a word like "so" leads from one span to the next."""
    gap = text[claim.span.end : following.span.start + 12].lower().replace(",", " ").split()
    return bool(gap) and gap[0] in _RESULT
