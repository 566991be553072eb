"""What people write: the address, or the identifier, in a stretch of text."""

import re

from kg.works import kinds
from kg.works.kinds import Known, trimmed

_LINK = re.compile(r"(?i)(?:https?|ftp):/+[^/\s]\S*")
_BARE = re.compile(r"https?://[^\s\\\"'<>()\[\]]+")
_CLOSES = {"<": ">", "'": "'"}

_NEW = r"[0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5}(?:v[0-9]{1,3})?"
_OLD = r"[a-z-]{2,10}(?:\.[a-z]{2})?/[0-9]{7}(?:v[0-9]{1,3})?"
_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga"
    "|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics"
    "|plasm-ph|q-alg|q-bio|quant-ph|solv-int|stat|supr-con"
)
_BLANK = "[ \u2010-\u2015-]?"
_IN_WORDS = (
    ("arxiv", re.compile(rf"(?i)\barxiv(?:\.org)?\s?[:/ ]\s?(?:abs/)?({_NEW}|{_OLD})")),
    ("doi", re.compile(r"(?<![\w.])(10\.[0-9]{4,9}(?:\.[0-9]+)*(?:/|%2[Ff])\S+)")),
    ("pmcid", re.compile(r"(?i)\b(PMC[0-9]{3,10})\b")),
    ("pmid", re.compile(r"(?i)\bPMID\s?:?\s?([0-9]{1,9})\b")),
    (
        "isbn",
        re.compile(
            r"(?i)\bISBN(?:[- ]?1[03])?\s?:?\s?((?:97[89][ \u2010-\u2015-]?)?(?:[0-9][ \u2010-\u2015-]?){9}[0-9X])\b"
        ),
    ),
)
_ALONE = (
    ("arxiv", re.compile(rf"(?i){_NEW}|(?:{_ARCHIVES})(?:\.[a-z]{{2}})?/[0-9]{{7}}(?:v[0-9]{{1,3}})?")),
    ("isbn", re.compile(r"97[89](?:[ -]?[0-9]){10}")),
    ("reddit", re.compile(r"t3_[0-9a-z]{2,9}")),
)


def link(text: str) -> str | None:
    """The address in a text; the Markdown, HTML or angle brackets around it do not belong to it."""
    if _BARE.fullmatch(text):  # most are nothing but an address
        return text
    match = _LINK.search(text.rpartition("](")[2].replace("\\/", "/"))
    if match is None:
        return None
    before = match.string[match.start() - 1] if match.start() else ""
    return trimmed(_balanced(match[0].partition(_CLOSES.get(before, '"'))[0]))


def _balanced(text: str) -> str:
    """Up to a bracket that it closes but does not open: that one belongs to what is written around it."""
    depth = 0
    for match in re.finditer(r"[()]", text):
        depth += 1 if match[0] == "(" else -1
        if depth < 0:
            return text[: match.start()]
    return text


def identifier(text: str) -> Known | None:
    """The identifier in a text, as identifiers are usually introduced; some are known without introduction."""
    for kind, pattern in _IN_WORDS:
        if (match := pattern.search(text)) and (known := kinds.made(kind, match[1])):
            return known
    for kind, pattern in _ALONE:
        if pattern.fullmatch(text) and (known := kinds.made(kind, text)):
            return known
    return None
