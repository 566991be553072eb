"""The Browser kit without a Browser: files, style, favourites, guide, links, and what is served."""

import csv
import io
import json
import re
import threading
import zipfile
from collections.abc import Iterator
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

import kg
from kg import kit, ontology
from kg.cli import cli
from kg.data import folder
from kg.errors import KgError
from kg.kit import favourites, guide, links, serving, style
from kg.questions import queries

NAMES = queries.names()
TERMS = ontology.load()


def test_the_kit_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    ran = CliRunner().invoke(cli, ["browser", "-o", str(tmp_path / "kit")])
    written = {path.name: path.read_bytes() for path in (tmp_path / "kit").iterdir()}
    assert written == kit.files() == kit.files()
    assert {Path(line).name for line in ran.output.splitlines()} == set(written)
    told = written["README.md"].decode()
    assert [name for name in written if name != "README.md" and f"`{name}`" not in told] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["browser"], "kg browser -o DIR"),
        (["browser", "-o", "/dev/null/kit"], "choose another folder"),
        (["browser", "open", "most_rebuted"], "did you mean 'most_rebutted'"),
        (["browser", "open", "most_rebutted", "--limt", "5"], "did you mean 'limit'"),
        (["browser", "open", "most_rebutted", "--browser", "localhost"], "no address of a Browser"),
        (
            ["browser", "open", "most_rebutted", "--bolt", "bolt://jane:secret@there"],
            "address of a server, without a password",
        ),
    ],
)
def test_what_cannot_be_done_is_said(words: list[str], said: str) -> None:
    ran = CliRunner().invoke(cli, words)
    assert ran.exit_code != 0
    assert said in f"{ran.exception} {ran.output}"
    assert "secret" not in f"{ran.exception} {ran.output}"


# --- style --------------------------------------------------------------------------------------


def test_every_label_and_type_has_its_colour_and_a_later_rule_is_the_more_special_one() -> None:
    rules = style.rules()
    colours = {f"node.{name}": term.colour for name, term in TERMS.nodes.items()}
    colours |= {f"relationship.{name}": term.colour for name, term in TERMS.relations.items()}
    assert {selector: rules[selector]["color"] for selector in colours} == colours
    order = list(rules)
    for name, term in TERMS.nodes.items():
        places = [order.index(f"node.{label}") for label in term.labels]
        assert places == sorted(places), name
        assert rules[f"node.{name}"]["caption"] == "{caption}"


def test_the_sheet_and_the_json_say_the_same() -> None:
    read = {
        selector: {name: value.strip('"') for name, value in re.findall(r"  ([\w-]+): (.+);", body)}
        for selector, body in re.findall(r"([\w.]+) \{\n(.+?)\n\}", style.grass(), re.DOTALL)
    }
    assert read == style.rules() == json.loads(style.one_line())
    assert "/*" not in style.grass() and "//" not in style.grass()
    assert "\n" not in style.one_line()


def test_what_can_be_rebutted_is_drawn_large_and_what_attacks_thick() -> None:
    rules = style.rules()
    large = {name for name in TERMS.nodes if rules[f"node.{name}"]["diameter"] == "96px"}
    thick = {name for name in TERMS.relations if rules[f"relationship.{name}"]["shaft-width"] == "5px"}
    assert (large, thick) == ({"Claim", "Work", "Paper"}, {"REBUTS", "UNDERCUTS"})


# --- favourites ---------------------------------------------------------------------------------


def test_the_zip_holds_each_question_once_in_its_folder() -> None:
    with zipfile.ZipFile(io.BytesIO(favourites.zipped())) as archive:
        entries = {name: archive.read(name).decode() for name in archive.namelist()}
    for name, query in ((name, queries.get(name)) for name in NAMES):
        (path,) = [p for p in entries if p.endswith(f" {name}.cypher")]
        place, _, file = path.partition("/")
        number = file.split()[0]
        assert place == f"kg {query.folder}" and f"{place}/" in entries
        assert entries[path].splitlines()[0] == f"// {number} {query.title}"
        assert queries.standalone(query) in entries[path]
    assert len(entries) == len(NAMES) + len(queries.by_folder())


def test_the_table_names_each_question_once_and_never_twice_the_same() -> None:
    rows = list(csv.DictReader(io.StringIO(favourites.table())))
    folders = {row["id"] for row in rows if row["isFolder"] == "true"}
    asked = [row for row in rows if row["isFolder"] == "false"]
    assert {row["parentId"] for row in asked} == folders
    assert len({row["id"] for row in rows}) == len({(row["parentId"], row["name"]) for row in rows}) == len(rows)
    assert {row["query"] for row in asked} == {queries.standalone(queries.get(name)) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_a_favourite_is_one_statement_without_parameters_or_client_commands(name: str) -> None:
    text = favourites.statement("01", queries.get(name))
    code = re.sub(r"'(?:[^'\\]|\\.)*'|//[^\n]*", "", text)
    assert not set("$;") & set(code)
    assert not re.search(r"(?m)^\s*:", text)


# --- guide --------------------------------------------------------------------------------------


def blocks() -> list[str]:
    """The statements of the guide, as a click runs them."""
    found = re.findall(r'<pre class="code runnable">(.*?)</pre>', guide.written(), re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", "", block)) for block in found]


def test_the_guide_has_six_steps_and_each_finds_something_in_the_seeds(tmp_path: Path) -> None:
    assert len(re.findall("<slide ", guide.written())) == len(blocks()) == 6
    assert "{{" not in guide.written()
    kg.build(str(folder("seeds")), db=str(tmp_path / "seeds.kgl"))
    with kg.open_store(str(tmp_path / "seeds.kgl")) as store:
        for block in blocks():
            assert store.run(block, {}).rows, block


# --- links --------------------------------------------------------------------------------------


def arrived(link: str) -> str:
    """What the Browser puts in its editor: it decodes the link first, then cuts at & and #."""
    found = re.search(r"[?&]arg=([^&#]*)", unquote(link))
    assert found
    return found[1]


@pytest.mark.parametrize("name", NAMES)
def test_the_link_of_a_question_arrives_whole(name: str) -> None:
    query = queries.get(name)
    link = links.link(query, links.BROWSER, "neo4j://127.0.0.1:7687")
    assert link.startswith(f"{links.BROWSER}?dbms=neo4j://neo4j@127.0.0.1:7687&cmd=edit&arg=")
    assert arrived(link) == f"// {query.title}\n{queries.standalone(query)}"


def test_words_with_what_a_link_is_cut_at_are_written_in_another_way() -> None:
    link = links.link(queries.get("around_claim"), links.BROWSER, given={"claim": "R&D #1 'so' \\ 100%"})
    assert "{id: 'R\\u0026D \\u00231 \\'so\\' \\\\ 100%'" in arrived(link)


# --- what is served -----------------------------------------------------------------------------


@pytest.fixture
def served() -> Iterator[HTTPConnection]:
    with serving.server(0, kit.offered()) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        yield connection
        connection.close()
        server.shutdown()


@pytest.mark.parametrize(
    ("method", "path", "status", "kind", "length"),
    [
        ("OPTIONS", "/guide.html", 204, None, 0),
        ("GET", "/guide.html", 200, "text/html; charset=utf-8", len(guide.written().encode())),
        ("GET", "/kg.grass?again", 200, "text/plain; charset=utf-8", len(style.grass().encode())),
        ("HEAD", "/kg.grass", 200, "text/plain; charset=utf-8", 0),
        ("GET", "/../kit/README.md", 404, None, 0),
        ("GET", "/", 404, None, 0),
        ("POST", "/guide.html", 501, "text/html;charset=utf-8", None),
    ],
)
def test_what_is_offered_is_given_to_the_browser_and_nothing_else(
    served: HTTPConnection, method: str, path: str, status: int, kind: str | None, length: int | None
) -> None:
    served.request(method, path, headers={"Origin": "http://127.0.0.1:7474"})
    answer = served.getresponse()
    assert (answer.status, answer.headers["Content-Type"]) == (status, kind)
    body = answer.read()
    if status != 501:
        assert len(body) == length
        assert answer.headers["Access-Control-Allow-Origin"] == answer.headers["Access-Control-Allow-Headers"] == "*"


def test_a_taken_port_is_said() -> None:
    with serving.server(0, {}) as server, pytest.raises(KgError, match="choose another with --port"):
        serving.server(server.server_port, {})


def test_the_greeting_is_one_line_that_the_browser_cuts_into_three_commands() -> None:
    greeting = kit.greeting(7480)
    assert "\n" not in greeting and "\\" not in greeting
    # What stands in quotes is not cut.
    commands = [part.strip() for part in re.sub(r'"[^"]*"', "", greeting).split(";")]
    assert [command.split()[0] for command in commands] == ["style", "clear", "guide"]
    assert greeting.endswith("; guide http://localhost:7480/guide.html")
