"""What arXiv, Crossref and DataCite write about a work, read with distrust: titles, authors, years."""

import html
import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from xml.parsers import expat

from pydantic import BaseModel, ValidationError

from kg.works import kinds


class Details(NamedTuple):
    """What one can say about a work beside its id; what nobody says is None or empty."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None


class Unusable(ValueError):
    """Not the answer that was asked for: cut off, garbled, or of another form."""


class Unwelcome(ValueError):
    """The question itself was refused, so that asking again would not help."""


_LONGEST_TITLE, _LONGEST_NAME, _MOST_AUTHORS = 1000, 200, 1000
_TAG = re.compile(
    r"(?i)</?(?:(?:mml|jats|m):[a-z-]+|i|b|em|it|u|s|p|br|tt|sc|scp|sub|sup|span|strong|bold|italic)"
    r"(?:\s[^<>]{0,200})?/?>"
)
_ATOM = "http://www.w3.org/2005/Atom"


# --- arXiv


def atom(body: bytes) -> dict[str, Details]:
    """The entries of an Atom feed by their arXiv ids; Unwelcome where it tells of an error in the question."""
    feed = _Feed()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = feed.refuse  # without one there are no entities but XML's own five
    parser.StartElementHandler = feed.start
    parser.EndElementHandler = feed.end
    parser.CharacterDataHandler = feed.text
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise Unusable("no whole Atom feed") from error
    if not feed.whole:
        raise Unusable("no Atom feed")
    return feed.found


class _Feed:
    """Takes in a feed piece by piece; only the fields that are wanted are kept."""

    _WANTED = (["id"], ["title"], ["published"], ["author", "name"])

    def __init__(self) -> None:
        self.found: dict[str, Details] = {}
        self.whole = False
        self._path: list[str] = []
        self._entry: dict[str, list[str]] = {}
        self._words: list[str] = []

    def refuse(self, *_: Any) -> None:
        raise Unusable("a feed with a document type")

    def start(self, name: str, _: Any) -> None:
        space, _, local = name.rpartition(" ")
        self._path.append(local if space == _ATOM else f"{{{space}}}{local}")
        if self._path == ["feed", "entry"]:
            self._entry = {}
        self._words = []

    def text(self, words: str) -> None:
        self._words.append(words)

    def end(self, _: str) -> None:
        inside = self._path[2:]
        if self._path[:2] == ["feed", "entry"] and inside in self._WANTED:
            self._entry.setdefault(inside[-1], []).append("".join(self._words))
        elif self._path == ["feed", "entry"]:
            self._close()
        elif self._path == ["feed"]:
            self.whole = True
        self._path.pop()
        self._words = []

    def _close(self) -> None:
        id_ = self._one("id").strip()
        if "/api/errors" in id_:
            raise Unwelcome(plain(id_.rpartition("#")[2]))
        known = kinds.made("arxiv", id_.rpartition("/abs/")[2])
        if known:
            names = _names(self._entry.get("name", ()))
            self.found[known.id] = Details(plain(self._one("title")) or None, names, _year(self._one("published")[:4]))

    def _one(self, name: str) -> str:
        return next(iter(self._entry.get(name, ())), "")


# --- Crossref


class _Person(BaseModel):
    given: str | None = None
    family: str | None = None
    name: str | None = None


class _Date(BaseModel):
    date_parts: list[list[int | None]] = []

    model_config = {"alias_generator": lambda name: name.replace("_", "-")}


class _CrossrefWork(BaseModel):
    title: list[str] = []
    author: list[_Person] = []
    issued: _Date | None = None


class _CrossrefAnswer(BaseModel):
    message: _CrossrefWork


def crossref(body: bytes) -> Details:
    """The work that Crossref describes."""
    try:
        work = _CrossrefAnswer.model_validate_json(body).message
    except ValidationError as error:
        raise Unusable("not what Crossref writes") from error
    title = next((t for t in map(plain, work.title) if t), None)
    names = _names(p.name or f"{p.given or ''} {p.family or ''}" for p in work.author)
    parts = work.issued.date_parts if work.issued else []
    return Details(title, names, _year(parts[0][0] if parts and parts[0] else None))


# --- DataCite


class _Title(BaseModel):
    title: str | None = None
    titleType: str | None = None


class _Creator(BaseModel):
    name: str | None = None
    nameType: str | None = None
    givenName: str | None = None
    familyName: str | None = None


class _DataCiteWork(BaseModel):
    titles: list[_Title] = []
    creators: list[_Creator] = []
    publicationYear: int | str | None = None


class _DataCiteData(BaseModel):
    attributes: _DataCiteWork


class _DataCiteAnswer(BaseModel):
    data: _DataCiteData


def datacite(body: bytes) -> Details:
    """The work that DataCite describes."""
    try:
        work = _DataCiteAnswer.model_validate_json(body).data.attributes
    except ValidationError as error:
        raise Unusable("not what DataCite writes") from error
    titles = sorted(work.titles, key=lambda t: t.titleType is not None)  # those with a type are subtitles and the like
    title = next((t for t in (plain(t.title or "") for t in titles) if t), None)
    return Details(title, _names(map(_creator, work.creators)), _year(work.publicationYear))


def _creator(creator: _Creator) -> str:
    if creator.familyName:
        return f"{creator.givenName or ''} {creator.familyName}"
    name = creator.name or ""
    family, comma, given = name.partition(",")
    return f"{given} {family}" if comma and creator.nameType == "Personal" else name


# --- what all of them write


def plain(text: str) -> str:
    """Words on one line, without markup and marks that cannot be seen."""
    text = html.unescape(_TAG.sub("", text[: 10 * _LONGEST_TITLE]))
    words = " ".join("".join(c if c.isprintable() else " " if c.isspace() else "" for c in text).split())
    return words if len(words) <= _LONGEST_TITLE else f"{words[: _LONGEST_TITLE - 1]}…"


def _names(written: Iterable[str]) -> tuple[str, ...]:
    names = [plain(name)[:_LONGEST_NAME] for _, name in zip(range(_MOST_AUTHORS), written, strict=False)]
    return tuple(name for name in names if name)


def _year(written: int | str | None) -> int | None:
    found = re.fullmatch(r"\s*([12][0-9]{3})\s*", str(written))
    return int(found[1]) if found else None
