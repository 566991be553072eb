"""Whom each post answers, and who speaks: the best walk through a tree of posts, in the order of the page."""

from dataclasses import dataclass
from math import exp, log

from kg.pages.answers import Look, Path, candidates, look, place, signs
from kg.pages.rows import Draft
from kg.pages.sheet import Sheet
from kg.pages.weights import total, weights

_WIDTH = 4
"""How many trees are kept at each post."""
_DEEP = 40
"""So many open ancestors are remembered."""


@dataclass(frozen=True, slots=True)
class _Tree:
    """Parents and voices of the posts so far; `newest` is the last voice that was given out."""

    score: float
    parent: int | None
    voice: int
    newest: int
    back: "_Tree | None"
    path: Path
    sure: float
    number: int


def link(sheet: Sheet, drafts: list[Draft]) -> None:
    """Give every post but the first its parent, and every post its voice."""
    looks = look(sheet, drafts)
    table = weights("reply")
    called: dict[str, int] = {}
    for one in looks:
        if one.name is not None:
            called.setdefault(one.name, len(called))
    free = len(called)  # voices without a name come after the named ones
    first = called.get(looks[0].name or "", free)
    trees = [_Tree(0.0, None, first, max(free, first), None, ((0, first),), 1.0, 0)]
    for j in range(1, len(drafts)):
        still: dict[int, float] = {}
        grown = [new for tree in trees for new in _grow(tree, j, looks, still, called, table)]
        grown.sort(key=lambda t: -t.score)
        trees = grown[:_WIDTH]
    tree: _Tree | None = trees[0]
    for draft in reversed(drafts):
        if tree is not None:
            draft.parent, draft.voice, draft.sure = tree.parent, tree.voice, tree.sure
            tree = tree.back


def _grow(
    tree: _Tree, j: int, looks: list[Look], still: dict[int, float], called: dict[str, int], table: dict[str, float]
) -> list[_Tree]:
    """The tree with post `j` below each post that it may answer."""
    choices = []
    one = looks[j]
    same = None if one.same is None or one.name is not None else _voice_of(tree, one.same)
    for at in candidates(tree.path, one, j):
        below: Path = tree.path[at:] if at >= 0 else ((-at - 1, _voice_of(tree, -at - 1)),)
        c = below[0][0]
        if c not in still:
            still[c] = total(signs(looks, j, c), table)
        voice, newest = _voice(one, below, tree.newest, called)
        if same is not None and same != below[0][1]:
            voice, newest = same, tree.newest
        score = still[c] + total(place(tree.path, at, looks, j, voice), table)
        choices.append((score, c, voice, newest, below))
    top = max(choice[0] for choice in choices)
    norm = log(sum([exp(choice[0] - top) for choice in choices])) + top
    out = []
    for score, c, voice, newest, below in choices:
        sure = exp(score - norm)
        below = below if len(below) <= _DEEP else (*below[: _DEEP - 1], below[-1])
        out.append(_Tree(tree.score + score - norm, c, voice, newest, tree, ((j, voice), *below), sure, j))
    return out


def _voice(one: Look, below: Path, newest: int, called: dict[str, int]) -> tuple[int, int]:
    """Who writes a post that answers the first of `below`, and the last voice given out after that.

    A name is sure. A post with an opener's marks is the opener's. Else talk goes by turns: whoever wrote the post
    before the one answered speaks again, and who answers the first post is new.
    """
    if one.name is not None:
        return called[one.name], newest
    if one.opener and below[0][1] != below[-1][1]:
        return below[-1][1], newest
    if len(below) > 1 and below[1][1] != below[0][1]:
        return below[1][1], newest
    return newest + 1, newest + 1


def _voice_of(tree: _Tree, post: int) -> int:
    """The voice of an earlier post in this tree."""
    at: _Tree | None = tree
    number = tree.number
    while at is not None and number > post:
        at, number = at.back, number - 1
    return at.voice if at is not None else 0
