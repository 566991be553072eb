"""Colours of the picture: made from the ontology's colours, and readable on light and on dark."""

SURFACE = {"light": "#ffffff", "dark": "#1b1e22"}
_INK = {"light": "#1f2328", "dark": "#eceae6"}
THEMES = ("light", "dark")

RGB = tuple[float, float, float]


def _rgb(colour: str) -> RGB:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))  # type: ignore[return-value]


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with the `share` (0 to 1) of `other` in it."""
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _rgb(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, ground: str, ratio: float) -> str:
    """`colour`, moved towards black or white as little as `ratio` on `ground` asks for."""
    goal = max(("#000000", "#ffffff"), key=lambda c: contrast(c, ground))
    tried = (mix(colour, goal, step / 20) for step in range(21))
    return next((c for c in tried if contrast(c, ground) >= ratio), goal)


def node_colours(colour: str, shape: str) -> dict[str, dict[str, str]]:
    """Fill, line and text of a node by theme; an ellipse is filled, other cards are tinted."""
    found = {}
    for theme in THEMES:
        fill = colour if shape == "ellipse" else mix(SURFACE[theme], colour, 0.13 if theme == "light" else 0.2)
        text = max(
            (_INK["light"], "#ffffff") if shape == "ellipse" else (_INK[theme],), key=lambda c: contrast(c, fill)
        )
        line = readable(colour, SURFACE[theme], 3)
        found[theme] = {"fill": fill, "line": line, "text": readable(text, fill, 4.5)}
    return found


def relation_colours(colour: str) -> dict[str, dict[str, str]]:
    """Line, faint line (what need not draw the eye, yet can be seen) and text of a relation by theme."""
    return {
        theme: {
            "line": readable(colour, SURFACE[theme], 3),
            "faint": _faint(colour, SURFACE[theme]),
            "text": readable(colour, SURFACE[theme], 4.5),
        }
        for theme in THEMES
    }


def _faint(colour: str, ground: str) -> str:
    """`colour`, moved towards the ground as far as a line on it can still be seen."""
    seen = readable(colour, ground, 3)
    tried = (mix(seen, ground, step / 20) for step in range(20, -1, -1))
    return next((c for c in tried if contrast(c, ground) >= 3), seen)
