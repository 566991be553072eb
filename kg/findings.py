"""What extractors yield: speakers, quotes, claims, mentions and stances, each with its exact span."""

from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import sha256

from kg.discussion import Discussion, Speaker


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text of the post with id `post`, in code points, end exclusive."""

    post: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote the post `post`; `asserted` is False where it was worked out."""

    post: str
    speaker: Speaker
    asserted: bool = True


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of `span.post` that repeats words of `origin`, or of nobody on the page (None).

    `inline` ones stand within a sentence of whoever quotes, others on lines of their own.
    """

    span: Span
    origin: Span | None
    confidence: float
    rule: str
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A span that says something one can agree or disagree with.

    `kind` is `claim`, `premise` or `question`. `foreign` marks words quoted from outside the discussion:
    they have a place in the quoting post, and no speaker. `rule` is None where kg's own rules found it.
    """

    span: Span
    text: str
    kind: str
    foreign: bool = False
    rule: str | None = None

    @property
    def id(self) -> str:
        """Post, place and words; the words by the first 8 hex digits of their SHA-256."""
        words = sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        return f"{self.span.post}#{self.span.start}-{self.span.end}-{words}"


PAPERS = frozenset({"arxiv", "doi", "pmid", "pmcid", "openreview", "acl"})
"""Kinds of id that only scholarly works have."""


@dataclass(frozen=True, slots=True)
class Work:
    """A cited work; `id` is canonical (`arxiv:2311.08379`, `doi:10.…`, `url:…`, or a slug)."""

    id: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    url: str | None = None

    @property
    def label(self) -> str:
        """`Paper` for what has an id that only scholarly works have, else `Work`."""
        return "Paper" if self.id.partition(":")[0] in PAPERS else "Work"


@dataclass(frozen=True, slots=True)
class Listed:
    """A work of the user's catalogue: all its titles and nicknames, all its ids, and its kind (`paper`, `book` …)."""

    work: Work
    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a post that point at a work; `url` is the link as written.

    `because` says what joined a name with the work; `use` is how the work is used, in CiTO's words, with how sure
    that is and the words that say so.
    """

    span: Span
    work: Work
    confidence: float
    rule: str
    url: str | None = None
    because: str | None = None
    use: str | None = None
    use_confidence: float | None = None
    use_words: Span | None = None


Cues = tuple[str, ...]
"""What spoke for a target, each a name and its weight: `thesis +1.00` is added, `likely target ×0.62` multiplied."""


@dataclass(frozen=True, slots=True)
class Rival:
    """The claim that came second as a target, and what spoke for it."""

    target: str
    cues: Cues


@dataclass(frozen=True, slots=True)
class Stance:
    """What the claim `source` does to the claim or work `target` (their ids).

    `type` is one of the ontology's stances; `evidence` are the words that say so; `asserted` is True where the
    source itself says so, as an argument map does. `cues` and `rival` tell why it is this target.
    """

    type: str
    source: str
    target: str
    confidence: float
    rule: str
    evidence: Span
    asserted: bool = False
    cues: Cues = ()
    rival: Rival | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """The claim with id `place` says again what the earlier claim `first` says; both are one claim with two places.

    `quoted` is True where the later place is somebody else's words and no stand of whoever wrote it.
    """

    place: str
    first: str
    confidence: float
    rule: str
    quoted: bool = False


Finding = Author | Quote | Claim | Repeat | Mention | Stance


@dataclass(frozen=True, slots=True)
class Refused:
    """What a model gave for the post `post` and does not count: `what` it is, its words, and why, in a few words."""

    post: str
    what: str
    words: str
    why: str
    rule: str


@dataclass(slots=True)
class Found:
    """All findings of one discussion so far, for the extractors that build on them, and the works that the user
    listed."""

    authors: dict[str, Author] = field(default_factory=dict)
    quotes: dict[str, list[Quote]] = field(default_factory=lambda: defaultdict(list))
    claims: dict[str, list[Claim]] = field(default_factory=lambda: defaultdict(list))
    repeats: dict[str, Repeat] = field(default_factory=dict)
    mentions: dict[str, list[Mention]] = field(default_factory=lambda: defaultdict(list))
    stances: list[Stance] = field(default_factory=list)
    catalogue: tuple[Listed, ...] = ()

    def add(self, finding: Finding) -> None:
        """Keep one finding; all but stances and repeats are kept by the id of their post."""
        match finding:
            case Author():
                self.authors[finding.post] = finding
            case Quote():
                self.quotes[finding.span.post].append(finding)
            case Claim():
                self.claims[finding.span.post].append(finding)
            case Repeat():
                self.repeats[finding.place] = finding
            case Mention():
                self.mentions[finding.span.post].append(finding)
            case Stance():
                self.stances.append(finding)

    def one_speaker(self, post: str, other: str) -> bool:
        """Whether two posts are known to be by one speaker."""
        one, two = self.authors.get(post), self.authors.get(other)
        return one is not None and two is not None and one.speaker.id == two.speaker.id


def stated(discussion: Discussion) -> list[Claim]:
    """The claims that the source itself marks, in its order."""
    posts = discussion.by_id()
    return [
        Claim(Span(s.post, s.start, s.end), (posts[s.post].text or "")[s.start : s.end], s.kind)
        for s in discussion.stated
    ]
