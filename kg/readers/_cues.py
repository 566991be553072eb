"""The cues of subtitles, WebVTT (W3C) and SRT: whose voice, the words without markup, and where they stand."""

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

_TIME = r"(?:\d{1,4}:)?\d{1,2}:\d\d[.,]\d{1,3}"
_TIMING = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}")
_SRT = re.compile(rf"\ufeff?\s*\d+[ \t]*\r?\n{_TIMING.pattern}")
_LINE_END = re.compile(r"\r?\n|\r")
_BLOCK = re.compile(r"(?:\r?\n|\r(?!\n))[ \t]*(?:\r?\n|\r(?!\n))+")
# A tag, a character reference, or what players of SRT take for layout.
_MARKUP = re.compile(r"<(?P<close>/?)(?P<tag>[^<>\n]{0,200})>|&(?:#\d{1,7}|\w{1,20});|\{\\[^{}\n]{0,80}\}")
_VOICE = re.compile(r"v(?:\.[^ \t]*)?[ \t]+(?P<name>\S.*)")


@dataclass(slots=True)
class Piece:
    """Words on one line of a cue, as runs with their offset in the document; None where the document has other
    characters, as for `&amp;`."""

    runs: list[tuple[str, int | None]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words."""
        return "".join(text for text, _ in self.runs)

    def cut(self, start: int) -> "Piece":
        """The words from offset `start` on, without blanks at the edges."""
        text = self.text
        end = len(text.rstrip())
        start += len(text[start:]) - len(text[start:].lstrip())
        kept, at = Piece(), 0
        for run, where in self.runs:
            a, b = max(start, at), min(end, at + len(run))
            if a < b:
                kept.runs.append((run[a - at : b - at], None if where is None else where + a - at))
            at += len(run)
        return kept


@dataclass(slots=True)
class Cue:
    """What one voice says in a cue; `voice` is None where no voice is marked."""

    voice: str | None
    pieces: list[Piece] = field(default_factory=lambda: [Piece()])


def kind(head: str) -> str | None:
    """`vtt`, `srt`, or None where the text is neither."""
    if re.match(r"\ufeff?WEBVTT(?:[ \t\r\n]|$)", head):
        return "vtt"
    return "srt" if _SRT.match(head) else None


def title(text: str) -> str | None:
    """What stands behind `WEBVTT` on the first line."""
    first = re.match(r"\ufeff?WEBVTT[ \t]+([^\r\n]+)", text)
    return first[1].strip(" \t-–—") or None if first else None


def cues(text: str, kind: str, skipped: Counter[str]) -> Iterator[Cue]:
    """The cues in order; blocks of another kind are counted."""
    for number, (at, end) in enumerate(_blocks(text)):
        start = _payload(text, at, end)
        if start is not None:
            yield from _voices(text, start, end)
        elif number or kind == "srt":
            what = re.match(r"[ \t]*(NOTE|STYLE|REGION)\b", text[at:end])
            skipped[f"{what[1]} block" if what else "block without a time"] += 1


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for gap in _BLOCK.finditer(text):
        if text[at : gap.start()].strip("\ufeff \t\r\n"):
            yield at, gap.start()
        at = gap.end()
    if text[at:].strip("\ufeff \t\r\n"):
        yield at, len(text)


def _payload(text: str, at: int, end: int) -> int | None:
    """Where the words of a block begin: after its times, which stand in its first or second line."""
    for _ in range(2):
        stop = next((m.end() for m in [_LINE_END.search(text, at, end)] if m), end)
        if _TIMING.match(text, at, stop):
            return stop
        at = stop
    return None


def _voices(text: str, start: int, end: int) -> Iterator[Cue]:
    """The cue cut where the voice changes, without markup."""
    cue, at = Cue(None), start
    for mark in [*_MARKUP.finditer(text, start, end), None]:
        stop = mark.start() if mark else end
        _plain(cue, text, at, stop)
        if mark is None:
            break
        at = mark.end()
        tag = mark["tag"]
        if tag is None:
            said = html.unescape(mark[0]) if mark[0].startswith("&") else ""
            if said not in ("", "\u200e", "\u200f"):
                cue.pieces[-1].runs.append((said.replace("\xa0", " "), None))
        elif not mark["close"] and (voice := _VOICE.match(tag)):
            yield cue
            cue = Cue(html.unescape(voice["name"]).strip())
        elif mark["close"] and tag == "v":
            yield cue
            cue = Cue(None)
    yield cue


def _plain(cue: Cue, text: str, start: int, end: int) -> None:
    """Take in the characters of the document, a piece for each line."""
    at = start
    for stop in _LINE_END.finditer(text, start, end):
        if at < stop.start():
            cue.pieces[-1].runs.append((text[at : stop.start()], at))
        cue.pieces.append(Piece())
        at = stop.end()
    if at < end:
        cue.pieces[-1].runs.append((text[at:end], at))
