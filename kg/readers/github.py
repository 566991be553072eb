"""GitHub: issues, pull requests with reviews, and discussions, from the REST API, from GraphQL, or from `gh --json`.

Comments on issues are flat. A comment answers what the source says (a review thread, a reply in a discussion); else
the post it quotes, else the last post of somebody it mentions, else the opening post, each with its confidence.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from kg.discussion import Discussion, Post
from kg.errors import SourceError
from kg.readers import _octo
from kg.readers._flat import link
from kg.readers._github import Found, Walk, listed
from kg.readers._octo import PAGE, Row
from kg.reading.quotation import quoted
from kg.reading.source import Source
from kg.reading.stream import reason

SUFFIXES = (".json",)

_KEYS = re.compile(
    r'"(login|html_url|issue_url|pull_request_url|comments_url|node_id|author_association|authorAssociation|createdAt'
    r'|created_at|bodyText|reactionGroups|reviewThreads|reviews|nodes|diff_hunk|repository_url|nameWithOwner)"\s*:'
)
_THREAD = re.compile(r'"(body|bodyText|title|issue|pullRequest|pull_request|discussion)"\s*:')
_HOSTS = ("github.com", "www.github.com", "api.github.com")


def fits(head: str) -> bool:
    """JSON with a body or an issue in it, somebody's login, and another key of GitHub's or a thread's address."""
    found = set(_KEYS.findall(head))
    named = "login" in found and (len(found) > 1 or bool(PAGE.search(head)))
    return head.lstrip("\ufeff \t\r\n")[:1] in ("[", "{") and bool(_THREAD.search(head)) and named


@dataclass
class _Thread:
    """The posts of one page by their keys there, with what they answer; and the names others may call them by."""

    rows: dict[str, tuple[Row, Any]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)
    wordless: int = 0  # of the comments that the issue counts


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
            row = _octo.checked(found.value)
        except ValidationError as error:
            self.walk.breaks(reason(error))
            return
        opens = found.value is found.opening
        place = _octo.place(row)
        home = self._home(row, place, found)
        if opens:
            self.homes[id(found.value)] = home
        thread = self.threads.get(home)
        if thread is None:
            thread = self.threads[home] = _Thread()
        key = "" if opens else str((place and place[4]) or row.get("id") or f"row-{len(thread.rows)}")
        if not opens and not _words(row).strip():
            thread.skipped["comment without words"] += 1
            thread.wordless += _is_counted(row, key)
        elif key in thread.rows:
            thread.skipped["repeated row"] += 1
        else:
            self.keys[id(found.value)] = key
            for name in (key, row.get("id"), row.get("node_id"), row.get("databaseId")):
                if name is not None:
                    thread.names.setdefault(str(name), key)
            thread.rows[key] = (row, found.under)

    def _home(self, row: Row, place: re.Match[str] | None, found: Found) -> str:
        """The thread a post is in: `owner/name#12`, or the file where nobody says which."""
        known = self.homes.get(id(found.opening))
        if known and found.value is not found.opening:
            return known
        for comment in listed(found.value.get("comments")) if not place else ():
            url = comment.get("url") if isinstance(comment, dict) else None
            place = place or (PAGE.match(url) if isinstance(url, str) else None)
        if place:
            host = "" if place[1].lower() in _HOSTS else f"{place[1].lower()}/"
            return f"{host}{place[2].casefold()}#{place[3]}"
        told = row.get("number")
        number = told if told is not None else len(self.homes)
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
    if not any("body" in row or "bodyText" in row for thread in full.values() for row, _ in thread.rows.values()):
        raise SourceError(f"{source.name}: no 'body' in any issue or comment; ask for it and fetch it again")
    for home, thread in full.items():
        thread.skipped.update(reading.walk.skipped)
        reading.walk.skipped.clear()
        yield _discussion(home, thread, reading.keys, source)


def _discussion(home: str, thread: _Thread, keys: dict[int, str], source: Source) -> Discussion:
    """The thread as a discussion, in the order of time; what is answered and not in the file comes last."""
    full = f"github:{home}"
    rows = [(key, *entry) for key, entry in thread.rows.items()]
    times = {key: _octo.created(row) for key, row, _ in rows}
    if all(times.values()):
        rows.sort(key=lambda entry: (bool(entry[0]), times[entry[0]] or ""))
    posts: dict[str, Post] = {}
    for key, row, under in rows:
        post = _post(row, f"{full}/{key}" if key else full, source, len(posts), thread.skipped)
        parent = _parent(row, under, thread, keys)
        if parent is not None and parent != key:
            post.reply_to = f"{full}/{parent}" if parent else full
        posts[post.id] = post
    link([*posts.values()], full)
    first = thread.rows[""][0] if "" in thread.rows else None
    if first and type(total := first.get("comments")) is int:
        there = thread.wordless + sum(_is_counted(row, key) for key, row, _ in rows)
        thread.skipped["comment not in this file"] += max(0, total - there)
    for missing in dict.fromkeys(post.reply_to for post in posts.values() if post.reply_to not in posts):
        if missing:
            posts[missing] = Post(missing, None, None, source.document, position=len(posts))
    title, url = (first.get("title"), _octo.page(first)) if first else (None, None)
    return Discussion(full, "github", [*posts.values()], title, url, skipped=thread.skipped)


def _is_counted(row: Row, key: str) -> bool:
    """Whether an issue's number of comments counts it."""
    return bool(row.get("issue_url")) or key.startswith("issuecomment")


def _parent(row: Row, under: Any, thread: _Thread, keys: dict[int, str]) -> str | None:
    """The key of the post that the source says it answers."""
    first, told = row.get("in_reply_to_id"), row.get("replyTo")
    if first is not None:
        key = f"discussion_r{first}"
        return key if key in thread.names else thread.names.get(str(first), key)
    if told and str(told.get("id")) in thread.names:
        return thread.names[str(told.get("id"))]
    return keys.get(id(under)) if under is not None else None


def _words(row: Row) -> str:
    return row.get("body") or row.get("bodyText") or ""


def _post(row: Row, id_: str, source: Source, position: int, skipped: Counter[str]) -> Post:
    text = _words(row)
    native = row.get("id")
    return Post(
        id=id_,
        text=text or None,
        speaker=_octo.speaker(row.get("user") or row.get("author")),
        document=source.document,
        source_id=None if native is None else str(native),
        posted=_octo.created(row),
        edited=row.get("lastEditedAt"),
        answer=bool(row.get("isAnswer")),
        url=_octo.page(row),
        score=_octo.score(row),
        position=position,
        title=row.get("title"),
        quotes=quoted(text),
        asides=tuple(_unseen(text)) if "<!--" in text else (),
        reactions=_octo.reactions(row, len(text), skipped),
    )


def _unseen(text: str) -> Iterator[tuple[int, int]]:
    """The `<!-- … -->` of forms that people fill in, which no reader of the page sees."""
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start)) >= 0:
        yield start, end + 3
        start = text.find("<!--", end + 3)
