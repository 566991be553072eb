"""The page: same graph, same bytes; nothing overlaps, nothing is lost, and no text becomes markup."""

import base64
import hashlib
import json
import os
import random
import re
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from kg.graph import Graph, Node, Relation
from kg.scene import Scene
from kg.views._page import as_json
from kg.views._palette import SURFACE
from kg.views.network import draw
from tests.debate import claim, debate, inferred, large


class Parts:
    """The tags, scripts, styles, data, policy and text of a page, as an HTML5 parser reads it."""

    def __init__(self, page: str) -> None:
        tree = LexborHTMLParser(page)
        found = [node for node in tree.css("*") if node.tag]
        self.tags: list[tuple[str, dict[str, str | None]]] = [(str(n.tag), dict(n.attributes)) for n in found]
        blocks = tree.css("script")
        self.scripts = [n.text() for n in blocks if "type" not in n.attributes]
        self.styles = [n.text() for n in tree.css("style")]
        self.data: Any = next((json.loads(n.text()) for n in blocks if "type" in n.attributes), None)
        policy = tree.css_first('meta[http-equiv="Content-Security-Policy"]')
        self.policy = (policy.attributes["content"] or "") if policy else ""
        self.text = [n.text() for n in tree.css("title, h1, h2, p, li, summary")]


def page_of(graph: Graph) -> Parts:
    return Parts(draw(Scene("A question", "How to read it.", graph)))


# --- the same graph, the same page ------------------------------------------------------------


@given(st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_the_order_of_nodes_relations_and_properties_does_not_matter(chance: random.Random) -> None:
    def mixed(properties: dict[str, Any]) -> dict[str, Any]:
        return dict(chance.sample(sorted(properties.items()), len(properties)))

    graph = debate()
    nodes = {ref: Node(n.label, mixed(n.properties)) for ref, n in chance.sample(sorted(graph.nodes.items()), 21)}
    relations = [Relation(r.type, r.source, r.target, mixed(r.properties)) for r in graph.relations]
    chance.shuffle(relations)
    assert draw(Scene("t", "a", Graph(nodes, relations))) == draw(Scene("t", "a", graph))


def test_another_process_with_other_hashes_draws_the_same_bytes() -> None:
    code = "import sys; from kg.scene import Scene; from kg.views.network import draw; from tests.debate import debate;"
    code += "sys.stdout.buffer.write(draw(Scene('t', 'a', debate())).encode('utf-8'))"
    pages = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONPATH": "."},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert pages == {draw(Scene("t", "a", debate())).encode("utf-8")}


# --- nothing is lost --------------------------------------------------------------------------


def arrows(data: Any) -> list[dict[str, Any]]:
    """The relations of the page, one by one."""
    columns = {**data["edges"], "label": [data["labelNames"][at] for at in data["edges"]["label"]]}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def test_every_node_and_relation_is_in_the_picture_with_all_its_properties() -> None:
    graph = debate()
    data = page_of(graph).data

    def facts(flat: list[Any]) -> tuple[Any, ...]:
        at = data["values"].__getitem__
        pairs = zip(data["shapes"][flat[0]], flat[1:], strict=True)
        return tuple((at(k), tuple(map(at, v)) if isinstance(v, list) else at(v)) for k, v in pairs)

    def texts(properties: dict[str, Any]) -> tuple[Any, ...]:
        def text(value: Any) -> Any:
            if isinstance(value, list):
                return tuple(map(str, value))
            return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)

        return tuple((name, text(properties[name])) for name in sorted(properties))

    assert {facts(f) for f in data["nodeFacts"]} == {texts(n.properties) for n in graph.nodes.values()}
    refs = sorted(graph.nodes)
    drawn = {
        (e["label"], refs[e["from"]], refs[e["to"]], facts(f))
        for e, f in zip(arrows(data), data["relationFacts"], strict=True)
    }
    assert drawn == {(r.type.lower(), r.source, r.target, texts(r.properties)) for r in graph.relations}
    assert {name: about["count"] for name, about in data["labels"].items()} == {
        "Claim": 14,
        "Paper": 2,
        "Speaker": 4,
        "Work": 1,
    }


def test_relations_between_the_same_two_nodes_bend_apart_and_one_to_itself_is_a_loop() -> None:
    graph = debate()
    one, two = claim(1), claim(0)
    graph.relations = [
        inferred("REBUTS", one, two, 0.9, "no"),
        inferred("SUPPORTS", one, two, 0.4, "yes"),
        inferred("SUPPORTS", two, one, 0.4, "yes"),
        inferred("QUESTIONS", one, one, 0.3, "hm"),
        inferred("REBUTS", one, one, 0.3, "no"),
    ]
    data = page_of(graph).data
    edges = [{**edge, **data["bows"][str(j)]} for j, edge in enumerate(arrows(data))]
    between = [e for e in edges if e["from"] != e["to"]]
    loops = [e for e in edges if e["from"] == e["to"]]
    # Clockwise one way is anticlockwise the other way.
    sides = {
        e["smooth"]["roundness"] * (1 if (e["smooth"]["type"] == "curvedCW") == (e["from"] < e["to"]) else -1)
        for e in between
    }
    assert len(between) == len(sides) == 3
    assert len({loop["selfReference"]["size"] for loop in loops}) == 2


def test_the_same_relation_twice_is_one_and_two_citations_are_two() -> None:
    graph = debate()
    first = inferred("CITES", claim(3), ("Work", "doi:10.1234/uk"), 0.9, "the study")
    second = Relation(first.type, first.source, first.target, {**first.properties, "start_char": 7})
    graph.relations = [first, first, second]
    assert len(arrows(page_of(graph).data)) == 2


def test_a_relation_to_a_node_that_is_not_there_gets_a_stand_in() -> None:
    graph = debate()
    graph.relations = [inferred("REBUTS", claim(1), ("Claim", "elsewhere:9#0-4"), 0.9, "no")]
    data = page_of(graph).data
    (edge,) = arrows(data)
    assert data["groupNames"][data["nodes"]["group"][edge["to"]]] == "not in this answer"
    assert "elsewhere:9#0-4" in data["values"]
    assert ("Claim", "elsewhere:9#0-4") not in graph.nodes


def test_an_empty_graph_says_so_and_what_to_do_next() -> None:
    page = Parts(draw(Scene("Who rebuts <Jane>?", "Nobody, it seems.", Graph())))
    words = " ".join(page.text)
    assert "Nothing to show" in words
    assert "kg build SOURCE" in words
    assert "Who rebuts <Jane>?" in words
    assert page.scripts == []


def test_what_the_ontology_does_not_know_is_drawn_too() -> None:
    graph = Graph(
        {("Person", "p1"): Node("Person", {"name": "Jane"})}, [Relation("KNOWS", ("Person", "p1"), ("Person", "p1"))]
    )
    data = page_of(graph).data
    assert set(data["labels"]) == {"Person"}
    assert set(data["types"]) == {"knows"}


@pytest.mark.parametrize(
    "confidence, thick", [(None, 1.0), (0.0, 1.0), (0.5, 2.25), (1.0, 3.5), (float("nan"), 1.0), ("x", 1.0)]
)
def test_the_surer_a_relation_the_thicker(confidence: Any, thick: float) -> None:
    graph = debate()
    graph.relations = [Relation("REBUTS", claim(1), claim(0), {"confidence": confidence})]
    assert arrows(page_of(graph).data)[0]["width"] == thick


@pytest.mark.parametrize("nodes, most", [(300, 1_200_000), (3000, 3_000_000)])
def test_the_page_stays_small(nodes: int, most: int) -> None:
    assert len(draw(Scene("t", "a", large(nodes))).encode("utf-8")) < most


# --- no text becomes markup -------------------------------------------------------------------


@given(st.text())
def test_any_text_comes_back_from_the_data_block(text: str) -> None:
    written = as_json({"t": text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written.encode("utf-8")) == {"t": text}


@pytest.mark.parametrize(
    "bad",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "\ud800 alone",
        "nul\x00",
        "a\u2028b",
        '"><img onerror=x>',
        "$title ${data} $$",
    ],
)
def test_hostile_texts_change_no_tag_of_the_page(bad: str) -> None:
    graph = debate()
    expected = [tag for tag, _ in page_of(graph).tags]
    ref = ("Claim", bad)
    graph.nodes[ref] = Node("Claim", {"id": bad, "text": bad, "caption": bad, bad: [bad]})
    graph.relations.append(inferred("REBUTS", ref, claim(0), 0.5, bad))
    page = draw(Scene(bad, bad, graph))
    parts = Parts(page.encode("utf-8").decode("utf-8"))
    assert [tag for tag, _ in parts.tags] == expected
    assert bad in parts.data["values"]
    if bad.isprintable():
        assert parts.text.count(bad) == 3  # the title, the heading and the sentence below it


def test_only_the_scripts_and_the_style_of_the_page_may_run() -> None:
    page = page_of(debate())

    def sources(directive: str) -> list[str]:
        found = [rule.split()[1:] for rule in page.policy.split("; ") if rule.split()[0] == directive]
        return found[0] if found else []

    def hashed(code: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"

    assert sources("default-src") == ["'none'"]
    assert sources("script-src") == [hashed(code) for code in page.scripts]
    assert sources("style-src") == [hashed(code) for code in page.styles]
    assert (len(page.scripts), len(page.styles)) == (2, 1)


def test_the_page_points_at_nothing_outside_itself() -> None:
    page = page_of(debate())
    outside = {"src", "href", "style", "action", "data", "srcset", "poster"}
    for tag, attributes in page.tags:
        assert not outside & set(attributes), tag
        assert not [name for name in attributes if name.startswith("on")], tag
    assert not re.search(r"@import|url\(", page.styles[0])
    assert not any("sourceMappingURL" in code or "\r" in code for code in page.scripts)


def test_the_style_and_the_palette_mean_the_same_ground() -> None:
    (style,) = page_of(debate()).styles
    assert re.findall(r"--surface: (#\w+)", style)[:2] == list(SURFACE.values())
