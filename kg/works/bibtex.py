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
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: "\\" + c for c in "#$%&_"},
}


def read(text: str, name: str) -> Iterator[dict[str, str]]:
    """The entries of a file, each a dictionary with `type` and its fields in lower case; SourceError with the line
    where an entry does not end."""
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
            yield {"type": kind, "key": key[1], **{k: plain(v) for k, v in fields.items() if k not in ("type", "key")}}


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
