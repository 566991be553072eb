"""The colours of relations as classes of the style, by day and by night."""

from functools import cache

from kg.ontology import load
from kg.views._palette import SURFACE, mix, relation_colours

_KINDS = ("QUOTES", "CITES", "STATES")


@cache
def tints() -> str:
    """A class for each kind of stance, quote and citation: `--line`, `--text`, and `--tint`, a ground to write on."""
    terms = load().relations
    names = [*load().stances, *(name for name in _KINDS if name in terms)]
    by_theme = {
        theme: "".join(
            f".{name} {{ --line: {look[theme]['line']}; --text: {look[theme]['text']}; "
            f"--tint: {mix(SURFACE[theme], terms[name].colour, 0.14 if theme == 'light' else 0.24)}; }}\n"
            for name, look in ((name, relation_colours(terms[name].colour)) for name in names)
        )
        for theme in ("light", "dark")
    }
    return f"{by_theme['light']}@media screen and (prefers-color-scheme: dark) {{\n{by_theme['dark']}}}\n"
