"""The index of a site: a card for each discussion and question, and a search over all claims."""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.scene import Link, Scene
from kg.views._debate import Debate, fragment
from kg.views._markup import Markup, join, tag
from kg.views._page import as_json, head, page, read

ROOM = 2_000_000  # characters of the search; a page beyond a few megabytes is slow to open
_LONG = 300  # characters of a claim that are searched and shown


@dataclass(frozen=True, slots=True)
class Card:
    """A discussion or question: its title, where its pages are, its picture, and what there is of it."""

    title: str
    links: tuple[Link, ...]
    picture: Markup
    counts: tuple[str, ...]


class Finder:
    """The claims that the search of the index knows."""

    def __init__(self) -> None:
        self.known: list[tuple[str, str, str, str]] = []
        self.total = 0
        self._room = ROOM

    def add(self, found: Debate, address: str) -> None:
        """Take in the claims of a page as long as there is room; all are counted."""
        for ref, said in found.said.items():
            if ref not in found.own:
                continue
            self.total += 1
            words = said.words if len(said.words) <= _LONG else said.words[:_LONG] + "…"
            entry = (words, said.speaker, address, fragment(ref))
            self._room -= len(as_json(entry))
            if self._room >= 0:
                self.known.append(entry)


def index(scene: Scene, groups: Sequence[tuple[str, Sequence[Card]]], finder: Finder) -> str:
    """The page; `groups` are headings with their cards."""
    cut = ""
    if len(finder.known) < finder.total:
        cut = f"It knows the first {len(finder.known):,} of {finder.total:,} claims; more would make this page slow."
    elif any(words.endswith("…") for words, *_ in finder.known):
        cut = f"Of a long claim it knows the first {_LONG} characters."
    field = tag(
        "input",
        id="search",
        type="search",
        placeholder="Find claims",
        aria_label="Find words in all claims",
        autocomplete="off",
    )
    status = tag("p", cut, id="status", role="status")
    search = tag("div", field, status, tag("ol", id="found"), role="search", hidden=True, id="finder")
    sections = (
        tag("section", tag("h2", name, dir="auto"), tag("ul", map(_card, cards), class_="cards"))
        for name, cards in groups
        if cards
    )
    return page(
        scene, join(head(scene), search, *sections), read("index.css"), [read("index.js")], {"claims": finder.known}
    )


def _card(card: Card) -> Markup:
    first, *rest = card.links
    name = tag("h3", tag("a", card.title, href=first.address, dir="auto"))
    ways = (
        tag("p", ([tag("a", link.words, href=link.address), " "] for link in card.links), class_="ways")
        if rest
        else None
    )
    return tag(
        "li", tag("div", card.picture, class_="picture"), name, tag("p", ", ".join(card.counts), class_="counts"), ways
    )
