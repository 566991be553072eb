"""The page in a real Chromium: it asks for nothing, runs nothing it was not given, and works by mouse and keyboard."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.graph import Graph, Node
from kg.scene import Scene
from kg.views.network import draw
from tests.debate import ABOUT, TITLE, debate, inferred, large, put
from tests.hostile import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]


# --- what it is -------------------------------------------------------------------------------


def test_the_picture_fills_its_place_and_holds_every_card(page: "Page") -> None:
    assert page.locator("h1").inner_text() == TITLE
    assert page.locator(".about").inner_text() == ABOUT
    assert page.title() == TITLE
    inside = page.evaluate(
        """() => { const box = element('picture').getBoundingClientRect();
        return visible().every(id => { const at = network.canvasToDOM(network.getPosition(id));
            return at.x > 0 && at.y > 0 && at.x < box.width && at.y < box.height; }); }"""
    )
    assert inside
    # Only the canvas of vis-network is used: no tooltip, toolbar or editor of its own, for which it has a style.
    assert page.evaluate("[...document.querySelectorAll('[class*=vis]')].map(e => e.className)") == ["vis-network"]


@pytest.mark.parametrize("scheme, ground", [("light", "rgb(250, 249, 246)"), ("dark", "rgb(20, 22, 25)")])
def test_it_fits_any_width_by_day_and_by_night(opened: Open, scheme: str, ground: str) -> None:
    page = opened(draw(Scene(TITLE, ABOUT, debate())), color_scheme=scheme)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground
    for width in (1280, 820, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), width
        picture, panel = page.locator("#picture").bounding_box(), page.locator("#panel").bounding_box()
        assert picture and panel
        assert picture["width"] > 300 and picture["height"] > 300
        below, beside = panel["y"] >= picture["y"] + picture["height"], panel["x"] >= picture["x"] + picture["width"]
        assert (below, beside) == (width <= 820, width > 820)


def test_a_page_drawn_under_a_c_locale_is_the_same(opened: Open, tmp_path: Path) -> None:
    path = tmp_path / "c.html"
    code = "import sys, pathlib; from kg.scene import Scene; from kg.views.network import draw; from tests.debate import ABOUT, TITLE, debate;"
    code += f"pathlib.Path(sys.argv[1]).write_bytes(draw(Scene({TITLE!a}, {ABOUT!a}, debate())).encode())"
    subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", code, str(path)],
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        cwd=Path(__file__).parents[1],
        check=True,
    )
    page = opened(path)
    assert page.locator("h1").inner_text() == TITLE
    assert page.locator(".about").inner_text() == ABOUT
    assert "Iceland’s" in page.evaluate("data.nodes.map(n => n.label).join()")


def test_an_empty_answer_says_what_to_do(opened: Open) -> None:
    page = opened(draw(Scene(TITLE, ABOUT, Graph())))
    assert page.locator("h2").inner_text() == "Nothing to show"
    assert page.locator("code", has_text="kg build").is_visible()


def test_three_thousand_nodes_open_and_answer(opened: Open) -> None:
    page = opened(draw(Scene(TITLE, ABOUT, large(3000))))
    page.locator("#search").fill("number 993 tells")
    assert page.locator("#status").inner_text().endswith("found")
    page.locator("#search").press("Enter")
    assert "number 993 tells" in page.locator("#panel blockquote").inner_text()


# --- nothing runs -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile() -> Graph:
    """A graph with each hostile string in every field of nodes and relations."""
    graph = Graph()
    for n, bad in enumerate(HOSTILE):
        own = f"{bad}{n}"
        for label in ("Claim", "Speaker", "Paper", "Discussion"):
            fields = dict.fromkeys(("text", "title", "name", "caption", "url", "kind", "authors", own), own)
            put(graph, ("Work" if label == "Paper" else label, f"{own}{label}"), label, **fields)
            graph.nodes["Work" if label == "Paper" else label, f"{own}{label}"].properties["sources"] = [bad, own]
        relation = inferred("REBUTS", ("Claim", f"{own}Claim"), ("Work", f"{own}Paper"), 0.5, own)
        relation.properties.update({"rule": own, "url": own, "sources": [own], own: own})
        graph.relations.append(relation)
    graph.nodes["Odd", "1"] = Node(HOSTILE[0], {"id": "1"})
    return graph


def test_hostile_texts_run_nothing_and_show_as_text(opened: Open, hostile: Graph) -> None:
    page = opened(draw(Scene(HOSTILE[0], HOSTILE[1], hostile)))
    assert page.locator("h1").inner_text() == HOSTILE[0]
    tags = "() => [...document.querySelectorAll('*')].map(e => e.localName)"
    before = set(page.evaluate(tags))
    page.locator("summary").click()
    seen = page.evaluate(
        """() => {
        const seen = [];
        for (const node of data.nodes) {
            point([node.id]);
            showNode(node.id);
            const shown = facts(data.nodeFacts[node.id]).flatMap(([, texts]) => texts);
            const read = [...panel.querySelectorAll('dd, blockquote')].map(e => e.textContent).join('\\n');
            if (!shown.every(text => read.includes(text))) seen.push('not shown: ' + node.id);
        }
        for (const edge of data.edges) showRelation(edge.id);
        return seen; }"""
    )
    assert seen == []
    assert page.locator("tbody tr").count() == len(hostile.nodes) + len(hostile.relations)
    allowed = {"table", "caption", "thead", "tbody", "tr", "th", "td", "button", "blockquote", "h3", "dl", "dt", "dd"}
    assert set(page.evaluate(tags)) - before <= allowed | {"a", "em", "span", "small", "br", "i", "b"}
    assert page.evaluate("[window.ran, Object.prototype.polluted]") == [None, None]
    page.locator("#search").fill("<script>")
    assert page.locator("#status").inner_text().endswith("found")
    page.wait_for_timeout(300)


def test_only_addresses_of_the_web_become_links(opened: Open) -> None:
    graph = Graph()
    addresses = [
        *HOSTILE,
        "https://example.org/a?b=c&d",
        "HTTP://example.org",
        "https://example.org and more",
        "ftp://a.b",
    ]
    for n, address in enumerate(addresses):
        put(graph, ("Work", f"w{n:03d}"), title=f"title {n}", url=address)
    page = opened(draw(Scene(TITLE, ABOUT, graph)))
    links = page.evaluate(
        """() => data.nodes.flatMap(n => { showNode(n.id);
        return [...panel.querySelectorAll('a')].map(a => [a.protocol, a.textContent, a.rel, a.target]); })"""
    )
    good = [
        "HTTP://example.org",
        "https://example.org/a?b=c&d",
        *(a for a in HOSTILE if a.startswith(("http:", "https:"))),
    ]
    assert {tuple(link[1:]) for link in links} == {(a, "noopener noreferrer", "_blank") for a in good}
    assert {link[0] for link in links} == {"http:", "https:"}
