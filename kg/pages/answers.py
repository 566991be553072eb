"""The signs that one post answers another; see weights.toml."""

from dataclasses import dataclass

from kg.pages import opener
from kg.pages.facts import Facts
from kg.pages.rows import Draft
from kg.pages.sheet import Sheet
from kg.pages.signs import Signs, alike
from kg.pages.weights import begins, total, weights

Path = tuple[tuple[int, int], ...]
"""Post and voice of the last post and of all that it answers, one after the other, up to the first post."""
_OPEN = 5
"""So many of the nearest open ancestors may be answered, besides the first post and posts that are quoted."""
_BACK = 200
"""So far back a quoted post on no open branch is looked for."""


@dataclass(slots=True)
class Look:
    """What one post shows to whoever asks whom it answers.

    `opens` is the log-odds that the talk's opener wrote it, `same` an earlier post whose writer says of himself what
    this one does: that the paper is his.
    """

    own: list[Facts]
    rare: frozenset[str]
    quoted: frozenset[int]
    opener: bool
    name: str | None
    greets: frozenset[str]
    size: int
    opens: float
    same: int | None


def look(sheet: Sheet, drafts: list[Draft]) -> list[Look]:
    """What every post shows."""
    home = {row: j for j, draft in enumerate(drafts) for row in draft.rows}
    out = []
    introduced: int | None = None
    for j, draft in enumerate(drafts):
        own = [sheet.facts[r] for r in draft.rows if r not in draft.quotes] or [sheet.facts[draft.rows[0]]]
        author = any(begins(f.words, "introductions") for f in own)
        shown = opener.signs(own)
        origins = (sheet.facts[r].repeat.first for r in sorted(draft.quotes))
        out.append(
            Look(
                own=own,
                rare=frozenset().union(*(f.rare for f in own)),
                quoted=frozenset(home[o] for o in origins if o is not None and home[o] < j),
                opener="delta" in shown or "marks" in shown,
                name=draft.head.name if draft.head else None,
                greets=frozenset(own[0].words[:4]),
                size=sum(len(f.text) for f in own),
                opens=total(shown, weights("opener")),
                same=introduced if author else None,
            )
        )
        if author and introduced is None:
            introduced = j
    return out


def candidates(path: Path, one: Look, j: int) -> list[int]:
    """Places in the path of posts that may be answered; -1 - n for a quoted post n that is on no open branch."""
    last = len(path) - 1
    open_ = [*range(min(_OPEN, last)), last]
    known = {path[at][0] for at in open_}
    far = []
    for n in sorted(one.quoted - known):
        at = next((k for k, (post, _) in enumerate(path) if post == n), None)
        if at is not None or n > j - _BACK:
            far.append(-1 - n if at is None else at)
    return open_ + far


def signs(looks: list[Look], j: int, c: int) -> Signs:
    """Signs that post `j` answers post `c` that do not depend on the rest of the tree."""
    one, other = looks[j], looks[c]
    out: Signs = {}
    if c in one.quoted:
        out["quoted"] = 1.0
    if (near := alike(one.rare, other.rare)) > 0:
        out["alike"] = near
    if other.name is not None and one.name is not None and other.name == one.name:
        out["self"] = 1.0
    if other.name is not None and other.name.split()[0].casefold() in one.greets:
        out["greeted"] = 1.0
    return out | _after(one, other, c) if c == j - 1 else out


def _after(one: Look, other: Look, c: int) -> Signs:
    """Signs that a post answers post `c` right above it."""
    head = one.own[0]
    seen = {
        "prev_opening": head.opening,
        "prev_you": head.you,
        "prev_asked": other.own[-1].end == "?",
        "prev_asks": one.own[-1].end == "?",
        "prev_short": one.size < 150,
        "prev_long": one.size > 700,
        "prev_closed": other.opener and c != 0,
        "prev_root": c == 0,
    }
    return {name: 1.0 for name, sign in seen.items() if sign}


def place(path: Path, at: int, looks: list[Look], j: int, mine: int) -> Signs:
    """Signs that come from where the answered post stands in the tree, so that the voice `mine` answers it."""
    one = looks[j]
    first = path[-1][1]
    out: Signs = {"opens": one.opens} if mine == first else {}
    if at < 0:
        return out | {"off_path": 1.0}
    c, voice = path[at]
    where = "prev" if at == 0 else "root" if at == len(path) - 1 else "up"
    out[where] = 1.0
    if where == "up" and at > 1:
        out["far_up"] = 1.0
    if where == "prev":
        if len(path) == 2:
            out["prev_top"] = 1.0
        if c != 0 and voice == first:
            out["prev_by_opener"] = 1.0
    if one.opener and voice == first:
        out["opener_to_opener"] = 1.0
    if one.opener and voice != first:
        out["opener_answers"] = 1.0
    if one.name is not None and at + 1 < len(path) and looks[path[at + 1][0]].name == one.name:
        out["turns"] = 1.0
    if one.name is not None and one.name == looks[path[-1][0]].name:
        if where == "prev":
            out["opener_prev"] = 1.0
    elif one.name is not None and where == "root" and all(looks[k].name != one.name for k, _ in path):
        out["newcomer_root"] = 1.0
    return out
