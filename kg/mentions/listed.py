"""Works that the user's catalogue lists: on the shelf with all their names, and looked for in the words themselves."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.findings import Listed
from kg.mentions.hits import Hit, name_key, title_slug
from kg.mentions.shelf import Known, Shelf
from kg.works.ids import slug

_WORD = re.compile(r"\w+(?:['’]\w+)*")


@lru_cache(maxsize=2)
def shelf(catalogue: tuple[Listed, ...]) -> Shelf:
    """A shelf with the catalogue's works, made once; a discussion's own shelf stands above it."""
    made = Shelf()
    for listed in catalogue:
        work = listed.work
        surnames = frozenset(slug(a.split()[-1]) for a in work.authors if a.split())
        names = [name_key(n) for n in listed.names] + [
            name_key(n.partition(": ")[0]) for n in listed.names if ": " in n
        ]
        kinds = frozenset({listed.kind} - {""})
        made.add(Known(work.id, names=tuple(dict.fromkeys(names)), makers=surnames, kinds=kinds, year=work.year))
    return made


class Titles:
    """The catalogue's titles and nicknames by how they begin, to be found in any text in one pass."""

    def __init__(self, catalogue: Sequence[Listed]) -> None:
        self._rows: dict[str, list[tuple[list[str], Listed]]] = {}
        for listed in catalogue:
            heads = [n.partition(": ")[0] for n in listed.names if ": " in n]
            for name in dict.fromkeys([*listed.names, *heads]):
                words = _WORD.findall(name)
                # One word in lower case would be met everywhere.
                if len(words) > 1 or (words and len(name) > 2 and (name.isupper() or any(c.isdigit() for c in name))):
                    self._rows.setdefault(words[0].casefold(), []).append((words, listed))
        for row in self._rows.values():
            row.sort(key=lambda entry: -len(entry[0]))

    def find(self, text: str) -> Iterator[Hit]:
        """A Hit for each name of a listed work; capitals count where the name is one word."""
        if not self._rows:
            return
        tokens = [(m[0], m.start(), m.end()) for m in _WORD.finditer(text)]
        for at, (word, start, _) in enumerate(tokens):
            for words, listed in self._rows.get(word.casefold(), ()):
                here = tokens[at : at + len(words)]
                if len(here) == len(words) and _same([t[0] for t in here], words):
                    yield _hit(listed, start, here[-1][2])
                    break


def _same(found: list[str], wanted: list[str]) -> bool:
    if len(wanted) == 1:
        return found == wanted
    alike = all(
        a.casefold().replace("’", "'") == b.casefold().replace("’", "'") for a, b in zip(found, wanted, strict=True)
    )
    return alike and (len(wanted) > 3 or any(w[0].isupper() for w in found))


def _hit(listed: Listed, start: int, end: int) -> Hit:
    kinds = frozenset({listed.kind} - {""})
    return Hit(
        start,
        end,
        "catalogue",
        0.9,
        listed.work.id,
        None,
        kinds=kinds,
        because="the catalogue",
        title=listed.work.title,
    )


@lru_cache(maxsize=2)
def titles(catalogue: tuple[Listed, ...]) -> Titles:
    """The catalogue's titles, made ready once."""
    return Titles(catalogue)


@lru_cache(maxsize=2)
def ids(catalogue: tuple[Listed, ...]) -> dict[str, Listed]:
    """Each listed work by all its ids, and by the slug of its title."""
    found: dict[str, Listed] = {}
    for listed in catalogue:
        for known in (listed.work.id, *listed.ids, *(title_slug(n) for n in listed.names if " " in n)):
            found.setdefault(known, listed)
    return found
