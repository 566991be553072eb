"""The Turtle files are valid SHACL: the graph of a seed conforms, and a spoilt one does not."""

from typing import Any

import pytest
from pyshacl import validate
from rdflib import RDF, Graph, Literal, Namespace, URIRef

import kg
from kg import ontology
from kg.data import folder
from kg.graph import Node, Record

KG = Namespace(ontology.NAMESPACE)


def resource(label: str, id_: str) -> URIRef:
    return URIRef("urn:kg:" + "".join(f"{b:02x}" for b in f"{label} {id_}".encode()))


def as_rdf(records: list[Record]) -> Graph:
    """Nodes as resources of all their labels, relations as resources of their type."""
    graph = Graph()
    terms = ontology.load()
    for number, record in enumerate(records):
        if isinstance(record, Node):
            me = resource(terms.root(record.label), record.id)
            for label in terms.nodes[record.label].labels:
                graph.add((me, RDF.type, KG[label]))
        else:
            me = URIRef(f"urn:kg:relation-{number}")
            graph.add((me, RDF.type, KG[record.type]))
            graph.add((me, KG.source, resource(*record.source)))
            graph.add((me, KG.target, resource(*record.target)))
        for name, value in record.properties.items():
            for item in value if isinstance(value, list) else [value]:
                graph.add((me, KG[name], Literal(item)))
    return graph


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return kg.extract(str(folder("seeds") / "notes.md"))


def conforms(data: Graph, are_shapes: bool = False) -> tuple[bool, str]:
    """Whether a graph fits the shapes; with `are_shapes`, whether these are shapes at all, which takes longer."""
    shapes = Graph().parse(folder("ontology") / "kg.ttl")
    ok, _, text = validate(data, shacl_graph=shapes, ont_graph=shapes, meta_shacl=are_shapes)
    return ok, text


def test_the_graph_of_a_seed_conforms(records: list[Record]) -> None:
    ok, text = conforms(as_rdf(records), are_shapes=True)
    assert ok, text[:2000]


@pytest.mark.parametrize(
    ("label", "name", "value"),
    [("Claim", "kind", "opinion"), ("Claim", "start_char", -1), ("Post", "position", "first")],
)
def test_a_spoilt_graph_does_not(records: list[Record], label: str, name: str, value: Any) -> None:
    data = as_rdf(records)
    me = next(data.subjects(RDF.type, KG[label]))
    data.set((me, KG[name], Literal(value)))
    assert not conforms(data)[0]
