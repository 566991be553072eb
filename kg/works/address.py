"""Addresses of pages: one form for all that lead to the same page, read from what people write."""

import re
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from kg.works.hosts import Site, site
from kg.works.kinds import trimmed

_PARTS = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,14}:/+)*/*(?P<netloc>[^/?#]*)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<route>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_WITH_SCHEME = re.compile(r"(?i)(?:https?:|ftp:)/+[^/\s?#]")
_HOST = re.compile(
    r"[^\W_][\w-]*(?:\.[\w-]+)*\.(?P<top>[^\W\d_]{2,}|xn--[a-z0-9-]+)\.?(?::[0-9]{1,5})?(?=[/?#]|\Z)", re.I
)
_FILES = frozenset("asp aspx csv doc docx gif htm html jpeg jpg json jsp pdf php png txt xml".split())
_PLAIN = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@/-]*")
_CODED = re.compile(r"%([0-9A-Fa-f]{2})?|[^A-Za-z0-9._~!$&'()*+,;=:@/?#-]")
# Encoded or not, these mean the same to every server that people link to.
_SAME_DECODED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!'()*,:@$")
_SESSION = re.compile(r"(?i);(?:jsessionid|phpsessid|sid)=[^/;]*")
_ESCAPED = re.compile(r"\\([!-/:-@\[\]^-`{-~])")
_MARKS = ".,;:…)]}>”’»\"'/?"
_MOBILE = frozenset({"www", "m", "mobile", "amp", "wap", "touch"})


class Address(NamedTuple):
    """An address without all that does not say which page it is; `text` is what makes a `url:` id."""

    site: Site
    path: str
    query: str
    text: str


def looks_like(text: str) -> bool:
    """Whether a text begins as an address does, with or without `https://`."""
    if _WITH_SCHEME.match(text):
        return True
    match = _HOST.match(text.removeprefix("//"))
    return match is not None and match["top"].lower() not in _FILES


def read(text: str) -> Address | None:
    """The address in its one form; None where there is no host. Reading `text` again gives the same."""
    match = _PARTS.match(_ESCAPED.sub(r"\1", text) if "\\" in text else text)
    if match is None:
        return None
    netloc, path, asked, fragment = match.groups()
    host, known = _place(netloc)
    if not host:
        return None
    path = _path(path)
    query = _query(asked, known) if asked else ""
    route = _route(fragment) if fragment else ""
    path = _ended(path, last=not query and not route)
    text = f"{host}{path}?{query}{route}" if query else f"{host}{path}{route}"
    return Address(known, f"{path}/{route}" if route else path, query, text)


@lru_cache(maxsize=1 << 12)
def _place(netloc: str) -> tuple[str, Site]:
    """The host in its one form, and what the table of sites says of it."""
    host = _host(netloc)
    return host, site(host.partition(":")[0])


def _host(netloc: str) -> str:
    """In lower case, without user, usual port, `www.` and the marks of mobile pages; empty where it is no host."""
    if any(c.isspace() for c in netloc):
        return ""
    host, colon, port = netloc.rpartition("@")[2].lower().partition(":")
    if not host.isascii() and len(host) < 256:
        with suppress(UnicodeError):  # no name that could be registered stays as it is
            host = host.encode("idna").decode("ascii")
    labels = [label for label in host.split(".") if label]
    kept = [label for label in labels[:-2] if label not in _MOBILE] + labels[-2:]
    return ".".join(kept) + (f":{port}" if colon and port not in ("", "80", "443") else "")


def _path(written: str) -> str:
    path = _coded(written)
    if ";" in path:
        path = _SESSION.sub("", path)
    return _resolved(path) if "/." in path else path


def _coded(part: str) -> str:
    """Percent-encoding in one way."""
    return part if _PLAIN.fullmatch(part) else _CODED.sub(_code, part)


def _code(match: re.Match[str]) -> str:
    if match[1] is None:
        return quote(match[0], safe="", errors="replace")
    mark = chr(int(match[1], 16))
    return mark if mark in _SAME_DECODED else f"%{match[1].upper()}"


def _resolved(path: str) -> str:
    kept: list[str] = []
    for piece in path.split("/"):
        if piece == "..":
            if len(kept) > 1:
                kept.pop()
        elif piece != ".":
            kept.append(piece)
    return "/".join(kept)


def _query(written: str, known: Site) -> str:
    if "amp;" in written:  # as HTML writes it
        written = re.sub(r"(?:^|&)(?:amp;)+", "&", written)
    # A name may end in marks that are trimmed below, and must be known without them already.
    kept = [p for p in map(_coded, written.split("&")) if p and not known.tracks(p.partition("=")[0].rstrip(_MARKS))]
    return _trimmed("&".join(kept))


def _route(fragment: str) -> str:
    """A fragment that names a page (`#!topic/x`, `#/item/1`), not a place on it."""
    if fragment[:1] not in ("!", "/") or len(fragment) < 3:
        return ""
    return "#" + _trimmed(_coded(fragment))


def _trimmed(text: str) -> str:
    """Without sentence marks and slashes at the end."""
    while (shorter := trimmed(text).rstrip("/&?")) != text:
        text = shorter
    return text


def _ended(path: str, last: bool) -> str:
    """Without slashes and marks of pages for mobile readers at the end; `last` where nothing follows the path."""
    while not (path[-1:].isalnum() and not path.endswith(("amp", ".amp.html"))):
        shorter = _trimmed(path) if last else path.rstrip("/")
        if shorter.endswith("/amp") and shorter != "/amp":
            shorter = shorter.removesuffix("/amp")
        elif shorter.endswith(".amp.html"):
            shorter = f"{shorter.removesuffix('.amp.html')}.html"
        elif shorter.endswith(".amp") and shorter[-5:-4].isalnum():
            shorter = shorter.removesuffix(".amp")
        if shorter == path:
            break
        path = shorter
    return path
