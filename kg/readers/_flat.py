"""Flat threads: which earlier post a comment answers, told by the words it quotes and the people it mentions."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from kg.discussion import Passage, Post

QUOTED, MENTIONED, NEITHER = 0.9, 0.8, 0.5
"""How sure an answer is: to the post quoted, to the last post of somebody mentioned, to the opening post."""

_MENTION = re.compile(r"(?<![\w/@.`])@([A-Za-z0-9][A-Za-z0-9-]{0,38})(?![\w/])")
# A thread in which everybody quotes everything takes no more time than others.
_PASSAGES, _LINES, _RIVALS = 10, 3, 30


def link(posts: list[Post], opening: str) -> None:
    """Fill in what the posts of a thread answer where nobody says it, and whom they quote.

    `posts` come in the order of time; a post that has a `reply_to` keeps it.
    """
    lines = [[list(_lines(post.text or "", p)) for p in post.quotes[:_PASSAGES]] for post in posts]
    wanted = {key for passages in lines for passage in passages for key, _ in passage}
    said: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    last: dict[str, str] = {}
    for post, passages in zip(posts, lines, strict=True):
        own = _unquoted(post)
        origins = [_origin(passage, said) for passage in passages]
        named = [replace(p, post=who) for p, who in zip(post.quotes, origins, strict=False)]
        post.quotes = (*named, *post.quotes[_PASSAGES:])
        me = (post.speaker.name or "").casefold() if post.speaker else ""
        if post.reply_to is None and post.id != opening:
            quoted = next((who for who in origins if who), None)
            mentioned = quoted or _mentioned(own, me, last)
            post.reply_to = mentioned or opening
            post.reply_confidence = QUOTED if quoted else MENTIONED if mentioned else NEITHER
        if me:
            last[me] = post.id
        if wanted:
            words = _words(own)
            text = " ".join(words)
            for key in wanted.intersection(words):
                said[key].append((post.id, text))


def _words(text: str) -> list[str]:
    """The words, without the marks of bold, italics and code."""
    return text.replace("*", "").replace("_", "").replace("`", "").split()


def _lines(text: str, passage: Passage) -> Iterator[tuple[str, str]]:
    """The first lines of a quote that are long enough to be known again, each with its longest inner word."""
    for line in text[passage.start : passage.end].split("\n")[:_LINES]:
        words = _words(line.replace("&gt;", ">").lstrip("> "))
        # The first and the last word may be cut, or lack a full stop that stands in what is quoted.
        if len(words) > 2:
            yield max(words[1:-1], key=len), " ".join(words)


def _origin(passage: list[tuple[str, str]], said: dict[str, list[tuple[str, str]]]) -> str | None:
    """The latest post in which a line of a quote stands word for word, or the first of all."""
    for key, line in passage:
        near = said.get(key, [])
        for id_, text in (*near[: -_RIVALS - 1 : -1], *near[:1]):
            if line in text:
                return id_
    return None


def _mentioned(own: str, me: str, last: dict[str, str]) -> str | None:
    if "@" not in own:
        return None
    names = (found[1].casefold() for found in _MENTION.finditer(own))
    return next((last[name] for name in names if name != me and name in last), None)


def _unquoted(post: Post) -> str:
    """Its own words; a quote leaves a line end behind."""
    text, at, parts = post.text or "", 0, []
    if not post.quotes:
        return text
    for passage in post.quotes:
        parts.append(text[at : passage.start])
        at = passage.end
    return "\n".join([*parts, text[at:]])
