"""LessWrong, EA Forum, Alignment Forum: posts and comments as their GraphQL answers or as lists of objects."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from pydantic import ValidationError

from kg.discussion import Discussion, Link, Post, Speaker
from kg.errors import SourceError
from kg.readers._forum import Article, Item
from kg.reading.quotation import quoted
from kg.reading.source import Source
from kg.reading.stream import reason

SUFFIXES = (".json",)

_KEYS = re.compile(r'"(_id|postId|parentCommentId|topLevelCommentId|contents|htmlBody|pageUrl|baseScore|postedAt)"\s*:')
_NESTED = ("comments", "recentComments", "latestChildren")
# A post on the Alignment Forum is the same post, with the same id, on LessWrong.
_HOMES = {"lesswrong": "https://www.lesswrong.com", "eaforum": "https://forum.effectivealtruism.org"}


def fits(head: str) -> bool:
    """JSON in which at least two of the forum's own keys stand."""
    return head.lstrip("\ufeff \t\r\n")[:1] in ("[", "{") and len(set(_KEYS.findall(head))) >= 2


_Entry = tuple[Item, str | None, tuple[Link, ...]]
"""A row with its words and their links."""


@dataclass
class _Thread:
    """The items on one post of one site, in the source's order."""

    site: str
    article: str
    on_post: bool
    items: dict[str, _Entry] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)


def read(source: Source) -> Iterator[Discussion]:
    """One discussion for each post, in order of first mention; what is in no thread is counted in the first."""
    rows, errors, elsewhere = _rows(source.json())
    threads, skipped, problem = _threads(rows, source)
    if not threads:
        if rows:
            raise SourceError(f"{source.name}: none of its {len(rows)} rows is a whole post or comment ({problem})")
        said = f"; the server answered: {errors[0]}" if errors else ""
        raise SourceError(f"{source.name}: no post or comment in it{said}; check the query and fetch it again")
    items = [item for thread in threads for item, *_ in thread.items.values()]
    if not any({"contents", "htmlBody"} & item.model_fields_set or item.deleted or item.target for item in items):
        raise SourceError(
            f"{source.name}: neither 'contents' nor 'htmlBody' in any of its {len(items)} posts and comments; "
            f"ask for contents {{ markdown }} and fetch it again"
        )
    if errors:
        skipped["error in the answer"] = len(errors)
    if elsewhere:
        skipped["result not in this file"] = elsewhere
    threads[0].skipped.update(skipped)
    for thread in threads:
        yield _discussion(thread, source)


def _rows(answer: Any) -> tuple[list[Any], list[str], int]:
    """The objects in an answer, whatever its shape (a list, one result, several named results), its errors, and how
    many results more there are by its own count."""
    rows: list[Any] = []
    errors: list[str] = []
    elsewhere = 0
    stack = [answer]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack += [{} if item is None else item for item in reversed(value)]
        elif isinstance(value, dict) and "_id" not in value and {"data", "errors", "result", "results"} & value.keys():
            data = value.get("data")
            inner = list(data.values()) if isinstance(data, dict) and "_id" not in data else [data]
            inner += [value.get("result"), value.get("results")]
            stack += [v for v in reversed(inner) if v is not None]
            held, total = value.get("results"), value.get("totalCount")
            elsewhere += max(0, total - len(held)) if type(total) is int and isinstance(held, list) else 0
            failed = value.get("errors")
            for error in failed if isinstance(failed, list) else []:
                errors.append(str(error.get("message") if isinstance(error, dict) else error)[:200])
        else:
            rows.append(value)
            stack += reversed(list(_children(value)))
    return rows, errors, elsewhere


def _children(row: Any) -> Iterator[Any]:
    """The comments that stand inside a row, with the id of their post."""
    for key in _NESTED if isinstance(row, dict) else ():
        value = row.get(key)
        listed = value.get("results") if isinstance(value, dict) else value
        for child in listed if isinstance(listed, list) else ():
            home = row.get("postId") or row.get("_id")
            yield {**child, "postId": child.get("postId") or home} if isinstance(child, dict) else child


def _threads(rows: list[Any], source: Source) -> tuple[list[_Thread], Counter[str], str]:
    """The rows by site and post; what could not be used is counted, and the first reason told."""
    skipped: Counter[str] = Counter()
    problem = ""
    good: list[_Entry] = []
    for number, row in enumerate(rows, 1):
        try:
            item = Item.model_validate(row)
            good.append((item, *item.words()))
        except (ValidationError, SourceError) as error:
            skipped["broken row"] += 1
            problem = problem or f"row {number}: {reason(error)}"
    # Most queries ask for the page of the post only, or of nothing: then the file has one site.
    usual = next((item.site for item, *_ in good if item.site), "lesswrong")
    threads: dict[tuple[str, str], _Thread] = {}
    for item, text, links in good:
        site, article = item.site or usual, item.article
        if article is None and text is None and not item.parentCommentId and not item.deleted:
            skipped["neither post nor comment"] += 1
            continue
        key = (site, article or source.document.id)
        thread = threads.get(key)
        if thread is None:
            thread = threads[key] = _Thread(*key, on_post=article is not None)
        if item.id in thread.items:
            thread.skipped["repeated row"] += 1
            continue
        if item.deleted:
            thread.skipped["deleted comment" if item.id != thread.article else "deleted post"] += 1
            text, links = None, ()
        elif item.id != thread.article and not {"contents", "htmlBody"} & item.model_fields_set:
            thread.skipped["comment without words"] += 1
        thread.items[item.id] = (item, text, links)
    return list(threads.values()), skipped, problem


def _discussion(thread: _Thread, source: Source) -> Discussion:
    """The thread as a discussion; parents that the source only points at come last, without words."""
    title, slug, page = _about(thread)
    url = page or (_address(thread, slug) if thread.on_post else None)
    speakers = [item.speaker(thread.site) for item, *_ in thread.items.values()]
    writers = _writers(thread, speakers)
    posts = [
        _post(entry, thread, slug, position, source, speaker, writers)
        for position, (entry, speaker) in enumerate(zip(thread.items.values(), speakers, strict=True))
    ]
    there = {post.id for post in posts}
    tops = {f"{thread.site}:{item.topLevelCommentId}" for item, *_ in thread.items.values()}
    article = f"{thread.site}:{thread.article}"
    # dict.fromkeys: each once, in order of mention. The post itself may be owed by a missing comment.
    owed = dict.fromkeys(post.reply_to for post in posts if post.reply_to and post.reply_to not in there)
    if thread.on_post and article not in there and any(missing in tops for missing in owed):
        owed[article] = None
    for number, missing in enumerate(owed, len(posts)):
        parent = article if thread.on_post and missing in tops and missing != article else None
        native = missing.partition(":")[2]
        posts.append(Post(missing, None, None, source.document, parent, source_id=native, position=number))
    for post in posts:
        if post.id == article:
            post.title, post.url = title, url
    named = any(post.speaker for post in posts)
    return Discussion(article, thread.site, posts, title, url, named, thread.skipped)


def _writers(thread: _Thread, speakers: list[Speaker | None]) -> dict[str, Speaker]:
    """Who wrote in the thread, by user id and by shown name."""
    found: dict[str, Speaker] = {}
    for (item, *_), speaker in zip(thread.items.values(), speakers, strict=True):
        if speaker is not None and item.user is not None:
            for known in (item.user.id, item.user.displayName):
                if known:
                    found.setdefault(known, speaker)
    return found


def _post(
    entry: _Entry,
    thread: _Thread,
    slug: str | None,
    position: int,
    source: Source,
    speaker: Speaker | None,
    writers: dict[str, Speaker],
) -> Post:
    item, text, links = entry
    reply_to = None
    if item.id != thread.article:
        parent = item.parentCommentId or item.parentAnswerId or (thread.article if thread.on_post else None)
        reply_to = f"{thread.site}:{parent}" if parent and parent != item.id else None
    return Post(
        id=f"{thread.site}:{item.id}",
        text=text,
        speaker=speaker,
        document=source.document,
        reply_to=reply_to,
        source_id=item.id,
        posted=item.postedAt or item.createdAt,
        url=_web(item.pageUrl) or (_address(thread, slug, item.id) if thread.on_post else None),
        score=None if item.baseScore is None else int(item.baseScore),
        position=position,
        quotes=quoted(text or ""),
        links=links,
        edited=item.lastEditedAt,
        retracted=bool(item.retracted),
        answer=bool(item.answer),
        reactions=tuple(item.reactions(thread.site, text, writers, thread.skipped))
        if text and item.extendedScore and item.extendedScore.reacts
        else (),
    )


def _about(thread: _Thread) -> tuple[str | None, str | None, str | None]:
    """The post's title, slug and page, from the post itself or from what its comments say of it."""
    own = thread.items.get(thread.article)
    told: list[Item | Article] = [own[0]] if own else []
    told += [item.post for item, *_ in thread.items.values() if item.post]
    title = next((about.title for about in told if about.title), None)
    slug = next((about.slug for about in told if about.slug), None)
    return title, slug, next((page for about in told if (page := _web(about.pageUrl))), None)


def _address(thread: _Thread, slug: str | None, comment: str | None = None) -> str:
    """Where the post, or a comment on it, stands by the site's own scheme."""
    path = "/".join(_quoted(part) for part in (thread.article, slug) if part)
    query = f"?commentId={_quoted(comment)}" if comment and comment != thread.article else ""
    return f"{_HOMES[thread.site]}/posts/{path}{query}"


def _quoted(part: str) -> str:
    return part if part.isascii() and part.isalnum() else quote(part, safe="", errors="replace")


def _web(url: str | None) -> str | None:
    return url if url and url.startswith(("https://", "http://")) else None
