"""Models: extractors that need more than the words, so each runs only when it is asked for by its name.

A model is a module that offers
    prepare(discussions, cache) -> Model  made ready for these discussions; `cache` is the folder for its answers,
        None for the user's own
Without `kg extract --with NAME` nothing in this folder is imported: it may need packages that are not installed, a
network, money. What a model says is treated as what a stranger says: a finding counts only where its words are found
in the post exactly; all else is yielded as Refused.
"""

from collections.abc import Callable, Iterator
from typing import Protocol

from kg.discussion import Discussion
from kg.findings import Finding, Found, Refused


class Model(Protocol):
    """A model that is ready to be asked about some discussions."""

    @property
    def missing(self) -> int:
        """How many answers are not known yet."""

    def estimate(self) -> str:
        """Whom it would ask, about how much, and what that costs, in one line."""

    def ask(self, progress: Callable[[str], None]) -> None:
        """Fetch what is missing and keep it; KgError where that cannot be, with all answers so far kept."""

    def extract(self, discussion: Discussion, found: Found) -> Iterator[Finding | Refused]:
        """What the answers say about one discussion, beyond what the rules found; it asks nobody."""

    def spent(self) -> str:
        """What was asked and what it cost, in one line."""
