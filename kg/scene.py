"""What a page shows: the answer to a question, and what stands around it in the graph."""

from dataclasses import dataclass, field

from kg.graph import Graph, Table


@dataclass(frozen=True, slots=True)
class Scene:
    """A question with its answer, for a view to draw.

    `title` is the question and `about` how to read the answer; `graph` holds the nodes and relations of the answer,
    `table` its rows as they came. `around` holds what a reader needs beside them and the question did not ask for: the
    posts that state the claims of the answer, with their words, who wrote them, and where. No node stands in both.
    `links` are the pages of the site that this one belongs to.
    All texts are hostile: they are set as text, never as markup.
    """

    title: str
    about: str
    graph: Graph
    around: Graph = field(default_factory=Graph)
    table: Table = field(default_factory=lambda: Table((), []))
    links: tuple["Link", ...] = ()

    def page(self, kind: str) -> str | None:
        """The relative address of the page of this kind, or None; empty where it is this page."""
        return next((link.address for link in self.links if link.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the same site: its name, its relative address (empty for the page it stands on), and its kind."""

    words: str
    address: str
    kind: str = ""
