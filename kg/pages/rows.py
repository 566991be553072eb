"""The lines of a page and what they become: rows of words with all their copies, and posts made of rows."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Head:
    """What the page itself says above or below a post: who wrote it, on which day, with how many votes."""

    name: str | None = None
    day: str | None = None
    votes: int | None = None


@dataclass(slots=True)
class Row:
    """One line of words with all its copies: line numbers, in order.

    `lost` marks a line that a second copy of the page leaves out; `cut` says that a line of the page itself
    stands right before it, so that a post begins here, and `head` what such lines say.
    """

    copies: list[int]
    lost: bool = False
    cut: bool = False
    head: Head | None = None


@dataclass(slots=True)
class Draft:
    """A post in the making: row numbers, which of them are quotes, whom it answers, and who seems to speak.

    `sure` is the probability of `parent`.
    """

    rows: list[int] = field(default_factory=list)
    quotes: set[int] = field(default_factory=set)
    head: Head | None = None
    parent: int | None = None
    sure: float = 0.5
    voice: int = 0
