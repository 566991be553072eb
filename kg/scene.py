"""What a page shows: the answer to a question, and what stands around it in the graph."""

from dataclasses import dataclass, field

from kg.graph import Graph, Table


@dataclass(frozen=True, slots=True)
class Scene:
    """A question with its answer, for a view to draw.

    `title` is the question and `about` how to read the answer; `graph` holds the nodes and relations of the answer,
    `table` its rows as they came. `around` holds what a reader needs beside them and the question did not ask for: the
    posts that state the claims of the answer, with their words, who wrote them, and where. No node stands in both.
    `links` are the pages of the site that this one belongs to, each with its name and relative address; the address of
    this page is empty. All texts are hostile: they are set as text, never as markup.
    """

    title: str
    about: str
    graph: Graph
    around: Graph = field(default_factory=Graph)
    table: Table = field(default_factory=lambda: Table((), []))
    links: tuple[tuple[str, str], ...] = ()
