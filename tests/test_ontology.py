"""The ontology is the single source, and what breaks it is refused with a sentence that helps."""

import re
from dataclasses import fields
from typing import Any

import pytest

from kg import findings, ontology
from kg.data import folder
from kg.errors import OntologyError

GOOD = {
    "id": "c",
    "caption": "c",
    "sources": ["s"],
    "text": "t",
    "kind": "claim",
    "post": "p",
    "start_char": 0,
    "end_char": 1,
}
STANCE = {"asserted": False, "sources": ["s"], "confidence": 0.5, "rule": "r", "evidence": "e", "evidence_post": "p",
          "evidence_start": 0, "evidence_end": 1}  # fmt: skip


@pytest.mark.parametrize(
    ("label", "properties", "says"),
    [
        ("Clam", GOOD, "label 'Clam' is not in the ontology; did you mean 'Claim'?"),
        ("Claim", {**GOOD, "txt": "x"}, "Claim 'c': Claim has no property 'txt'; did you mean 'text'?"),
        (
            "Claim",
            {**GOOD, "kind": "claims"},
            "Claim 'c': property 'kind' 'claims' is not one of claim, premise, question; did you mean 'claim'?",
        ),
        ("Claim", {**GOOD, "start_char": "0"}, "Claim 'c': property 'start_char' must be int, not str"),
        ("Claim", {**GOOD, "start_char": True}, "Claim 'c': property 'start_char' must be int, not bool"),
        ("Claim", {**GOOD, "start_char": -1}, "Claim 'c': property 'start_char' -1 is outside 0.0 to None"),
        ("Claim", {**GOOD, "sources": "s"}, "Claim 'c': property 'sources' must be a list of str"),
        (
            "Claim",
            {k: v for k, v in GOOD.items() if k != "text"},
            "Claim 'c': property 'text' is missing (The exact words.)",
        ),
        ("Claim", {**GOOD, "sources": []}, "property 'sources' is missing"),
    ],
)
def test_a_node_that_breaks_the_ontology_is_refused_with_the_nearest_term(
    label: str, properties: dict[str, Any], says: str
) -> None:
    with pytest.raises(OntologyError, match=re.escape(says)):
        ontology.load().check_node(label, properties)


@pytest.mark.parametrize(
    ("type_", "ends", "properties", "says"),
    [
        ("REBUT", ("Claim", "Claim"), STANCE, "relation 'REBUT' is not in the ontology; did you mean 'REBUTS'?"),
        (
            "REBUTS",
            ("Claim", "Post"),
            STANCE,
            "REBUTS from Claim 'a' to Post 'b': REBUTS goes from Claim to Claim, Claim to Work",
        ),
        ("REBUTS", ("Claim", "Claims"), STANCE, "label 'Claims' is not in the ontology; did you mean 'Claim'?"),
        (
            "REBUTS",
            ("Claim", "Claim"),
            {**STANCE, "confidence": 1.5},
            "property 'confidence' 1.5 is outside 0.0 to 1.0",
        ),
        ("REBUTS", ("Claim", "Claim"), {**STANCE, "confidence": float("nan")}, "property 'confidence' is not a number"),
        ("REBUTS", ("Claim", "Claim"), {**STANCE, "sure": 1.0}, "REBUTS has no property 'sure'"),
    ],
)
def test_a_relation_that_breaks_the_ontology_is_refused(
    type_: str, ends: tuple[str, str], properties: dict[str, Any], says: str
) -> None:
    with pytest.raises(OntologyError, match=re.escape(says)):
        ontology.load().check_relation(type_, (ends[0], "a"), (ends[1], "b"), properties)


def test_what_fits_passes() -> None:
    terms = ontology.load()
    terms.check_node("Claim", GOOD)
    terms.check_relation("REBUTS", ("Claim", "a"), ("Claim", "b"), STANCE)
    terms.check_relation("CITES", ("Claim", "a"), ("Paper", "b"), {**STANCE, "start_char": 0, "end_char": 1})


def test_the_design_s_terms_are_there() -> None:
    terms = ontology.load()
    assert set(terms.nodes) == {"Speaker", "Discussion", "Post", "Claim", "Work", "Paper", "Load"}
    assert set(terms.stances) == {"REBUTS", "UNDERCUTS", "SUPPORTS", "AGREES_WITH", "CONCEDES", "QUESTIONS"}
    assert terms.nodes["Paper"].labels == ("Work", "Paper")
    assert terms.root("Paper") == "Work"
    assert terms.relations["WROTE"].ends == (("Speaker", "Post"),)
    assert terms.relations["REBUTS"].ends == (("Claim", "Claim"), ("Claim", "Work"))
    assert terms.relations["CITES"].key == ("start_char",)
    for term in (*terms.nodes.values(), *terms.relations.values()):
        assert re.fullmatch("#[0-9A-F]{6}", term.colour), term.name
        assert term.help.endswith("."), term.name
        assert all(p.help for p in term.properties.values()), term.name


def test_what_extractors_yield_has_a_place_in_the_ontology() -> None:
    terms = ontology.load()
    for kind, label in ((findings.Work, "Work"), (findings.Claim, "Claim")):
        names = {f.name for f in fields(kind)} - {"span", "foreign"}
        assert names <= set(terms.nodes[label].properties), label
    assert set(terms.nodes["Claim"].properties["kind"].allowed) == {"claim", "premise", "question"}


def test_every_term_is_aligned_with_words_that_others_know() -> None:
    from rdflib import Graph

    graph = Graph().parse(folder("ontology") / "alignments.ttl", format="turtle")
    aligned = {str(s).removeprefix(ontology.NAMESPACE) for s in graph.subjects()}
    terms = ontology.load()
    assert aligned <= {*terms.nodes, *terms.relations, *(p for t in terms.nodes.values() for p in t.properties)}
    assert {"Speaker", "Post", "Claim", "Work", "REBUTS", "CITES"} <= aligned
    assert not any("amo" in str(o) for o in graph.objects())
