"""Links in a text: Markdown and HTML links with their words, bare addresses, those that a page cut or wrapped."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.discussion import Link
from kg.mentions import places
from kg.mentions.hits import Hit, is_title, name_key
from kg.text import trim
from kg.works.ids import canonical

_INLINE = re.compile(
    r"\[(?P<words>[^\[\]\n]{1,300}(?:\[[^\[\]\n]{0,100}\][^\[\]\n]{0,200}){0,3})\]"
    r"\(\s{0,3}<?(?P<url>https?://(?:[^\s()<>]|\([^\s()<>]{0,200}\)){1,2000})>?(?:\s{1,3}[\"'][^\"'\n]{0,200}[\"'])?\s{0,3}\)"
)
_REFERENCE = re.compile(r"\[(?P<words>[^\[\]\n]{1,300})\]\[(?P<name>[^\[\]\n]{0,100})\]")
_DEFINITION = re.compile(r"^ {0,3}\[(?P<name>[^\[\]\n^]{1,100})\]: ?<?(?P<url>https?://[^\s<>]{1,2000})", re.MULTILINE)
_ANCHOR = re.compile(
    r"<a\s[^<>]{0,500}?href=[\"']?(?P<url>https?://[^\s\"'<>]{1,2000})[^<>]{0,500}>(?P<words>[^<>]{1,300})</a>",
    re.IGNORECASE,
)
_BARE = re.compile(r"https?://[\w-]+\.[^\s<>\"“”\]″«»]+")
_BARER = re.compile(
    r"(?<![\w/@.:-])(?:www\.|(?:[\w-]{1,60}\.){1,3}(?:com|org|net|io|ai|edu|gov|uk|de|eu|co|info|blog|pub|xyz)/)[^\s<>\"“”\]″«»]+",
    re.ASCII,
)
_SHORT = re.compile(r"\.[a-z]{2,4}/|www\.")
_TAIL = ".,;:!?'\"”’*_…‽>"
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_WRAPPED = re.compile(r"[ \t]{0,8}\r?\n[ \t]{0,8}(?:> ?)?(?P<rest>[\w%?=&#~+/.-]{2,300})(?=\s|$)")


def find(text: str, links: Iterable[Link], written: bool = True) -> Iterator[Hit]:
    """A Hit for each link to a work; links that the source's reader found come with it. `written` is False for a
    text without a slash, which holds no address."""
    taken: list[tuple[int, int]] = []
    for link in links:
        taken.append((link.start, link.end))
        if link.url.startswith(("http://", "https://")):
            yield from _hit(text, link.start, link.end, link.url, "link")
    if not written:
        return
    marked = [*_marked(text)] if "](" in text or "][" in text or "<a " in text or "<A " in text else []
    for start, end, url, whole in marked:
        if not _inside(start, end, taken):
            taken.append(whole)
            yield from _hit(text, start, end, url, "link")
    for pattern in (_BARE, _BARER):
        if (pattern is _BARE and "://" not in text) or (pattern is _BARER and _SHORT.search(text) is None):
            continue
        for match in pattern.finditer(text):
            start = match.start()
            if not _inside(start, start + 1, taken):
                end, url = _whole(text, start, match.end())
                taken.append((start, end))
                yield from _hit(text, start, end, url if "://" in url else f"https://{url}", "url")


def _marked(text: str) -> Iterator[tuple[int, int, str, tuple[int, int]]]:
    """Links with words of their own: the span of the words, the target, the span of all of it."""
    for pattern in (_INLINE, _ANCHOR):
        for match in pattern.finditer(text):
            yield *match.span("words"), match["url"], match.span()
    targets = {}
    for match in _DEFINITION.finditer(text):
        targets[match["name"].casefold()] = match["url"]
    if targets:
        for match in _REFERENCE.finditer(text):
            url = targets.get((match["name"] or match["words"]).casefold())
            if url is not None:
                yield *match.span("words"), url, match.span()
        for match in _DEFINITION.finditer(text):
            yield match.start("url"), match.start("url"), "", match.span()


def _inside(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return any(a < end and start < b for a, b in taken)


def _whole(text: str, start: int, end: int) -> tuple[int, str]:
    """Where a bare address ends, and the address: without the marks of the sentence around it, with the part
    that a mail program put on the next line."""
    stop = trimmed(text, start, end)
    if stop == end and text[end - 1] in "/-_=&?%":
        more = _WRAPPED.match(text, end)
        if more is not None and re.search(r"[/\d=%-]", more["rest"]):
            last = trimmed(text, more.start("rest"), more.end("rest"))
            return last, text[start:end] + text[more.start("rest") : last]
    return stop, text[start:stop]


def trimmed(text: str, start: int, end: int) -> int:
    """Where a link ends: without the marks of the sentence around it, or a bracket it does not open."""
    opened, closed = text.count("(", start, end), text.count(")", start, end)
    while end > start:
        last = text[end - 1]
        if last == ")" and opened < closed:
            closed -= 1
        elif last == "(":
            opened -= 1
        elif last not in _TAIL:
            break
        end -= 1
    return end


def whole(texts: Sequence[str], hits: Sequence[Sequence[Hit]]) -> list[list[Hit]]:
    """The hits, with each address that a page cut off (`example.org/a/lo...`) as the one link of the discussion that
    begins like it; it is less sure where there is none."""
    full = sorted({h.url for t, row in zip(texts, hits, strict=True) for h in row if h.url and not _cut(t, h)})
    return [[_completed(h, full) if _cut(t, h) else h for h in row] for t, row in zip(texts, hits, strict=True)]


def _completed(hit: Hit, full: Sequence[str]) -> Hit:
    begun = hit.url or ""
    at = bisect_left(full, begun)
    works = {canonical(url) for url in full[at : at + 20] if url.startswith(begun)}
    if len(works) != 1:
        return replace(hit, sure=0.5)
    return replace(hit, work=works.pop(), sure=0.8, because="the whole address")


def _cut(text: str, hit: Hit) -> bool:
    return hit.rule == "url" and text.startswith(("...", "…"), hit.end)


def _hit(text: str, start: int, end: int, url: str, rule: str) -> Iterator[Hit]:
    start, end = trim(text, start, end)
    words = text[start:end]
    if not words or not places.is_work(url, words if rule == "link" else ""):
        return
    work = canonical(url)
    named = rule == "link" and "://" not in words
    names = [name_key(words)] if named else []
    names += places.names(url)
    yield Hit(
        start,
        end,
        rule,
        0.97,
        work,
        url,
        tuple(n for n in names if n),
        kinds=places.kinds(work, url),
        title=_title(words, url) if named else None,
    )


def _title(words: str, url: str) -> str | None:
    """The words of a link as the title of the work; those of a link to a place in it name the place."""
    plain = " ".join(_ESCAPED.sub(r"\1", words).split())
    place = url.partition("#")[2]
    return plain if is_title(plain) and not (place and place[0] not in "!/") else None
