"""Colours of the picture: they can be read and seen on both grounds, and no kind is told by its colour alone."""

from itertools import combinations

import pytest

from kg.ontology import load
from kg.views._palette import SURFACE, THEMES, contrast, node_colours, relation_colours
from kg.views.network import DASHES, SHAPES, shape_of

NODES, RELATIONS = load().nodes, load().relations

# What somebody sees who lacks one kind of cone: Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
SIGHTS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
SEEN_APART = 0.04  # a distance in Oklab; about two steps that can just be noticed


def linear(colour: str) -> list[float]:
    values = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]


def oklab(rgb: list[float]) -> list[float]:
    r, g, b = (min(max(v, 0.0), 1.0) for v in rgb)
    cones = [
        (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3),
        (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3),
        (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3),
    ]
    rows = (
        (0.2104542553, 0.7936177850, -0.0040720468),
        (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660),
    )
    return [sum(a * c for a, c in zip(row, cones, strict=True)) for row in rows]


def apart(one: str, other: str, sight: str) -> float:
    """How far two colours are from each other for that sight."""
    ends = [
        oklab([sum(a * c for a, c in zip(row, linear(colour), strict=True)) for row in SIGHTS[sight]])
        for colour in (one, other)
    ]
    return float(sum((a - b) ** 2 for a, b in zip(*ends, strict=True)) ** 0.5)


@pytest.mark.parametrize("label", sorted(NODES))
def test_words_on_a_card_can_be_read_and_its_border_seen(label: str) -> None:
    colours = node_colours(NODES[label].colour, shape_of(label))
    assert set(colours) == set(THEMES)
    for theme, look in colours.items():
        assert contrast(look["fill"], look["text"]) >= 4.5
        assert contrast(look["line"], SURFACE[theme]) >= 3


@pytest.mark.parametrize("type", sorted(RELATIONS))
def test_words_on_a_relation_can_be_read_and_its_line_seen(type: str) -> None:
    for theme, look in relation_colours(RELATIONS[type].colour).items():
        assert contrast(look["text"], SURFACE[theme]) >= 4.5
        assert contrast(look["line"], SURFACE[theme]) >= 3
        assert contrast(look["faint"], SURFACE[theme]) >= 3


@pytest.mark.parametrize("sight", sorted(SIGHTS))
@pytest.mark.parametrize("theme", THEMES)
def test_relations_are_told_apart_by_who_sees_colours_otherwise(theme: str, sight: str) -> None:
    for one, other in combinations(sorted(RELATIONS), 2):
        lines = [relation_colours(RELATIONS[type].colour)[theme]["line"] for type in (one, other)]
        alike = DASHES.get(one, []) == DASHES.get(other, [])
        assert not alike or apart(lines[0], lines[1], sight) >= SEEN_APART, (one, other)


def test_labels_are_told_apart_without_any_colour() -> None:
    shapes = [shape_of(label) for label in NODES]
    assert len(shapes) == len(set(shapes))


def test_shapes_and_dashes_are_for_terms_of_the_ontology() -> None:
    assert set(SHAPES) <= set(NODES)
    assert set(DASHES) <= set(RELATIONS)


@pytest.mark.parametrize(
    "one, other, ratio", [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#abcdef", "#abcdef", 1.0)]
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == ratio


@pytest.mark.parametrize("sight", sorted(SIGHTS))
def test_the_simulation_leaves_white_white_and_black_black(sight: str) -> None:
    assert apart("#ffffff", "#000000", sight) > 0.95
