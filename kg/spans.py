"""Where the characters of a post stand in its plain-text document, as the graph keeps it."""

from collections.abc import Iterable

from kg.discussion import Place

Stretch = tuple[int, int]
"""(start, end) in code points, end exclusive."""


def write(places: Iterable[Place]) -> str:
    """`text@document+length` for each place, blanks between."""
    return " ".join(f"{p.text}@{p.document}+{p.length}" for p in places)


def read(written: str | None) -> list[Place]:
    """The places that `write` wrote; ValueError for anything else."""
    out = []
    for item in (written or "").split():
        text, _, rest = item.partition("@")
        document, _, length = rest.partition("+")
        out.append(Place(int(text), int(document), int(length)))
    return out


def within(places: list[Place], start: int, end: int) -> list[Stretch]:
    """Where `text[start:end]` stands in the document: one stretch for each copy that holds both its ends."""
    found = set()
    for first in places:
        if first.text <= start < first.text + first.length:
            begin = first.document + start - first.text
            ends = (
                p.document + end - p.text
                for p in places
                if p.text < end <= p.text + p.length and p.document + end - p.text > begin
            )
            stop = min(ends, default=None)
            # The two ends of one copy are about as far apart as in the text.
            if stop is not None and stop - begin <= 2 * (end - start) + 80:
                found.add((begin, stop))
    return sorted(found)


def whole(places: list[Place]) -> list[Stretch]:
    """All of the document that the post stands in; runs that touch are made one."""
    out: list[Stretch] = []
    for place in sorted(places, key=lambda p: p.document):
        if out and place.document <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], place.document + place.length))
        else:
            out.append((place.document, place.document + place.length))
    return out
