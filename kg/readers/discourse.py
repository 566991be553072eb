"""Discourse: topics saved as /t/ID.json, one or several pages of them, with quotes that name the quoted post.

The JSON does not say which forum it is from, except in the addresses of uploaded avatars; there the site is the
forum's host, else `discourse`. A post that answers the topic at large is taken to answer the post it quotes (.8),
else the opening post (.5).
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel, Field, ValidationError

from kg.discussion import Discussion, Post, Speaker
from kg.errors import SourceError
from kg.readers._cooked import Words, cooked, marked
from kg.reading.source import Source
from kg.reading.stream import reason

SUFFIXES = (".json",)

_KEYS = re.compile(r'"(post_stream|post_number|reply_to_post_number|topic_slug|cooked|topic_id|topic_list)"\s*:')
_HOST = re.compile(r"/user_avatar/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/")
_NOTICE = 3  # a post_type: "closed this topic" and the like, said by the site
_LIKE = 2  # an action's id


def fits(head: str) -> bool:
    """JSON with at least two keys that only Discourse has."""
    return head.lstrip("\ufeff \t\r\n")[:1] in ("[", "{") and len(set(_KEYS.findall(head))) >= 2


class _Action(BaseModel):
    id: int
    count: int = 0


class _Item(BaseModel):
    """A post; `raw` is there only where it was asked for."""

    id: int
    post_number: int = Field(ge=1)
    topic_id: int
    topic_slug: str | None = None
    username: str | None = None
    name: str | None = None
    cooked: str | None = None
    raw: str | None = None
    created_at: str | None = None
    reply_to_post_number: int | None = None
    post_type: int | None = None
    hidden: bool | None = None
    deleted_at: str | None = None
    user_deleted: bool | None = None
    actions_summary: list[_Action] | None = None
    like_count: int | None = None
    avatar_template: str | None = None
    accepted_answer: bool | None = None
    version: int | None = None
    updated_at: str | None = None

    @property
    def gone(self) -> str | None:
        """Why it has no words."""
        return "deleted" if self.deleted_at or self.user_deleted else "hidden" if self.hidden else None

    @property
    def likes(self) -> int | None:
        """How many like it, where the forum says so."""
        if self.actions_summary is None:
            return self.like_count
        return sum(action.count for action in self.actions_summary if action.id == _LIKE)

    def words(self, site: str) -> Words:
        """Its Markdown where it is there, else its HTML as plain text."""
        if self.gone:
            return Words()
        return marked(self.raw, site, self.topic_id) if self.raw else cooked(self.cooked or "", site, self.topic_id)


@dataclass
class _Topic:
    """A topic in the making: its posts by their numbers, and the ids of all that the forum has."""

    title: str | None = None
    slug: str | None = None
    posts: dict[int, tuple[_Item, Words]] = field(default_factory=dict)
    stream: set[int] = field(default_factory=set)
    skipped: Counter[str] = field(default_factory=Counter)


def read(source: Source) -> Iterator[Discussion]:
    """One discussion for each topic, in order of first mention; broken rows are counted in the first."""
    topics: dict[int, _Topic] = {}
    items: list[_Item] = []
    here: set[int] = set()
    broken, problem = 0, ""
    for number, row in enumerate(_rows(source.json(), topics, source), 1):
        if isinstance(row, dict) and type(row.get("id")) is int:
            here.add(row["id"])
        try:
            items.append(_Item.model_validate(row))
        except ValidationError as error:
            broken += 1
            problem = problem or f"post {number}: {reason(error)}"
    hosts = Counter(found[1] for item in items if (found := _HOST.search(item.avatar_template or "")))
    host = min(hosts, key=lambda h: (-hosts[h], h)) if hosts else None
    for item in items:
        _take(topics.setdefault(item.topic_id, _Topic()), item, host or "discourse")
    full = {id_: topic for id_, topic in topics.items() if topic.posts}
    if not full:
        why = f" ({problem})" if problem else ""
        raise SourceError(f"{source.name}: looks like Discourse, but has no whole post{why}; save /t/ID.json whole")
    if not any({"cooked", "raw"} & item.model_fields_set or item.gone for item in items):
        raise SourceError(f"{source.name}: neither 'cooked' nor 'raw' in any post; save /t/ID.json whole")
    for id_, topic in full.items():
        topic.skipped["broken row"] += broken
        broken = 0
        discussion = _discussion(id_, topic, host, source)
        discussion.owed = {str(missing) for missing in topic.stream - here}
        yield discussion


def _rows(answer: Any, topics: dict[int, _Topic], source: Source) -> Iterator[Any]:
    """The posts in an answer; what is said of their topics is noted on the way."""
    stack = [answer]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack += reversed(value)
        elif isinstance(value, dict) and isinstance(value.get("post_stream"), dict):
            posts, stream = value["post_stream"].get("posts"), value["post_stream"].get("stream")
            if type(value.get("id")) is int:
                topic = topics.setdefault(value["id"], _Topic())
                topic.title = topic.title or _string(value.get("title"))
                topic.slug = topic.slug or _string(value.get("slug"))
                topic.stream |= {id_ for id_ in stream if type(id_) is int} if isinstance(stream, list) else set()
            yield from posts if isinstance(posts, list) else ()
        elif isinstance(value, dict) and "latest_posts" in value:
            stack.append(value["latest_posts"])
        elif isinstance(value, dict) and "topic_list" in value:
            raise SourceError(f"{source.name}: a list of Discourse topics without their posts; save each /t/ID.json")
        else:
            yield value


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _take(topic: _Topic, item: _Item, site: str) -> None:
    topic.slug = topic.slug or item.topic_slug
    if item.post_type == _NOTICE:
        topic.skipped["notice of the site"] += 1
    elif item.post_number in topic.posts:
        topic.skipped["repeated row"] += 1
    else:
        try:
            words = item.words(site)
        except SourceError:
            topic.skipped["text nested too deep"] += 1
            words = Words()
        topic.posts[item.post_number] = (item, words)
        if item.gone:
            topic.skipped[f"{item.gone} post"] += 1
        elif not {"cooked", "raw"} & item.model_fields_set:
            topic.skipped["post without words"] += 1


def _discussion(id_: int, topic: _Topic, host: str | None, source: Source) -> Discussion:
    """The topic as a discussion; posts that are answered and not in the file come last, without words."""
    site = host or "discourse"
    slug = quote(topic.slug or "-", safe="", errors="replace")
    url = f"https://{host}/t/{slug}/{id_}" if host else None
    posts: list[Post] = []
    for number in sorted(topic.posts):
        item, words = topic.posts[number]
        parent, sure = _answered(item, words, site, topic)
        posts.append(
            Post(
                f"{site}:{id_}/{number}",
                words.text,
                _speaker(item, site),
                source.document,
                parent,
                source_id=str(item.id),
                posted=item.created_at,
                edited=item.updated_at if (item.version or 1) > 1 else None,
                answer=bool(item.accepted_answer),
                url=f"{url}/{number}" if url else None,
                score=item.likes,
                position=len(posts),
                title=topic.title if number == 1 else None,
                reply_confidence=sure,
                quotes=words.quotes,
                links=words.links,
                asides=words.asides,
            )
        )
    there = {post.id for post in posts}
    for missing in dict.fromkeys(post.reply_to for post in posts if post.reply_to and post.reply_to not in there):
        posts.append(Post(missing, None, None, source.document, position=len(posts)))
    return Discussion(f"{site}:{id_}", site, posts, topic.title, url, skipped=topic.skipped)


def _answered(item: _Item, words: Words, site: str, topic: _Topic) -> tuple[str | None, float]:
    """The post it answers, and how sure that is."""
    place = f"{site}:{item.topic_id}/"
    if item.reply_to_post_number is not None and 0 < item.reply_to_post_number != item.post_number:
        return f"{place}{item.reply_to_post_number}", 1.0
    if item.post_number == 1:
        return None, 1.0
    told = (p.post.removeprefix(place) for p in words.quotes if p.post and p.post.startswith(place))
    named = next((n for n in map(int, told) if n < item.post_number and n in topic.posts), None)
    return (f"{place}{named}", 0.8) if named else (f"{place}1", 0.5)


def _speaker(item: _Item, site: str) -> Speaker | None:
    # Forums know account names whatever their case.
    if not item.username:
        return None
    name = item.name or item.username
    return Speaker(f"{site}:{item.username.casefold()}", name, () if name == item.username else (item.username,))
