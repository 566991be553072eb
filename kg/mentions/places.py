"""What an address tells without being opened: whether it leads to a work at all, of which kind, and by which names."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from kg.mentions.hits import name_key

_FOOTNOTE = re.compile(r"^[\^\[(]*\W{0,3}(?:\d{1,3}|[*†‡↩︎↑]+|fn\d*|ref)\W{0,4}$", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:html?|php|aspx?|pdf|md|txt)$", re.IGNORECASE)
_PERSON = re.compile(r"^@\w")
_TITLED = re.compile(r"[A-Z0-9][\w'’-]*(?:[ :,]+(?:[a-z]{1,4} )*[A-Z0-9][\w'’-]*)+")
_NOUN = re.compile(r"(?i)\b(?:story|book|essay|report|paper|novel|series|comic|webcomic|fic|website about)\b")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "places.toml").read_text(encoding="utf-8"))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in _table()[name]), re.IGNORECASE)


@cache
def _hosts(name: str) -> frozenset[str]:
    return frozenset(_table()[name])


def is_work(url: str, words: str) -> bool:
    """Whether a link with these words (none for a bare address) leads to a work: not to a person, a home page, a
    product, a footnote."""
    if _FOOTNOTE.match(words) or _PERSON.match(words):
        return False
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("old.")
    except ValueError:
        return False
    path = parts.path.rstrip("/")
    if "." not in host or host in _hosts("elsewhere"):
        return False
    if parts.fragment.startswith(("cite_note", "cite_ref", "fn", "footnote")) and _FOOTNOTE.match(words.strip("^[] ")):
        return False
    if not path and not parts.query:
        return _home(host, words)
    if host in _hosts("accounts") and path.count("/") == 1 and not parts.query:
        return False
    return not _pattern("people").match(path) and not _pattern("not_works").match(f"{host}{parts.path}")


def _home(host: str, words: str) -> bool:
    """A home page is a work where the words give it as one: they are a title that the host spells, or say "story"."""
    if _NOUN.search(words):
        return True
    letters = re.sub(r"[^a-z0-9]", "", words.lower())
    spelt = re.sub(r"[^a-z0-9]", "", host)
    return (
        bool(_TITLED.fullmatch(words))
        and len(letters) > 5
        and ((spelt.startswith(letters) and "-" in host) or (len(words.split()) > 2 and letters in spelt))
    )


def names(url: str) -> list[str]:
    """The title that stands in the address: `/posts/ID/the-main-sources-of-ai-risk`."""
    try:
        path = unquote(urlsplit(url).path).rstrip("/")
    except ValueError:
        return []
    last = _ENDING.sub("", path.rpartition("/")[2])
    key = name_key(re.sub(r"[-_+ ]+", " ", last))
    return [key] if key.count("-") >= 1 and len(key) > 8 and not re.fullmatch(r"[\d-]+", key) else []


@cache
def _kinds() -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(p, re.IGNORECASE)) for name, p in _table()["kinds"].items()]


def kinds(work: str, url: str | None) -> frozenset[str]:
    """The groups of kinds that the id and the address speak for."""
    told = (work, (url or "").partition("?")[0])
    return frozenset(name for name, pattern in _kinds() if any(pattern.search(t) for t in told))
