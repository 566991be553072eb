"""What changed between two snapshots of a discussion: claims that appeared, that went, and that were worded anew."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.graph import Node, Record

_LIKE = 60.0
"""From this likeness on, of 100, a claim in the same post is the old one in new words."""
_LIKE_ELSEWHERE = 80.0
"""The same for a claim in another post: pages call their posts by the whole page, so an edit renames them."""
_RARE = 20
"""A word that more claims hold than this says nothing about which of them is meant."""


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


def between(old: Iterable[Record], new: Iterable[Record]) -> list[Change]:
    """The changes from old to new records, in the order of posts; a claim with the same words has not changed."""
    gone, come = _without_common(_claims(old), _claims(new))
    pairs = [*_paired(gone, come, _in_post, _LIKE), *_paired(gone, come, _by_words, _LIKE_ELSEWHERE)]
    changes = [Change(b["post"], a["text"], b["text"]) for a, b in pairs]
    changes += [Change(a["post"], a["text"], "") for a in gone.values()]
    changes += [Change(b["post"], "", b["text"]) for b in come.values()]
    return sorted(changes, key=lambda change: (change.post, change.before, change.after))


_Claims = dict[str, dict[str, Any]]


def _claims(records: Iterable[Record]) -> _Claims:
    return {r.id: r.properties for r in records if isinstance(r, Node) and r.label == "Claim"}


def _without_common(old: _Claims, new: _Claims) -> tuple[_Claims, _Claims]:
    """Both without the claims that have the same words, first in the same post, then anywhere."""
    for part in (("post", "text"), ("text",)):
        waiting: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for id, claim in sorted(new.items()):
            waiting[tuple(claim[name] for name in part)].append(id)
        for id, claim in sorted(old.items()):
            if same := waiting[tuple(claim[name] for name in part)]:
                del old[id], new[same.pop(0)]
    return old, new


def _paired(gone: _Claims, come: _Claims, near: Any, least: float) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Old and new wordings of one claim, the likest first; both are taken out."""
    from rapidfuzz import fuzz

    found = []
    for a, b in near(gone, come):
        like = fuzz.ratio(gone[a]["text"], come[b]["text"])
        if like >= least:
            found.append((-like, abs(gone[a]["start_char"] - come[b]["start_char"]), a, b))
    for _, _, a, b in sorted(found):
        if a in gone and b in come:
            yield gone.pop(a), come.pop(b)


def _in_post(gone: _Claims, come: _Claims) -> Iterator[tuple[str, str]]:
    """Claims of one post."""
    posts: dict[str, list[str]] = defaultdict(list)
    for id, claim in come.items():
        posts[claim["post"]].append(id)
    return ((a, b) for a, claim in gone.items() for b in posts[claim["post"]])


def _by_words(gone: _Claims, come: _Claims) -> Iterator[tuple[str, str]]:
    """Claims that share a rare word."""
    index: dict[str, list[str]] = defaultdict(list)
    for id, claim in come.items():
        for word in set(claim["text"].casefold().split()):
            index[word].append(id)
    for a, claim in gone.items():
        words = set(claim["text"].casefold().split())
        near = {b for word in words if len(index[word]) <= _RARE for b in index[word]}
        yield from ((a, b) for b in sorted(near))
