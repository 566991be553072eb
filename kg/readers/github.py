"""GitHub: issues, pull requests with reviews, and discussions, from the REST API, from GraphQL, or from `gh --json`.

Comments on issues are flat. A comment answers what the source says (a review thread, a reply in a discussion); else
the post it quotes, else the last post of somebody it mentions, else the opening post, each with its confidence.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import AliasChoices, BaseModel, Field, ValidationError

from kg.discussion import Discussion, Post, Speaker
from kg.errors import SourceError
from kg.quotation import quoted
from kg.readers._flat import link
from kg.readers._github import Found, Walk, listed
from kg.source import Source

SUFFIXES = (".json",)

_KEYS = re.compile(
    r'"(login|html_url|issue_url|pull_request_url|comments_url|node_id|author_association|authorAssociation|createdAt'
    r'|created_at|bodyText|reactionGroups|reviewThreads|reviews|nodes|diff_hunk|repository_url|nameWithOwner)"\s*:'
)
_THREAD = re.compile(r'"(body|issue|pullRequest|pull_request|discussion)"\s*:')
_PAGE = re.compile(
    r"https?://([\w.-]+)/(?:api/v3/)?(?:repos/)?([\w.-]+/[\w.-]+)/(?:issues|pulls?|discussions)/(\d{1,18})"
    r"(?:/files)?(?:#([\w-]+))?"
)
_HOSTS = ("github.com", "www.github.com", "api.github.com")


def fits(head: str) -> bool:
    """JSON with a body or an issue in it, somebody's login, and another key of GitHub's or a thread's address."""
    found = set(_KEYS.findall(head))
    named = "login" in found and (len(found) > 1 or bool(_PAGE.search(head)))
    return head.lstrip("\ufeff \t\r\n")[:1] in ("[", "{") and bool(_THREAD.search(head)) and named


class _User(BaseModel):
    login: str | None = None
    type: str | None = Field(None, validation_alias=AliasChoices("type", "__typename"))


class _Votes(BaseModel):
    up: int | None = Field(None, alias="+1")
    down: int | None = Field(None, alias="-1")


class _Count(BaseModel):
    totalCount: int = 0


class _Group(BaseModel):
    content: str
    users: _Count = Field(_Count(), validation_alias=AliasChoices("users", "reactors"))


class _Reference(BaseModel):
    id: int | str | None = None
    number: int | None = None
    url: str | None = None


class _Row(BaseModel):
    """An opening post (it has a title), a comment, or a review; `diff_hunk` and `path` are nobody's words."""

    id: int | str | None = None
    node_id: str | None = None
    databaseId: int | None = None
    number: int | None = None
    title: str | None = None
    body: str | None = None
    user: _User | None = Field(None, validation_alias=AliasChoices("user", "author"))
    html_url: str | None = None
    url: str | None = None
    issue_url: str | None = None
    pull_request_url: str | None = None
    created: str | None = Field(
        None, validation_alias=AliasChoices("created_at", "createdAt", "submitted_at", "submittedAt")
    )
    in_reply_to_id: int | None = None
    replyTo: _Reference | None = None
    issue: _Reference | None = None
    pullRequest: _Reference | None = None
    discussion: _Reference | None = None
    reactions: _Votes | None = None
    reactionGroups: list[_Group] | None = None
    upvoteCount: int | None = None
    comments: Any = None  # a number in REST, the comments themselves elsewhere

    @property
    def page(self) -> str | None:
        """The address for people, not that of the API."""
        for url in (self.html_url, self.url):
            if url and url.startswith(("https://", "http://")) and "://api." not in url and "/api/v3/" not in url:
                return url
        return None

    @property
    def place(self) -> re.Match[str] | None:
        """Host, repository, number and, for a comment, its name on the page."""
        for url in (self.html_url, self.url, self.issue_url, self.pull_request_url):
            if url and (found := _PAGE.match(url)):
                return found
        about = (ref.url for ref in (self.issue, self.pullRequest, self.discussion) if ref and ref.url)
        return next((found for url in about if (found := _PAGE.match(url))), None)

    @property
    def score(self) -> int | None:
        """Thumbs up less thumbs down, or the votes of a discussion."""
        if self.upvoteCount is not None:
            return self.upvoteCount
        if self.reactionGroups is not None:
            counts = {group.content: group.users.totalCount for group in self.reactionGroups}
            return counts.get("THUMBS_UP", 0) - counts.get("THUMBS_DOWN", 0)
        votes = self.reactions
        return votes.up - votes.down if votes and votes.up is not None and votes.down is not None else None

    @property
    def speaker(self) -> Speaker | None:
        """Who wrote it; GraphQL gives a bot's name without the `[bot]` that REST puts behind it."""
        login = self.user.login if self.user else None
        if not login or self.user is None:
            return None
        bot = self.user.type == "Bot" and not login.endswith("[bot]")
        return Speaker(f"github:{login.casefold()}{'[bot]' if bot else ''}", login)


@dataclass
class _Thread:
    """The posts of one page by their keys there, with what they answer; and the names others may call them by."""

    rows: dict[str, tuple[_Row, Any]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)


@dataclass
class _Reading:
    """The threads in one answer, and where each of its objects went."""

    source: Source
    threads: dict[str, _Thread] = field(default_factory=dict)
    homes: dict[int, str] = field(default_factory=dict)  # of opening posts, by the identity of their objects
    keys: dict[int, str] = field(default_factory=dict)  # of all posts, likewise
    walk: Walk = field(default_factory=Walk)

    def take(self, found: Found) -> None:
        """Put a post into its thread."""
        try:
            row = _Row.model_validate(found.value)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            self.walk.breaks(f"{'.'.join(map(str, first['loc']))}: {first['msg']}")
            return
        opens = found.value is found.opening
        place = row.place
        home = self._home(row, place, found)
        if opens:
            self.homes[id(found.value)] = home
        thread = self.threads.setdefault(home, _Thread())
        key = "" if opens else str((place and place[4]) or row.id or f"row-{len(thread.rows)}")
        if not opens and not (row.body or "").strip():
            thread.skipped["comment without words"] += 1
        elif key in thread.rows:
            thread.skipped["repeated row"] += 1
        else:
            self.keys[id(found.value)] = key
            for name in (key, row.id, row.node_id, row.databaseId):
                if name is not None:
                    thread.names.setdefault(str(name), key)
            thread.rows[key] = (row, found.under)

    def _home(self, row: _Row, place: re.Match[str] | None, found: Found) -> str:
        """The thread a post is in: `owner/name#12`, or the file where nobody says which."""
        known = self.homes.get(id(found.opening))
        if known and found.value is not found.opening:
            return known
        for comment in listed(found.value.get("comments")) if not place else ():
            url = comment.get("url") if isinstance(comment, dict) else None
            place = place or (_PAGE.match(url) if isinstance(url, str) else None)
        if place:
            host = "" if place[1].lower() in _HOSTS else f"{place[1].lower()}/"
            return f"{host}{place[2].casefold()}#{place[3]}"
        number = row.number if row.number is not None else len(self.homes)
        return f"{(found.repository or self.source.document.id).casefold()}#{number}"


def read(source: Source) -> Iterator[Discussion]:
    """One discussion for each issue, pull request or discussion, in order of first mention."""
    reading = _Reading(source)
    for found in reading.walk.posts(source.json()):
        reading.take(found)
    full = {home: thread for home, thread in reading.threads.items() if thread.rows}
    if not full:
        why = f" ({reading.walk.problem})" if reading.walk.problem else ""
        raise SourceError(
            f"{source.name}: looks like GitHub, but holds no issue and no comment{why}; "
            f"save the issue and its comments as the API gives them"
        )
    for home, thread in full.items():
        thread.skipped.update(reading.walk.skipped)
        reading.walk.skipped.clear()
        yield _discussion(home, thread, reading.keys, source)


def _discussion(home: str, thread: _Thread, keys: dict[int, str], source: Source) -> Discussion:
    """The thread as a discussion, in the order of time; what is answered and not in the file comes last."""
    full = f"github:{home}"
    rows = [(key, *entry) for key, entry in thread.rows.items()]
    if all(row.created for _, row, _ in rows):
        rows.sort(key=lambda entry: (bool(entry[0]), entry[1].created or ""))
    posts: dict[str, Post] = {}
    for key, row, under in rows:
        post = _post(row, f"{full}/{key}" if key else full, source, len(posts))
        parent = _parent(row, under, thread, keys)
        if parent is not None and parent != key:
            post.reply_to = f"{full}/{parent}" if parent else full
        posts[post.id] = post
    link([*posts.values()], full)
    first = thread.rows[""][0] if "" in thread.rows else None
    if first and type(first.comments) is int:
        there = sum(bool(row.issue_url) or key.startswith("issuecomment") for key, row, _ in rows)
        thread.skipped["comment not in this file"] += max(0, first.comments - there)
    for missing in dict.fromkeys(post.reply_to for post in posts.values() if post.reply_to not in posts):
        if missing:
            posts[missing] = Post(missing, None, None, source.document, position=len(posts))
    counts = {what: n for what, n in sorted(thread.skipped.items()) if n}
    title, url = (first.title, first.page) if first else (None, None)
    return Discussion(full, "github", [*posts.values()], title, url, skipped=counts)


def _parent(row: _Row, under: Any, thread: _Thread, keys: dict[int, str]) -> str | None:
    """The key of the post that the source says it answers."""
    if row.in_reply_to_id is not None:
        key = f"discussion_r{row.in_reply_to_id}"
        return key if key in thread.names else thread.names.get(str(row.in_reply_to_id), key)
    if row.replyTo and str(row.replyTo.id) in thread.names:
        return thread.names[str(row.replyTo.id)]
    return keys.get(id(under)) if under is not None else None


def _post(row: _Row, id_: str, source: Source, position: int) -> Post:
    return Post(
        id=id_,
        text=row.body or None,
        speaker=row.speaker,
        document=source.document,
        source_id=None if row.id is None else str(row.id),
        posted=row.created,
        url=row.page,
        score=row.score,
        position=position,
        title=row.title,
        quotes=quoted(row.body or ""),
        asides=tuple(_unseen(row.body or "")),
    )


def _unseen(text: str) -> Iterator[tuple[int, int]]:
    """The `<!-- … -->` of forms that people fill in, which no reader of the page sees."""
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start)) >= 0:
        yield start, end + 3
        start = text.find("<!--", end + 3)
