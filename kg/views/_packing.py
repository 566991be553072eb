"""Parts of a picture put beside each other, so that the whole is about as wide as a screen and has few holes."""

from math import sqrt

Box = tuple[float, float]
_APART = 72.0
_NEAR = 1e-6
_SCREEN = (900.0, 560.0)
_SHAPES = (0.8, 1.2, 1.6, 2.2, 3.0)  # how many times wider than high the whole is tried


def pack(boxes: list[Box]) -> list[Box]:
    """The upper left corner of each box of this width and height; what a screen can show largest is taken."""
    if not boxes:
        return []
    area = sum((w + _APART) * (h + _APART) for w, h in boxes)
    widest = max(w for w, _ in boxes) + _APART
    rooms = sorted({max(sqrt(area * shape), widest) for shape in _SHAPES})
    return max((_packed(boxes, room) for room in rooms), key=lambda corners: _scale(boxes, corners))


def _scale(boxes: list[Box], corners: list[Box]) -> float:
    """How large the whole can be drawn on a screen."""
    wide = max(x + w for (w, _), (x, _) in zip(boxes, corners, strict=True))
    high = max(y + h for (_, h), (_, y) in zip(boxes, corners, strict=True))
    return min(_SCREEN[0] / wide, _SCREEN[1] / high)


def _packed(boxes: list[Box], room: float) -> list[Box]:
    """Each box as far up as it goes below those before it, then as far left."""
    line = [(0.0, 0.0)]  # where a step of the lower edge begins, and how far down it is
    corners = []
    for wide, high in boxes:
        w, h = wide + _APART, high + _APART
        steps = [at for at, (x, _) in enumerate(line) if x + w <= room + _NEAR]
        y, x, first, last = min(_resting(line, at, w) for at in steps)
        corners.append((x, y))
        end = line[last + 1][0] if last + 1 < len(line) else room
        after = [(x + w, line[last][1])] if end > x + w + _NEAR else []
        line[first : last + 1] = [(x, y + h), *after]
    return corners


def _resting(line: list[Box], at: int, wide: float) -> tuple[float, float, int, int]:
    """How far down a box lies that begins at a step, where it begins, and the first and last step below it."""
    x, y, last = line[at][0], line[at][1], at
    while last + 1 < len(line) and line[last + 1][0] < x + wide - _NEAR:
        last += 1
        y = max(y, line[last][1])
    return y, x, at, last
