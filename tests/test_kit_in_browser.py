"""The Browser kit in a real Neo4j Browser: imported, picked, run, seen, clicked through."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

import kg
from kg import kit, ontology
from kg.data import folder
from kg.questions import queries
from kg.testing import missing, opened
from kg.testing.servers import Neo4jGraph, Server
from tests.neo4j_browser import Classic, driven, in_answer, own_label, picture
from tests.neo4j_newer_browser import Newer

pytestmark = pytest.mark.long

# Of each type a relation with its ends, and the nodes that have none.
EACH_KIND = """\
MATCH (one)-[relation]->(other)
WITH type(relation) AS type, collect([one, relation, other])[0] AS shown
RETURN shown
UNION
MATCH (load:Load)
RETURN [load] AS shown"""


@pytest.fixture(scope="module")
def seeded(neo4j_server: Server, request: pytest.FixtureRequest) -> Iterator[Neo4jGraph]:
    """The seeds in a Neo4j with a Browser."""
    if neo4j_server.browser is None:
        missing(request.config, "Neo4j Browser", "KG_TEST_NEO4J_BROWSER does not say where it is", "KG_REQUIRE_NEO4J")
    with pytest.MonkeyPatch.context() as environment, opened(neo4j_server, environment) as graph:
        graph.clear()
        kg.build(str(folder("seeds")), db=graph.address)
        yield graph


@pytest.fixture(scope="module")
def classic(seeded: Neo4jGraph, neo4j_server: Server, browser: Browser) -> Iterator[Classic]:
    """A Browser that is logged in, and draws only what is asked for."""
    with browser.new_context(viewport={"width": 1500, "height": 1000}) as context:
        found = Classic(context.new_page(), neo4j_server)
        found.open()
        found.log_in()
        expect(found.page.get_by_test_id("frame")).to_have_count(2, timeout=60_000)  # it greets with two answers
        found.type(":config autoComplete: false")
        found.clear()
        yield found


def test_the_zip_is_imported_and_a_question_picked_and_run(classic: Classic, seeded: Neo4jGraph) -> None:
    page = classic.page
    classic.drop("kg-favourites.zip", kit.files()["kg-favourites.zip"])
    page.get_by_test_id("navigationFavorites").click()
    for place, found in kit.favourites.numbered():
        page.get_by_test_id(f"expandFolder-{place}").click()
        for number, query in found:
            expect(page.get_by_test_id(f"scriptTitle-{number} {query.title}")).to_have_count(1)
    expect(page.get_by_test_id("savedScriptListItem")).to_have_count(len(queries.names()))
    title = next(
        f"{n} {q.title}" for _, found in kit.favourites.numbered() for n, q in found if q.name == "around_claim"
    )
    item = page.get_by_test_id("savedScriptListItem").filter(has_text=title)
    item.get_by_test_id("savedScriptsButton-Run").click()
    assert picture(classic.answer()) == in_answer(seeded, queries.standalone(queries.get("around_claim")))
    page.get_by_test_id("navigationFavorites").click()


def test_the_style_is_seen_in_the_picture(classic: Classic, seeded: Neo4jGraph) -> None:
    classic.drop("kg.grass", kit.files()["kg.grass"])
    classic.clear()
    classic.type(EACH_KIND)
    frame = classic.answer()
    assert picture(frame) == in_answer(seeded, EACH_KIND)
    nodes = frame.locator("g.node circle.b-outline").evaluate_all(
        "all => all.map(one => [one.getAttribute('fill'), 2 * one.getAttribute('r') + 'px'])"
    )
    lines = frame.locator("g.relationship path.b-outline").evaluate_all(
        "all => all.map(one => one.getAttribute('fill'))"
    )
    rules, found = kit.style.rules(), driven(seeded, EACH_KIND)
    wanted = [rules[f"node.{own_label(node)}"] for node in found.nodes]
    assert sorted(nodes) == sorted([rule["color"], rule["diameter"]] for rule in wanted)
    assert sorted(lines) == sorted(ontology.load().relations[relation.type].colour for relation in found.relationships)


def test_the_guide_is_clicked_through(classic: Classic, seeded: Neo4jGraph) -> None:
    page, guide = classic.page, classic.page.locator("#guide-drawer")
    with served() as port:
        classic.type(f":guide http://localhost:{port}/guide.html")
        for step in range(1, 7):
            expect(guide.locator("h3")).to_have_text(re.compile(f"^{step}[.] "))
            classic.clear()
            block = guide.locator("pre.runnable")
            statement = (block.text_content() or "").strip()
            block.locator("i").click()
            shown = picture(classic.answer())
            assert shown == in_answer(seeded, statement)
            assert shown.nodes > 1, statement
            if step < 6:
                page.get_by_test_id("guideNextSlide").click()
    guide.locator("input").fill("")
    guide.locator("input").press_sequentially("moss_and_lichen")
    classic.clear()
    guide.locator("pre.runnable i").click()
    assert "'moss_and_lichen'" in classic.answer().get_by_test_id("frameCommand").inner_text()


def test_the_link_of_every_question_arrives_whole(neo4j_server: Server, seeded: Neo4jGraph, browser: Browser) -> None:
    links = [kit.links.link(queries.get(name), str(neo4j_server.browser)) for name in queries.names()]
    texts = [f"// {queries.get(name).title}\n{queries.standalone(queries.get(name))}" for name in queries.names()]
    with browser.new_context() as context:
        there = Classic(context.new_page(), neo4j_server)
        for few in range(0, len(links), 5):  # the Browser takes several texts at once and puts them one below the other
            together = [link.partition("&arg=")[2] for link in links[few : few + 5]]
            there.open("&arg=".join([f"{neo4j_server.browser}?cmd=edit", *together]))
            assert there.written() == "\n".join(texts[few : few + 5])


def test_a_link_fills_form_and_editor_and_runs_when_asked(
    neo4j_server: Server, seeded: Neo4jGraph, browser: Browser
) -> None:
    query, given = queries.get("around_claim"), {"claim": "test & pills #1"}
    text = f"// {query.title}\n{queries.standalone(query, given)}"
    with browser.new_context() as context:
        there = Classic(context.new_page(), neo4j_server)
        there.open(kit.links.link(query, str(neo4j_server.browser), neo4j_server.address, given))
        assert there.written() == kit.links.uncut(text)
        assert there.page.get_by_test_id("username").input_value() == neo4j_server.user
        there.log_in()
        there.page.get_by_test_id("editor-Run").click()
        there.page.get_by_text("(no changes, no records)").wait_for()


def test_the_newer_browser_imports_the_table_twice_and_holds_it_once(
    neo4j_server: Server, seeded: Neo4jGraph, browser: Browser
) -> None:
    content = kit.files()["kg-saved-cypher.csv"]
    with browser.new_context(viewport={"width": 1500, "height": 1000}) as context:
        there = Newer(context.new_page(), neo4j_server)
        there.log_in()
        there.import_saved("kg-saved-cypher.csv", content)
        there.folder("kg rebuttals").wait_for()
        there.import_saved("kg-saved-cypher.csv", content)
        there.page.get_by_role("button", name="Replace").click()
        there.page.get_by_role("button", name="Replace").wait_for(state="hidden")
        for place, _ in kit.favourites.numbered():
            expect(there.folder(place)).to_have_count(1)
        there.folder("kg rebuttals").get_by_role("button").last.click()
        there.page.get_by_text("01 What was said about a claim?").click()
        there.page.get_by_test_id("run-button").click()
        wanted = in_answer(seeded, queries.standalone(queries.get("around_claim")))
        assert there.picture() == (wanted.nodes, wanted.relations)


@contextmanager
def served() -> Iterator[int]:
    """Style and guide, offered on a free port."""
    with kit.serving.server(0, kit.offered()) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()
