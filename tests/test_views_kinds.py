"""What every kind of page keeps: same bytes, no text as markup, nothing from outside, little weight."""

import base64
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from kg import plugins
from kg.graph import Graph, Table
from kg.scene import Link, Scene
from tests.debate import debate
from tests.hostile import HOSTILE
from tests.scenes import ABOUT, TITLE, asked, scene, thread

KINDS = plugins.names("views")
QUESTIONS = ("rebuttals", "thread", "speakers", "cited_works", "rules")
every_kind = pytest.mark.parametrize("kind", KINDS)


def draw(kind: str, shown: Scene) -> str:
    module = plugins.get("views", kind)
    assert module is not None
    page: str = module.draw(shown)
    return page


def problems(page: str) -> list[str]:
    """What a page has that a policy would refuse, or that leads outside."""
    tree = LexborHTMLParser(page)
    meta = tree.css_first('meta[http-equiv="Content-Security-Policy"]')
    policy = (meta.attributes["content"] or "") if meta else ""
    found = []
    for name in ("script", "style"):
        for block in tree.css(name):
            hashed = base64.b64encode(hashlib.sha256(block.text().encode()).digest()).decode()
            if "type" not in block.attributes and f"'sha256-{hashed}'" not in policy:
                found.append(f"{name} without its hash")
    for node in tree.css("*"):
        for attribute, value in node.attributes.items():
            if attribute.startswith("on") or attribute in ("style", "src", "srcset", "action", "formaction", "srcdoc"):
                found.append(f"{node.tag} {attribute}")
            if attribute == "href" and not re.match(r"#|https?://|[\w-]+\.html", value or ""):
                found.append(f"{node.tag} leads to {value}")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        found.append(f"policy {policy}")
    if re.search(r"@import|url\(", "".join(block.text() for block in tree.css("style"))):
        found.append("style that fetches")
    return found


@every_kind
@pytest.mark.parametrize("name", QUESTIONS)
def test_a_page_of_the_seeds_keeps_its_own_policy(kind: str, name: str) -> None:
    assert problems(draw(kind, asked(name))) == []


@every_kind
def test_an_empty_answer_says_so_and_what_to_do_next(kind: str) -> None:
    page = draw(kind, Scene("Who rebuts <Jane>?", "Nobody.", Graph()))
    assert "Nothing to show" in page
    assert "kg build SOURCE" in page
    assert "Who rebuts &lt;Jane&gt;?" in page
    assert problems(page) == []


@every_kind
def test_the_order_of_nodes_and_relations_does_not_matter(kind: str) -> None:
    graph = thread(12)
    turned = Graph(dict(reversed(graph.nodes.items())), list(reversed(graph.relations)))
    table = scene(graph).table
    assert draw(kind, Scene(TITLE, ABOUT, graph, table=table)) == draw(kind, Scene(TITLE, ABOUT, turned, table=table))


def test_another_process_with_other_hashes_and_a_c_locale_draws_the_same_bytes() -> None:
    code = (
        "import sys; from kg import plugins; from tests.scenes import scene, thread; shown = scene(thread(12), 'D\\xe9j\\xe0 vu');"
        "[sys.stdout.buffer.write(m.draw(shown).encode('utf-8')) for _, m in plugins.every('views')]"
    )
    pages = {
        subprocess.run(
            [sys.executable, "-X", "utf8=0", "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": "."},
            cwd=Path(__file__).parents[1],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    shown = scene(thread(12), "Déjà vu")
    assert pages == {"".join(draw(kind, shown) for kind in KINDS).encode("utf-8")}


@every_kind
def test_hostile_texts_change_no_tag_of_the_page(kind: str) -> None:
    bad = tuple(f"{text} {n}" for n, text in enumerate(HOSTILE) if len(text) < 1000)
    page = draw(kind, scene(thread(len(bad), bad), HOSTILE[0], HOSTILE[1]))
    assert problems(page) == []
    page.encode("utf-8")
    tags = {node.tag for node in LexborHTMLParser(page).css("*")}
    plain = {node.tag for node in LexborHTMLParser(draw(kind, scene(thread(60)))).css("*")}
    assert tags <= plain | {"a", "time", "details", "summary"}, tags - plain


@every_kind
def test_what_lacks_its_ends_or_is_unknown_is_no_trouble(kind: str) -> None:
    graph = thread(3)
    for ref in [("Post", "p0"), ("Speaker", "s1"), ("Discussion", "t")]:
        del graph.nodes[ref]
    for relation in graph.relations:
        relation.properties.update(start_char=-1, end_char="x", confidence=float("nan"))
    assert problems(draw(kind, scene(graph))) == []
    assert (
        problems(
            draw(kind, Scene(TITLE, ABOUT, debate(), table=Table(("n",), [(float("nan"),), (None,), ({"a": 1},)])))
        )
        == []
    )


@every_kind
def test_the_pages_of_a_site_are_led_to_by_name(kind: str) -> None:
    shown = scene(thread(3))
    links = (Link("All <b>", "index.html"), Link("Reader", "r.html", "reader"), Link("This", ""))
    page = draw(kind, Scene(shown.title, shown.about, shown.graph, table=shown.table, links=links))
    nav = LexborHTMLParser(page).css("nav a")
    assert [(a.text(), a.attributes["href"], a.attributes.get("aria-current")) for a in nav] == [
        ("All <b>", "index.html", None),
        ("Reader", "r.html", None),
        ("This", "#", "page"),
    ]


@every_kind
@pytest.mark.parametrize("posts, most", [(75, 1_200_000), pytest.param(900, 3_000_000, marks=pytest.mark.long)])
def test_a_page_stays_light(kind: str, posts: int, most: int) -> None:
    graph = thread(posts)
    assert len(graph.nodes) >= posts * 3
    assert len(draw(kind, scene(graph)).encode("utf-8")) < most
