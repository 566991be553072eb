"""Who rebuts, supports and concedes to whom: a table with shades, each cell of which opens its exchanges."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from kg.scene import Scene
from kg.views._debate import AGAINST, NOBODY, WORK, Debate, Stance, debate, fragment, verb
from kg.views._markup import Markup, join, tag
from kg.views._page import empty, head, page, read
from kg.views._tints import tints

_MOST = 30  # speakers with a row of their own; a wider table can no longer be read
_SHADES = 5
_GROUPS = (
    ("against", "against", AGAINST),
    ("for", "for", ("SUPPORTS", "AGREES_WITH")),
    ("concedes", "conceded", ("CONCEDES",)),
)

Pair = tuple[str, str]


def draw(scene: Scene) -> str:
    """The page for a scene; every cell is a link to its list, so it needs no script."""
    found = debate(scene)
    shown = [s for s in found.stances if s.source in found.own or s.target in found.own]
    own = [s for s in shown if _who(found, s)[0] == _who(found, s)[1]]
    pairs: dict[Pair, list[Stance]] = defaultdict(list)
    for stance in shown:
        who = _who(found, stance)
        if who[0] != who[1]:
            pairs[who].append(stance)
    if not pairs:
        return empty(scene)
    homes: dict[str, str] = {}
    for said in found.said.values():
        homes.setdefault(said.who, said.place[0])
    names, rest = _names(pairs, homes)
    cells = _gathered(pairs, names, rest)
    body = join(head(scene), _notes(own, rest), _table(cells, names, rest), _lists(found, cells, scene.page("reader")))
    return page(scene, body, tints() + read("matrix.css"), [read("fold.js")])


def _who(found: Debate, stance: Stance) -> Pair:
    return found.said[stance.source].who, found.said[stance.target].who


def _names(pairs: dict[Pair, list[Stance]], homes: dict[str, str]) -> tuple[list[str], str]:
    """Who has a row and a column, by discussion, the busiest first; and the name that all others share."""
    busy: Counter[str] = Counter()
    for (one, other), stances in pairs.items():
        busy[one] += len(stances)
        busy[other] += len(stances)
    order = sorted(busy, key=lambda name: (name in (NOBODY, WORK), -busy[name], name))
    shown = sorted(order[:_MOST], key=lambda name: (name in (NOBODY, WORK), homes.get(name, ""), -busy[name], name))
    return shown, f"{len(order) - _MOST:,} others" if len(order) > _MOST else ""


def _gathered(pairs: dict[Pair, list[Stance]], names: list[str], rest: str) -> dict[Pair, list[Stance]]:
    known = set(names)
    cells: dict[Pair, list[Stance]] = defaultdict(list)
    for (one, other), stances in pairs.items():
        cells[one if one in known else rest, other if other in known else rest] += stances
    return cells


def _notes(own: list[Stance], rest: str) -> Markup:
    key = (
        tag("li", tag("span", "3", class_=f"count {kind} s3"), f" {name}")
        for kind, name in (
            ("against", "rebuts, undercuts or questions"),
            ("for", "supports or agrees"),
            ("concedes", "concedes"),
        )
    )
    notes = ["A row says what one speaker does to the claims of those above. Choose a number to read the exchanges."]
    if own:
        notes.append(f"{len(own):,} stances that speakers take towards their own claims are not counted.")
    if rest:
        notes.append(f"The {_MOST} busiest speakers have a row of their own; {rest} share the last one.")
    return join(tag("ul", key, class_="key"), tag("p", " ".join(notes), class_="note"))


def _table(cells: dict[Pair, list[Stance]], names: list[str], rest: str) -> Markup:
    every = [*names, *([rest] if rest else [])]
    rows = [name for name in every if any(one == name for one, _ in cells)]
    columns = [name for name in every if any(other == name for _, other in cells)]
    most = max(len(part) for stances in cells.values() for part in _parts(stances).values())
    numbers = {pair: i for i, pair in enumerate(sorted(cells))}
    top = tag(
        "tr", tag("td", "who ↓ to whom →", class_="corner"), (tag("th", n, scope="col", dir="auto") for n in columns)
    )
    lines = (
        tag(
            "tr",
            tag("th", one, scope="row", dir="auto"),
            (_cell(one, other, cells.get((one, other), []), numbers.get((one, other), 0), most) for other in columns),
        )
        for one in rows
    )
    caption = tag("caption", "Stances between speakers")
    table = tag("table", caption, tag("thead", top), tag("tbody", lines))
    return tag("div", table, class_="wide", role="region", aria_label="Stances between speakers", tabindex=0)


def _parts(stances: list[Stance]) -> dict[str, list[Stance]]:
    parts = {kind: [s for s in stances if s.type in types] for kind, _, types in _GROUPS}
    return {kind: part for kind, part in parts.items() if part}


def _cell(one: str, other: str, stances: list[Stance], number: int, most: int) -> Markup:
    names = {kind: name for kind, name, _ in _GROUPS}
    counts = (
        tag(
            "a",
            f"{len(part):,}",
            href=f"#pair-{number}",
            class_=f"count {kind} s{max(1, round(_SHADES * len(part) / most))}",
            aria_label=f"{one} to {other}: {len(part):,} {names[kind]}",
        )
        for kind, part in _parts(stances).items()
    )
    return tag("td", tag("div", counts) if stances else None, class_="same" if one == other else None)


def _lists(found: Debate, cells: dict[Pair, list[Stance]], reader: str | None) -> Iterator[Markup]:
    yield tag("h2", "Exchanges")
    for number, pair in enumerate(sorted(cells)):
        stances = cells[pair]
        types = Counter(s.type for s in stances)
        counts = ", ".join(
            f"{count:,} {verb(name)}" for name, count in sorted(types.items(), key=lambda p: (-p[1], p[0]))
        )
        summary = tag(
            "summary",
            tag("b", pair[0], dir="auto"),
            " → ",
            tag("b", pair[1], dir="auto"),
            " ",
            tag("span", counts, class_="soft"),
        )
        listed = tag("ol", (_exchange(found, stance, reader) for stance in stances), id=f"pair-{number}", class_="pair")
        yield tag("details", summary, listed)


def _exchange(found: Debate, stance: Stance, reader: str | None) -> Markup:
    source, target = found.said[stance.source], found.said[stance.target]
    sure = tag("span", f" {stance.confidence:.0%} sure", class_="soft") if stance.confidence is not None else None
    place = tag("a", "in the source", href=reader + fragment(stance.source)) if reader else None
    return tag(
        "li",
        tag("p", source.words, class_="words", dir="auto"),
        tag("p", tag("span", verb(stance.type), class_=f"chip {stance.type}"), sure, " ", place, class_="by"),
        tag("p", target.words, class_="words", dir="auto"),
    )
