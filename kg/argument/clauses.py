"""The clauses of a sentence: where it may be cut, and the spans between the cuts, each with its likelihood."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg import cues
from kg.argument.weights import weights
from kg.cues import Token

_LEAST = 3
"""Words that a piece needs on each side of a cut."""
REACH = 6
"""A span may run over so many cuts at most, so that long lists cost no more than their length."""
_BACK = 20
"""So many words back is looked for "not only"."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A place between two clauses: the tokens before `left` end one, the tokens from `right` on begin the next.

    `share` is how often people cut there.
    """

    left: int
    right: int
    share: float


@dataclass(frozen=True, slots=True)
class Clause:
    """The tokens from `first` up to `last` (exclusive), and how likely they are cut out like that."""

    first: int
    last: int
    share: float


def clauses(row: tuple[Token, ...]) -> Iterator[Clause]:
    """Every span between two cuts of a sentence, with the likelihood that both are cut and none between them is."""
    first = _opening(row)
    edges = [Cut(0, first, 1.0), *_cuts(row, first), Cut(len(row), len(row), 1.0)]
    for at, start in enumerate(edges[:-1]):
        whole = start.share
        for end in edges[at + 1 : at + 1 + REACH]:
            if start.right < end.left:
                yield Clause(start.right, end.left, whole * end.share)
            whole *= 1.0 - end.share


def _opening(row: tuple[Token, ...]) -> int:
    """How many tokens at the start stay out: a footnote's mark, a list's number, "In short," and the like."""
    labels, openers = cues.words("label"), cues.words("opener")
    at = 0
    while at < len(row) - _LEAST and row[at].word == "^" and row[at + 1].word.isdigit():
        at += 2
    if len(row) > 3 and row[1].word in ").:" and (len(row[0].word) <= 2 or row[0].word in labels):
        at = 2 if row[1].word != "." or row[0].word.isdigit() else 0
        at += row[at].word == ")"
    for size in (1, 2, 3):
        enough = len(row) > at + size + _LEAST and row[at + size].word in ",:"
        if enough and " ".join(token.word for token in row[at : at + size]) in openers:
            return at + size + 1
    return at


def _cuts(row: tuple[Token, ...], first: int) -> list[Cut]:
    """The cuts of a sentence in order; each leaves some words on both sides."""
    open_ = _inside(row)
    found = [cut for at in range(1, len(row) - 1) if not open_[at] and (cut := _cut(row, at, first)) is not None]
    count = [0]
    for token in row:
        count.append(count[-1] + token.word[0].isalnum())
    kept: list[Cut] = []
    for cut in found:
        enough = count[cut.left] >= _LEAST and count[-1] - count[cut.right] >= _LEAST
        if enough and (not kept or count[cut.left] - count[kept[-1].right] >= _LEAST):
            kept.append(cut)
        elif enough and cut.share > kept[-1].share:
            kept[-1] = cut
    return kept


def _inside(row: tuple[Token, ...]) -> list[bool]:
    """For each token whether it stands inside quotation marks or brackets; a bracket itself does not."""
    found: list[bool] = []
    quoted, depth = False, 0
    closing = sum(token.word in ")]" for token in row)
    for token in row:
        if token.word in ")]":
            depth, closing = max(0, depth - 1), closing - 1
        found.append(quoted or depth > 0)
        quoted ^= token.word == '"'
        depth += token.word in "([" and closing > 0
    return found


def _cut(row: tuple[Token, ...], at: int, first: int) -> Cut | None:
    """The cut that the token `at` makes, if it makes one."""
    word, before = row[at].word, row[at - 1].word
    table = weights("cut")
    if word[0].isalnum():
        if word not in table:
            return None
        comma = before in ",;-–—"
        shares = table[word]
        share = shares[(0 if comma else 2) + (not _subject(row, at + 1))] * _fitness(row, at, first)
        right = at if word in weights("choice")["kept"] else at + 1
        while right < len(row) - 1 and row[right].word == ",":
            right += 1
        return Cut(at - comma, right, share)
    if word not in ",;:(-–—)" or (row[at + 1].word[0].isalnum() and row[at + 1].word in table):
        return None
    if word == "-" and row[at].start == row[at - 1].end and row[at + 1].start == row[at].end:
        return None
    shares = table["-" if word in "–—" else word]
    return Cut(at, at + 1, shares[not _subject(row, at + 1)] * _fitness(row, at, first))


def _fitness(row: tuple[Token, ...], at: int, first: int) -> float:
    """What takes from a cut: it would part a condition from its outcome, or a pair like "both" and "and"; no verb
    follows."""
    known = weights("choice")
    word = row[at].word
    near = [token.word for token in row[max(first, at - _BACK) : at]]
    if word == "but" and any(a == "not" and b in ("only", "just", "merely") for a, b in pairwise(near)):
        return 0.0
    if word in ("and", "or") and {"between", "both", "either"} & set(near[-6:]):
        return 0.0
    left = 1.0
    if first < at and row[first].word in known["subordinate"] and word not in "-–—(":
        left *= known["after_condition"]
    if not any(token.word in cues.words("finite") for token in row[at + 1 : at + 7]):
        left *= known["no_verb"]
    return left


def _subject(row: tuple[Token, ...], at: int) -> bool:
    """Whether a clause with its own subject seems to begin here."""
    return row[at].word in cues.words("subject")
