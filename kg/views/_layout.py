"""Where each node stands: in layers that relations run through one way, without overlaps, the same every time.

A layered drawing after Sugiyama, Tagawa and Toda (1981), without numpy: layers, then an order with few crossings,
then places that keep relations short. Long relations get lanes of their own between the cards.
"""

from bisect import bisect_right, insort
from functools import cache
from itertools import pairwise
from math import ceil, sqrt

from kg.views._layers import Links, components, layers, without_cycles
from kg.views._packing import pack

Place = tuple[float, float]
_LANE, _LANE_GAP = 12.0, 8.0
_WIDEST = 90.0  # the most room a slanted lane is given
_LONGEST = 7  # relations over more layers get no lanes


def arrange(sizes: list[Place], links: Links) -> list[Place]:
    """The centre (x, y) of each node of these widths and heights; `links` are (source, target) positions in `sizes`.

    Each part that hangs together is laid out alone, from left to right; then all are put side by side.
    """
    parts = components(len(sizes), links)
    inner: list[Links] = [[] for _ in parts]
    home = {node: (at, i) for at, part in enumerate(parts) for i, node in enumerate(part)}
    for a, b in links:
        inner[home[a][0]].append((home[a][1], home[b][1]))
    done = [
        (part, _part([sizes[n] for n in part], own, gap=22.0, between=120.0, share=2.0))
        for part, own in zip(parts, inner, strict=True)
    ]
    return _pack(sizes, done)


class _Grid:
    """One part of the picture while it is laid out: cards first, then lanes, in columns from the right."""

    def __init__(self, sizes: list[Place], links: Links, gap: float, share: float) -> None:
        self.sizes, self._gap = sizes, gap
        acyclic = without_cycles(len(sizes), links)
        self.column = layers(len(sizes), acyclic, max(5, ceil(sqrt(share * len(sizes)))))
        self.left: list[list[int]] = [[] for _ in sizes]
        self.right: list[list[int]] = [[] for _ in sizes]
        self.lanes: dict[int, tuple[int, int, float, float]] = {}
        self.width: dict[int, float] = {}
        for source, target in acyclic:
            self._connect(source, target)
        self.rows: list[list[int]] = [[] for _ in range(max(self.column) + 1)]
        for item, at in enumerate(self.column):
            self.rows[at].append(item)

    def _connect(self, source: int, target: int) -> None:
        span = self.column[source] - self.column[target]
        chain = [source]
        if span <= _LONGEST:
            for step in range(1, span):
                lane = len(self.column)
                self.column.append(self.column[source] - step)
                self.left.append([])
                self.right.append([])
                self.lanes[lane] = (source, target, _bend((step - 0.3) / span), _bend((step + 0.3) / span))
                self.width[lane] = _LANE
                chain.append(lane)
        chain.append(target)
        for a, b in pairwise(chain):
            self.right[a].append(b)
            self.left[b].append(a)

    def height(self, item: int) -> float:
        return self.width[item] if item in self.lanes else self.sizes[item][1]

    def gap(self, upper: int, lower: int) -> float:
        return _LANE_GAP if upper in self.lanes or lower in self.lanes else self._gap


@cache
def _bend(share: float) -> float:
    """How far up its S-curve a relation is when it has gone `share` of the way across (roundness 0.5)."""
    low, high = 0.0, 1.0
    for _ in range(20):
        t = (low + high) / 2
        low, high = (t, high) if 1.5 * t - 1.5 * t * t + t**3 < share else (low, t)
    return low * low * (3 - 2 * low)


def _part(sizes: list[Place], links: Links, gap: float, between: float, share: float) -> list[Place]:
    """The centres of the nodes of one part; `gap` is left between cards, `between` between columns."""
    if len(sizes) == 1:
        return [(0.0, 0.0)]
    grid = _Grid(sizes, links, gap, share)
    _order(grid)
    heights = _heights(grid)
    places, right = [(0.0, 0.0)] * len(sizes), 0.0
    for row in grid.rows:
        cards = [i for i in row if i not in grid.lanes]
        wide = max((sizes[i][0] for i in cards), default=0.0)
        for i in cards:
            places[i] = (right - wide / 2, heights[i])
        right -= wide + between
    return places


def _order(grid: _Grid) -> None:
    """Sort each column by the mean place of its neighbours, to and fro; the order with the fewest crossings stays."""
    place = [0.0] * len(grid.column)
    for row in grid.rows:
        _number(row, place)
    best, fewest = [list(row) for row in grid.rows], _crossings(grid, place)
    for sweep in range(24 if len(grid.column) < 600 else 6):
        if not fewest:
            break
        near, rows = (grid.right, grid.rows) if sweep % 2 == 0 else (grid.left, grid.rows[::-1])
        for row in rows:
            # Where two want the same place, every other round turns them, which gets out of some dead ends.
            turn = -1 if sweep % 4 > 1 else 1
            means = {i: _mean([place[n] for n in near[i]], place[i]) for i in row}
            row.sort(key=lambda i: (means[i], turn * place[i]))
            _number(row, place)
        if (found := _crossings(grid, place)) < fewest:
            best, fewest = [list(row) for row in grid.rows], found
    grid.rows = best


def _number(row: list[int], place: list[float]) -> None:
    for i, item in enumerate(row):
        place[item] = (i + 0.5) / len(row)


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _crossings(grid: _Grid, place: list[float]) -> int:
    """How many pairs of relations cross between neighbouring columns."""
    total = 0
    for row in grid.rows:
        ends = sorted((place[item], place[n]) for item in row for n in grid.right[item])
        passed: list[float] = []
        for _, end in ends:
            total += len(passed) - bisect_right(passed, end)
            insort(passed, end)
    return total


def _heights(grid: _Grid) -> list[float]:
    """The vertical centre of each item: near its neighbours, in the order given, without overlaps."""
    y = [0.0] * len(grid.column)
    for row in grid.rows:
        _settle(grid, row, dict.fromkeys(row, 0.0), y)
    for sweep in range(16 if len(grid.column) < 2000 else 6):
        for row in grid.rows if sweep % 2 == 0 else grid.rows[::-1]:
            wish = {}
            for item in row:
                if item in grid.lanes:
                    source, target, low, high = grid.lanes[item]
                    wish[item] = y[source] + (y[target] - y[source]) * (low + high) / 2
                    grid.width[item] = min(_LANE + abs(y[target] - y[source]) * (high - low), _WIDEST)
                else:
                    wish[item] = _mean([y[_end(grid, item, n)] for n in grid.left[item] + grid.right[item]], y[item])
            _settle(grid, row, wish, y)
    return y


def _end(grid: _Grid, item: int, near: int) -> int:
    """The card at the other end of the relation that leaves `item` towards `near`."""
    if near not in grid.lanes:
        return near
    source, target, *_ = grid.lanes[near]
    return target if source == item else source


def _settle(grid: _Grid, row: list[int], wish: dict[int, float], y: list[float]) -> None:
    """Put the items of a column where they wish to be, as near as order and gaps allow (least squares, pooled)."""
    offset, before = 0.0, None
    blocks: list[tuple[float, float, list[tuple[int, float]]]] = []
    for item in row:
        if before is not None:
            offset += (grid.height(before) + grid.height(item)) / 2 + grid.gap(before, item)
        before = item
        weight = 15.0 if item in grid.lanes else 1.0
        total, members = (wish[item] - offset) * weight, [(item, offset)]
        while blocks and blocks[-1][0] / blocks[-1][1] >= total / weight:
            earlier = blocks.pop()
            total, weight, members = total + earlier[0], weight + earlier[1], earlier[2] + members
        blocks.append((total, weight, members))
    for total, weight, members in blocks:
        for item, at in members:
            y[item] = total / weight + at


def _pack(sizes: list[Place], parts: list[tuple[list[int], list[Place]]]) -> list[Place]:
    """Put the parts beside each other."""
    corners, boxes = [], []
    for part, places in parts:
        edges = [(x - sizes[n][0] / 2, y - sizes[n][1] / 2) for n, (x, y) in zip(part, places, strict=True)]
        ends = [(x + sizes[n][0] / 2, y + sizes[n][1] / 2) for n, (x, y) in zip(part, places, strict=True)]
        left, top = min(e[0] for e in edges), min(e[1] for e in edges)
        corners.append((left, top))
        boxes.append((max(e[0] for e in ends) - left, max(e[1] for e in ends) - top))
    found: list[Place] = [(0.0, 0.0)] * len(sizes)
    for (part, places), (left, top), (x, y) in zip(parts, corners, pack(boxes), strict=True):
        for node, (px, py) in zip(part, places, strict=True):
            found[node] = (round(x + px - left, 1), round(y + py - top, 1))
    return found
