"""Words and places: lines, sentences and folded forms, each with offsets into the untouched text."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime

_MARKS = str.maketrans(
    {"’": "'", "‘": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "″": '"', "–": "-", "—": "-", "−": "-", "…": "..."}
)
_QUOTES = str.maketrans("’‘‛“”„", "'''\"\"\"")
_SOLID = re.compile(r"\S+")
QUOTED = re.compile('[“"«„]([^“”"«»„\n]+)[”"»]')
"""Words of one line in quotation marks."""
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def lines(text: str) -> Iterator[tuple[int, int]]:
    """The (start, end) of each line that is not blank; the line end is left out."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line.rstrip("\r"))
        at += len(line) + 1


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space at its edges."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The sentences of `text[start:end]`, cut line by line, as trimmed spans (sentencex, English rules)."""
    import sentencex

    stop = len(text) if end is None else end
    for a, b in lines(text[start:stop]):
        at = start + a
        line_end = start + b
        for sentence in sentencex.segment("en", text[at:line_end]):
            found = text.find(sentence, at, line_end) if sentence.strip() else -1
            if found < 0:
                continue
            at = found + len(sentence)
            span = trim(text, found, at)
            if span[0] < span[1]:
                yield span


def straighten(text: str) -> str:
    """Curly quotes made straight, one character for one, so that offsets stay."""
    return text if text.isascii() else text.translate(_QUOTES)


def fold(text: str) -> str:
    """A form for comparing: case, width, curly quotes, dashes and runs of white space made alike."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_MARKS)).casefold().split())


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    if text.isascii():
        return _WORD.findall(text.lower())
    return [w.translate(_MARKS) for w in _WORD.findall(text.casefold())]


def iso(when: datetime) -> str:
    """A time in ISO 8601, with UTC as `Z`."""
    return when.isoformat().replace("+00:00", "Z")


def slug(name: str) -> str:
    """A name as a part of an id: letters and digits of any script, folded, with `-` between."""
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", name).casefold()).strip("-")


def caption(text: str, length: int = 60) -> str:
    """The first words on one line, cut at a word with an ellipsis."""
    flat = " ".join(text.split())
    if len(flat) <= length:
        return flat
    cut = flat[:length].rsplit(" ", 1)[0] if " " in flat[:length] else flat[:length]
    return cut.rstrip(" ,;:.-") + "…"


def fold_map(text: str) -> tuple[str, list[int]]:
    """`fold(text)` made character by character, and for each of its characters the offset it came from."""
    if text.isascii():
        return _fold_map_ascii(text)
    out: list[str] = []
    origin: list[int] = []
    blank = True
    for at, mark in enumerate(text):
        for c in unicodedata.normalize("NFKC", mark.translate(_MARKS)).casefold():
            if c.isspace():
                if not blank:
                    out.append(" ")
                    origin.append(at)
                blank = True
            else:
                out.append(c)
                origin.append(at)
                blank = False
    if out and out[-1] == " ":
        out.pop()
        origin.pop()
    return "".join(out), origin


def _fold_map_ascii(text: str) -> tuple[str, list[int]]:
    """The same for a text of ASCII, of which one character folds to one; some ten times sooner."""
    parts: list[str] = []
    origin: list[int] = []
    last = 0
    for word in _SOLID.finditer(text):
        if parts:
            origin.append(last)
        parts.append(word[0].lower())
        origin += range(word.start(), word.end())
        last = word.end()
    return " ".join(parts), origin


def counted(number: int, noun: str) -> str:
    """A number and what it counts: `1 post`, `3 posts`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
