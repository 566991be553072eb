"""A post of GitHub's as its answers give it, REST or GraphQL: where it stands, who wrote it, and how it is liked."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from kg.discussion import Reaction, Speaker
from kg.readers._github import listed

PAGE = re.compile(
    r"https?://([\w.-]+)/(?:api/v3/)?(?:repos/)?([\w.-]+/[\w.-]+)/(?:issues|pulls?|discussions)/(\d{1,18})"
    r"(?:/files)?(?:#([\w-]+))?"
)
_TIMES = ("created_at", "createdAt", "submitted_at", "submittedAt")
# GraphQL's names for what REST and the pages call otherwise.
_NAMES = {"THUMBS_UP": "+1", "THUMBS_DOWN": "-1"}


# Not a class: Python would give `__typename` another name in one.
User = TypedDict("User", {"login": str | None, "type": str | None, "__typename": str | None}, total=False)


class Group(TypedDict, total=False):
    content: str
    users: Any
    reactors: Any


class Reference(TypedDict, total=False):
    id: int | str | None
    url: str | None


class Row(TypedDict, total=False):
    """An opening post (it has a title), a comment, or a review; `diff_hunk` and `path` are nobody's words.

    A dictionary and no model: of many thousand small rows that is five times as quick.
    """

    id: int | str | None
    node_id: str | None
    databaseId: int | None
    number: int | None
    title: str | None
    body: str | None
    bodyText: str | None
    user: User | None
    author: User | None
    html_url: str | None
    url: str | None
    issue_url: str | None
    pull_request_url: str | None
    created_at: str | None
    createdAt: str | None
    submitted_at: str | None
    submittedAt: str | None
    lastEditedAt: str | None
    in_reply_to_id: int | None
    replyTo: Reference | None
    issue: Reference | None
    pullRequest: Reference | None
    discussion: Reference | None
    reactions: Any  # counts in REST, the reactions themselves elsewhere
    reactionGroups: list[Group] | None
    upvoteCount: int | None
    isAnswer: bool | None
    comments: Any  # a number in REST, the comments themselves elsewhere


checked = TypeAdapter(Row).validate_python
"""A value as a row; ValidationError where it is none."""


def created(row: Row) -> str | None:
    """When it was written."""
    for name in _TIMES:
        if told := row.get(name):
            return str(told)
    return None


def page(row: Row) -> str | None:
    """The address for people, not that of the API."""
    for url in (row.get("html_url"), row.get("url")):
        if url and url.startswith(("https://", "http://")) and "://api." not in url and "/api/v3/" not in url:
            return url
    return None


def place(row: Row) -> re.Match[str] | None:
    """Host, repository, number and, for a comment, its name on the page."""
    for url in (row.get("html_url"), row.get("url"), row.get("issue_url"), row.get("pull_request_url")):
        if url and (found := PAGE.match(url)):
            return found
    for about in (row.get("issue"), row.get("pullRequest"), row.get("discussion")):
        if about and (url := about.get("url")) and (found := PAGE.match(url)):
            return found
    return None


def score(row: Row) -> int | None:
    """Thumbs up less thumbs down, or the votes of a discussion."""
    votes = row.get("upvoteCount")
    if votes is not None:
        return votes
    groups, given = row.get("reactionGroups"), row.get("reactions")
    if groups is not None:
        counts = {group.get("content"): _total(group) for group in groups}
        return counts.get("THUMBS_UP", 0) - counts.get("THUMBS_DOWN", 0)
    if isinstance(given, dict) and type(given.get("+1")) is int and type(given.get("-1")) is int:
        return int(given["+1"]) - int(given["-1"])
    return None


def _total(group: Group) -> int:
    held = group.get("users") or group.get("reactors")
    total = held.get("totalCount") if isinstance(held, dict) else None
    return total if type(total) is int else len(listed(held))


def speaker(user: User | None) -> Speaker | None:
    """An account; GraphQL gives a bot's name without the `[bot]` that REST puts behind it."""
    login = user.get("login") if user else None
    if not login or user is None:
        return None
    return account(login, user.get("type") == "Bot" or user.get("__typename") == "Bot")


@lru_cache(4096)
def account(login: str, bot: bool = False) -> Speaker:
    """The speaker of this name."""
    return Speaker(f"github:{login.casefold()}{'[bot]' if bot and not login.endswith('[bot]') else ''}", login)


def reactions(row: Row, length: int, skipped: Counter[str]) -> tuple[Reaction, ...]:
    """The reactions whose givers are named, each on all of the post."""
    given = row.get("reactions")
    marks = [(m.get("content"), m.get("user")) for m in listed(given) if isinstance(m, dict)] if given else []
    for group in row.get("reactionGroups") or ():
        held = group.get("users") or group.get("reactors")
        named = listed(held)  # most give the number alone
        if named:
            marks += [(group.get("content"), user) for user in named]
            skipped["reaction not in this file"] += max(0, _total(group) - len(named))
    return tuple(_reactions(marks, length)) if marks and length else ()


def _reactions(marks: list[tuple[Any, Any]], length: int) -> Iterator[Reaction]:
    """Each mark of each person once."""
    told = ((content, user.get("login")) for content, user in marks if isinstance(user, dict))
    for content, login in dict.fromkeys((c, u) for c, u in told if isinstance(c, str) and isinstance(u, str) and u):
        name = _NAMES.get(content, content.lower())
        yield Reaction(account(login), name, 0, length)
