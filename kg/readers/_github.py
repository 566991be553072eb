"""GitHub's answers of all shapes, walked through: each post with the thread it is in and the post it answers."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

_OPENINGS = ("issue", "pullRequest", "pull_request", "discussion")
_ROOMS = ("data", "errors", "repository", "organization", "search", "resource", "node", "nodes", "edges", "items")
_LISTS = ("comments", "reviews", "reviewThreads", "review_comments", "reviewComments", "replies", "timelineItems")


class Found(NamedTuple):
    """A JSON value on the way: the opening post and the repository it belongs to, and the post it answers."""

    value: Any
    opening: Any = None
    under: Any = None
    repository: str | None = None


@dataclass
class Walk:
    """The way through an answer, and what was passed over on it."""

    skipped: Counter[str] = field(default_factory=Counter)
    problem: str = ""

    def posts(self, answer: Any) -> Iterator[Found]:
        """The posts, each before what stands inside it; no recursion."""
        stack = [Found(answer)]
        while stack:
            found = stack.pop()
            value = found.value
            if isinstance(value, list):
                stack += [Found(inner, found.opening, found.under, found.repository) for inner in reversed(value)]
                continue
            if _is_post(value):
                found = found._replace(opening=value) if "title" in value else found
                yield found
            elif not isinstance(value, dict) or not {*_OPENINGS, *_ROOMS, *_LISTS} & value.keys():
                self._complain(value)
            if isinstance(value, dict):
                total = value.get("totalCount")
                if type(total) is int and total > len(listed(value)):
                    self.skipped["comment not in this file"] += total - len(listed(value))
                stack += reversed(list(_inside(found)))

    def breaks(self, problem: str) -> None:
        """Count a row that is none."""
        self.skipped["broken row"] += 1
        self.problem = self.problem or problem

    def _complain(self, value: Any) -> None:
        said = value.get("message") if isinstance(value, dict) else None
        if isinstance(value, dict) and not said and ("event" in value or "__typename" in value):
            self.skipped["event without words"] += 1
        else:
            self.breaks(f"the server said: {said}"[:200] if said else "no issue and no comment")


def _is_post(value: Any) -> bool:
    return isinstance(value, dict) and ("body" in value or "bodyText" in value or {"title", "number"} <= value.keys())


def listed(value: Any) -> list[Any]:
    """The things in a list, or in GraphQL's list in an object."""
    if isinstance(value, dict):
        if "nodes" not in value and "edges" not in value:
            return []
        edges = value.get("edges")
        listed = [edge.get("node") for edge in edges if isinstance(edge, dict)] if isinstance(edges, list) else []
        value = value.get("nodes", listed)
    return value if isinstance(value, list) else []


def _inside(found: Found) -> Iterator[Found]:
    """What may hold posts inside an object; what stands beside an opening post belongs to it."""
    value, post = found.value, _is_post(found.value)
    known = _LISTS if post else (*_OPENINGS, *_ROOMS, *_LISTS)
    keys = [key for key in known if key in value and isinstance(value[key], dict | list)]
    if not keys:
        return
    beside = next((value[key] for key in _OPENINGS if _is_post(value.get(key))), None) if not post else None
    named = value.get("nameWithOwner")
    here = found._replace(
        opening=beside or found.opening,
        under=None if post else found.under,
        repository=named if isinstance(named, str) else found.repository,
    )
    for key in keys:
        inner = value[key]
        if key == "reviewThreads":
            # A review thread has no words of its own: its first comment is what the others answer.
            for thread in listed(inner):
                comments = listed(thread.get("comments")) if isinstance(thread, dict) else []
                yield here._replace(value=comments[:1])
                yield here._replace(value=comments[1:], under=comments[0] if comments else None)
            continue
        if key == "data" and isinstance(inner, dict):
            inner = list(inner.values())  # whatever the query calls them
        yield here._replace(value=inner, under=value if key == "replies" else here.under)
