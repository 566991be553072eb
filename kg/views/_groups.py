"""Groups of a picture that is too large to be read at once: by discussion or by speaker, each a card that opens."""

from collections import Counter
from dataclasses import dataclass

from kg.views._layout import Place, arrange
from kg.views._numbered import Numbered
from kg.views._said import Said

MOST = 2000
"""More nodes than these are shown in groups."""


@dataclass(frozen=True, slots=True)
class Groups:
    """`by` says what the groups are; `heads[g]` is the node a group is called after, or None; `home` is each node's."""

    by: str
    heads: list[int | None]
    home: list[int]


def grouped(scene: Numbered, said: Said) -> Groups:
    """The nodes of the answer by discussion or by speaker, whichever gives the smaller groups."""
    ways = {
        "discussion": said.discussions[: scene.answer],
        "speaker": [own[0] if own else None for own in said.speakers[: scene.answer]],
    }
    found = [_way(scene, by, own) for by, own in ways.items()]
    return min(found, key=lambda groups: max(Counter(groups.home).values()))


def _way(scene: Numbered, by: str, own: list[int | None]) -> Groups:
    """Each node with its own head; one without, with the head that most of its neighbours have."""
    near: list[Counter[int]] = [Counter() for _ in own]
    for source, target in scene.ends[: scene.asked]:
        for node, other in ((source, target), (target, source)):
            head = own[other]
            if head is not None:
                near[node][head] += 1
    heads: dict[int | None, int] = {}
    home = []
    chosen = {head for head in own if head is not None}
    for node, head in enumerate(own):
        if head is None:
            votes = near[node]
            head = node if node in chosen else min(votes, key=lambda h: (-votes[h], h), default=None)
        home.append(heads.setdefault(head, len(heads)))
    return Groups(by, list(heads), home)


def inside(groups: Groups, sizes: list[Place], ends: list[tuple[int, int]]) -> tuple[list[Place], list[Place]]:
    """The place of each node in its own group, and how wide and high each group is."""
    members: list[list[int]] = [[] for _ in groups.heads]
    for node, group in enumerate(groups.home):
        members[group].append(node)
    at = {node: i for own in members for i, node in enumerate(own)}
    links: list[list[tuple[int, int]]] = [[] for _ in groups.heads]
    for source, target in ends:
        if groups.home[source] == groups.home[target]:
            links[groups.home[source]].append((at[source], at[target]))
    places: list[Place] = [(0.0, 0.0)] * len(sizes)
    extents = []
    for own, inner in zip(members, links, strict=True):
        found = arrange([sizes[n] for n in own], inner)
        for node, place in zip(own, found, strict=True):
            places[node] = place
        extents.append(
            (
                max(places[n][0] + sizes[n][0] / 2 for n in own),
                max(places[n][1] + sizes[n][1] / 2 for n in own),
            )
        )
    return places, extents
