"""HTML made in Python: what is not Markup already is text, so no text of a source can become markup."""

import html
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_EMPTY = frozenset({"br", "hr", "input", "meta"})


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


Inside = str | Iterable["Inside"] | None


def text(words: str) -> Markup:
    """The words as text of an HTML page, without what HTML cannot hold."""
    return words if isinstance(words, Markup) else Markup(html.escape(clean(words)))


def clean(words: str) -> str:
    """The words without what HTML cannot hold."""
    return _NO_TEXT.sub("\ufffd", words)


def join(*inside: Inside) -> Markup:
    """Texts and markup, one after the other."""
    return Markup("".join(_pieces(inside)))


def tag(name: str, *inside: Inside, **attributes: str | int | float | bool | None) -> Markup:
    """An element; `class_` is the attribute class, `aria_label` is aria-label; what is None or False is left out."""
    pairs = "".join(_attribute(n, v) for n, v in attributes.items() if v is not None and v is not False)
    head = f"<{name}{pairs}>"
    return Markup(head if name in _EMPTY else f"{head}{join(*inside)}</{name}>")


def link(words: Inside, address: object, **attributes: str | bool | None) -> Markup:
    """A link to an address of the web; to no other: then the words alone."""
    known = address if isinstance(address, str) and is_web(address) else None
    if known is None:
        return join(words)
    return tag("a", words, href=known, target="_blank", rel="noopener noreferrer", **attributes)


def is_web(address: str) -> bool:
    """Whether this is an http or https address, and nothing else besides."""
    try:
        parts = urlsplit(address)
        return (
            parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"\x00-\x20]", address)
        )
    except ValueError:
        return False


def _pieces(inside: Inside) -> Iterable[str]:
    if isinstance(inside, str):
        yield text(inside)
    elif inside is not None:
        for piece in inside:
            yield from _pieces(piece)


def _attribute(name: str, value: str | int | float | bool) -> str:
    name = name.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{text(str(value))}"'
