"""One canonical id for each work, made from a link or an identifier, offline."""

import re
from base64 import urlsafe_b64decode
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import unquote

from kg.findings import PAPERS
from kg.works import address, kinds, written
from kg.works.kinds import trimmed

LONGEST = 10_000
"""Characters; what is longer is no address that anybody could follow, and is called by its hash."""


class Identity(NamedTuple):
    """What a link or an identifier says about a work: its id, the version, and the address without noise."""

    id: str
    version: str | None = None
    url: str | None = None

    @property
    def kind(self) -> str:
        """`arxiv`, `doi`, … `url`; `name` for a slug of words."""
        return self.id.partition(":")[0] if ":" in self.id else "name"

    @property
    def paper(self) -> bool:
        """Whether only scholarly works have ids of this kind."""
        return self.kind in PAPERS


def canonical(text: str) -> str:
    """`arxiv:2311.08379`, `doi:10.…`, `url:host/path`, or a slug of the words: the same work gives the same id.

    An id gives itself. What does not say which work it is does not count: the version, trackers, mirrors,
    archives around the address.
    """
    return identify(text).id


def slug(words: str) -> str:
    """An id from a name: `Carlsmith's report` gives `carlsmith-report`."""
    bare = re.sub(r"['’]s\b", "", words.lower())
    return "-".join(re.findall(r"\w+", bare))


def identify(text: str) -> Identity:
    """The work behind a URL, an identifier, or a text that holds one of them."""
    text = text.strip()
    if len(text) > LONGEST:
        return _long(text)
    found = _identify(_visible(text))
    return found if len(found.id) <= LONGEST else _long(found.id)


@lru_cache(maxsize=1 << 11)  # in a discussion the same links come again and again
def _identify(text: str) -> Identity:
    if text.startswith("http") and (link := written.link(text)):
        return _page(link)
    kind, _, value = text.partition(":")
    kind = kind.lower()
    if kind == "url" and value:
        return _page(value)
    if kind in kinds.NAMES and (known := kinds.made(kind, value)):
        return Identity(*known)
    if link := written.link(text):
        return _page(link)
    bare = trimmed(text.strip("<>()[]*\"' "))
    if known := written.identifier(bare):
        return Identity(*known)
    if address.looks_like(bare) and " " not in bare:
        return _page(bare)
    name = slug(text)
    return Identity(name) if name == text else _identify(name)


def _visible(text: str) -> str:
    """Without marks that cannot be seen; every kind of blank is a blank."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text).strip()


def _long(text: str) -> Identity:
    """For what is far too long: the work, where the beginning says it, else a hash of the whole."""
    begin = _identify(_visible(text[:LONGEST]))
    if begin.kind not in ("url", "name") and len(begin.id) < 1000:
        return begin
    whole = sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
    if begin.kind == "url":
        return Identity(f"{begin.id.partition('/')[0][:300]}/~{whole}")
    return Identity(f"{slug(begin.id[:200])}-{whole}".strip("-"))


def _page(link: str) -> Identity:
    """The work at an address; where that is only a way to another address, the work there."""
    while (page := address.read(link)) is not None:
        onward = None
        for lead in page.site.leads(page.path, page.query):
            if lead.kind == "target":
                onward = _target(lead.value)
            elif lead.kind == "url":
                onward = _other(lead.value, page.text)
            elif known := kinds.made(*lead):
                return Identity(*known, f"https://{page.text}")
            if onward is not None:
                break
        if onward is None:
            return Identity(f"url:{page.text}", None, f"https://{page.text}")
        link = onward
    return _identify(slug(link))


def _other(link: str, here: str) -> str | None:
    """An address that the table of sites gives, where it is not the one that was read."""
    page = address.read(link)
    return link if page and page.text != here else None


def _target(value: str) -> str | None:
    """The address inside another one, decoded; None where it is none."""
    if re.match(r"(?i)https?-3A__", value):  # as Proofpoint writes it
        value = unquote(value.replace("_", "/").replace("-", "%"))
    if re.fullmatch(r"aHR0c[\w-]+=*", value):  # as Bing writes it: "http" in Base64
        with suppress(ValueError):
            value = urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode()
    while re.match(r"(?i)https?(?:%(?:25)*3A|:%(?:25)*2F)", value) and (plain := unquote(value)) != value:
        value = plain
    return value if address.looks_like(value) else None
