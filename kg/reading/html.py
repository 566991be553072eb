"""HTML turned into plain text: paragraphs, `> ` quotes, `- ` items, and where the words of each link stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kg.discussion import Link
from kg.errors import SourceError

# These change no word and no line; without them a hostile page cannot make the parser copy them into every paragraph.
_INLINE = re.compile(
    r"</?(?:abbr|b|big|cite|code|em|font|i|mark|nobr|s|small|span|strike|strong|sub|sup|tt|u)"
    r"""(?:\s(?:[^<>"']|"[^"<]*"|'[^'<]*')*+)?/?>""",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
# They hold nothing, or end by themselves where the next one begins.
_SHALLOW = frozenset("area base br col dd dt embed hr img input li link meta p source td th tr track wbr".split())
_DEEPEST = 200
"""How many elements may be open at once; the parser's time grows with the square of it."""
_DEEPEST_PAGE = 2000
"""The same for a whole page, where threads stand comment in comment."""

# What a parser would open again in every paragraph until it is closed; only links are of use on a page.
_FORMATS = re.compile(
    r"</?(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)"
    r"""(?:\s(?:[^<>"']|"[^"<]*"|'[^'<]*')*+)?/?>""",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"<(script|style|noscript|svg)\b", re.IGNORECASE)

_PARAGRAPHS = frozenset(
    "address article aside blockquote center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header "
    "hr main nav ol p pre section summary table ul".split()
)
_LINES = frozenset({"br", "li", "tr"})
_UNSEEN = frozenset("head iframe noscript script style template title".split())
# Blanks that are more, or other, than the one space that most of them are.
_BLANKS = re.compile(r" [ \t\r\n\f]+|[\t\r\n\f][ \t\r\n\f]*")


def plain(html: str) -> tuple[str, tuple[Link, ...]]:
    """The words of `html` and its links; SourceError where it is nested deeper than any page."""
    bare = _INLINE.sub("", html)
    _check(bare)
    writer = _Writer()
    body = LexborHTMLParser(bare).body
    for node, tag, entering in _walk(body) if body is not None else ():
        if tag == "-text":
            writer.take(node.text_content or "")
        elif entering:
            writer.enter(node, tag)
        else:
            writer.leave(tag)
    return "".join(writer.parts), tuple(writer.links)


def page(html: str) -> LexborHTMLParser:
    """A whole page as a tree, without scripts, styles and the marks of bold and the like; SourceError as above."""
    bare = _FORMATS.sub("", "".join(_without_scripts(html)))
    _check(bare, _DEEPEST_PAGE)
    return LexborHTMLParser(bare)


def _without_scripts(html: str) -> Iterator[str]:
    """The pieces between the elements that hold nothing to read."""
    at = 0
    while opened := _SCRIPT.search(html, at):
        yield html[at : opened.start()]
        closed = re.compile(rf"</{opened[1]}\s*>", re.IGNORECASE).search(html, opened.end())
        if closed is None:
            return
        at = closed.end()
    yield html[at:]


def _check(html: str, most: int = _DEEPEST) -> None:
    depth = deepest = 0
    for closing, name in _TAG.findall(html):
        if name.lower() not in _SHALLOW:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    if deepest > most:
        raise SourceError(f"HTML nested {deepest} deep (at most {most} can be read); check what was saved")


def _walk(root: LexborNode) -> Iterator[tuple[LexborNode, str, bool]]:
    """Each node with its tag on the way in and, where it is an element, on the way out; no recursion."""
    node: LexborNode | None = root.first_child
    while node is not None:
        tag = node.tag or ""
        yield node, tag, True
        child = node.first_child if tag != "-text" and tag not in _UNSEEN else None
        while child is None:
            if tag != "-text":
                yield node, tag, False
            child = node.next
            if child is None:
                node = node.parent
                if node is None or (tag := node.tag or "") == "body":
                    return
        node = child


@dataclass
class _Writer:
    """Plain text in the making; `gap` is how many line ends are owed before the next word."""

    parts: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    length: int = 0
    gap: int = 0
    blank: bool = False
    quotes: int = 0
    above: int = 0  # how deep in quotes the line before was
    lists: int = 0
    item: bool = False
    exact: int = 0
    target: str | None = None
    anchor: int | None = None
    piece: int = 0  # the part in which the words of the link begin

    def enter(self, node: LexborNode, tag: str) -> None:
        """Begin an element."""
        if tag in _LINES:
            self.gap = max(self.gap, 1)
        elif tag in _PARAGRAPHS and not self.item:
            self.gap = self._apart(tag)
        elif tag in ("td", "th"):
            self.blank = True
        self.quotes += tag == "blockquote"
        self.lists += tag in ("ul", "ol")
        self.exact += tag == "pre"
        if tag == "li":
            self.item = True
        elif tag == "a":
            self.target, self.anchor = node.attributes.get("href"), None

    def leave(self, tag: str) -> None:
        """End an element."""
        self.quotes -= tag == "blockquote"
        self.lists -= tag in ("ul", "ol")
        if tag in _PARAGRAPHS:
            self.gap = self._apart(tag)
        elif tag in _LINES:
            self.gap, self.item = 1, False
        self.exact -= tag == "pre"
        if tag == "a":
            self._link()

    def _apart(self, tag: str) -> int:
        """The line ends around a block: a list in a list stands close."""
        return 1 if self.lists and tag in ("ul", "ol") else 2

    def _link(self) -> None:
        if self.target is not None and self.anchor is not None:
            shown = "".join(self.parts[self.piece :])
            # An anchor on the same page leads nowhere from here, a script is no address.
            if self.target.startswith(("http://", "https://", "/")) and self.target != shown:
                self.links.append(Link(self.anchor, self.length, self.target))
        self.target = self.anchor = None

    def take(self, text: str) -> None:
        """Take in the words of a text node."""
        if self.exact:
            for number, line in enumerate(text.strip("\n").split("\n")):
                self.gap = min(2, self.gap + 1) if number else self.gap
                if line.strip():
                    self._put(line.rstrip("\r"))
            return
        if "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text:
            text = _BLANKS.sub(" ", text)
        if words := text.strip(" "):
            self.blank |= text[0] == " "
            self._put(words)
        self.blank |= text[-1:] == " "

    def _put(self, words: str) -> None:
        if self.gap or not self.length:
            self._line()
        elif self.blank:
            self._write(" ")
        self.gap, self.blank = 0, False
        if self.target is not None and self.anchor is None:
            self.anchor, self.piece = self.length, len(self.parts)
        self._write(words)

    def _line(self) -> None:
        """The line ends owed, then what a line begins with: quote marks, and the mark of a list item."""
        if self.length:
            between = ">" * min(self.quotes, self.above) if self.gap > 1 else ""
            self._write("\n" + (between + "\n" if self.gap > 1 else ""))
        self.above = self.quotes
        indent = "  " * max(0, self.lists - 1) + ("- " if self.item else "") if self.lists else ""
        self._write("> " * self.quotes + indent)
        self.item = False

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
