"""What the finders of mentions yield: words that may point at a work, before it is settled which one they mean."""

import re
from dataclasses import dataclass

from kg.works.ids import slug

_QUOTES = re.compile(r"[\"“”‘’']")
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)


IDENTIFIED = frozenset({"link", "url", "arxiv", "doi", "pmid", "isbn", "catalogue"})
"""The rules that find a work itself, and not only a name of it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that may point at a work.

    `work` is its id, or "" where only names tell; `names` are what the words call it; `author` is the surname
    that stands in them; `kinds` are the groups of kinds it can be, `words` what a nickname is made of, `year` the year
    it gives; `because` is what joined a name with a work, `title` the words where they are a title.
    """

    start: int
    end: int
    rule: str
    sure: float
    work: str = ""
    url: str | None = None
    names: tuple[str, ...] = ()
    author: str = ""
    kinds: frozenset[str] = frozenset()
    because: str | None = None
    title: str | None = None
    words: str = ""
    year: int | None = None
    forename: str = ""

    @property
    def makers(self) -> frozenset[str]:
        """The names by which the maker may be called again."""
        return frozenset({self.author, self.forename} - {""})


def title_slug(words: str) -> str:
    """The id of a work that is known by its title only: the title before its colon, `Don't Eat Honey` as
    `dont-eat-honey`."""
    head, _, rest = words.partition(": ")
    kept = head if rest and len(head.split()) > 1 and not generic(head) else words
    return slug(_QUOTES.sub("", kept))


_GENERIC = re.compile(
    r"(?:book |quick |paper |short )?(?:reviews?|notes?|summary|appendix|part|chapter|introduction|linkpost|post"
    r"|updates?|announcement|announcing)(?: \d+)?",
    re.IGNORECASE,
)


def generic(words: str) -> bool:
    """Whether the words before a colon say only what kind of thing it is: `Book Review`."""
    return _GENERIC.fullmatch(words.strip()) is not None


def name_key(words: str) -> str:
    """A name in the form that names are compared in: no article, no quotation marks, only words and digits."""
    return slug(_QUOTES.sub("", _ARTICLE.sub("", words.strip())))


def is_title(words: str) -> bool:
    """Whether the words of a link are a title rather than a part of the sentence."""
    row = words.split()
    return len(row) > 1 and len(words) > 5 and all(w[0].isupper() or w[0].isdigit() or len(w) < 4 for w in row)
