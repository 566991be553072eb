"""Hacker News: Algolia's item trees and search answers, and items of the official API, as JSON or one a line.

Items of the official API name their parents only; the story is found by following them as far as the file goes.
A file of lines is read twice: first to learn who answers whom (in memory: two numbers a row), then story by story.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import AliasChoices, BaseModel, Field, ValidationError

from kg.discussion import Discussion, Link, Post, Speaker
from kg.errors import SourceError
from kg.reading.html import plain
from kg.reading.quotation import quoted
from kg.reading.source import Source
from kg.reading.stream import in_lines, lines, lines_at, opened, row
from kg.text import iso

SUFFIXES = (".json", ".jsonl", ".ndjson")

_PAGE = "https://news.ycombinator.com/item?id="
_ID = re.compile(r'"(id|objectID)"\s*:\s*"?\d')
_ALGOLIA = re.compile(r'"(story_id|parent_id|children|created_at_i|points|_tags|comment_text|story_text)"\s*:')
_OFFICIAL = re.compile(r'"(by|kids|parent|time|type|descendants|dead|deleted)"\s*:')
_TYPE = re.compile(r'"type"\s*:\s*"(story|comment|job|poll|pollopt)"')


def fits(head: str) -> bool:
    """JSON with an item's number and at least three keys of one of the two sites' own."""
    if head.lstrip("\ufeff \t\r\n")[:1] not in ("[", "{") or not _ID.search(head):
        return False
    official = bool(_TYPE.search(head)) and len(set(_OFFICIAL.findall(head))) >= 3
    return official or len(set(_ALGOLIA.findall(head))) >= 3


class _Item(BaseModel):
    """A story or a comment, in the words of either site."""

    id: int = Field(validation_alias=AliasChoices("id", "objectID"), gt=0, lt=2**62)
    type: str | None = None
    tags: list[str] | None = Field(None, alias="_tags")
    by: str | None = Field(None, validation_alias=AliasChoices("by", "author"))
    text: str | None = None
    comment_text: str | None = None
    story_text: str | None = None
    title: str | None = None
    url: str | None = None
    story_title: str | None = None
    parent: int | None = Field(None, validation_alias=AliasChoices("parent", "parent_id"), gt=0, lt=2**62)
    story: int | None = Field(None, alias="story_id", gt=0, lt=2**62)
    created: datetime | None = Field(None, validation_alias=AliasChoices("time", "created_at"))
    points: int | None = Field(None, validation_alias=AliasChoices("points", "score"))
    kids: list[int] | None = None
    dead: bool | None = None
    deleted: bool | None = None

    @property
    def kind(self) -> str | None:
        """What the site calls it; None for what is no item, a user for instance."""
        kinds = ("story", "comment", "job", "poll", "pollopt")
        return self.type or next((tag for tag in self.tags or () if tag in kinds), None)

    @property
    def html(self) -> str | None:
        """Its words, as the site's HTML."""
        return self.text or self.comment_text or self.story_text or None

    @property
    def links(self) -> tuple[Link, ...]:
        """The address that a story points at."""
        there = self.url and self.url.startswith(("https://", "http://")) and self.kind != "comment" and not self.gone
        return (Link(0, 0, self.url),) if self.url and there else ()

    @property
    def gone(self) -> str | None:
        """Why it has no words; Algolia keeps neither words nor author of what was deleted."""
        if self.deleted or (self.kind == "comment" and not self.html and not self.by and not self.dead):
            return "deleted"
        return "dead" if self.dead else None


@dataclass
class _Family:
    """Who answers whom, in order of first mention, and what was passed over."""

    parents: dict[int, int] = field(default_factory=dict)
    stories: dict[int, int] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)
    problem: str = ""
    silent: int = 0  # comments that say neither what was said nor why not
    told: bool = False

    def takes(self, item: _Item) -> bool:
        """Whether an item belongs in a discussion; what does not is counted."""
        if item.kind not in ("story", "comment", "job", "poll"):
            self.skipped["poll option" if item.kind == "pollopt" else "neither story nor comment"] += 1
        elif item.id in self.parents:
            self.skipped["repeated row"] += 1
        else:
            self.parents[item.id] = item.parent or 0
            words = bool({"text", "comment_text"} & item.model_fields_set or item.deleted or item.dead)
            self.told |= words and item.kind == "comment"
            if item.kind == "comment" and not words:
                self.silent += 1
                self.skipped["comment without words"] += 1
            if item.story:
                self.stories[item.id] = item.story
            return True
        return False

    def breaks(self, error: ValidationError | SourceError) -> None:
        """Count a row that is none."""
        self.skipped["broken row"] += 1
        if isinstance(error, ValidationError):
            first = error.errors(include_input=False, include_url=False)[0]
            self.problem = self.problem or f"{'.'.join(map(str, first['loc'])) or 'a row'}: {first['msg']}"
        self.problem = self.problem or str(error)

    def roots(self) -> dict[int, list[int]]:
        """The items by their story, or by the topmost item above them that anybody names."""
        roots: dict[int, int] = {}
        homes: dict[int, list[int]] = {}
        for item in self.parents:
            way: list[int] = []
            at = item
            while at not in roots:
                roots[at] = at  # a circle ends here
                way.append(at)
                at = self.stories.get(at) or self.parents.get(at) or at
            for passed in way:
                roots[passed] = roots[at]
            homes.setdefault(roots[item], []).append(item)
        return homes


def read(source: Source) -> Iterator[Discussion]:
    """One discussion for each story, in order of first mention; what is in none is counted in the first."""
    yield from _streamed(source) if in_lines(source, SUFFIXES[1:]) else _whole(source)


def _streamed(source: Source) -> Iterator[Discussion]:
    """The stories in a file of lines, each read when its turn has come."""
    family = _Family()
    places: dict[int, int] = {}
    with opened(source) as file:
        for place, line in lines(file):
            try:
                item = row(_Item, line, source)
            except (ValidationError, SourceError) as error:
                family.breaks(error)
                continue
            if family.takes(item):
                places[item.id] = place
        homes = _homes(family, source)
        for home, members in homes.items():
            found = lines_at(file, [places[member] for member in members])
            yield _discussion(home, [row(_Item, line, source) for line in found], family, source)


def _whole(source: Source) -> Iterator[Discussion]:
    """The stories in one JSON answer, or in a list of them."""
    family = _Family()
    items: dict[int, _Item] = {}
    for value in _values(source.json()):
        try:
            item = _Item.model_validate(value)
        except ValidationError as error:
            family.breaks(error)
            continue
        if family.takes(item):
            items[item.id] = item
    for home, members in _homes(family, source).items():
        yield _discussion(home, [items[member] for member in members], family, source)


def _values(answer: Any) -> Iterator[Any]:
    """The items in an answer, each before its children; `reply` holds the answer in a recorded one."""
    stack = [answer]
    while stack:
        value = stack.pop()
        inner = (
            next((value[key] for key in ("hits", "reply") if key in value), None) if isinstance(value, dict) else None
        )
        if isinstance(value, list):
            stack += reversed(value)
        elif isinstance(inner, list | dict):
            stack.append(inner)
        elif _by_number(value):
            stack += reversed(list(value.values()))
        else:
            yield value
            stack += reversed(list(_children(value)))


def _by_number(value: Any) -> bool:
    """Whether it is an object of items by their numbers, as the official API's database gives several."""
    return isinstance(value, dict) and bool(value) and all(key.isdecimal() for key in value)


def _children(value: Any) -> Iterator[Any]:
    """The comments and poll options inside an item, with the number of what they answer."""
    for key in ("options", "children") if isinstance(value, dict) else ():
        listed = value.get(key)
        for child in listed if isinstance(listed, list) else ():
            alone = isinstance(child, dict) and child.get("parent_id") is None
            yield {**child, "parent_id": value.get("id")} if alone else child


def _homes(family: _Family, source: Source) -> dict[int, list[int]]:
    if not family.parents:
        why = f" ({family.problem})" if family.problem else ""
        raise SourceError(
            f"{source.name}: looks like Hacker News, but holds no whole story or comment{why}; "
            f"save https://hn.algolia.com/api/v1/items/ID whole"
        )
    if family.silent and not family.told:
        raise SourceError(
            f"{source.name}: no 'text' in any of its {family.silent} comments; "
            f"save https://hn.algolia.com/api/v1/items/ID whole"
        )
    return family.roots()


def _discussion(home: int, items: list[_Item], family: _Family, source: Source) -> Discussion:
    """The story as a discussion; what is answered and not in the source comes last, without words."""
    skipped, family.skipped = family.skipped, Counter()
    posts: list[Post] = []
    titles: list[str | None] = []
    for item in items:
        if item.gone:
            skipped[f"{item.gone} {item.kind}"] += 1
        text, links = _words(item, skipped)
        posts.append(_post(item, text, (*item.links, *links), len(posts), source))
        titles.append(item.title if item.id == home else item.story_title)
    there = {post.id for post in posts}
    kids = {str(kid) for item in items for kid in item.kids or () if f"hackernews:{kid}" not in there}
    owed = dict.fromkeys(post.reply_to for post in posts if post.reply_to and post.reply_to not in there)
    for missing in owed:
        native = missing.removeprefix("hackernews:")
        posts.append(Post(missing, None, None, source.document, source_id=native, position=len(posts)))
    title = next((title for title in titles if title), None)
    return Discussion(f"hackernews:{home}", "hackernews", posts, title, f"{_PAGE}{home}", skipped=skipped, owed=kids)


def _words(item: _Item, skipped: Counter[str]) -> tuple[str | None, tuple[Link, ...]]:
    """The plain text and its links; none where the HTML is no page's, which is counted."""
    if item.gone or not item.html:
        return None, ()
    try:
        text, links = plain(item.html)
    except SourceError:
        skipped["text nested too deep"] += 1
        return None, ()
    return text or None, links


def _post(item: _Item, text: str | None, links: tuple[Link, ...], position: int, source: Source) -> Post:
    return Post(
        id=f"hackernews:{item.id}",
        text=text,
        speaker=Speaker(f"hackernews:{item.by}", item.by) if item.by else None,
        document=source.document,
        reply_to=f"hackernews:{item.parent}" if item.parent and item.parent != item.id else None,
        source_id=str(item.id),
        posted=iso(item.created) if item.created else None,
        url=f"{_PAGE}{item.id}",
        score=item.points,
        position=position,
        title=item.title or None,
        quotes=quoted(text or ""),
        links=links,
    )
