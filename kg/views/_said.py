"""Who said what is in the picture, when, and in which discussion: speaker, time and group of a card follow from it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from kg.views._numbered import Numbered

_PART_OF_A_DATE = re.compile(r"\d{4}(-\d\d)?")


@dataclass(frozen=True, slots=True)
class Said:
    """For each node: the nodes of its speakers, its time (UTC, to the minute), its post and its discussion, or None."""

    speakers: list[list[int]]
    times: list[str | None]
    posts: list[int | None]
    discussions: list[int | None]


def said(scene: Numbered) -> Said:
    """What the relations of the scene tell of each claim and post."""
    index = {ref: i for i, ref in enumerate(scene.refs)}
    posts: list[int | None] = [None] * len(scene.refs)
    stated: dict[int, int] = {}
    by: list[dict[int, None]] = [{} for _ in scene.refs]
    part_of: dict[int, int] = {}
    for relation, (source, target) in zip(scene.relations, scene.ends, strict=True):
        if relation.type in ("ASSERTS", "WROTE"):
            by[target][source] = None
        elif relation.type == "STATES":
            stated.setdefault(target, source)
        elif relation.type == "PART_OF":
            part_of.setdefault(source, target)
    for i, (ref, node) in enumerate(zip(scene.refs, scene.nodes, strict=True)):
        if ref[0] == "Post":
            posts[i] = i
        elif ref[0] == "Claim":
            posts[i] = index.get(("Post", str(node.properties.get("post"))), stated.get(i))
    at = [None if post is None else scene.nodes[post].properties.get("posted") for post in posts]
    return Said(
        [sorted(own) if own or post is None else sorted(by[post]) for own, post in zip(by, posts, strict=True)],
        [moment(time) if isinstance(time, str) else None for time in at],
        posts,
        [None if post is None else part_of.get(post) for post in posts],
    )


def moment(text: str) -> str | None:
    """A time of ISO 8601 in UTC to the minute, as text that sorts; None where it is none."""
    if _PART_OF_A_DATE.fullmatch(text):
        text = f"{text}-01-01"[:10]
    try:
        time = datetime.fromisoformat(text)
        time = time.astimezone(UTC) if time.tzinfo else time
    except (ValueError, OverflowError):
        return None
    return time.replace(tzinfo=None).isoformat(timespec="minutes")
