"""The table of sites (hosts.toml): what the address of a page says about the work it leads to."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote


class Lead(NamedTuple):
    """What a shape says: an identifier; or, of kind `url`, a page; or, of kind `target`, what this address wraps."""

    kind: str
    value: str


class _Shape(NamedTuple):
    """One shape of addresses.

    `whole` where the path may hold an address with parameters of its own, `words` where the parameter holds words,
    `bare` where the id is nothing but what the path names, `holds` what no address of this shape is without.
    """

    path: re.Pattern[str] | None
    whole: bool
    name: str
    value: re.Pattern[str] | None
    words: bool
    kind: str
    form: str
    bare: bool
    holds: str


@dataclass(frozen=True, slots=True)
class Site:
    """What the table says about a host; `sub` is what stands for the star of its line, `paths` need no parameters."""

    host: str
    sub: str
    shapes: tuple[_Shape, ...]
    paths: tuple[_Shape, ...]
    trackers: frozenset[str]
    beginnings: tuple[str, ...]

    def tracks(self, name: str) -> bool:
        """Whether a parameter only says where the reader came from."""
        name = name.lower()
        return name in self.trackers or name.startswith(self.beginnings)

    def leads(self, path: str, query: str) -> Iterator[Lead]:
        """What the address may lead to, the likeliest first."""
        shapes, values, whole = self.paths, {}, path
        if query:
            shapes, values, whole = self.shapes, _values(query), f"{path}?{query}"
        for shape in shapes:
            if shape.holds not in whole:
                continue
            if shape.bare and shape.path:
                if match := shape.path.match(path):
                    yield Lead(shape.kind, _decoded(match[shape.kind]))
                continue
            value = values.get(shape.name) if shape.value else None
            if shape.value and not value:
                continue
            parts: dict[str, str] = {}
            if shape.path:
                match = shape.path.match(whole if shape.whole else path)
                if match is None:
                    continue
                parts = match.groupdict()
            if shape.value and value:
                match = shape.value.match(_decoded(value.replace("+", " ") if shape.words else value))
                if match is None:
                    continue
                parts |= match.groupdict()
            yield self._lead(shape, parts)

    def _lead(self, shape: _Shape, parts: dict[str, str]) -> Lead:
        if shape.kind != "url":  # a page keeps its address as it is written
            parts = {name: _decoded(part) for name, part in parts.items()}
        if shape.form == f"{{{shape.kind}}}":
            return Lead(shape.kind, parts[shape.kind])
        # Hosts that carry another host's name write `my--site-example-com` for `my-site.example.com`.
        site = "-".join(label.replace("-", ".") for label in self.sub.split("--"))
        return Lead(shape.kind, shape.form.format(**parts, host=self.host, sub=self.sub, site=site))


@lru_cache(maxsize=1 << 12)
def site(host: str) -> Site:
    """What the table says about a host, in lower case, and about all hosts."""
    key, sub = _line(host, _table()["hosts"])
    shapes, paths = _shapes(key)
    return Site(host, sub, shapes, paths, *_trackers(_line(host, _table()["trackers"])[0]))


@cache
def _shapes(key: str) -> tuple[tuple[_Shape, ...], tuple[_Shape, ...]]:
    """All shapes of a line, and those that need no parameters."""
    own = _table()["hosts"].get(key, ())
    shapes = () if own == [] else tuple(_shape(s) for s in (*own, *_table()["hosts"]["*"]))
    return shapes, tuple(s for s in shapes if s.value is None)


@cache
def _trackers(key: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Whole names, and beginnings of names."""
    words = f"{_table()['trackers']['*']} {_table()['trackers'].get(key, '')}".split()
    beginnings = tuple(w.removesuffix("*") for w in words if w.endswith("*"))
    return frozenset(w for w in words if not w.endswith("*")), beginnings


def _line(host: str, lines: dict[str, Any]) -> tuple[str, str]:
    """The line that fits a host best, and what stands for its star."""
    if host in lines:
        return host, ""
    labels = host.split(".")
    for n in range(len(labels) - 1):
        if (key := f"*.{'.'.join(labels[n:])}") in lines:
            return key, ".".join(labels[:n])
    for n in (3, 2, 1):
        if (key := f"{'.'.join(labels[:n])}.*") in lines and len(labels) > n:
            return key, ".".join(labels[n:])
    return "", ""


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "hosts.toml").read_text(encoding="utf-8"))


@cache
def _shape(written: str) -> _Shape:
    """A shape of the table as patterns."""
    address, _, id_ = written.partition(" -> ")
    path, asked, parameter = address.partition("?")
    name, equals, value = parameter.partition("=")
    if not equals:  # `?{url}`: all that follows the question mark
        name, value = "", parameter
    if not id_:
        (kind,) = re.findall(r"\{(\w+)\}", address)[:1]
        id_ = "target:{url}" if kind == "url" else f"{kind}:{{{kind}}}"
    kind, _, form = id_.partition(":")
    return _Shape(
        path=_pattern(path) if path else None,
        whole="{url}" in path,
        name=name.lower(),
        value=_pattern(value) if asked else None,
        words="{title}" in value,
        kind=kind,
        form=form,
        bare=form == f"{{{kind}}}" and not asked and kind != "url",
        holds=next((mark for name, mark in _HELD.items() if f"{{{name}}}" in address), ""),
    )


# Every address looked at meets the shapes of all hosts; these marks tell most of them without a pattern.
_HELD = {"page": "10.", "doi": "10.", "isbn13": "97"}
_TOKEN = re.compile(r"\{(\w+)\}|(\*\*/?)|(\*)|([^{*]+)")


def _pattern(written: str) -> re.Pattern[str]:
    """A path or value of the table as a pattern for the beginning of a text; runs in linear time."""
    parts = []
    for kind, deep, piece, plain in _TOKEN.findall(written):
        if kind:
            parts.append(f"(?P<{kind}>{_table()['shapes'][kind]})(?![A-Za-z0-9])")
        elif deep:
            parts.append("(?:.*?/)?" if deep.endswith("/") else ".*?")
        elif piece:
            parts.append("[^/]*")
        else:
            parts.append(re.escape(plain))
    if not written.endswith(("}", ";", "/", "=")):
        parts.append(r"(?![\w-])")
    pattern = "".join(parts)
    return re.compile(f"/{pattern}" if written.startswith("**") else pattern, re.IGNORECASE | re.DOTALL)


def _values(query: str) -> dict[str, str]:
    """Parameters by their names in lower case, of two with one name the first; without name all that was asked."""
    values = {"": query}
    for part in query.split("&"):
        name, _, value = part.partition("=")
        values.setdefault(_decoded(name).lower(), value)
    return values


def _decoded(text: str) -> str:
    return unquote(text) if "%" in text else text
