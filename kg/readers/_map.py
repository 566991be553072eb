"""An argument map on its way to a discussion: posts, the claims they state, and the ties between those."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from kg.discussion import Discussion, Post, Speaker, Stated, Tie
from kg.reading.source import Source

if TYPE_CHECKING:
    from pydantic import BaseModel

_M = TypeVar("_M", bound="BaseModel")


@dataclass
class Map:
    """The map so far; `places` has for each claim, by its name in the source, its place in `stated`."""

    source: Source
    site: str
    posts: list[Post] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    ties: dict[Tie, None] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)
    _spans: dict[tuple[str, int, int], int] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id of the discussion; the ids of its posts begin with it."""
        return f"{self.site}:{self.source.document.id}"

    def post(self, name: str, text: str, speaker: Speaker | None = None, **more: Any) -> Post:
        """Add a post, known as `name` in the source."""
        place = len(self.posts)
        post = Post(f"{self.id}@{name}", text, speaker, self.source.document, source_id=name, position=place, **more)
        self.posts.append(post)
        return post

    def state(self, name: str, post: Post, start: int = 0, end: int | None = None, kind: str = "claim") -> None:
        """Add the claim that the source knows as `name`: the whole post, or a part; of two names for it one counts."""
        stop = len(post.text or "") if end is None else end
        place = self._spans.setdefault((post.id, start, stop), len(self.stated))
        if place == len(self.stated):
            self.stated.append(Stated(post.id, start, stop, kind))
        self.places[name] = place

    def tie(self, type: str, source: str, target: str) -> None:
        """Add what one claim does to another; what names no claim, or one claim twice, is counted."""
        a, b = self.places.get(source), self.places.get(target)
        if a is None or b is None:
            self.skipped["relation with an end that is no claim"] += 1
        elif a == b:
            self.skipped["relation of a claim to itself"] += 1
        else:
            self.ties[Tie(type, a, b)] = None

    def discussion(self, title: str | None = None) -> Discussion:
        """The whole map; nobody is told apart in it whom the source does not name."""
        return Discussion(
            self.id, self.site, self.posts, title, skipped=self.skipped, stated=self.stated, ties=list(self.ties)
        )


def rows(model: type[_M], listed: Any, skipped: Counter[str]) -> Iterator[_M]:
    """The rows of a list that are what they should be; the others are counted."""
    from pydantic import ValidationError  # the text export of a map needs none

    for row in listed if isinstance(listed, list) else ():
        try:
            yield model.model_validate(row)
        except ValidationError:
            skipped["broken row"] += 1
