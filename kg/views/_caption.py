"""The words on a card: wrapped and cut to fit, with the size of the card that holds them."""

import unicodedata
from functools import cache

LEADING = 20
_FONT = 15.0
_CARD, _PAD, _LINES = 256, 15, 4
_NARROW, _BROAD = frozenset("iljtfrI.,;:'!|()[]{} "), frozenset("mwMW@%&—…")
_LOOK_AT = 400  # characters that can matter; four lines hold fewer


def shown(text: str) -> str:
    """The text on one line, without marks that steer the screen and with at most two accents on a letter."""
    kept: list[str] = []
    marks = 0
    for char in text[:_LOOK_AT]:
        category = unicodedata.category(char)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if category in ("Cc", "Zl", "Zp"):
            kept.append(" ")
        elif category == "Cs":
            kept.append("\ufffd")
        elif marks <= 2 and (category != "Cf" or char in "\u200c\u200d"):
            kept.append(char)
    return " ".join("".join(kept).split()) + ("…" if len(text) > _LOOK_AT else "")


def width(text: str) -> float:
    """A careful guess at the width in pixels, whatever the sans-serif font."""
    return sum(map(_width, text)) * _FONT


@cache
def _width(char: str) -> float:
    if char in _NARROW:
        return 0.31
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    if ord(char) > 0x2E7F or unicodedata.east_asian_width(char) in "WF":
        return 1.15
    if char in _BROAD:
        return 0.9
    return 0.7 if char.isupper() or not char.isascii() else 0.545


def wrap(text: str, room: float = _CARD - 2 * _PAD, most: int = _LINES) -> list[str]:
    """At most `most` lines, none wider than `room` pixels; an ellipsis where words are left out."""
    lines, used = [""], 0.0
    for word in shown(text).split():
        wide = width(f" {word}")
        if lines[-1] and used + wide <= room:
            lines[-1], used = f"{lines[-1]} {word}", used + wide
            continue
        lines += _pieces(word, room)
        used = width(lines[-1])
        if len(lines) > most + 1:
            break
    lines = [line for line in lines if line] or ["(no words)"]
    if len(lines) > most:
        lines = lines[:most]
        while width(lines[-1] + "…") > room:
            lines[-1] = lines[-1][:-1]
        lines[-1] = lines[-1].rstrip(" ,;:.-…") + "…"
    return lines


def told(lines: list[str], text: str) -> str | list[int]:
    """The lines as a page carries them beside `text`: how long each is where they are its beginning, else as they are.

    The last length is negative where an ellipsis follows.
    """
    cut = lines[-1].endswith("…")
    bare = " ".join(lines).removesuffix("…")
    if not text.startswith(bare) or (bare and max(bare) > "\uffff"):  # a script counts those otherwise
        return "\n".join(lines)
    lengths = [len(line) for line in lines]
    return [*lengths[:-1], 1 - lengths[-1]] if cut and lengths[-1] > 1 else "\n".join(lines) if cut else lengths


def _pieces(word: str, room: float) -> list[str]:
    """A word, cut where it is too long for a line of its own."""
    pieces = []
    while word:
        at, used = 0, 0.0
        for char in word:
            used += _width(char) * _FONT
            if used > room and at:
                break
            at += 1
        pieces.append(word[:at])
        word = word[at:]
    return pieces


def size(lines: list[str], shape: str) -> tuple[float, float]:
    """Width and height of the card in pixels; an ellipse is as wide as its words ask for, other cards are alike."""
    height = len(lines) * LEADING + 22
    if shape != "ellipse":
        return _CARD, height
    return max(96.0, round(max(map(width, lines)) * 1.12 + 40)), height + 6
