"""Hostile texts in every field of a picture in a real Chromium: they run nothing and show as text, in all places."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from kg.graph import Graph, Node, Relation
from kg.scene import Scene
from kg.views.network import draw
from tests.debate import ABOUT, TITLE, inferred, put
from tests.hostile import EVERY, HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]
ALLOWED = {
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "button", "blockquote", "h3", "dl", "dt", "dd"),
    *("a", "em", "span", "small", "br", "i", "b", "li", "mark", "div", "p", "details", "summary", "time"),
}


def hostile(texts: list[str]) -> Scene:
    """A scene with each hostile string in every field of nodes and relations, in the answer and around it."""
    graph, around = Graph(), Graph()
    for n, bad in enumerate(texts):
        own = f"{bad}{n}"
        for label in ("Claim", "Speaker", "Paper", "Discussion"):
            fields = dict.fromkeys(("text", "title", "name", "caption", "url", "kind", "authors", own), own)
            put(graph, ("Work" if label == "Paper" else label, f"{own}{label}"), label, **fields)
            graph.nodes["Work" if label == "Paper" else label, f"{own}{label}"].properties["sources"] = [bad, own]
        claim, speaker = ("Claim", f"{own}Claim"), ("Speaker", f"{own}Speaker")
        relation = inferred("REBUTS", claim, ("Work", f"{own}Paper"), 0.5, own)
        relation.properties.update({"rule": own, "url": own, "sources": [own], own: own, "evidence_post": f"{own}Post"})
        said = Relation("ASSERTS", speaker, claim, {"evidence": own})
        post = put(around, ("Post", f"{own}Post"), text=own, url=bad, posted=own, caption=own)
        graph.nodes[claim].properties.update({"post": post[1], "start_char": 0, "end_char": min(3, len(own))})
        graph.relations += [relation, said]
        around.relations.append(Relation("STATES", post, claim, {"rule": own}))
    graph.nodes["Odd", "1"] = Node(HOSTILE[0], {"id": "1"})
    graph.relations.append(Relation(HOSTILE[0], ("Odd", "1"), ("Odd", "1"), {}))
    return Scene(HOSTILE[0], HOSTILE[1], graph, around)


def test_there_are_two_hundred_hostile_texts() -> None:
    assert len(set(EVERY)) == len(EVERY) >= 200


def ran(page: "Page") -> object:
    return page.evaluate("[window.ran ?? null, Object.prototype.polluted ?? null]")


@pytest.mark.parametrize("texts", [HOSTILE, pytest.param(EVERY, marks=pytest.mark.long)], ids=["some", "all"])
def test_hostile_texts_run_nothing_and_show_as_text_in_card_panel_and_table(opened: Open, texts: list[str]) -> None:
    scene = hostile(texts)
    page = opened(draw(scene))
    assert page.locator("h1").inner_text() == page.title() == HOSTILE[0]
    tags = "() => [...document.querySelectorAll('*')].map(e => e.localName)"
    before = set(page.evaluate(tags))
    page.locator("#table > summary").click()
    seen = page.evaluate(
        """() => {
        const seen = [];
        for (const id of things.keys()) {
            showNode(id);
            const shown = facts(data.nodeFacts[id]).flatMap(([, texts]) => texts);
            const read = [...panel.querySelectorAll('dd, blockquote')].map(e => e.textContent).join('\\n');
            if (!shown.every(text => read.includes(text))) seen.push('not shown: ' + id);
            const post = data.at[id] !== null && data.values[data.posts[data.at[id]][1][0][1]];
            if (post && !panel.querySelector('.post').textContent.includes(post.slice(0, 200).trimStart())) seen.push('no post: ' + id);
        }
        for (const link of links) showRelation(link.id);
        return seen; }"""
    )
    assert seen == []
    assert page.locator("tbody tr").count() == len(scene.graph.nodes) + len(scene.graph.relations)
    assert set(page.evaluate(tags)) - before <= ALLOWED
    page.wait_for_timeout(300)
    assert ran(page) == [None, None]


@pytest.mark.parametrize("texts", [HOSTILE, pytest.param(EVERY, marks=pytest.mark.long)], ids=["some", "all"])
def test_hostile_texts_are_text_in_search_filters_legend_addresses_and_files(opened: Open, texts: list[str]) -> None:
    page = opened(draw(hostile(texts)))
    assert page.locator("#legend button", has_text=HOSTILE[0]).count() == 2
    names = page.locator("#speaker option").evaluate_all("options => options.map(o => o.textContent)")
    assert len(names) == len(texts) + 1
    assert f"{HOSTILE[1]}1 (1)" in names
    page.locator("#search").fill("<script>")
    assert page.locator("#status").inner_text().endswith("found")
    assert "<script>" in page.locator("#suggestions li").first.inner_text()
    assert page.locator("#suggestions script").count() == 0
    for at in range(0, len(texts), 7):
        page.evaluate("at => { location.hash = addressOf(at); expand(at); showPath(at, at + 1); }", at)
    page.evaluate("whole()")
    drawn = ET.fromstring(page.evaluate("toSvg()").encode("utf-8"))
    assert {e.tag.partition("}")[2] for e in drawn.iter()} == {"svg", "title", "rect", "path", "text"}
    assert not [name for e in drawn.iter() for name in e.attrib if name.startswith("on") or name.endswith("href")]
    assert any("<script>" in (e.text or "") for e in drawn.iter())
    assert page.evaluate("toCanvas().width") > 100
    page.wait_for_timeout(300)
    assert ran(page) == [None, None]


def test_only_addresses_of_the_web_become_links(opened: Open) -> None:
    graph = Graph()
    good = ["HTTP://example.org", "https://example.org/a?b=c&d"]
    addresses = [*HOSTILE, *good, "https://example.org and more", "ftp://a.b"]
    for n, address in enumerate(addresses):
        put(graph, ("Work", f"w{n:03d}"), title=f"title {n}", url=address)
    page = opened(draw(Scene(TITLE, ABOUT, graph)))
    links = page.evaluate(
        """() => [...things.keys()].flatMap(id => { showNode(id);
        return [...panel.querySelectorAll('a:not(.card)')].map(a => [a.protocol, a.title || a.textContent, a.rel, a.target]); })"""
    )
    good += [a for a in HOSTILE if a.lower().startswith(("http:", "https:"))]
    assert {tuple(link[1:]) for link in links} == {(a, "noopener noreferrer", "_blank") for a in good}
    assert {link[0] for link in links} == {"http:", "https:"}
