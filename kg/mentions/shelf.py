"""The works a discussion is known to speak of, by what they can be called: title, acronym, maker, year."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.mentions.words import every

_SMALL = frozenset({"a", "an", "the", "of", "and", "for", "in", "on", "to"})
_NEAR = 12
"""Of works with one name, so many before and behind a place are looked at."""


@dataclass(frozen=True, slots=True)
class Known:
    """A work that something identifies: words of a discussion, or the user's catalogue.

    `place` is the number of the post and the offset; the catalogue's works stand at (-1, 0). `host` is the site of a
    link as one word, `identified` is False for a work that has nothing but its name.
    """

    work: str
    place: tuple[int, int] = (-1, 0)
    names: tuple[str, ...] = ()
    makers: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    year: int | None = None
    host: str = ""
    identified: bool = True


def _place(known: Known) -> tuple[int, int]:
    return known.place


@dataclass(slots=True)
class Shelf:
    """Known works; each is found by keys such as `name ai-2027`, `maker carlsmith`; `below` is another shelf, of works
    that are always known."""

    below: "Shelf | None" = None
    _rows: dict[str, list[Known]] = field(default_factory=dict)

    def add(self, known: Known) -> None:
        """Put a work on the shelf under all that it can be called."""
        for key in _keys(known):
            insort(self._rows.setdefault(key, []), known, key=_place)

    def titled(self, name: str, post: int) -> Iterator[Known]:
        """Works with this name, those near the post."""
        return self._near(f"name {name}", post)

    def abbreviated(self, letters: str, post: int) -> Iterator[Known]:
        """Works of whose titles these are the initials."""
        return self._near(f"short {letters.lower()}", post)

    def with_words(self, words: Iterable[str], post: int) -> Iterator[Known]:
        """Works of whose titles all these words are part."""
        wanted = set(words)
        if wanted:
            rarest = min(sorted(wanted), key=lambda w: len(self._rows.get(f"word {w}", [])))
            near = self._near(f"word {rarest}", post)
            yield from (k for k in near if any(wanted <= set(n.split("-")) for n in k.names))

    def by(self, maker: str, post: int) -> Iterator[Known]:
        """Works by this maker, and those on a site of that name."""
        yield from self._near(f"maker {maker}", post)
        if len(maker) >= 4:
            yield from self._near(f"site {maker}", post)

    def of_year(self, year: int, post: int) -> Iterator[Known]:
        """Works of a year."""
        return self._near(f"year {year}", post)

    def _near(self, key: str, post: int) -> Iterator[Known]:
        row = self._rows.get(key, [])
        if len(row) > 2 * _NEAR:
            at = bisect_left(row, (post, 0), key=_place)
            row = row[max(0, at - _NEAR) : at + _NEAR]
        yield from row
        if self.below is not None:
            yield from self.below._near(key, post)


def _keys(known: Known) -> Iterator[str]:
    found: dict[str, None] = {}
    for name in known.names:
        found[f"name {name}"] = None
        found.update((f"short {s}", None) for s in initials(name))
        found.update((f"word {w}", None) for w in name.split("-") if w not in every("small"))
    found.update((f"maker {m}", None) for m in sorted(known.makers))
    if known.year is not None:
        found[f"year {known.year}"] = None
    # A name is looked for at either end of the site's: `joecarlsmith`, `gwern`.
    host = known.host[:40]
    found.update((f"site {part}", None) for n in range(4, len(host) + 1) for part in (host[:n], host[-n:]))
    return iter(found)


def initials(name: str) -> set[str]:
    """The acronyms of a title in its folded form: of all its words, without the small ones, and with 2 for "to"."""
    words = [w for w in name.split("-") if w]
    if len(words) < 3:
        return set()
    all_words = "".join(w[0] for w in words)
    telling = "".join(w[0] for w in words if w not in _SMALL)
    with_two = "".join("2" if w == "to" else w[0] for w in words)
    # "W2S" for weak-to-strong generalization: what such a name ends with may be left out.
    found = {all_words, telling, with_two} | ({with_two[:-1]} if "2" in with_two else set())
    return {s for s in found if len(s) >= 3}
