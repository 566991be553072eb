"""What readers yield: a discussion with its posts, their untouched words, who wrote them and what they answer."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """One file that was read: `id` is the first 12 hex digits of `sha256`, `name` is the path as it was given."""

    id: str
    name: str
    format: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who wrote a post. `name` is None where the source names nobody."""

    id: str
    name: str | None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A run of characters of a post and where the same characters stand in a plain-text document."""

    text: int
    document: int
    length: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of a post that its source marks as a quote; `post` is the quoted post where the source says so."""

    start: int
    end: int
    post: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link whose target is not in the words themselves: the span of its words, and the target as written.

    A span of no words, 0 to 0, says that the post as a whole points there, as a link post does.
    """

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Reaction:
    """A mark that somebody put on a post or on some words of it; `name` as the site calls it (`agree`, `+1`)."""

    speaker: Speaker
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim that the source itself marks as one, as argument maps do; `kind` is `claim`, `premise`, `question`."""

    post: str
    start: int
    end: int
    kind: str = "claim"


@dataclass(frozen=True, slots=True)
class Tie:
    """What the source itself says one stated claim does to another: a stance of the ontology and two places in
    `Discussion.stated`."""

    type: str
    source: int
    target: int


@dataclass(slots=True)
class Post:
    """One contribution. Offsets everywhere count Unicode code points of `text`, end exclusive.

    `speaker` is None where the source gives no name: the `speakers` extractor then tells them apart.
    `text` is None for a post that is only pointed at (the parent of a reply, outside the source).
    `reply_to` is a post id. `position` is the post's place in the source's order, from 0.
    """

    id: str
    text: str | None
    speaker: Speaker | None
    document: Document
    reply_to: str | None = None
    source_id: str | None = None
    posted: str | None = None
    edited: str | None = None
    retracted: bool = False
    answer: bool = False  # the site marks it as an answer to the question that opened the discussion
    url: str | None = None
    score: int | None = None
    position: int = 0
    title: str | None = None
    reply_confidence: float = 1.0
    above: tuple[str, ...] = ()  # what it answers, from the nearest to the farthest, where the source names several
    places: tuple[Place, ...] = ()
    quotes: tuple[Passage, ...] = ()
    links: tuple[Link, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    sources: frozenset[str] = frozenset()
    asides: tuple[tuple[int, int], ...] = ()  # spans that are no part of what is argued, such as a signature
    voice: int | None = None  # posts of one discussion with the same number seem to be one person's, who has no name

    def __post_init__(self) -> None:
        if not self.sources:
            self.sources = frozenset({self.document.name})

    def unquoted(self) -> str:
        """Its words without the passages it quotes; each leaves a line end behind."""
        text, at, parts = self.text or "", 0, []
        for passage in self.quotes:
            parts.append(text[at : passage.start])
            at = passage.end
        return "\n".join([*parts, text[at:]])


@dataclass(slots=True)
class Discussion:
    """A thread, feed or page: `id` is `site:native-id`, or the document's hash where the source has no id."""

    id: str
    site: str
    posts: list[Post]
    title: str | None = None
    url: str | None = None
    named: bool = True  # False where the source has no names at all, so that speakers are to be told apart
    skipped: dict[str, int] = field(default_factory=dict)  # what was passed over and why: {"deleted post": 2}
    owed: set[str] = field(default_factory=set)  # source ids of posts that it names and does not hold
    stated: list[Stated] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.skipped = {what: n for what, n in sorted(self.skipped.items()) if n}

    def by_id(self) -> dict[str, Post]:
        """The posts by their ids."""
        return {post.id: post for post in self.posts}

    def with_text(self) -> Iterator[Post]:
        """The posts that have words, in order."""
        return (post for post in self.posts if post.text)
