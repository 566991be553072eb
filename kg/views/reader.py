"""The source text itself, with claims, quotes and citations marked in place and what was said to each beside it."""

from collections.abc import Iterator

from kg.scene import Scene
from kg.views._debate import NOBODY, Debate, debate, moment
from kg.views._margin import Margin
from kg.views._marks import Mark, by_line, marks_of, pieces
from kg.views._markup import Markup, is_web, join, link, tag
from kg.views._page import empty, head, page, read
from kg.views._tints import tints


def draw(scene: Scene) -> str:
    """The page for a scene; marks and notes lead to each other without script, which only lights up both."""
    found = debate(scene)
    posts = _posts(scene, found)
    if not posts:
        return empty(scene)
    marks = marks_of(posts, found)
    margin = Margin(found, marks)
    body = join(head(scene), _legend(marks), _discussions(scene.title, found, posts, marks, margin))
    return page(scene, body, tints() + read("reader.css"), [read("reader.js")])


def _posts(scene: Scene, found: Debate) -> list[str]:
    """The posts of the answer, and those in which its claims stand; each discussion in its own order."""
    wanted = {id for label, id in scene.graph.nodes if label == "Post"}
    for relation in found.relations:
        if relation.type in ("STATES", "QUOTES", "CITES") and relation.target in found.own:
            wanted.add(relation.source[1])
    if not wanted and not found.own:
        wanted = set(found.posts)
    return sorted((id for id in wanted if id in found.posts), key=found.order)


def _legend(marks: dict[str, list[Mark]]) -> Markup:
    counts = {
        kind: len({m.key for found in marks.values() for m in found if m.kind == kind})
        for kind in ("claim", "quote", "cites")
    }
    named = (("claim", "claim", "claims"), ("quote", "quote", "quotes"), ("cites", "citation", "citations"))
    items = (
        tag("li", tag("mark", f"{counts[kind]:,} {one if counts[kind] == 1 else many}", class_=kind))
        for kind, one, many in named
        if counts[kind]
    )
    return tag("ul", items, class_="legend", aria_label="What is marked")


def _discussions(
    question: str, found: Debate, posts: list[str], marks: dict[str, list[Mark]], margin: Margin
) -> Iterator[Markup]:
    before = None
    for id in posts:
        title = found.discussions.get(id, "")
        if title != before or before is None:
            yield tag("h2", "Posts" if title in ("", question) else title, dir="auto")
            before = title
        yield _post(found, id, marks[id], margin)


def _post(found: Debate, id: str, marks: list[Mark], margin: Margin) -> Markup:
    node = found.posts[id].properties
    text = str(node.get("text") or "")
    who = ", ".join(found.writers.get(id, ())) or NOBODY
    when = str(node.get("posted") or "")
    url = str(node.get("url") or "")
    about = [
        tag("h3", who, dir="auto"),
        " ",
        tag("time", moment(when)) if when else None,
        " ",
        link("at the source", url) if is_web(url) else None,
    ]
    if not text:
        return tag(
            "article",
            tag("div", about, class_="who"),
            tag("p", "The source holds no words of this post.", class_="soft"),
        )
    rows = []
    lines = list(_paragraphs(text))
    for (start, end), here in zip(lines, by_line(marks, lines), strict=True):
        notes = [note for mark in here if mark.start >= start for note in margin.notes(mark)]
        words = tag("p", pieces(text, start, end, here, margin), class_="text", dir="auto")
        rows.append(tag("div", words, tag("div", notes, class_="margin") if notes else None, class_="row"))
    return tag("article", tag("div", about, class_="who"), rows)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The places of the lines of a text; empty lines go with the one before, so that no character is lost."""
    start = at = 0
    while at < len(text):
        cut = text.find("\n", at)
        at = len(text) if cut < 0 else cut + 1
        while at < len(text) and text[at] in "\r\n\t ":
            if text[at] == "\n" or text[at : at + 2] == "\r\n":
                at += 1
                continue
            break
        yield start, at
        start = at
