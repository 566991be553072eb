"""The words that somebody looks for: single words, "phrases" and beginnings*, and where they stand in a text.

A word is a run of letters and digits; case does not count. Words of a script that leaves no blanks between them are
looked for anywhere in a run.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.errors import QueryError

FIELDS = {
    "Speaker": ("caption", "aliases"),
    "Work": ("title", "authors", "id"),
    "Claim": ("text",),
    "Post": ("text",),
}
"""The labels whose words are looked for, and the properties that hold them."""

_PIECE = re.compile(r'["“”]([^"“”]*)["“”]?(\*?)|([^\s"“”]+)')
_WORD = re.compile(r"[^\W_]+")
_NO_BLANKS = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_MOST = 32


@dataclass(frozen=True)
class Term:
    """Words that follow one another, in small letters, as they were `typed`; of the last perhaps only its beginning."""

    words: tuple[str, ...]
    begins: bool
    typed: str

    @property
    def whole(self) -> tuple[str, ...]:
        """The words that an index of words holds as they are."""
        words = self.words[:-1] if self.begins else self.words
        return tuple(word for word in words if not _NO_BLANKS.search(word))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the term in a text."""
        first, last = self.words[0], self.words[-1]
        before = "" if _NO_BLANKS.match(first) else r"(?<![^\W_])"
        after = r"[^\W_]*" if self.begins else "" if _NO_BLANKS.match(last[-1]) else r"(?![^\W_])"
        return re.compile(before + r"[\W_]+".join(map(re.escape, self.words)) + after, re.IGNORECASE)


def read(text: str) -> list[Term]:
    """What is looked for, each term once; QueryError where that is nothing, or too much."""
    terms: dict[tuple[tuple[str, ...], bool], Term] = {}
    for match in _PIECE.finditer(text):
        typed = (match[3] or match[1] or "").strip()
        words = tuple(_WORD.findall(typed.lower()))
        if words:
            begins = bool(match[2]) or typed.endswith("*")
            terms[words, begins] = Term(words, begins, typed.rstrip("*").lower())
    if not terms:
        raise QueryError(f"no word to look for in '{text}'; give words, \"a phrase\", or a beginning like test*")
    if sum(len(term.words) for term in terms.values()) > _MOST:
        raise QueryError(f"more than {_MOST} words to look for; give those that matter most")
    return list(terms.values())


def texts(values: Iterable[Any]) -> tuple[str, ...]:
    """The texts in the values of fields, those in lists too."""
    found: list[str] = []
    for value in values:
        found += value if isinstance(value, list | tuple) else [value] if value else []
    return tuple(map(str, found))


def together(terms: list[Term]) -> re.Pattern[str]:
    """Finds all terms side by side, in the order in which they were given."""
    return re.compile(r"[\W_]+".join(term.pattern.pattern for term in terms), re.IGNORECASE)
