"""Answers: what the claims of one group do to what they answer, each with its target, type and confidence."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.argument import stances
from kg.argument.aims import Aim, Aims, Key, key
from kg.argument.confidence import sure, told
from kg.argument.groups import Group
from kg.argument.kinds import asked
from kg.argument.stances import Reply
from kg.argument.weights import weights
from kg.findings import Claim, Cues, Rival


@dataclass(frozen=True, slots=True)
class Answer:
    """A stance of `source` to `target`; `start` and `end` are the words of the post that show it."""

    type: str
    source: Claim
    target: Claim
    confidence: float
    rule: str
    start: int
    end: int
    cues: Cues
    rival: Rival | None


def answers(text: str, group: Group, aims: Aims, strength: dict[Key, float], yields: bool) -> Iterator[Answer]:
    """The answers of a group: its first claim takes the stance of its first two sentences, the others their own.

    `strength` says how claim-like each claim is, `yields` whether the post is by whoever opened the discussion.
    """
    own = _speaking(group, strength)
    aimed = _aimed(own, group, aims, strength)
    if not aimed:
        return
    lead = stances.opening(text[group.start : max(group.lead_end, own[0].span.end)], _asks(text, own[0]))
    if lead is None:
        return
    agrees, top = lead.agrees and yields, 0.0
    for number, (claim, aim, score) in enumerate(aimed):
        first, target = number == 0, aim.target
        reply = lead if first else stances.further(claim.text, _asks(text, claim), agrees)
        agrees = reply.agrees and yields
        if not first and not _worth(reply, lead, agrees, claim, score, group):
            continue
        confidence = _confidence(reply, first, score, group.quoted is not None or key(claim) in group.told)
        top = confidence if first else top
        if key(target) != key(claim):
            at = group.start if first else claim.span.start
            start, end = (at + reply.cue[0], at + reply.cue[1]) if reply.cue else (claim.span.start, claim.span.end)
            below = confidence if first else min(confidence, top - weights("confidence")["step"])
            rule = reply.type.lower() if reply.cue else "answer"
            why = _why(claim, aim, strength, group, confidence, below)
            yield Answer(reply.type, claim, target, max(0.05, below), rule, start, end, why, aim.rival)


def _asks(text: str, claim: Claim) -> bool:
    return asked(text, claim.span.start, claim.span.end)


def _speaking(group: Group, strength: dict[Key, float]) -> list[Claim]:
    """The claims of a group that answer: those that open it, and below those that are claim-like enough."""
    opening = sum(c.span.start < group.lead_end for c in group.claims) if group.quoted is not None else 1
    least = weights("aim")["least"]
    return [
        claim
        for number, claim in enumerate(group.claims)
        if number < opening or claim.kind == "question" or key(claim) in group.told or strength[key(claim)] >= least
    ]


def _aimed(own: list[Claim], group: Group, aims: Aims, strength: dict[Key, float]) -> list[tuple[Claim, Aim, float]]:
    """Each answering claim with its target and a score: how claim-like it is times how likely the target."""
    told = {place: Aim(target, 1.0) for place, target in group.told.items()}
    if group.quoted is not None:
        return [(claim, told.get(key(claim), Aim(group.quoted, 1.0)), 1.0) for claim in own]
    found = aims.answered(own, group.parent) if own and group.parent is not None else []
    if not found:
        return [(claim, told[key(claim)], 1.0) for claim in own if key(claim) in told]
    return [
        (c, told[key(c)], 1.0) if key(c) in told else (c, aim, strength[key(c)] * aim.share)
        for c, aim in zip(own, found, strict=False)
    ]


def _why(claim: Claim, aim: Aim, strength: dict[Key, float], group: Group, confidence: float, below: float) -> Cues:
    """What made the confidence of an answer, then what spoke for its target."""
    last = (f"not the first answer ×{below / confidence:.2f}",) if below < confidence else ()
    if group.quoted is not None or key(claim) in group.told:
        return (f"under its quote ×{confidence:.2f}", *last)
    return (f"claim-like source ×{strength[key(claim)]:.2f}", f"likely target ×{aim.share:.2f}", *last, *aim.cues)


def _worth(reply: Reply, lead: Reply, agrees: bool, claim: Claim, score: float, group: Group) -> bool:
    """Whether a later claim of a group is said to answer: without a cue it is not after an agreement, nor far below
    a quote, nor where its target is a guess; an attack after an agreement has to be led in by a "but"."""
    if key(claim) in group.told:
        return True
    if lead.agrees and reply.type in ("REBUTS", "UNDERCUTS") and not stances.turns(claim.text):
        return False
    if reply.cue is None and lead.agrees and not agrees:
        return False
    if group.quoted is not None:
        return claim.span.start < group.lead_end or (reply.cue is not None and stances.outright(claim.text, reply))
    least: float = weights("aim")["floor"]
    return score >= least


def _confidence(reply: Reply, first: bool, score: float, quoted: bool) -> float:
    if not quoted:
        return sure("yielded" if reply.type in ("AGREES_WITH", "CONCEDES") else "aimed", score)
    if not first:
        return told("further")
    return told(reply.type if reply.cue else "answer")
