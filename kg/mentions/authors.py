"""Works cited by author and year, as papers do: "Smith et al. (2023)", "Smith and Jones 2019", "(Smith, 2019)"."""

import re
from collections.abc import Iterator

from kg.mentions.hits import Hit, name_key
from kg.mentions.words import every
from kg.works.ids import slug

_NAME = r"[A-ZÀ-Þ][\w-]{1,30}(?:['’](?!s\b)\w{1,20})?"
_YEAR = r"(?:19|20)\d\d[a-z]?"
_FIRST = r"[A-ZÀ-Þ](?<!\w.)[\w-]{1,30}(?:['’](?!s\b)\w{1,20})?"
_ET_AL = re.compile(
    rf"(?P<who>{_FIRST})(?:, {_NAME}){{0,3}},? et al\b\.?(?:['’]s)?(?:,? [(\[]?(?P<year>{_YEAR})[)\]]?)?"
)
_TWO = re.compile(
    rf"(?P<who>{_FIRST})(?:, {_NAME}){{0,3}},? (?:and|&) (?P<other>{_NAME}),? "
    rf"(?:[(\[](?P<year>{_YEAR})[)\]]|(?P<bare>{_YEAR}))(?![\w-])"
)
_ONE = re.compile(rf"(?P<who>{_FIRST})(?:['’]s)? [(\[](?P<year>{_YEAR})(?:[,:] ?p?p?\. ?\d+)?[)\]]")
_INSIDE = re.compile(rf"[(\[](?:see |e\.g\.,? |cf\. )?(?P<cite>(?P<who>{_NAME}),? (?P<year>{_YEAR}))(?=[)\];,])")
_SOME_YEAR = re.compile(r"(?:19|20)\d\d")


def find(text: str, digits: bool = True) -> Iterator[Hit]:
    """A Hit for each work that is cited so."""
    if " et al" in text:
        yield from (_hit(m, m["year"]) for m in _ET_AL.finditer(text))
    if not digits or _SOME_YEAR.search(text) is None:
        return
    for match in _TWO.finditer(text):
        if match["who"] not in every("months"):
            yield _hit(match, match["year"] or match["bare"], match["other"])
    for pattern in (_ONE, _INSIDE):
        for match in pattern.finditer(text):
            who = match["who"]
            if who not in every("months") and who not in every("always") and not who.isupper():
                yield _hit(match, match["year"])


def _hit(match: re.Match[str], year: str | None, other: str | None = None) -> Hit:
    """The bracket around the year belongs to it where it is opened inside."""
    start, words, who = match.start(), match[0], match["who"]
    if match.re is _INSIDE:
        start, words = match.start("cite"), match["cite"]
    if words[-1] in ")]" and "(" not in words and "[" not in words:
        words = words[:-1]
    work = slug(" ".join(filter(None, (who, other, "et al" if "et al" in words else "", year))))
    return Hit(
        start, start + len(words), "author", 0.8 if year else 0.7, work,
        names=(name_key(words),), author=slug(who), kinds=frozenset({"paper"}), year=int(year[:4]) if year else None,
    )  # fmt: skip
