"""Finds all mentions: what names a work, joined with the work it means, named again, and pointed back at."""

import re
from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from kg.discussion import Link
from kg.mentions import anaphora, authors, identifiers, makers, names, nicknames, titles
from kg.mentions import links as linked
from kg.mentions.glance import glance
from kg.mentions.hits import Hit, is_title
from kg.mentions.listed import Titles
from kg.mentions.shelf import Shelf
from kg.mentions.words import any_of, every

# Where two hits overlap, the rule with the smaller number keeps the words.
_RANK = {"link": 0, "url": 0, "arxiv": 1, "doi": 1, "pmid": 1, "isbn": 1, "title": 2, "quoted": 3, "author": 4}
_RANK |= {"catalogue": 2, "nickname": 5, "again": 6, "anaphor": 7}
_AGAIN = 200
"""So many titles of one text are looked for again."""


def find(text: str, links: Iterable[Link] = ()) -> list[Hit]:
    """The mentions of a text that stands alone, in order; none overlaps another."""
    return in_discussion([text], [links], [None], Shelf())[0]


def in_discussion(
    texts: Sequence[str],
    links: Sequence[Iterable[Link]],
    parents: Sequence[int | None],
    shelf: Shelf,
    listed: Titles | None = None,
) -> list[list[Hit]]:
    """The mentions of each post; `parents` gives the number of the post that each answers. Names mean the works that
    the discussion identifies, or the user's catalogue, which `shelf` and `listed` hold."""
    named = [_named(text, row, listed) for text, row in zip(texts, links, strict=True)]
    if not any(named):
        return named
    settled = names.settle(texts, linked.whole(texts, named), parents, shelf)
    again = _again(texts, settled)
    whole = [_apart([*row, *more]) for row, more in zip(settled, again, strict=True)]
    owned = [hit for text, row in zip(texts, whole, strict=True) for hit in anaphora.owned(text, row)]
    done: list[list[Hit]] = []
    for text, row, parent in zip(texts, whole, parents, strict=True):
        back = list(anaphora.find(text, row))
        further = anaphora.answering(text, [*row, *back], whole[parent] if parent is not None else [], owned)
        done.append(sorted([*row, *back, *further], key=lambda h: h.start))
    return done


def _named(text: str, links: Iterable[Link], listed: Titles | None) -> list[Hit]:
    """The mentions that name a work, each for itself."""
    seen = glance(text)
    found = [*linked.find(text, links, seen.slashes), *makers.find(text, seen)]
    if listed is not None:
        found += listed.find(text)
    if seen.digits:
        found += identifiers.find(text)
    if seen.names or seen.marks:
        found += titles.find(text, seen)
    if seen.names:
        found += [*authors.find(text, seen.digits), *nicknames.find(text)]
    return list(_bare(text, _apart(_unquoted(found)))) if found else []


def _unquoted(hits: list[Hit]) -> list[Hit]:
    """Without the title in `Ann's "Slow River" story` and `Ann's Slow River report`, which is a part of that name; in
    quotation marks it tells which work the name means."""
    owned = {h.start: h for h in hits if h.rule == "author"}
    starts = sorted(owned)
    dropped: set[Hit] = set()
    for hit in hits:
        before = bisect_right(starts, hit.start) - 1
        outer = owned[starts[before]] if before >= 0 else None
        if outer is not None and outer.end > hit.end and hit.rule in ("quoted", "title"):
            dropped.add(hit)
            if hit.rule == "quoted" and " " in (hit.title or ""):
                owned[outer.start] = replace(outer, work=hit.work, names=(*outer.names, *hit.names), title=hit.title)
    return [owned.get(h.start, h) if h.rule == "author" else h for h in hits if h not in dropped]


def _apart(hits: list[Hit]) -> list[Hit]:
    """Without those that overlap a surer kind of hit, or a longer one of the same kind."""
    kept: list[tuple[int, int, Hit]] = []
    for hit in sorted(hits, key=lambda h: (_RANK[h.rule], h.start - h.end, h.start)):
        at = bisect_right(kept, hit.start, key=lambda k: k[0])
        before, behind = at > 0 and kept[at - 1][1] > hit.start, at < len(kept) and kept[at][0] < hit.end
        if not before and not behind:
            insort(kept, (hit.start, hit.end, hit), key=lambda k: k[0])
    return [hit for _, _, hit in kept]


def _bare(text: str, hits: list[Hit]) -> Iterator[Hit]:
    """Without "Stross's novel" right before a title: there the title is the mention."""
    for hit, following in zip_longest(hits, hits[1:]):
        gap = text[hit.end : following.start] if following is not None else "none"
        named = following is not None and following.rule in ("title", "quoted", "link")
        if not (named and len(gap) <= 4 and not gap.strip(' ,:"“*_([') and hit.rule in ("author", "nickname")):
            yield hit


_NOUNED = re.compile(rf" {any_of(every('named_kinds'))}$")


def _titles(texts: Sequence[str], rows: Sequence[Sequence[Hit]]) -> dict[str, Hit]:
    """The titles and names that stand in the posts, each with its first mention; no more than can be looked for."""
    first: dict[str, Hit] = {}
    for text, row in zip(texts, rows, strict=True):
        for hit in row:
            words = text[hit.start : hit.end].strip("\"“”'*_ ")
            if hit.rule == "nickname" and " " in (bare := _NOUNED.sub("", words)):
                words = bare
            if hit.rule in ("title", "quoted", "nickname") or (hit.rule == "link" and is_title(words)):
                first.setdefault(words, hit)
            elif (
                hit.rule == "link"
                and words.rpartition(" ")[2] in every("named_kinds")
                and words.count(" ") > 1
                and words[1:2].isupper()
            ):
                first.setdefault(words.partition(" ")[2], hit)  # "Lind slow river paper", then "slow river paper"
    return dict(list(first.items())[:_AGAIN])


def _again(texts: Sequence[str], rows: Sequence[Sequence[Hit]]) -> list[list[Hit]]:
    """The same titles and names where they stand once more, in any post of the discussion."""
    first = _titles(texts, rows)
    if not first:
        return [[] for _ in texts]
    wanted = sorted(first, key=lambda w: (-len(w), w))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?!\w)")
    return [[_once_more(first[m[0]], *m.span()) for m in pattern.finditer(text)] for text in texts]


def _once_more(hit: Hit, start: int, end: int) -> Hit:
    sure = round(hit.sure * 0.9, 2)
    return replace(hit, start=start, end=end, rule="again", sure=sure, url=None, because="the same title")
