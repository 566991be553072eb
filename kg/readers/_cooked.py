"""The words of a Discourse post: HTML (`cooked`) or Markdown (`raw`), with the posts that its quotes name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape

from kg.discussion import Link, Passage
from kg.reading.html import plain
from kg.reading.quotation import quoted
from kg.text import trim

_ASIDE = re.compile(r"""<(/?)aside\b((?:[^<>"']|"[^"]*"|'[^']*')*+)>""", re.IGNORECASE)
_ATTRIBUTE = re.compile(r'\b(class|data-[a-z-]{1,30})="([^"]*)"')
_EMOJI = re.compile(r'<img\b[^<>]{0,1000}\bclass="emoji[^<>]{0,1000}>')
_ALT = re.compile(r'\b(?:alt|title)="([^"]+)"')
_ABOVE = '<div class="title">'
_BELOW = '<div class="meta">'
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_BBCODE = re.compile(r'\[(/?)quote(?:=("?)([^\[\]\n]{0,300})\2)?\]', re.IGNORECASE)


@dataclass(frozen=True)
class Words:
    """The text of a post, its quotes and its links, and the marks in it that nobody says."""

    text: str | None = None
    quotes: tuple[Passage, ...] = ()
    links: tuple[Link, ...] = ()
    asides: tuple[tuple[int, int], ...] = ()


def marked(raw: str, site: str, topic: int) -> Words:
    """Markdown with the quotes in it: what stands in outermost `[quote=…]` tags, and lines that begin with `>`."""
    found: list[Passage] = []
    depth = start = free = 0  # `free` is where the words after the last quote begin
    named = ""
    tags = list(_BBCODE.finditer(raw))
    for tag in tags:
        if not tag[1]:
            if not depth:
                found += _lines(raw, free, tag.start())
                start, named = tag.end(), tag[3] or ""
            depth += 1
        elif depth:
            depth -= 1
            if depth:
                continue
            free = tag.end()
            span = trim(raw, start, tag.start())
            if span[0] < span[1]:
                about = dict(re.findall(r"\b(post|topic):\s*(\d{1,18})", named))
                found.append(Passage(*span, _place(about.get("post"), about.get("topic"), site, topic)))
    found += _lines(raw, start if depth else free, len(raw))
    return Words(raw, tuple(found), (), tuple(tag.span() for tag in tags))


def _lines(raw: str, start: int, end: int) -> list[Passage]:
    return [Passage(start + p.start, start + p.end) for p in quoted(raw[start:end])]


def cooked(html: str, site: str, topic: int) -> Words:
    """The HTML as plain text, piece by piece, so that each quote is known by the place where it came out."""
    text = ""
    quotes: list[Passage] = []
    links: list[Link] = []
    for piece, about in _pieces(html):
        kinds = about.get("class", "").split()
        if "onebox" in kinds:
            # A preview of another page: the poster wrote its address and nothing else.
            said = about.get("data-onebox-src", "")
            inner: tuple[Link, ...] = ()
        else:
            inside = max(0, piece.find("<blockquote")) if "quote" in kinds else 0
            said, inner = plain(_EMOJI.sub(_alt, _said(piece[inside:])))
        if not said:
            continue
        text += "\n\n" if text else ""
        at = len(text)
        text += said
        links += [replace(link, start=link.start + at, end=link.end + at) for link in inner]
        if "quote" in kinds:
            quotes.append(
                Passage(at, at + len(said), _place(about.get("data-post"), about.get("data-topic"), site, topic))
            )
        else:
            quotes += [Passage(at + p.start, at + p.end) for p in quoted(said)]
    return Words(text or None, tuple(quotes), tuple(links))


def _pieces(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The HTML cut at its outermost `<aside>` elements, each with its attributes; what is between them has none."""
    at = depth = 0
    about: dict[str, str] = {}
    for tag in _ASIDE.finditer(html):
        before = depth
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if not before or not depth:
            yield html[at : tag.start()], about
            at = tag.end()
            about = {} if tag[1] else {key: unescape(value) for key, value in _ATTRIBUTE.findall(tag[2])}
    yield html[at:], about


def _said(html: str) -> str:
    """The HTML without the line above a quote (`sam:`, another topic's title) and the size under a picture."""
    first, *rest = html.split(_ABOVE)
    for part in rest:
        quote = part.find("<blockquote") if part.lstrip().startswith('<div class="quote-controls">') else -1
        first += part[quote:] if quote >= 0 else _ABOVE + part
    first, *rest = first.split(_BELOW)
    for part in rest:
        end = part.find("</div>")
        first += part[end + 6 :] if end >= 0 else _BELOW + part
    return first


def _alt(image: re.Match[str]) -> str:
    known = _ALT.search(image[0])
    return known[1] if known else ""


def _place(post: str | None, other: str | None, site: str, topic: int) -> str | None:
    """The post that a quote names by number, in its own topic or in another."""
    if not post or not _NUMBER.fullmatch(post):
        return None
    return f"{site}:{other if other and _NUMBER.fullmatch(other) else topic}/{post}"
