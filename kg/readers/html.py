"""Saved pages: LessWrong, GreaterWrong, Reddit old and new, Hacker News, Discourse; of any other page the main text."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from kg.discussion import Discussion, Link, Post, Speaker
from kg.errors import SourceError
from kg.readers._cooked import Words, cooked
from kg.readers._markup import Item, items
from kg.readers._outward import outward
from kg.readers._sites import SITES, Site
from kg.reading.html import page, plain
from kg.reading.quotation import quoted
from kg.reading.source import Source
from kg.text import iso

SUFFIXES = (".html", ".htm")

_MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body|div|p|main|article|section|table)\b", re.IGNORECASE)
_SAVED = re.compile(r"<!-- saved from url=\(\d+\)(https?://[^\s<>\"]+) -->")
_PARTS_ROUND = "nav, header, footer, aside, form, button, dialog, template, [role='navigation'], [aria-hidden='true']"
_MAIN = ("main article", "main", "[role='main']", "article", "body")
_NOBODY = ("", "[deleted]", "[removed]", "[anonymous]")


def fits(head: str) -> bool:
    """A text that begins with a tag and holds one of those that pages are made of."""
    return head.lstrip("\ufeff \t\r\n").startswith("<") and _MARKUP.search(head) is not None


def read(source: Source) -> Iterator[Discussion]:
    """One discussion: the thread of a site that is known, else the main text as one post of nobody."""
    tree = page(source.text)
    address = _address(tree, source.text)
    for site in SITES:
        if tree.css_first(site.known) is not None:
            found = items(tree, site)
            if any(item.body is not None for item in found):
                yield _Thread(site, address, source).discussion(tree, found)
                return
    yield _main(tree, address, source)


def _address(tree: LexborHTMLParser, text: str) -> str:
    """Where the page was saved from; empty where it does not say."""
    for css, attribute in (("link[rel='canonical']", "href"), ("meta[property='og:url']", "content")):
        node = tree.css_first(css)
        told = (node.attributes.get(attribute) or "") if node is not None else ""
        if told.startswith(("https://", "http://")):
            return told
    saved = _SAVED.search(text[:4096])
    return saved[1] if saved else ""


@dataclass
class _Thread:
    """A page of a known site on its way to a discussion."""

    site: Site
    address: str
    source: Source
    skipped: Counter[str] = field(default_factory=Counter)

    def discussion(self, tree: LexborHTMLParser, items: list[Item]) -> Discussion:
        """The thread; what is answered and not on the page comes last, without words."""
        found = re.search(self.site.address, self.address)
        topic = found[1] if found else _told(tree, (self.site.topic,)) if self.site.topic else None
        name = self._name(topic)
        opening = next((n for n, item in enumerate(items) if item.part is self.site.opening), None)
        ids = self._ids(items, name, topic)
        home = ids[opening] if opening is not None else None
        key = f"{name}:{topic}" if topic else home or f"page:{self.source.document.id}"
        if self.site.opening and home is None and topic:
            home = self._home(name, topic)
        parents = self._parents(items, ids, home)
        title = _told(tree, self.site.title)
        posts: dict[str, Post] = {}
        for number, item in enumerate(items):
            post = self._post(item, ids[number], parents[number], name, topic, len(posts))
            if post.id in posts:
                self.skipped["repeated comment"] += 1
            elif post.text is None and post.source_id is None and post.id != home:
                self.skipped["comment without id and words"] += 1
            else:
                self.skipped["comment without words"] += post.text is None and post.id != home
                posts[post.id] = post
        if home in posts:
            posts[home].title, posts[home].url = title, self.address or None
        if not self.site.opening:
            _quoting(posts)
        for missing in dict.fromkeys(p.reply_to for p in posts.values() if p.reply_to and p.reply_to not in posts):
            native = missing.partition(":")[2]
            posts[missing] = Post(missing, None, None, self.source.document, source_id=native, position=len(posts))
        for css in self.site.left_out:
            self.skipped["comment that was not loaded"] += len(tree.css(css))
        named = any(post.speaker for post in posts.values())
        return Discussion(key, name, [*posts.values()], title, self.address or None, named, self.skipped)

    def _name(self, topic: str | None) -> str:
        """What the site is called in ids; a page that does not say where it is from is a site of its own."""
        try:
            host = urlsplit(self.address).hostname or ""
        except ValueError:
            host = ""
        if self.site.name == "lesswrong" and (host.startswith("ea.") or host.endswith("effectivealtruism.org")):
            return "eaforum"
        return self.site.name or host or ("discourse" if topic else f"page-{self.source.document.id}")

    def _home(self, name: str, topic: str) -> str:
        return f"{name}:t3_{topic}" if name == "reddit" else f"{name}:{topic}"

    def _ids(self, items: list[Item], name: str, topic: str | None) -> list[str]:
        """The id of each post by the site's own; by its place on the page where the markup tells none."""
        ids: list[str] = []
        for number, item in enumerate(items):
            native = self._native(item.told.get("id", ""))
            if item.part is self.site.opening and topic:
                ids.append(self._home(name, topic))
            elif native:
                ids.append(f"{name}:{native}" if self.site.name else f"{name}:{topic or 0}/{native}")
            else:
                ids.append(f"page:{self.source.document.id}@{number}")
        return ids

    def _native(self, told: str) -> str | None:
        found = re.search(self.site.native, told)
        return found[1] if found else None

    def _parents(self, items: list[Item], ids: list[str], home: str | None) -> list[str | None]:
        """What each post answers: as the markup says, else the post it stands in or is indented under."""
        parents: list[str | None] = []
        stack: list[tuple[int, str]] = []
        for item, own in zip(items, ids, strict=True):
            told = self._native(item.told.get("parent", ""))
            parent = ids[item.above] if item.above is not None else home
            if told:
                parent = f"{own.partition(':')[0]}:{told}"
            elif item.part.depth:
                deep = _number(item.told.get("depth", "")) or 0
                while stack and stack[-1][0] >= deep:
                    stack.pop()
                parent = stack[-1][1] if stack else home
                stack.append((deep, own))
            parents.append(parent if parent != own and item.part is not self.site.opening else None)
        return parents

    def _post(self, item: Item, own: str, parent: str | None, name: str, topic: str | None, position: int) -> Post:
        words = self._words(item, name, topic)
        target = outward(item.told.get("link", ""))
        # A post of words alone is said to point at itself.
        points = target and not (topic and topic in target)
        native = self._native(item.told.get("id", ""))
        return Post(
            id=own,
            text=words.text,
            speaker=self._speaker(item, name),
            document=self.source.document,
            reply_to=parent,
            source_id=native,
            posted=_date(item.told.get("date", "")),
            score=_number(item.told.get("score", "")),
            position=position,
            quotes=words.quotes,
            links=(Link(0, 0, target), *words.links) if target and points else words.links,
        )

    def _words(self, item: Item, name: str, topic: str | None) -> Words:
        """The text of a post with its quotes and links; nothing where it is nested too deep, which is counted."""
        html = (item.body.html or "") if item.body is not None else ""
        try:
            if not self.site.name:
                return cooked(html, name, int(topic) if topic and topic.isdecimal() else 0)
            text, links = plain(html)
        except SourceError:
            self.skipped["comment nested too deep"] += 1
            return Words()
        if text.strip() in _NOBODY:
            return Words()
        return Words(text, quoted(text), links)

    def _speaker(self, item: Item, name: str) -> Speaker | None:
        shown = " ".join(item.told.get("author", "").split())
        account = re.sub(r"[?#].*", "", item.told.get("account", "")).rstrip("/").rpartition("/")[2] or shown
        if shown in _NOBODY or account in _NOBODY:
            return None
        if name not in ("lesswrong", "eaforum", "hackernews"):
            account = account.casefold()
        return Speaker(f"{name}:{account}", shown, () if shown.casefold() == account.casefold() else (account,))


def _quoting(posts: dict[str, Post]) -> None:
    """Where the markup has no threads: a post answers the first earlier one that it quotes, else the first post."""
    earlier: dict[str, None] = {}
    for post in posts.values():
        named = next((q.post for q in post.quotes if q.post in earlier), None)
        if earlier:
            post.reply_to, post.reply_confidence = (named, 0.8) if named else (next(iter(earlier)), 0.5)
        earlier[post.id] = None


def _main(tree: LexborHTMLParser, address: str, source: Source) -> Discussion:
    """The main text of a page, without what stands round it."""
    title = _told(tree, ("meta[property='og:title']@content", "h1", "title"))
    for node in tree.css(_PARTS_ROUND):
        node.decompose()
    nodes = (found[0] for css in _MAIN if len(found := tree.css(css)) == 1)
    for node in nodes:
        text, links = plain(node.html or "")
        if text.strip():
            here = f"page:{source.document.id}"
            post = Post(f"{here}@0", text, None, source.document, title=title, quotes=quoted(text), links=links)
            return Discussion(here, "page", [post], title, address or None, named=False)
    raise SourceError(f"{source.name}: no words in this page; save it again once it is loaded whole")


def _told(tree: LexborHTMLParser, specs: tuple[str, ...]) -> str | None:
    """The first of these that the page has words for."""
    for spec in specs:
        css, _, attribute = spec.partition("@")
        node = tree.css_first(css)
        told = ((node.attributes.get(attribute) if attribute else node.text()) or "") if node is not None else ""
        if told.strip():
            return " ".join(told.split())
    return None


def _number(told: str) -> int | None:
    found = re.search(r"[-−–]?\d[\d,]{0,11}", told)
    return int(found[0].replace(",", "").replace("−", "-").replace("–", "-")) if found else None


def _date(told: str) -> str | None:
    """A time in ISO 8601; milliseconds since 1970 turned into it, other words as they came."""
    if re.fullmatch(r"\d{12,13}", told):
        return iso(datetime.fromtimestamp(int(told) // 1000, UTC))
    exact = re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*", told)
    try:
        when = datetime.fromisoformat(exact[0]) if exact else None
        when = when and (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        when = None
    return iso(when) if when else told or None
