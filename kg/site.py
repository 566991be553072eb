"""The pages of a whole graph: one for each question with an answer, four for each discussion, and an index."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from kg import plugins
from kg.graph import Graph, Node
from kg.questions import queries
from kg.scene import Link, Scene
from kg.stores import Store
from kg.surroundings import stage
from kg.views._debate import debate, words
from kg.views._index import Card, Finder, index
from kg.views._page import empty
from kg.views._thumbnail import course, small

Page = tuple[str, str]
"""A file name and its text."""

_KINDS = ("outline", "reader", "timeline", "matrix")
_HOME = Link("All pages", "index.html")
_TITLE = "What was said, and what was said to it"
_DISCUSSIONS = "MATCH (d:Discussion) RETURN d ORDER BY d.id"
_POSTS = """
MATCH (post:Post)-[part:PART_OF]->(discussion:Discussion) WHERE discussion.id = $id
RETURN post, part, discussion ORDER BY post.position, post.id
"""


class Site:
    """Draws the pages one after the other and gathers what the index tells of them."""

    def __init__(self, store: Store, progress: Callable[[str], None]) -> None:
        self._store, self._progress = store, progress
        self._finder = Finder()
        self._groups: dict[str, list[Card]] = {"Discussions": []}

    def pages(self) -> Iterator[Page]:
        """All pages, the index last."""
        yield from self._discussions()
        yield from self._questions()
        discussions = len(self._groups["Discussions"])
        questions = sum(map(len, self._groups.values())) - discussions
        about = f"{_count(discussions, 'discussion')} and {_count(questions, 'question')} with an answer."
        yield "index.html", index(Scene(_TITLE, about, Graph()), list(self._groups.items()), self._finder)

    def _discussions(self) -> Iterator[Page]:
        homes: list[Node] = [row[0] for row in self._store.run(_DISCUSSIONS, {}).rows]
        scenes = (self._scene(home) for home in homes)
        ready = [(home, kinds) for home, scene in zip(homes, scenes, strict=True) if (kinds := _kinds(scene))]
        for place, (home, kinds) in enumerate(ready):
            self._progress(words(home))
            scene = self._scene(home)
            beside = [
                Link(f"{way} discussion", _name(ready[at][0], ready[at][1][0])) for way, at in _steps(ready, place)
            ]
            for kind in kinds:
                links = [Link(one.capitalize(), "" if one == kind else _name(home, one), one) for one in kinds]
                yield _name(home, kind), _draw(kind, replace(scene, links=(_HOME, *links, *beside)))
            self._keep(home, kinds, scene)

    def _keep(self, home: Node, kinds: list[str], scene: Scene) -> None:
        """Tell the index of a discussion."""
        found = debate(scene)
        if "reader" in kinds:
            self._finder.add(found, _name(home, "reader"))
        speakers = {who for post in found.posts for who in found.writers.get(post, ())}
        posts = sum(label == "Post" for label, _ in scene.graph.nodes)
        counts = (_count(posts, "post"), _count(len(speakers), "speaker"), _count(len(found.own), "claim"))
        links = tuple(Link(kind.capitalize(), _name(home, kind), kind) for kind in kinds)
        self._groups["Discussions"].append(Card(scene.title, links, course(scene), counts))

    def _scene(self, home: Node) -> Scene:
        table = self._store.run(_POSTS, {"id": home.id})
        return stage(self._store, words(home), f"A discussion of {_count(len(table.rows), 'post')}.", table)

    def _questions(self) -> Iterator[Page]:
        told = []
        for folder, found in queries.by_folder().items():
            for query in found:
                self._progress(query.title)
                scene = stage(self._store, query.title, query.about, queries.run(self._store, query, {}))
                if scene.table.rows:
                    told.append((folder, query, scene))
        for place, (folder, query, scene) in enumerate(told):
            beside = [Link(f"{way} question", f"{told[at][1].name}.html") for way, at in _steps(told, place)]
            kind = query.view if scene.graph.nodes else "table"
            yield f"{query.name}.html", _draw(kind, replace(scene, links=(_HOME, Link(query.title, ""), *beside)))
            counts = (_count(len(scene.table.rows), "row"), _count(len(scene.graph.nodes), "node"), kind)
            card = Card(query.title, (Link(query.title, f"{query.name}.html"),), small(scene), counts)
            self._groups.setdefault(f"Questions: {folder}", []).append(card)


def _kinds(scene: Scene) -> list[str]:
    """The kinds of page that have something to show of a discussion."""
    nothing = empty(scene)
    return [kind for kind in _KINDS if _draw(kind, scene) != nothing]


def _draw(kind: str, scene: Scene) -> str:
    page: str = plugins.get("views", kind).draw(scene)  # type: ignore[union-attr]
    return page


def _steps(pages: Sequence[object], place: int) -> list[tuple[str, int]]:
    """The pages before and after one, as far as there are any."""
    near = (("Previous", place - 1), ("Next", place + 1))
    return [(way, at) for way, at in near if 0 <= at < len(pages)]


def _name(home: Node, kind: str) -> str:
    """The file of a discussion's page: some of its title, and a hash of its id, since both are hostile."""
    slug = re.sub(r"[^a-z0-9]+", "-", words(home).lower())[:40].strip("-")
    mark = sha256(home.id.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return "-".join(part for part in ("discussion", slug, mark, kind) if part) + ".html"


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'s' * (number != 1)}"
