"""The words of posts that a page carries: whole where there is room, else a window around each claim and evidence."""

from collections import defaultdict
from collections.abc import Callable

from kg.views._numbered import Numbered
from kg.views._said import Said

Contexts = dict[int, tuple[int, list[tuple[int, int]]]]
"""For each post how long it is, and its windows: where one begins, in code points, and which text of the page it is."""

_REACHES = (None, 600, 300, 150, 60, 0)  # code points kept on both sides of what is pointed at; None keeps all
_ROOM = (200_000, 900, 450_000)  # bytes of posts in a page: at least, for each node of the answer, at most


def contexts(scene: Numbered, said: Said, put: Callable[[str], int]) -> Contexts:
    """For each post that a node stands in: how long it is, and the windows of its words, kept by `put`."""
    texts = {
        post: text
        for post in sorted({post for post in said.posts if post is not None})
        if isinstance(text := scene.nodes[post].properties.get("text"), str)
    }
    spans = _spans(scene, said)
    around = [post for post in texts if post >= scene.answer]
    least, each, most = _ROOM
    room = min(max(least, each * scene.answer), most)
    for reach in _REACHES:
        cut = {post: _cut(texts[post], spans[post], reach) for post in around}
        if sum(len(text.encode("utf-8", "replace")) for windows in cut.values() for _, text in windows) <= room:
            break
    # A post of the answer itself is in the page as it is: nothing of an answer is left out.
    cut |= {post: [(0, text)] for post, text in texts.items() if post < scene.answer}
    return {post: (len(texts[post]), [(at, put(text)) for at, text in cut[post]]) for post in texts}


def _spans(scene: Numbered, said: Said) -> dict[int, list[tuple[int, int]]]:
    """What is pointed at in each post: claims, and the words that relations rest on."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    index = {ref: i for i, ref in enumerate(scene.refs)}
    for node, post in zip(scene.nodes, said.posts, strict=True):
        start, end = node.properties.get("start_char"), node.properties.get("end_char")
        if post is not None and isinstance(start, int) and isinstance(end, int):
            spans[post].append((start, end))
    for relation in scene.relations:
        properties = relation.properties
        post = index.get(("Post", str(properties.get("evidence_post"))))
        start, end = properties.get("evidence_start"), properties.get("evidence_end")
        if post is not None and isinstance(start, int) and isinstance(end, int):
            spans[post].append((start, end))
    return spans


def _cut(text: str, spans: list[tuple[int, int]], reach: int | None) -> list[tuple[int, str]]:
    """The windows of a text around its spans, each with its place; those that touch are one."""
    if reach is None or not spans:
        return [(0, text if reach is None else text[: 2 * reach])]
    windows: list[list[int]] = []
    for start, end in sorted(spans):
        start, end = max(0, start - reach), min(len(text), end + reach)
        if windows and start <= windows[-1][1]:
            windows[-1][1] = max(windows[-1][1], end)
        elif start < end:
            windows.append([start, end])
    return [(start, text[start:end]) for start, end in windows]
