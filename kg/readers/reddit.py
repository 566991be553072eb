"""Reddit: a thread saved as /comments/ID.json, and dumps of comments and submissions, one JSON object a line.

Dumps are read twice: first to learn which rows belong to which submission (in memory: a few bytes a row), then
submission by submission. The text of a post is the API's own string, with its `&gt;` and `&amp;`.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel, Field, ValidationError

from kg.discussion import Discussion, Link, Post, Speaker
from kg.errors import SourceError
from kg.reading.quotation import quoted
from kg.reading.source import Source
from kg.reading.stream import in_lines, lines, lines_at, opened, packed, reason, row
from kg.text import iso

SUFFIXES = (".json", ".jsonl", ".ndjson", ".zst")

_LINES = SUFFIXES[1:]
_HOME = "https://www.reddit.com"
_THING = re.compile(r'"kind"\s*:\s*"(Listing|t1|t3|more)"')
_OF_REDDIT = re.compile(r'"(link_id|name|parent_id)"\s*:\s*"t[13]_|"subreddit_id"\s*:\s*"t5_')
_WORDS = re.compile(r'"(body|selftext|title)"\s*:')
_WORDLESS = "comment without 'body'"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_FULLNAME = re.compile(r"t[13]_\w+")
# What stands where words were: "[deleted]", "[removed]", "[ Removed by Reddit ]".
_GONE = re.compile(r"\[\s*(deleted|removed)\b[^\]\n]*\]", re.IGNORECASE)


def fits(head: str) -> bool:
    """JSON of listings, comments or submissions by their own names (`t1_…`, `t3_…`), or a packed dump."""
    if head.lstrip("\ufeff \t\r\n")[:1] not in ("[", "{"):
        return packed(head)
    return bool(_THING.search(head)) or bool(_OF_REDDIT.search(head) and _WORDS.search(head))


class _Row(BaseModel):
    """A comment (it has a `link_id`) or a submission; dumps lack some of the API's fields."""

    id: str = Field(pattern=r"^\w{1,20}$")
    name: str | None = None
    link_id: str | None = Field(None, pattern=r"^(t3_)?\w{1,20}$")
    parent_id: str | int | None = None
    title: str | None = None
    selftext: str | None = None
    body: str | None = None
    author: str | None = None
    created_utc: datetime | None = None
    edited: bool | datetime | None = None  # false, or when
    score: int | None = None
    score_hidden: bool | None = None
    permalink: str | None = None
    url: str | None = None
    is_self: bool | None = None

    @property
    def link(self) -> str | None:
        """The id of the submission it is, or is on; None where it is neither."""
        if self.link_id:
            return self.link_id.removeprefix("t3_") if self.body is not None else None
        return self.id if self.title is not None or self.selftext is not None else None

    @property
    def lack(self) -> str:
        """Why it has no link."""
        named = self.link_id and "body" not in self.model_fields_set
        return _WORDLESS if named else "neither comment nor submission"

    @property
    def fullname(self) -> str:
        """Reddit's name for it; a comment and a submission may have one id."""
        return f"{'t1' if self.link_id else 't3'}_{self.id}"

    @property
    def parent(self) -> str | None:
        """The full name of what it answers; dumps of 2022 give a comment as a number and the submission as nothing."""
        if not self.link_id:
            return None
        told = self.parent_id
        if isinstance(told, int):
            told = f"t1_{_base36(told)}" if told > 0 else ""
        elif told is None and "parent_id" in self.model_fields_set:
            told = f"t3_{self.link}"
        known = _FULLNAME.fullmatch(told or "")
        return known[0] if known and known[0] != self.fullname else None

    @property
    def links(self) -> tuple[Link, ...]:
        """The address that a link submission points at; one that is all words has its own there."""
        to = unescape(self.url or "")
        own = self.is_self or f"/comments/{self.id}/" in to or self.link_id
        return (Link(0, 0, to),) if to.startswith(("https://", "http://")) and not own else ()

    @property
    def page(self) -> str:
        """Where it stands."""
        if self.permalink and self.permalink.startswith("/") and not self.permalink.startswith("//"):
            return _HOME + quote(self.permalink, safe="/%", errors="replace")
        return f"{_HOME}/comments/{self.link}/" + (f"_/{self.id}/" if self.link_id else "")


def read(source: Source) -> Iterator[Discussion]:
    """One discussion for each submission, in order of first mention; what is in none is counted in the first."""
    threads = _streamed(source) if in_lines(source, _LINES) else _threads(source)
    for link, rows, skipped in threads:
        yield _discussion(link, rows, skipped, source)


_Thread = tuple[str, list[_Row], Counter[str]]


def _streamed(source: Source) -> Iterator[_Thread]:
    """The threads of a file of lines, each read when its turn has come."""
    skipped: Counter[str] = Counter()
    places: dict[str, array[int]] = {}
    problem, told = "", False
    with opened(source) as file:
        for place, line in lines(file):
            try:
                found = row(_Row, line, source)
            except (ValidationError, SourceError) as error:
                skipped["broken row"] += 1
                problem = problem or f"the row at byte {place}: {reason(error)}"
                continue
            if found.link is None:
                skipped[found.lack] += 1
            else:
                told |= bool(found.link_id)
                places.setdefault(found.link, array("q")).append(place)
        if not places or (skipped[_WORDLESS] and not told):
            raise _nothing(source, problem, skipped)
        for link, rows in places.items():
            yield link, [row(_Row, line, source) for line in lines_at(file, rows)], skipped
            skipped = Counter()


def _threads(source: Source) -> Iterator[_Thread]:
    """The threads of one JSON answer, or of a list of them."""
    skipped: Counter[str] = Counter()
    threads: dict[str, list[_Row]] = {}
    problem, told = "", False
    for thing in _things(source.json(), source, skipped):
        try:
            found = _Row.model_validate(thing)
        except ValidationError as error:
            skipped["broken row"] += 1
            problem = problem or reason(error)
            continue
        if found.link is None:
            skipped[found.lack] += 1
        else:
            told |= bool(found.link_id)
            threads.setdefault(found.link, []).append(found)
    if not threads or (skipped[_WORDLESS] and not told):
        raise _nothing(source, problem, skipped)
    for link, rows in threads.items():
        yield link, rows, skipped
        skipped = Counter()


def _things(answer: Any, source: Source, skipped: Counter[str]) -> Iterator[Any]:
    """The comments and submissions in an answer, each before its replies; what stands for others is counted."""
    stack = [answer]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack += reversed(value)
            continue
        kind = value.get("kind") if isinstance(value, dict) else None
        data = value.get("data") if isinstance(value, dict) else None
        if kind == "more" and isinstance(data, dict):
            count = data.get("count")
            # A stub that counts nothing leads to a page of its own: at least one comment is there.
            skipped["comment behind a 'more' link"] += max(1, count) if type(count) is int else 1
        elif kind in ("t1", "t3") and isinstance(data, dict):
            yield data if kind == "t1" else {**data, "link_id": None}
            if isinstance(data.get("replies"), dict):
                stack.append(data["replies"])
        elif isinstance(value, dict) and isinstance(value.get("json"), dict):  # the answer of /api/morechildren
            stack.append(value["json"])
        elif isinstance(data, dict) and {"children", "things"} & data.keys():
            stack.append(data.get("children", data.get("things")))
        elif isinstance(data, list):
            stack.append(data)
        elif isinstance(value, dict) and "error" in value and "message" in value:
            said = f"{value['error']} {value['message']}"[:200]
            raise SourceError(f"{source.name}: Reddit answered '{said}' instead of a thread; fetch it again")
        else:
            yield value


def _nothing(source: Source, problem: str, skipped: Counter[str]) -> SourceError:
    if lacking := skipped[_WORDLESS]:
        return SourceError(f"{source.name}: no 'body' in any of its {lacking} comments; save /comments/ID.json whole")
    why = f" ({problem})" if problem else ""
    return SourceError(
        f"{source.name}: looks like Reddit, but holds no whole comment or submission{why}; "
        f"save /comments/ID.json whole, or a dump with a JSON object a line"
    )


def _discussion(link: str, rows: Iterable[_Row], skipped: Counter[str], source: Source) -> Discussion:
    """The thread as a discussion; what is answered and not in the source comes last, without words."""
    posts: dict[str, Post] = {}
    title = url = None
    for item in rows:
        post = _post(item, len(posts), skipped, source)
        if post.id in posts:
            skipped["repeated row"] += 1
            continue
        posts[post.id] = post
        if not item.link_id:
            title, url = post.title, post.url
    owed = dict.fromkeys(post.reply_to for post in posts.values() if post.reply_to and post.reply_to not in posts)
    for missing in owed:
        native = missing.removeprefix("reddit:")
        posts[missing] = Post(missing, None, None, source.document, source_id=native, position=len(posts))
    return Discussion(
        f"reddit:{link}", "reddit", [*posts.values()], title, url or f"{_HOME}/comments/{link}/", skipped=skipped
    )


def _post(item: _Row, position: int, skipped: Counter[str], source: Source) -> Post:
    text = (item.body if item.link_id else item.selftext) or None
    gone = _GONE.fullmatch(text.strip()) if text else None
    if gone:
        skipped[f"{gone[1].lower()} {'comment' if item.link_id else 'submission'}"] += 1
        text = None
    return Post(
        id=f"reddit:{item.fullname}",
        text=text,
        speaker=_speaker(item.author),
        document=source.document,
        reply_to=f"reddit:{item.parent}" if item.parent else None,
        source_id=item.name or item.id,
        posted=_time(item.created_utc),
        edited=_time(item.edited),
        url=item.page,
        score=None if item.score_hidden else item.score,
        position=position,
        title=unescape(item.title) if item.title and not item.link_id else None,
        quotes=quoted(text or ""),
        links=item.links if not gone else (),
    )


def _base36(number: int) -> str:
    """Reddit's own way of writing the number of a thing."""
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits


def _time(when: bool | datetime | None) -> str | None:
    return iso(when) if isinstance(when, datetime) else None


def _speaker(author: str | None) -> Speaker | None:
    # "[deleted]" stands for many people, not for one; and Reddit knows names whatever their case.
    if not author or _GONE.fullmatch(author):
        return None
    return Speaker(f"reddit:{author.casefold()}", author)
