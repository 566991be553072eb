"""The page in a real Chromium: it asks for nothing, runs nothing it was not given, and works by mouse and keyboard."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.graph import Graph, Node
from kg.views.network import draw
from tests.debate import SAID, claim, debate, inferred, large, put
from tests.hostile import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]
TITLE, ABOUT = "Déjà vu: should the week have four days?", "Who says what – and why."


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield started
        started.close()


@pytest.fixture
def opened(browser: "Browser", tmp_path: Path) -> Iterator[Open]:
    """Opens pages from disk; at the end nothing may have left, gone wrong, been refused or asked."""
    heard: list[str] = []
    contexts = []

    def refuse(dialog: "Dialog") -> None:
        heard.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def open_page(html: str | Path, **options: Any) -> "Page":
        path = html if isinstance(html, Path) else tmp_path / "page.html"
        if isinstance(html, str):
            path.write_bytes(html.encode("utf-8"))
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        contexts.append(context)
        context.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error('refused', e.violatedDirective, e.blockedURI))"
        )
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.route("**/*", lambda route: route.continue_() if route.request.url == path.as_uri() else route.abort())
        page.on("request", lambda r: heard.append(f"asked for {r.url}") if r.url != path.as_uri() else None)
        page.on("console", lambda m: heard.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda e: heard.append(f"broke: {e}"))
        page.on("dialog", refuse)
        page.on("popup", lambda p: heard.append(f"opened {p.url}"))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert heard == []


@pytest.fixture
def page(opened: Open) -> "Page":
    """The debate, open in a window of usual size."""
    return opened(draw(debate(), TITLE, ABOUT))


def number(page: "Page", said: int) -> int:
    """The place of a claim in the picture."""
    found = page.evaluate("words => data.nodes.find(n => wordsOf(n.id) === words).id", SAID[said][1])
    assert isinstance(found, int)
    return found


def click(page: "Page", node: int) -> None:
    """Click on a card where it is drawn."""
    place = page.evaluate("id => network.canvasToDOM(network.getPosition(id))", node)
    box = page.locator("#picture").bounding_box()
    assert box
    page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])


def words(page: "Page") -> str:
    return page.locator("#panel blockquote").inner_text()


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
    page = opened(draw(debate(), TITLE, ABOUT), color_scheme=scheme)
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
    code = "import sys, pathlib; from kg.views.network import draw; from tests.debate import debate;"
    code += f"pathlib.Path(sys.argv[1]).write_bytes(draw(debate(), {TITLE!a}, {ABOUT!a}).encode())"
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
    page = opened(draw(Graph(), TITLE, ABOUT))
    assert page.locator("h2").inner_text() == "Nothing to show"
    assert page.locator("code", has_text="kg build").is_visible()


def test_three_thousand_nodes_open_and_answer(opened: Open) -> None:
    page = opened(draw(large(3000), TITLE, ABOUT))
    page.locator("#search").fill("number 993 tells")
    assert page.locator("#status").inner_text().endswith("found")
    page.locator("#search").press("Enter")
    assert "number 993 tells" in words(page)


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
    page = opened(draw(hostile, HOSTILE[0], HOSTILE[1]))
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
    page = opened(draw(graph, TITLE, ABOUT))
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


# --- by mouse ---------------------------------------------------------------------------------


def test_a_click_on_a_card_shows_its_words_and_relations(page: "Page") -> None:
    click(page, number(page, 4))
    assert words(page) == SAID[4][1]
    assert page.locator("#panel h2").inner_text().startswith("Claim")
    cards = page.locator("#panel .card").all_inner_texts()
    assert [c.split("\n") for c in cards] == [
        ["this undercuts", SAID[3][1]],
        ["Ben Okafor", "asserts this"],
        [SAID[5][1], "rebuts this"],
    ]
    assert page.locator("#panel dd", has_text="week.json").count() == 1


def test_relations_jump_to_their_evidence_and_on_to_the_other_end(page: "Page") -> None:
    click(page, number(page, 4))
    page.locator("#panel .card", has_text="this undercuts").click()
    assert page.locator("#panel h2").inner_text().startswith("undercuts")
    assert page.locator("#panel dl").inner_text().count(SAID[4][1][:40]) == 1
    assert page.evaluate("document.activeElement.localName") == "h2"
    page.locator("#panel .card", has_text=SAID[3][1]).click()
    assert words(page) == SAID[3][1]
    assert page.evaluate("network.getSelectedNodes()") == [number(page, 3)]


def test_a_click_beside_the_cards_lets_go(page: "Page") -> None:
    click(page, number(page, 4))
    box = page.locator("#picture").bounding_box()
    assert box
    page.mouse.click(box["x"] + 4, box["y"] + 4)
    assert page.locator("#panel h2").inner_text() == "How to read it"


def test_a_card_can_be_dragged(page: "Page") -> None:
    node = number(page, 4)
    before = page.evaluate("id => network.getPosition(id)", node)
    place = page.evaluate("id => network.canvasToDOM(network.getPosition(id))", node)
    box = page.locator("#picture").bounding_box()
    assert box
    x, y = box["x"] + place["x"], box["y"] + place["y"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 20, steps=4)
    page.mouse.up()
    after = page.evaluate("id => network.getPosition(id)", node)
    assert after["x"] > before["x"] + 20
    page.wait_for_timeout(200)
    assert page.evaluate("id => network.getPosition(id)", node) == after  # and stays there


def test_the_legend_switches_kinds_off_and_on(page: "Page") -> None:
    hidden = "() => [nodes.get().filter(n => n.hidden).length, edges.get().filter(e => e.hidden).length]"
    speakers = page.locator("#legend button", has_text="Speaker")
    rebuttals = page.locator("#legend button", has_text="rebuts")
    assert page.evaluate(hidden) == [0, 0]
    speakers.click()
    assert speakers.get_attribute("aria-pressed") == "false"
    assert page.evaluate(hidden) == [4, 14]
    rebuttals.click()
    assert page.evaluate(hidden) == [4, 20]
    speakers.click()
    assert speakers.get_attribute("aria-pressed") == "true"
    assert page.evaluate(hidden) == [0, 6]
    assert page.locator("#legend button").all_inner_texts()[:4] == ["Claim\n14", "Paper\n2", "Speaker\n4", "Work\n1"]


def test_a_relation_with_a_stand_in_can_be_read(opened: Open) -> None:
    graph = debate()
    graph.relations.append(inferred("SUPPORTS", claim(2), ("Claim", "elsewhere:1#0-9"), 0.5, "as said there"))
    page = opened(draw(graph, TITLE, ABOUT))
    stand_in = page.evaluate("data.nodes.find(n => n.group === ABSENT).id")
    click(page, stand_in)
    assert words(page) == "elsewhere:1#0-9"
    assert "supports this" in page.locator("#panel").inner_text()


# --- by keyboard ------------------------------------------------------------------------------


def test_search_finds_selects_and_steps_by_keyboard(page: "Page") -> None:
    page.locator("#search").focus()
    page.keyboard.type("KEPT 61")
    assert page.locator("#status").inner_text() == "1 found"
    assert page.evaluate("network.getSelectedNodes()") == [number(page, 5)]
    page.keyboard.press("Enter")
    assert words(page) == SAID[5][1]
    page.locator("#search").fill("pilot")
    found = page.evaluate("[...network.getSelectedNodes()].sort()")
    for _ in found:
        page.keyboard.press("Enter")
    assert page.locator("#status").inner_text() == f"{len(found)} of {len(found)}"
    page.locator("#search").fill("nobody said this")
    assert page.locator("#status").inner_text() == "none found"
    page.keyboard.press("Escape")
    assert page.locator("#search").input_value() == ""
    assert page.locator("#status").inner_text() == ""


def test_everything_can_be_reached_and_seen_by_keyboard(page: "Page") -> None:
    visited = []
    for _ in range(40):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            """() => { const e = document.activeElement;
            return [e.id || e.className || e.textContent, getComputedStyle(e).outlineStyle]; }"""
        )
        assert outline != "none", name
        visited.append(name)
        if name == "":
            break
        if page.evaluate("document.activeElement.localName === 'summary'"):
            break
    assert {"search", "vis-network", "closer", "farther", "whole", "panel"} <= set(visited)
    page.keyboard.press("Enter")
    page.locator("tbody tr").first.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.localName") == "h2"
    assert page.locator("#panel blockquote").is_visible()


def test_legend_panel_and_picture_work_by_keyboard(page: "Page") -> None:
    page.locator("#legend button", has_text="Speaker").focus()
    page.keyboard.press("Space")
    assert page.evaluate("nodes.get().filter(n => n.hidden).length") == 4
    page.locator("#search").fill("Icelandic")
    page.keyboard.press("Enter")
    page.locator("#panel .card", has_text="this cites").focus()
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text().startswith("cites")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert words(page).startswith("Going Public")
    page.locator(".vis-network").focus()
    before = page.evaluate("network.getViewPosition().x")
    page.keyboard.down("ArrowRight")
    page.wait_for_function("x => network.getViewPosition().x > x", arg=before)
    page.keyboard.up("ArrowRight")


def test_the_table_says_the_same_as_the_picture(page: "Page") -> None:
    page.locator("summary").click()
    page.locator("table").nth(1).wait_for()  # the tables are made when they are opened
    nodes, relations = page.locator("table").all()
    assert nodes.locator("tbody tr").count() == 21
    assert relations.locator("tbody tr").count() == 31
    row = relations.locator("tbody tr", has_text="undercuts").first.locator("td").all_inner_texts()
    assert row == [SAID[4][1], "undercuts", SAID[3][1], SAID[4][1][:40]]
    assert relations.locator("th").all_inner_texts() == ["From", "Relation", "To", "Evidence"]
