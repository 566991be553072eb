"""One message of mail: who wrote it and when, its words, and which of them are quotes, attributions or a signature."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from kg.discussion import Link, Speaker
from kg.errors import SourceError
from kg.reading.html import plain
from kg.text import iso, slug

_AT = re.compile(r"(?<=\S) at (?=[\w.-]+(?:\s|$|>))")  # how list archives write an address
_MARKS = re.compile(r"[ ]?(?:>[ \t]?)+")
_SAYS = re.compile(
    r"(?:wrote|writes|said|schrieb|a écrit|escribió|ha scritto|schreef|skrev|escreveu)\b[^:]{0,80}:\s*$", re.IGNORECASE
)
_WHEN = re.compile(r"(?:On|Am|Le|El|Il|Op|Den|Em|At|In)\s.*\d")
_ABOVE = re.compile(r"-{2,}\s*(?:Original Message|Forwarded message|Ursprüngliche Nachricht)\s*-{2,}", re.IGNORECASE)
_FIELD = re.compile(r"\*?(?:From|Sent|Date|To|Cc|Subject|Von|Gesendet|An|Betreff):\*?\s", re.IGNORECASE)
_LIST = re.compile(r"mailing list|listinfo|unsubscribe", re.IGNORECASE)
_RULE = re.compile(r"[_=-]{20,}\s*$")
_DEVICE = re.compile(r"(?:Sent from my|Get Outlook for)\b.{0,40}$")
_PGP = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----|Hash: \S+$")


def one_line(message: Message, name: str) -> str:
    """A header field in words, on one line; empty where there is none."""
    raw = message[name]
    if raw is None:
        return ""
    try:
        value = str(make_header(decode_header(raw)))
    except (ValueError, LookupError, MessageError):
        value = str(raw)
    return " ".join(value.encode("utf-8", "replace").decode().split())


def speaker(message: Message) -> Speaker | None:
    """Who wrote it, by address; where a list puts its own address there, the name tells people apart."""
    written = _AT.sub("@", one_line(message, "x-original-from") or one_line(message, "from"))[:1000]
    try:
        name, address = getaddresses([written])[0]
    except (IndexError, ValueError, TypeError, RecursionError):
        return None
    name, address = " ".join(name.split()), address.strip().casefold()
    by_list = re.match(r"(.+?) via .", name)
    if by_list:
        return Speaker(f"mail:{address}/{slug(by_list[1])}", by_list[1].strip("'\" "))
    if "@" in name or not name:
        name = (name or address).partition("@")[0]  # nobody wants to see an address on a picture
    key = address or slug(name)
    return Speaker(f"mail:{key}", name) if key and name else None


def date(message: Message) -> str | None:
    """The time in UTC as ISO 8601; as it came where it is no date of mail."""
    written = one_line(message, "date")
    try:
        when = parsedate_to_datetime(written)
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return written or None
    return iso(when)


def words(message: Message, skipped: Counter[str]) -> tuple[str, tuple[Link, ...]]:
    """The text of the message, and the links of HTML; what is attached is counted."""
    texts: list[str] = []
    pages: list[Message] = []
    for part in _parts(message):
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or kind not in ("text/plain", "text/html"):
            skipped["attachment"] += 1
        elif kind == "text/plain":
            texts.append(_text(part, skipped))
        else:
            pages.append(part)
    text = "\n".join(texts).strip("\n")
    if text.strip() or not pages:
        return (text if text.strip() else ""), ()
    try:
        return plain(_text(pages[0], skipped))
    except SourceError:
        skipped["message in HTML nested too deep"] += 1
        return "", ()


def _parts(message: Message) -> Iterator[Message]:
    """The parts that are no containers, in order; a message within the message stays closed."""
    stack = [message]
    while stack:
        part = stack.pop()
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            inner = part.get_payload()
            stack += [p for p in inner[::-1] if isinstance(p, Message)] if isinstance(inner, list) else []
        else:
            yield part


def _text(part: Message, skipped: Counter[str]) -> str:
    """The words of a part; characters that its encoding does not know are replaced, and that is counted."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError):
        data = None
    if not isinstance(data, bytes):
        return ""
    charset = part.get_content_charset("utf-8")
    try:
        text = data.decode("utf-8" if charset in ("us-ascii", "ascii") else charset)
    except (ValueError, LookupError):
        skipped["message with characters that its encoding does not know"] += 1
        text = data.decode("utf-8", "replace")
    return text.encode("utf-8", "replace").decode().replace("\r\n", "\n")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    depth: int
    body: str


@dataclass(slots=True)
class Marks:
    """What the lines of a message are: quotes with how deep they stand, and asides."""

    quotes: list[tuple[int, int, int]] = field(default_factory=list)
    asides: list[tuple[int, int]] = field(default_factory=list)
    _open: int | None = None  # the depth of the quote that the line before belongs to

    def quote(self, line: _Line, depth: int) -> None:
        """Take the line into the quote under way, or begin one; a line of marks alone ends none."""
        empty = not any(c.isalnum() for c in line.body)
        if self._open is not None and (empty or self._open == depth):
            start, _, open_ = self.quotes[-1]
            self.quotes[-1] = (start, self.quotes[-1][1] if empty else line.end, open_)
        elif not empty:
            self.quotes.append((line.start, line.end, depth))
            self._open = depth

    def aside(self, lines: list[_Line]) -> None:
        """Take the lines as no part of the argument; an aside right before is the same one."""
        start, end = lines[0].start, lines[-1].end
        if self.asides and self.asides[-1][1] >= start - 1:
            start = self.asides.pop()[0]
        self.asides.append((start, end))
        self._open = None

    def own(self) -> None:
        """A line of the writer's own ends the quote."""
        self._open = None


def marks(text: str) -> Marks:
    """The quotes of a message, and what in it belongs to nobody's argument: attributions, signatures, footers."""
    lines, found = list(_lines(text)), Marks()
    below, signed, at = 0, None, 0
    while at < len(lines):
        line = lines[at]
        depth = line.depth + below
        copied = 0 if below else _copied(lines, at)
        told = copied or _attribution(lines, at)
        if told:
            found.aside(lines[at : at + told])
            below, signed = below + (copied > 0), None
        elif signed == depth or _signs(lines, at):
            signed = depth
            found.aside([line])
        elif _DEVICE.match(line.body) or _PGP.match(line.body):
            found.aside([line])
        elif depth:
            signed = None
            found.quote(line, depth)
        elif line.body.strip():
            signed = None
            found.own()
        at += told or 1
    return found


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for line in text.split("\n"):
        marked = _MARKS.match(line)
        after = marked.end() if marked else 0
        yield _Line(at, at + len(line), line.count(">", 0, after), line[after:])
        at += len(line) + 1


def _next(lines: list[_Line], at: int) -> _Line | None:
    """The first of the next three lines that is not blank."""
    return next((line for line in lines[at : at + 3] if line.body.strip()), None)


def _attribution(lines: list[_Line], at: int) -> int:
    """How many lines say who wrote the quote under them; 0 where none do."""
    first = lines[at]
    for count in (1, 2, 3):
        last = lines[at + count - 1] if at + count <= len(lines) else None
        if last is None or last.depth != first.depth or not last.body.strip():
            return 0
        if last.body.rstrip()[-1] == ":" and _SAYS.search(last.body[-200:]) and (count == 1 or _WHEN.match(first.body)):
            quote = _next(lines, at + count)
            return count if quote is not None and quote.depth > first.depth else 0
    return 0


def _copied(lines: list[_Line], at: int) -> int:
    """How many lines stand over a message that is copied below without marks; 0 where none do."""
    start = at + (_ABOVE.match(lines[at].body) is not None)
    if start == at and not _FIELD.match(lines[at].body):
        return 0
    end = start
    while end < len(lines) and (_FIELD.match(lines[end].body) or (end == start and not lines[end].body.strip())):
        end += 1
    return end - at if start > at or end - at >= 3 else 0


def _signs(lines: list[_Line], at: int) -> bool:
    """Whether a signature, or the footer of a list, begins here."""
    line = lines[at]
    if line.body == "-- " or line.body.startswith("-----BEGIN PGP SIGNATURE"):
        return True
    if line.body[:2] not in ("--", "__", "=="):
        return False
    after = [n for n in lines[at + 1 : at + 13] if n.depth == line.depth and n.body.strip()]
    if line.body.rstrip() == "--":
        return len(after) <= 6
    return bool(_RULE.match(line.body)) and any(_LIST.search(n.body) for n in after[:4])
