"""Joins names with the works they mean, where a link nearby, a title, an acronym, a maker or a year says so."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from kg.mentions import authors, makers
from kg.mentions.glance import glance
from kg.mentions.hits import IDENTIFIED, Hit, name_key
from kg.mentions.shelf import Known, Shelf
from kg.mentions.words import every
from kg.works.ids import slug

_BREAK = re.compile(r"[.!?]\s+[A-Z\"“]")
_CLOSE = re.compile(
    r"[\"”'’*_]*\s?[(\[:,–—-]{0,2}\s?(?:(?:pdf|link|paper|abs|DOI|see|at|from)\b:?)?\s?[(\[<]?(?:[*_])?", re.IGNORECASE
)
_POINTS = re.compile(r"(?:is|are|was|can be found|is available)? ?\(?$")
_NUMBER = re.compile(r"(?:arxiv|doi|https?)\b|10\.\d", re.IGNORECASE)
_ARXIV_YEAR = re.compile(r"^arxiv:(\d\d)\d\d\.")
_CHAIN = 20
"""So many posts up the answers a work counts as nearer than one elsewhere."""


def settle(
    texts: Sequence[str], hits: Sequence[Sequence[Hit]], parents: Sequence[int | None], shelf: Shelf
) -> list[list[Hit]]:
    """The hits of each post, every name with the work that it means where something says which."""
    for number, (text, row) in enumerate(zip(texts, hits, strict=True)):
        for hit in row:
            if hit.rule in IDENTIFIED:
                shelf.add(_identified(text, hit, number))
    beside = [_beside(text, row) for text, row in zip(texts, hits, strict=True)]
    for number, found in enumerate(beside):
        for hit, other in found.values():
            year = hit.year or year_of(other.work)
            names = (*hit.names, *other.names)
            shelf.add(Known(other.work, (number, hit.start), names, hit.makers, hit.kinds, year))
    return [_settled(number, texts[number], row, beside[number], parents, shelf) for number, row in enumerate(hits)]


def _settled(
    number: int,
    text: str,
    row: Sequence[Hit],
    beside: dict[int, tuple[Hit, Hit]],
    parents: Sequence[int | None],
    shelf: Shelf,
) -> list[Hit]:
    done: list[Hit] = []
    for hit in row:
        if hit.rule in IDENTIFIED:
            done.append(hit)
        elif hit.start in beside:
            other = beside[hit.start][1]
            words = text[other.start : other.end]
            done.append(replace(hit, work=other.work, sure=max(hit.sure, 0.8), because=f"beside: {words}"))
        else:
            done.append(_named(hit, shelf, number, parents))
    return done


def year_of(work: str) -> int | None:
    """The year that an arXiv number tells."""
    match = _ARXIV_YEAR.match(work)
    return 2000 + int(match[1]) if match else None


def _host(url: str | None) -> str:
    """The site of an address as one word: `https://www.joecarlsmith.com/x` as `joecarlsmith`."""
    try:
        host = (urlsplit(url).hostname or "") if url else ""
    except ValueError:
        return ""
    return slug("".join(host.removeprefix("www.").split(".")[:-1])).replace("-", "")


def _identified(text: str, hit: Hit, number: int) -> Known:
    """What a link or an identifier tells about its work."""
    words = text[hit.start : hit.end]
    made = [*authors.find(words), *makers.find(words, glance(words))] if hit.rule == "link" else []
    called: frozenset[str] = frozenset().union(*(m.makers for m in made))
    kinds = hit.kinds.union(*(m.kinds for m in made))
    return Known(hit.work, (number, hit.start), hit.names, called, kinds, year_of(hit.work), _host(hit.url))


def _beside(text: str, row: Sequence[Hit]) -> dict[int, tuple[Hit, Hit]]:
    """The names that a link or an identifier stands right behind, by where they begin, with it."""
    found: dict[int, tuple[Hit, Hit]] = {}
    last: Hit | None = None
    for hit in reversed(row):
        if hit.rule in IDENTIFIED:
            last = hit
        elif last is not None and last.start - hit.end <= 120 and _tells(text, hit, last):
            found[hit.start] = (hit, last)
    return found


def _tells(text: str, name: Hit, link: Hit) -> bool:
    gap = text[name.end : link.start]
    words = text[link.start : link.end]
    bare = link.rule != "link" or words.casefold().strip(" .") in every("pointers") or _NUMBER.match(words)
    if not bare or gap.count("\n") > 1 or _BREAK.search(gap):
        return False
    if _CLOSE.fullmatch(gap) or (len(gap) < 30 and _POINTS.search(gap.strip())):
        return True
    if not name.author:
        return False
    return (len(gap) <= 80 and gap.rstrip().endswith((":", "("))) or (
        len(name.author) > 3 and name.author in _host(link.url)
    )


def _named(hit: Hit, shelf: Shelf, number: int, parents: Sequence[int | None]) -> Hit:
    """The name with the best work on the shelf; as it is where none fits, and then on the shelf itself."""
    for because, candidates in _ways(hit, shelf, number):
        fitting = [k for k in candidates if not (hit.kinds and k.kinds) or alike(hit.kinds, k.kinds)]
        if fitting:
            best = min(fitting, key=lambda k: _distance(k, hit, number, parents))
            return replace(hit, work=best.work, sure=max(hit.sure, 0.7), because=because)
    shelf.add(Known(hit.work, (number, hit.start), hit.names, hit.makers, hit.kinds, hit.year, identified=False))
    return hit


def alike(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether two sets of kinds can be those of one work: a paper and a report can."""
    return bool(one & two) or (one | two) <= {"paper", "report"}


def _ways(hit: Hit, shelf: Shelf, post: int) -> Iterator[tuple[str, Iterable[Known]]]:
    """What can say which work a name means, the surest first, each with the works it speaks for."""
    yield "the same title", [k for name in hit.names for k in shelf.titled(name, post)]
    words = [w for w in name_key(hit.words).split("-") if w and w not in every("small") and w not in every("generic")]
    if len(words) == 1:
        yield "its initials", shelf.abbreviated(words[0], post)
    if hit.rule == "nickname" and words and max(map(len, words)) > 3:
        yield "words of the title", shelf.with_words(words, post)
    if hit.author:
        yield "its maker", [k for k in shelf.by(hit.author, post) if hit.year is None or k.year in (None, hit.year)]
    elif hit.year is not None and hit.kinds:
        row = [k for k in shelf.of_year(hit.year, post) if k.kinds and alike(hit.kinds, k.kinds)]
        yield "its year", row if len({k.work for k in row}) == 1 else []
    if hit.rule == "author" and not hit.author and words:
        wanted = [w for w in words if not w.isdigit()]
        yield "the same words", [k for k in shelf.with_words(wanted, post) if not k.identified]


def _distance(known: Known, hit: Hit, number: int, parents: Sequence[int | None]) -> tuple[int, int, int]:
    """How far a known work is from a name: in the same post, in those it answers, anywhere, in the catalogue."""
    post, start = known.place
    if post < 0:
        return (4, 0, 0)
    if post == number:
        return (0, 0, abs(start - hit.start))
    at = parents[number]
    for steps in range(_CHAIN):
        if at is None:
            break
        if at == post:
            return (1, steps, start)
        at = parents[at]
    return (2 if post < number else 3, abs(post - number), start)
