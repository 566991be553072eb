"""What changed between two snapshots of a discussion: claims that appeared, that went, and that were worded anew."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from kg.loading.parquet import Folder

_LIKE = 60.0
"""From this likeness on, of 100, a claim in the same post is the old one in new words."""
_LIKE_ELSEWHERE = 80.0
"""The same for a claim in another post: pages call their posts by the whole page, so an edit renames them."""
_RARE = 20
"""A word that more claims hold than this says nothing about which of them is meant."""
_NEAR = 20
"""How many places further on or back, among the claims of a post that differ, the old one is looked for."""


@dataclass(frozen=True, slots=True)
class Change:
    """One claim that differs; `before` is empty where it appeared, `after` where it went."""

    post: str
    before: str
    after: str

    def __str__(self) -> str:
        if self.before and self.after:
            return f"reworded  {self.post}\n  - {self.before}\n  + {self.after}"
        word, text = ("went", self.before) if self.before else ("appeared", self.after)
        return f"{word:10}{self.post}\n  {'-' if self.before else '+'} {text}"


class Said(NamedTuple):
    """A claim: its id, the post that says it, where its words begin there, and the words."""

    id: str
    post: str
    start: int
    text: str


def said(folder: Path) -> Iterator[Said]:
    """The claims in a folder of records."""
    return (Said(*row) for row in Folder(folder).columns("Claim", ("id", "post", "start_char", "text")))


def between(old: Iterable[Said], new: Iterable[Said]) -> list[Change]:
    """The changes from old to new claims, in the order of posts; a claim with the same words has not changed."""
    gone, come = {claim.id: claim for claim in old}, {claim.id: claim for claim in new}
    _drop_common(gone, come, lambda claim: (claim.post, claim.text))
    _drop_common(gone, come, lambda claim: claim.text)
    pairs = [*_paired(gone, come, _in_post, _LIKE), *_paired(gone, come, _anywhere, _LIKE_ELSEWHERE)]
    changes = [Change(b.post, a.text, b.text) for a, b in pairs]
    changes += [Change(a.post, a.text, "") for a in gone.values()]
    changes += [Change(b.post, "", b.text) for b in come.values()]
    return sorted(changes, key=lambda change: (change.post, change.before, change.after))


_Claims = dict[str, Said]


def _drop_common(gone: _Claims, come: _Claims, said: Callable[[Said], Hashable]) -> None:
    """Take out of both the claims that say the same."""
    waiting: dict[Hashable, list[str]] = defaultdict(list)
    for id in sorted(come, reverse=True):
        waiting[said(come[id])].append(id)
    for id in sorted(gone):
        if same := waiting.get(said(gone[id])):
            del gone[id], come[same.pop()]


def _paired(
    gone: _Claims, come: _Claims, near: Callable[[_Claims, _Claims], Iterator[tuple[str, str]]], least: float
) -> Iterator[tuple[Said, Said]]:
    """Old and new wordings of one claim, the likest first; both are taken out."""
    from rapidfuzz import fuzz

    found = []
    for a, b in near(gone, come):
        if like := fuzz.ratio(gone[a].text, come[b].text, score_cutoff=least):
            found.append((-like, abs(gone[a].start - come[b].start), a, b))
    for _, _, a, b in sorted(found):
        if a in gone and b in come:
            yield gone.pop(a), come.pop(b)


def _in_post(gone: _Claims, come: _Claims) -> Iterator[tuple[str, str]]:
    """Claims of one post that stand about where the other stood, or share words."""
    posts: dict[str, tuple[_Claims, _Claims]] = defaultdict(lambda: ({}, {}))
    for side, claims in enumerate((gone, come)):
        for claim in sorted(claims.values(), key=lambda claim: (claim.start, claim.id)):
            posts[claim.post][side][claim.id] = claim
    for old, new in posts.values():
        ids = list(new)
        yield from ((a, b) for at, a in enumerate(old) for b in ids[max(0, at - _NEAR) : at + _NEAR])
        yield from _sharing(old, new, _words_and_pairs)


def _anywhere(gone: _Claims, come: _Claims) -> Iterator[tuple[str, str]]:
    """Claims of any post that share words."""
    return _sharing(gone, come, _words)


def _sharing(gone: _Claims, come: _Claims, parts: Callable[[str], set[str]]) -> Iterator[tuple[str, str]]:
    """Claims that share a part which few claims hold."""
    index: dict[str, list[str]] = defaultdict(list)
    for id, claim in come.items():
        for part in parts(claim.text):
            index[part].append(id)
    for a, claim in gone.items():
        holding = (index.get(part, ()) for part in parts(claim.text))
        yield from ((a, b) for b in sorted({b for ids in holding if len(ids) <= _RARE for b in ids}))


def _words(text: str) -> set[str]:
    return set(text.casefold().split())


def _words_and_pairs(text: str) -> set[str]:
    """The words of a text, and each with the one before it: among the claims of one post few words are rare."""
    words = text.casefold().split()
    return {*words, *(f"{one} {other}" for one, other in pairwise(words))}
