"""The kinds of identifier: for each the one form that kg writes, or nothing where it is none of that kind."""

import re
from collections.abc import Callable
from typing import NamedTuple
from unicodedata import normalize


class Known(NamedTuple):
    """An identifier in its one form (`arxiv:1706.03762`), and the version that was written with it (`7`)."""

    id: str
    version: str | None = None


_ARXIV = re.compile(
    r"(?i)(?:arxiv:\s?)?(?:(?P<new>[0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5})"
    r"|(?P<archive>[a-z][a-z-]{1,9})(?:\.[a-z]{2})?(?P<old>/[0-9]{7}))(?:v(?P<version>[0-9]{1,3}))?(?![a-z0-9])"
)
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
_PREPRINT = re.compile(r"(?P<doi>10\.(?:1101|64898)/[0-9.]+)v(?P<version>[0-9]{1,3})")
_ACL = re.compile(r"(?i)([a-z][0-9]{2}-[0-9]{4,5}|[0-9]{4}\.[a-z0-9_]+-[a-z0-9]+\.[0-9]+)(?:v([0-9]))?")
_TITLE = re.compile(r"(?P<language>[a-z][a-z-]{1,15}):(?P<title>.+)", re.DOTALL)
_PLAIN = {
    "pmid": re.compile(r"[1-9][0-9]{0,8}"),
    "openreview": re.compile(r"[A-Za-z0-9_-]{7,20}"),
    "lesswrong": re.compile(r"[A-Za-z0-9]{15,24}"),
    "eaforum": re.compile(r"[A-Za-z0-9]{15,24}"),
    "youtube": re.compile(r"[A-Za-z0-9_-]{11}"),
    "hn": re.compile(r"[1-9][0-9]{0,11}"),
    "tweet": re.compile(r"[1-9][0-9]{0,24}"),
}
_BEHIND = frozenset(
    "abs abstract asset citations citedby download epdf epub figure figures full full-text fulltext fulltext.html "
    "fulltext.pdf html htm info meta metrics pdf pdfdirect pdfplus peer-review preview references related reader "
    "review review-history suppinfo suppl suppl_file summary supplementary-material tables viewer xml".split()
)
_ENDINGS = frozenset(
    "abstract article-info article-metrics bib epdf epub external-links extract full full-text html htm long pdf "
    "pdf+html ris short supplementary-material xml".split()
)
_PMCID = re.compile(r"(?i)(?:pmc)?([1-9][0-9]{0,9})(?:\.[0-9])?")
_HYPHENS = re.compile(r"[\s\u2010-\u2015-]")
_ISBN_10, _ISBN_13 = re.compile(r"[0-9]{9}[0-9X]"), re.compile(r"97[89][0-9]{10}")
_REDDIT = re.compile(r"(?i)(?:t3_)?([0-9a-z]{2,9})")
_BLANKS = re.compile(r"[\s_]+")
_CLOSES = {")": "(", "]": "[", "}": "{", ">": "<", "”": "“", "’": "‘", "»": "«"}
_ABBREVIATION = re.compile(r"(?:^|[\s_./-])(?:[A-Z]|Inc|Co|Corp|Ltd|Jr|Sr|Bros|Esq)\.\Z")


def made(kind: str, value: str) -> Known | None:
    """The one form of an identifier of this kind; None where `value` is none."""
    value = trimmed(value.strip())
    if form := _FORMS.get(kind):
        return form(value)
    pattern = _PLAIN.get(kind)
    return Known(f"{kind}:{value}") if pattern and pattern.fullmatch(value) else None


def trimmed(text: str) -> str:
    """Without the marks of the sentence around it: stops, quotes and brackets that it closes but does not open."""
    if text[-1:].isalnum():  # most end so
        return text
    end = len(text)
    while end:
        mark = text[end - 1]
        if mark == "." and _ABBREVIATION.search(text, max(0, end - 6), end):
            break
        if mark in ".,;:…″":
            end -= 1
        elif text.endswith("**", 0, end):  # bold, in Markdown
            end -= 2
        elif mark in _CLOSES:
            # A run of marks at once: counting again for each takes the square of the time where there are many.
            run = end - len(text[:end].rstrip(mark))
            surplus = text.count(mark, 0, end) - text.count(_CLOSES[mark], 0, end)
            if surplus <= 0:
                break
            end -= min(run, surplus)
        elif mark in "\"'" and text.count(mark, 0, end) % 2:
            end -= 1
        else:
            break
    return text[:end]


def _arxiv(value: str) -> Known | None:
    match = _ARXIV.match(value)
    if match is None:
        return None
    return Known(f"arxiv:{match['new'] or match['archive'].lower() + match['old']}", match["version"])


def _doi(value: str) -> Known | None:
    if "&" in value:
        value = value.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    match = _DOI.match(value)
    if match is None:
        return None
    doi = trimmed(match[0]).lower()
    if doi.startswith("10.48550/arxiv."):
        return _arxiv(doi.removeprefix("10.48550/arxiv."))
    if preprint := _PREPRINT.fullmatch(doi):
        return Known(f"doi:{preprint['doi']}", preprint["version"])
    return Known(f"doi:{doi}")


def _page(value: str) -> Known | None:
    """A DOI with what publishers put behind it: `10.1101/2020.03.22.002386v3.full.pdf`."""
    pieces = value.removeprefix("info:doi/").removeprefix("doi:").split("/")
    until = 2
    while until < len(pieces) and pieces[until].lower() not in _BEHIND:
        until += 1
    doi = "/".join(pieces[:until])
    while "." in doi and doi.rpartition(".")[2].lower() in _ENDINGS:
        doi = doi.rpartition(".")[0]
    return _doi(doi)


def _pmcid(value: str) -> Known | None:
    digits = _PMCID.fullmatch(value)
    return Known(f"pmcid:PMC{digits[1]}") if digits else None


def _isbn(value: str) -> Known | None:
    """13 digits; ten are made thirteen. None where the check digit is wrong."""
    digits = _HYPHENS.sub("", value).upper()
    if _ISBN_10.fullmatch(digits):
        weighed = sum((10 - n) * (10 if d == "X" else int(d)) for n, d in enumerate(digits))
        return Known(f"isbn:978{digits[:9]}{_check('978' + digits[:9])}") if weighed % 11 == 0 else None
    right = _ISBN_13.fullmatch(digits) and digits[12] == _check(digits[:12])
    return Known(f"isbn:{digits}") if right else None


def _check(digits: str) -> str:
    return str(-sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(digits)) % 10)


def _reddit(value: str) -> Known | None:
    match = _REDDIT.fullmatch(value)
    return Known(f"reddit:{match[1].lower()}") if match else None


def _acl(value: str) -> Known | None:
    match = _ACL.fullmatch(value)
    if match is None:
        return None
    # Before 2020 a letter and a year (P19-1001), since then a year and a venue (2020.acl-main.463).
    return Known(f"acl:{match[1].upper() if match[1][0].isalpha() else match[1].lower()}", match[2])


def _wikipedia(value: str) -> Known | None:
    """`en:Title_With_Underscores`, as MediaWiki itself writes titles: the first letter large, no section."""
    match = _TITLE.fullmatch(value)
    if match is None:
        return None
    title = "_".join(_BLANKS.split(match["title"].partition("#")[0])).strip("_")
    title = trimmed(normalize("NFC", title).removesuffix("/")).strip("_/")
    if not title:
        return None
    first = title[0].upper() if len(title[0].upper()) == 1 else title[0]
    return Known(f"wikipedia:{match['language']}:{first}{title[1:]}")


_FORMS: dict[str, Callable[[str], Known | None]] = {
    "arxiv": _arxiv,
    "doi": _doi,
    "page": _page,
    "pmcid": _pmcid,
    "isbn": _isbn,
    "reddit": _reddit,
    "acl": _acl,
    "wikipedia": _wikipedia,
}

NAMES = frozenset({*_FORMS, *_PLAIN}) - {"page"}
"""Every kind that an id may begin with, but `url`."""
