"""Stances: what the words of an answer do to what it answers."""

from dataclasses import dataclass

from kg import cues
from kg.argument.weights import weights
from kg.cues import Reading
from kg.text import sentences

_AGAINST = (("undercut", "UNDERCUTS"), ("attack", "REBUTS"), ("disagree", "REBUTS"))


@dataclass(frozen=True, slots=True)
class Reply:
    """What an answer does, the cue that says so as a place in the words read (None where none does), and the mood
    it leaves for what follows: whether the next words agree unless they say otherwise."""

    type: str
    cue: tuple[int, int] | None
    agrees: bool


def opening(words: str, asks: bool) -> Reply | None:
    """What the first sentences of an answer do; None where they only point somewhere or bring in other words."""
    reading = cues.read(words)
    said = _said(reading, asks, early=True)
    if said is not None:
        return said
    contrast = reading.first("contrast")
    if contrast and contrast[0] > reading.tokens[0].start and reading.has("self"):
        return Reply("CONCEDES", contrast, False)
    return None if _points(words) else Reply("REBUTS", None, False)


def _points(words: str) -> bool:
    """Whether some words only point somewhere, or lead up to what follows; what they say before that counts."""
    said = words.rstrip()
    if said.endswith(":"):
        row = list(sentences(said))
        said = said[: row[-1][0]].rstrip() if len(row) > 1 else said
    return said.endswith(":") or cues.read(said).has("pointer")


def further(words: str, asks: bool, agrees: bool) -> Reply:
    """What later words of an answer do, which goes on as it began unless they say otherwise."""
    reading = cues.read(words)
    said = _said(reading, asks, early=False)
    if said is not None:
        return said
    turn = reading.first("turn")
    if turn is not None:
        return Reply("REBUTS", turn, False)
    return Reply("AGREES_WITH" if agrees else "REBUTS", None, agrees)


def turns(words: str) -> bool:
    """Whether some words turn from what was said to what speaks against it."""
    reading = cues.read(words)
    return reading.has("turn") or reading.has("contrast")


def outright(words: str, reply: Reply) -> bool:
    """Whether some words say without doubt what they do to what stands further up: who agrees or disagrees says so, or
    an attack speaks to the other, or a question is asked."""
    reading = cues.read(words)
    if reply.type in ("REBUTS", "UNDERCUTS"):
        return reading.has("disagree") or reading.has("addressee") or reading.has("argued")
    return reply.type == "QUESTIONS" or reading.has("avowal")


def _said(reading: Reading, asks: bool, early: bool) -> Reply | None:
    """The stance that a cue shows."""
    if asks and reading.has("asks"):
        return Reply("QUESTIONS", reading.first("asks"), False)
    if reading.has("wonders"):
        return Reply("QUESTIONS", reading.first("wonders"), False)
    contrast = reading.first("contrast")
    agree, concede = _affirmed(reading, "agree"), _affirmed(reading, "concede")
    reach = weights("stance")["reach"]
    disagree = reading.first("disagree")
    # Who disagrees first may go on about others who agree.
    if agree is not None and agree[0] <= reach and (disagree is None or agree[0] < disagree[0]):
        but = contrast is not None and contrast[0] > agree[0]
        return Reply("CONCEDES" if but or concede is not None else "AGREES_WITH", agree, not but)
    if concede is not None and (early or concede[0] <= reach):
        return Reply("CONCEDES", concede, contrast is None)
    against = [(at, type_) for kind, type_ in _AGAINST if (at := reading.first(kind)) is not None]
    if against:
        at, type_ = min(against, key=lambda known: known[0][0])
        return Reply(type_, at, False)
    if asks and early:
        return Reply("REBUTS" if reading.has("rhetorical") else "QUESTIONS", reading.first("rhetorical"), False)
    return None


def _affirmed(reading: Reading, kind: str) -> tuple[int, int] | None:
    """The first cue of a kind that no negation close before it turns round."""
    span = weights("stance")["negated_within"]
    for place in reading.cues.get(kind, ()):
        if not any(0 <= place[0] - end <= span for _, end in reading.cues.get("negation", ())):
            return place
    return None
