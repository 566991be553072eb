"""Mail: threads out of an mbox, a single .eml, or the files of a maildir; attachments are never opened."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from hashlib import sha256
from typing import IO

from kg.discussion import Discussion, Passage, Post
from kg.errors import SourceError
from kg.readers import _letter
from kg.reading.source import Source

SUFFIXES = (".mbox", ".txt", ".eml")  # the archives of many lists are an mbox called .txt
FOLDERS = ("cur", "new")  # a maildir keeps each message in a file of these, whose name says nothing

_HEADERS = re.compile(r"(?im)^(from|to|subject|date|message-id|received|mime-version|return-path|references):[ \t]*\S")
_BEGINS = re.compile(rb"From [^\r\n]*\d{4}[^\r\n]*\r?\n?\Z")  # RFC 4155: who, and when
_ESCAPED = re.compile(rb"(?m)^>(>*From )")
_BLANK = re.compile(rb"\n\r?\n")
_ANSWER = re.compile(r"\s*(?:(?:re|fwd?|fw|aw|wg|sv|vs|antw|rv|tr)(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_REPLY = re.compile(r"\s*(?:re|aw|sv|vs|antw|rv)(?:\[\d+\])?\s*:", re.IGNORECASE)
_ID = re.compile(r"<\s*([^<>\s]+)\s*>")
_BY_SUBJECT = 0.4
"""How sure it is that a message answers the one that began its subject, where it names no other."""
_LARGEST = 64 * 2**20
"""Bytes of the largest message that is read."""


def fits(head: str) -> bool:
    """Header fields of mail at the top: an mbox begins each message with a line `From WHO WHEN`."""
    text = head.lstrip("\ufeff\r\n")
    block = re.split(r"\r?\n\r?\n", text, maxsplit=1)[0]
    first = block.partition("\n")[0]
    box = _BEGINS.match(first.encode("utf-8", "replace")) is not None
    if not box and not re.match(r"[!-9;-~]+:", first):
        return False
    return len({name.lower() for name in _HEADERS.findall(block)}) >= 2


@dataclass(slots=True)
class _Entry:
    """What is known of a message before its words are read: its place in the file, its id and what it answers."""

    start: int
    end: int
    id: str
    answers: tuple[str, ...] = ()  # from the nearest to the farthest
    guessed: bool = False  # what it answers is told by its subject alone


@dataclass
class _Box:
    """The messages of a file by id, in its order, and what could not be used."""

    source: Source
    boxed: bool  # an mbox, which has to mark lines that begin with `From `
    entries: dict[str, _Entry] = field(default_factory=dict)
    roots: dict[str, str] = field(default_factory=dict)
    openers: dict[str, str] = field(default_factory=dict)  # who began a subject
    skipped: Counter[str] = field(default_factory=Counter)

    def answered(self, entry: _Entry) -> str | None:
        """The nearest message that it answers and that the file holds, else the nearest one."""
        known = (above for above in entry.answers if above in self.entries)
        return next(known, next(iter(entry.answers), None))

    def root(self, entry: _Entry) -> str:
        """The id of the message that its thread began with, also where the file does not hold it."""
        path: list[str] = []
        while entry.id not in self.roots:
            path.append(entry.id)
            self.roots[entry.id] = entry.id  # where messages answer each other in a ring, the ring has one root
            above = self.answered(entry)
            if above is None or above not in self.entries:
                self.roots[entry.id] = entry.answers[-1] if entry.answers else entry.id
                break
            entry = self.entries[above]
        for each in path:
            self.roots[each] = self.roots[entry.id]
        return self.roots[entry.id]


def read(source: Source) -> Iterator[Discussion]:
    """One discussion for each thread, in order of first mention; only the thread at hand is in memory."""
    try:
        with source.path.open("rb") as file:
            box = _index(file, source)
            threads: dict[str, list[_Entry]] = {}
            for entry in box.entries.values():
                threads.setdefault(box.root(entry), []).append(entry)
            if not threads:
                said = "; ".join(f"{n} {what}" for what, n in sorted(box.skipped.items()))
                raise SourceError(
                    f"{source.name}: no message in it with header fields such as From and Date{said and f' ({said})'}"
                )
            for root, entries in threads.items():
                yield _discussion(file, root, entries, box)
                box.skipped = Counter()
    except OSError as error:
        raise SourceError(f"{source.name}: cannot be read ({error.strerror}); check the path and its rights") from error


def _index(file: IO[bytes], source: Source) -> _Box:
    """The first pass: where each message stands, its id, and what it answers."""
    box = _Box(source, file.read(5) == b"From ")
    file.seek(0)
    for start, end in list(_places(file)):
        if end - start > _LARGEST:
            box.skipped["message of more than 64 MB"] += 1
            continue
        data = _bytes(file, start, end, box.boxed)
        message = _parse(_head(data))
        if message is None or not (message["from"] or message["date"] or message["message-id"]):
            box.skipped["broken message"] += 1
            continue
        own = _ids(message, "message-id")
        key = own[0] if own else sha256(data).hexdigest()[:16]
        if key in box.entries:
            box.skipped["repeated message"] += 1
            continue
        # In-Reply-To names one message; where it names several, they are alternatives.
        chain = [*reversed(_ids(message, "references"))]
        nearest = [above for above in _ids(message, "in-reply-to")[:1] if above not in chain]
        answers = dict.fromkeys(above for above in [*nearest, *chain] if above != key)
        box.entries[key] = entry = _Entry(start, end, key, tuple(answers))
        _by_subject(entry, _letter.one_line(message, "subject"), box)
    return box


def _by_subject(entry: _Entry, subject: str, box: _Box) -> None:
    """A message that names none above it and whose subject begins with `Re:` answers who began that subject."""
    bare = _bare(subject).casefold()
    if entry.answers or not bare:
        return
    if not _REPLY.match(subject):
        box.openers.setdefault(bare, entry.id)
    elif bare in box.openers:
        entry.answers, entry.guessed = (box.openers[bare],), True


def _bare(subject: str) -> str:
    """The subject without `Re:` and the like."""
    return subject[m.end() :].strip() if (m := _ANSWER.match(subject)) else subject


def _places(file: IO[bytes]) -> Iterator[tuple[int, int]]:
    """Where the messages of an mbox begin and end; a file without `From ` lines is one message."""
    start: int | None = None
    at, blank = 0, True
    for line in file:
        if blank and line.startswith(b"From ") and _BEGINS.match(line):
            if start is not None:
                yield start, at
            start = at + len(line)
        elif start is None and line.strip():
            start = at
        blank = not line.strip()
        at += len(line)
    if start is not None:
        yield start, at


def _bytes(file: IO[bytes], start: int, end: int, boxed: bool) -> bytes:
    """The message, with the lines that an mbox had to mark (`>From `) as they were."""
    file.seek(start)
    data = file.read(end - start)
    return _ESCAPED.sub(rb"\1", data) if boxed and b"\n>" in data else data


def _head(data: bytes) -> bytes:
    """The header fields, which end at the first blank line."""
    blank = _BLANK.search(data)
    return data[: blank.end()] if blank else data


def _parse(data: bytes) -> Message | None:
    """The message; None where the standard library cannot make one of it."""
    try:
        # The older policy: it leaves header fields as they came, and so fails on none.
        return BytesParser().parsebytes(data)
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError):
        return None


def _ids(message: Message, name: str) -> list[str]:
    return _ID.findall(_letter.one_line(message, name))


def _discussion(file: IO[bytes], root: str, entries: list[_Entry], box: _Box) -> Discussion:
    """The thread; messages that it answers and the file does not hold come last, without words."""
    skipped, source = box.skipped, box.source
    posts: list[Post] = []
    subjects: dict[str, str] = {}
    for number, entry in enumerate(entries):
        message = _parse(_bytes(file, entry.start, entry.end, box.boxed))
        if message is None:
            skipped["broken message"] += 1
            message = Message()
        subjects[entry.id] = _letter.one_line(message, "subject")
        posts.append(_post(entry, message, number, box))
    there = {entry.id for entry in entries}
    owed = dict.fromkeys(answered for e in entries if (answered := box.answered(e)) and answered not in there)
    if root not in there and any(root in e.answers for e in entries):
        owed[root] = None
    for number, missing in enumerate(owed, len(posts)):
        posts.append(Post(f"mail:{missing}", None, None, source.document, source_id=missing, position=number))
    subject = subjects.get(root) or next((s for s in subjects.values() if s), "")
    return Discussion(f"mail:{root}", "mail", posts, _bare(subject) or None, skipped=skipped)


def _post(entry: _Entry, message: Message, position: int, box: _Box) -> Post:
    text, links = _letter.words(message, box.skipped)
    answered = box.answered(entry)
    above = (answered, *entry.answers[entry.answers.index(answered) + 1 :]) if answered else ()
    marks = _letter.marks(text)
    quotes = tuple(
        Passage(start, end, f"mail:{above[depth - 1]}" if depth <= len(above) else None)
        for start, end, depth in marks.quotes
    )
    page = _letter.one_line(message, "archived-at").strip("<>")
    return Post(
        id=f"mail:{entry.id}",
        text=text or None,
        speaker=_letter.speaker(message),
        document=box.source.document,
        reply_to=f"mail:{answered}" if answered else None,
        reply_confidence=_BY_SUBJECT if entry.guessed else 1.0,
        above=tuple(f"mail:{above}" for above in entry.answers),
        source_id=entry.id,
        posted=_letter.date(message),
        url=page if page.startswith(("https://", "http://")) else None,
        position=position,
        quotes=quotes,
        links=links,
        asides=tuple(marks.asides),
    )
