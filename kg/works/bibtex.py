"""BibTeX read and written: entries as dictionaries of plain text, and plain text as values that break nothing."""

import re
import unicodedata
from collections.abc import Iterator

from kg.errors import SourceError

_ENTRY = re.compile(r"@\s*([A-Za-z]+)\s*[{(]")
_KEY = re.compile(r"\s*([^\s,{}()\"=]*)\s*,")
_NAME = re.compile(r"[\s,]*([A-Za-z][\w:.+/-]*)\s*=\s*")
_BARE = re.compile(r"[^\s,#{}()\"]+")
_LATEX = re.compile(
    r"\\(?P<letter>ss|ae|AE|oe|OE|aa|AA|o|O|l|L|i|j|text(?:en|em)dash|textascii(?:tilde|circum)|textbackslash)(?![A-Za-z])\s*(?:\{\})?"
    r"|\\(?:(?P<mark>[`'^\"~=.])\s*\{?|(?P<named>[uvHtcdbrk])(?:\s+|\s*\{))\\?(?P<base>[A-Za-z])\}?"
    r"|\\(?P<plain>[#$%&_{}])|\\(?:[A-Za-z]+\*?\s?|.)|(?P<tie>~)|(?P<dash>---?)|[{}]",
    re.DOTALL,
)
_MARKS = dict(
    zip(
        "`'^\"~=.uvHtcdbrk",
        "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0361\u0327\u0323\u0331\u030a\u0328",
        strict=True,
    )
)
_LETTERS = {
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "i": "ı",
    "j": "ȷ",
    "textendash": "–",
    "textemdash": "—",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textbackslash": "\\",
}
_VERBATIM = frozenset({"url", "doi", "eprint", "howpublished"})
_PEOPLE = frozenset({"author", "editor"})
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: "\\" + c for c in "#$%&_"},
}


def read(text: str, name: str) -> Iterator[dict[str, str]]:
    """The entries of a file, each a dictionary with `type` and its fields in lower case, people one a line;
    SourceError with the line where an entry does not end."""
    macros: dict[str, str] = {}
    at = 0
    while entry := _ENTRY.search(text, at):
        kind, at = entry[1].lower(), entry.end()
        if kind in ("comment", "preamble"):
            at = _closing(text, at - 1, name)
            continue
        key = None if kind == "string" else _KEY.match(text, at)
        at = key.end() if key else at
        fields: dict[str, str] = {}
        while field := _NAME.match(text, at):
            value, at = _value(text, field.end(), macros, name)
            fields.setdefault(field[1].lower(), value)
        if kind == "string":
            macros.update(fields)
        elif key is not None:
            told = {k: _told(k, v) for k, v in fields.items() if k not in ("type", "key")}
            yield {"type": kind, "key": key[1], **told}


def _told(field: str, value: str) -> str:
    if field in _PEOPLE:
        return "\n".join(_people(value))
    if field in _VERBATIM:  # here these marks are themselves
        value = value.replace("~", r"\textasciitilde{}").replace("-", "{-}")
    return plain(value)


def _people(value: str) -> Iterator[str]:
    """Names as they are said; what stands in braces of its own is one name, and not turned round."""
    for name in _between(value):
        parts = [] if re.fullmatch(r"\s*\{[^{}]*\}\s*", name) else [plain(part) for part in name.split(",")]
        if said := " ".join([parts[-1], *parts[:-1]]).strip() if len(parts) > 1 else plain(name):
            yield said


def _between(value: str) -> Iterator[str]:
    """What stands between each `and` outside of braces, but for the last where it is `others`."""
    depth, start = 0, 0
    for mark in re.finditer(r"\\.|[{}]|\sand(?=\s)", value, re.DOTALL):
        if mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
        elif mark[0][0] != "\\" and depth <= 0:
            yield value[start : mark.start()]
            start = mark.end()
    if value[start:].strip() != "others":
        yield value[start:]


def _value(text: str, at: int, macros: dict[str, str], name: str) -> tuple[str, int]:
    """A value, its parts between `#` put together, and where it ends."""
    parts = []
    while True:
        if text[at : at + 1] == "{":
            end = _closing(text, at, name)
            parts.append(text[at + 1 : end - 1])
            at = end
        elif text[at : at + 1] == '"':
            end = _quote(text, at, name)
            parts.append(text[at + 1 : end - 1])
            at = end
        elif bare := _BARE.match(text, at):
            parts.append(macros.get(bare[0].lower(), bare[0]))
            at = bare.end()
        more = re.compile(r"\s*#\s*").match(text, at)
        if more is None:
            return "".join(parts), at
        at = more.end()


def _closing(text: str, start: int, name: str) -> int:
    """Where the brace at `start` is closed."""
    depth = 0
    for mark in re.compile(r"\\.|[{}()]", re.DOTALL).finditer(text, start):
        if (text[start] == "{" and mark[0] in "{}") or (text[start] == "(" and mark[0] in "()"):
            depth += 1 if mark[0] in "{(" else -1
            if depth == 0:
                return mark.end()
    raise _broken(text, start, name)


def _quote(text: str, start: int, name: str) -> int:
    depth = 0
    for mark in re.compile(r"\\.|[{}\"]", re.DOTALL).finditer(text, start + 1):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if mark[0] == '"' and depth <= 0:
            return mark.end()
    raise _broken(text, start, name)


def _broken(text: str, at: int, name: str) -> SourceError:
    line = text.count("\n", 0, at) + 1
    return SourceError(f"{name}:{line}: a value that begins here has no end; close its brace or quotation mark")


def plain(value: str) -> str:
    """A value as plain text: accents and escapes resolved, commands and braces gone."""
    return " ".join(_LATEX.sub(_resolved, value).split())


def _resolved(match: re.Match[str]) -> str:
    if match["letter"]:
        return _LETTERS[match["letter"]]
    if match["base"]:
        return unicodedata.normalize("NFC", match["base"] + _MARKS[match["mark"] or match["named"]])
    if match["dash"]:
        return "—" if len(match["dash"]) == 3 else "–"
    return match["plain"] or (" " if match["tie"] or match[0] in ("\\ ", "\\\\") else "")


def escaped(value: str) -> str:
    """Any text as the inside of a braced value."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return "".join(_ESCAPES.get(c, "" if c in "{}" else c) for c in flat)


def person(name: str) -> str:
    """A name as one author, whatever it is: `Smith and Sons` in braces of its own."""
    shown = escaped(name)
    return f"{{{shown}}}" if re.search(r"(?i)\band\b|,", shown) and not re.fullmatch(r"[^,]+, [^,]+", shown) else shown


def address(value: str) -> str:
    """A URL or an identifier, of which no mark may break the file."""
    return "".join(
        c
        if c.isprintable() and c not in "{}\\ %#"
        else "".join(f"%{b:02X}" for b in c.encode("utf-8", "replace"))
        if c not in "%#"
        else c
        for c in value
    )


def entry(kind: str, key: str, fields: dict[str, str]) -> str:
    """One entry; the values must be escaped already."""
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"]) + "\n"
