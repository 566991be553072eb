"""Flat threads: which earlier post a comment answers, told by the words it quotes and the people it mentions."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.discussion import Passage, Post

QUOTED, MENTIONED, NEITHER = 0.9, 0.8, 0.5
"""How sure an answer is: to the post quoted, to the last post of somebody mentioned, to the opening post."""

_MENTION = re.compile(r"(?<![\w/@.`])@([A-Za-z0-9][A-Za-z0-9-]{0,38})(?![\w/])")
# A thread in which everybody quotes everything takes no more time than others.
_PASSAGES, _LINES, _RIVALS = 10, 3, 30
_SHORT = 12
"""Characters of the longest line that may be anybody's; of a longer one it is known who wrote it."""


def link(posts: list[Post], opening: str) -> None:
    """Fill in what the posts of a thread answer where nobody says it, and whom they quote.

    `posts` come in the order of time; a post that has a `reply_to` keeps it.
    """
    said = [post.unquoted() for post in posts]
    quotes = _as_written(posts, said)
    known = {quote.post for quote in quotes if quote.origin}
    _in_words(posts, said, [quote for quote in quotes if quote.post not in known])
    quoted: defaultdict[int, list[_Quote]] = defaultdict(list)
    for quote in quotes:
        quoted[quote.post].append(quote)
    last: dict[str, str] = {}
    for number, (post, own) in enumerate(zip(posts, said, strict=True)):
        mine = quoted.get(number, [])
        if mine:
            named = [replace(p, post=quote.origin) for p, quote in zip(post.quotes, mine, strict=False)]
            post.quotes = (*named, *post.quotes[_PASSAGES:])
        me = (post.speaker.name or "").casefold() if post.speaker else ""
        if post.reply_to is None and post.id != opening:
            origin = next((quote.origin for quote in mine if quote.origin), None)
            mentioned = origin or _mentioned(own, me, last)
            post.reply_to = mentioned or opening
            post.reply_confidence = QUOTED if origin else MENTIONED if mentioned else NEITHER
        if me:
            last[me] = post.id


@dataclass(slots=True)
class _Quote:
    """A quote in a post, by the post's place in the thread: its first lines, and whose words they are."""

    post: int
    lines: list[str]
    origin: str | None = None


def _as_written(posts: list[Post], said: list[str]) -> list[_Quote]:
    """The quotes of all posts; those of which a line stands alone in an earlier post, as written, have their origin."""
    quotes = [
        _Quote(number, list(_lines(post.text or "", passage)))
        for number, post in enumerate(posts)
        for passage in post.quotes[:_PASSAGES]
    ]
    wanted = {line for quote in quotes for line in quote.lines if len(line) > _SHORT}
    written: dict[str, str] = {}
    at = 0
    for quote in quotes if wanted else ():
        for post, own in zip(posts[at : quote.post], said[at : quote.post], strict=True):
            written.update(dict.fromkeys(wanted.intersection(map(str.strip, own.split("\n"))), post.id))
        at = quote.post
        quote.origin = next((written[line] for line in quote.lines if line in written), None)
    return quotes


def _in_words(posts: list[Post], said: list[str], quotes: list[_Quote]) -> None:
    """The same for quotes of a part of a line, or of words that are marked as bold or code where they were said."""
    keyed: defaultdict[int, list[tuple[_Quote, list[tuple[str, str]]]]] = defaultdict(list)
    for quote in quotes:
        keyed[quote.post].append((quote, [known for line in quote.lines if (known := _key(line))]))
    wanted = {key for found in keyed.values() for _, lines in found for key, _ in lines}
    places: defaultdict[str, list[int]] = defaultdict(list)
    texts: dict[int, str] = {}
    for number in range(max(keyed, default=-1) + 1 if wanted else 0):
        for quote, lines in keyed.get(number, ()):
            at = _origin(lines, places, texts, said)
            quote.origin = None if at is None else posts[at].id
        for key in wanted.intersection(_words(said[number])):
            places[key].append(number)


def _words(text: str) -> list[str]:
    """The words, without the marks of bold, italics and code."""
    return text.replace("*", "").replace("_", "").replace("`", "").split()


def _lines(text: str, passage: Passage) -> Iterator[str]:
    """The first lines of a quote, without its marks."""
    for line in text[passage.start : passage.end].split("\n")[:_LINES]:
        yield line.replace("&gt;", ">").lstrip("> ").strip()


def _key(line: str) -> tuple[str, str] | None:
    """The longest inner word of a line that is long enough to be known again, and all its words."""
    words = _words(line)
    # The first and the last word may be cut, or lack a full stop that stands in what is quoted.
    return (max(words[1:-1], key=len), " ".join(words)) if len(words) > 2 else None


def _origin(
    passage: list[tuple[str, str]], places: dict[str, list[int]], texts: dict[int, str], said: list[str]
) -> int | None:
    """The latest post in which a line of a quote stands word for word, or the first of all."""
    for key, line in passage:
        near = places.get(key, [])
        for number in (*near[: -_RIVALS - 1 : -1], *near[:1]):
            if number not in texts:
                texts[number] = " ".join(_words(said[number]))
            if line in texts[number]:
                return number
    return None


def _mentioned(own: str, me: str, last: dict[str, str]) -> str | None:
    if "@" not in own:
        return None
    names = (found[1].casefold() for found in _MENTION.finditer(own))
    return next((last[name] for name in names if name != me and name in last), None)
