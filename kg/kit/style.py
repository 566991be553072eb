"""Colours, sizes and captions for the Neo4j Browser, from the ontology: as a GRASS sheet and as JSON for `:style`.

A sheet cannot let a size follow from the data. What can be rebutted is drawn large, and what attacks is drawn thick:
what is rebutted most stands where the thick arrows meet.
"""

import json

from kg import ontology
from kg.ontology import Ontology, Term

Rules = dict[str, dict[str, str]]

_NODE = {"border-width": "2px", "font-size": "10px", "caption": "{caption}"}
_LARGE, _SMALL = "96px", "72px"
_RELATION = {"font-size": "9px", "text-color-external": "#333333"}
_STRONG, _THICK, _THIN = "5px", "3px", "1px"
_ATTACKS = {"REBUTS", "UNDERCUTS"}


def rules() -> Rules:
    """Selector to properties. Of two rules that fit a node the later one wins, so a label stands after its parents."""
    terms = ontology.load()
    found: Rules = {
        "node": {**_colours("#888888"), **_NODE, "diameter": _SMALL},
        "relationship": {**_line("#888888"), "shaft-width": _THIN, "caption": "<type>"},
    }
    for name, term in sorted(terms.nodes.items(), key=lambda item: (len(item[1].labels), item[0])):
        found[f"node.{name}"] = {**_colours(term.colour), **_NODE, "diameter": _diameter(terms, term)}
    for name, term in terms.relations.items():
        found[f"relationship.{name}"] = {**_line(term.colour), "shaft-width": _width(term), "caption": "<type>"}
    return found


def grass() -> str:
    """The sheet as the Browser takes it by drop or from an address; a comment would spoil the rule after it."""
    written = []
    for selector, properties in rules().items():
        lines = [
            f'  {name}: "{value}";' if name == "caption" else f"  {name}: {value};"
            for name, value in properties.items()
        ]
        written.append("\n".join([f"{selector} {{", *lines, "}\n"]))
    return "\n".join(written)


def one_line() -> str:
    """The same as one line of JSON, as the command `:style` takes it."""
    return json.dumps(rules(), separators=(",", ":"))


def _diameter(terms: Ontology, term: Term) -> str:
    attacked = {target for stance in terms.stances for _, target in terms.relations[stance].ends}
    return _LARGE if attacked & set(term.labels) else _SMALL


def _width(term: Term) -> str:
    if term.name in _ATTACKS:
        return _STRONG
    return _THICK if term.stance else _THIN


def _colours(colour: str) -> dict[str, str]:
    return {"color": colour, "border-color": _darker(colour), "text-color-internal": _ink(colour)}


def _line(colour: str) -> dict[str, str]:
    return {"color": colour, **_RELATION}


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _darker(colour: str) -> str:
    return "#" + "".join(f"{part * 3 // 4:02X}" for part in _parts(colour))


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (number / 255 for number in _parts(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _ink(colour: str) -> str:
    """Black or white, whichever is easier to read on the colour."""
    return "#FFFFFF" if 1.05 / (_luminance(colour) + 0.05) > (_luminance(colour) + 0.05) / 0.05 else "#000000"
