"""Words as a page shows them, found again in the Markdown they were written in."""

import re

# What the page does not show: an escape's backslash, the target of a link, the address of a picture.
_HIDDEN = re.compile(r"\\(?=[!-/:-@\[-`{-~])|\]\([^()\s]*+(?:\([^()\s]*+\)[^()\s]*+)*+(?:[ ]++\"[^\"\n]*+\")?+[ ]*+\)")
_SOLID = re.compile(r"[^\W_]")


class Shown:
    """The letters and digits of a text that a page shows, each with its place; made when first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._letters: tuple[str, list[int]] | None = None

    def place(self, words: str) -> tuple[int, int] | None:
        """Where the words stand: as they are, else letter for letter, whatever marks stand between."""
        at = self.text.find(words)
        if at >= 0:
            return at, at + len(words)
        wanted = "".join(_SOLID.findall(words.casefold()))
        letters, places = self._letters = self._letters or self._read()
        at = letters.find(wanted) if wanted else -1
        if at < 0:
            return None
        start, end = places[at], places[at + len(wanted) - 1] + 1
        solid = [m.start() for m in _SOLID.finditer(words)]
        return self._back(start, words[: solid[0]]), self._on(end, words[solid[-1] + 1 :])

    def _read(self) -> tuple[str, list[int]]:
        letters: list[str] = []
        places: list[int] = []
        at = 0
        for start, end in [*(m.span() for m in _HIDDEN.finditer(self.text)), (len(self.text), 0)]:
            for found in _SOLID.finditer(self.text, at, start):
                for letter in found[0].casefold():
                    letters.append(letter)
                    places.append(found.start())
            at = end
        return "".join(letters), places

    def _on(self, end: int, marks: str) -> int:
        """The end moved over the marks that the words end with, and over backslashes before them."""
        for mark in marks.strip():
            at = end + (self.text[end : end + 1] == "\\")
            if self.text[at : at + 1] != mark:
                break
            end = at + 1
        return end

    def _back(self, start: int, marks: str) -> int:
        """The start moved back likewise."""
        for mark in reversed(marks.strip()):
            if start == 0 or self.text[start - 1] != mark:
                break
            start -= 1 + (self.text[max(0, start - 2)] == "\\" and start > 1)
        return start
