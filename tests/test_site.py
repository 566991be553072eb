"""The folder of pages: all lead to each other, the same graph gives the same bytes, and nothing of others is touched."""

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

import kg
from kg.cli import cli
from kg.publishing import MARK, publish
from tests.hostile import HOSTILE
from tests.test_views_kinds import problems
from tests.test_views_kinds_browser import barriers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A graph of two small discussions, one of them hostile in its title, its names and its words."""
    folder = tmp_path_factory.mktemp("graph")
    bad = [text for text in HOSTILE if text.isprintable() and 0 < len(text) < 200 and "#" not in text]
    (folder / "plain.md").write_text(
        "# Tea\n\n**Ann**: Tea is better than coffee.\n\n**Ben**: I disagree, tea is not better than coffee.\n"
    )
    (folder / "odd.md").write_text(
        "# " + bad[1] + "\n\n" + "\n\n".join(f"**N{i}**: I think that {text} is wrong." for i, text in enumerate(bad))
    )
    db = str(folder / "g.kgl")
    kg.build(str(folder), db=db)
    return db


@pytest.fixture(scope="module")
def site(graph: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "site"
    kg.view_all(folder, db=graph)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def links(path: Path) -> list[str]:
    found = [str(a.attributes["href"]) for a in LexborHTMLParser(path.read_text(encoding="utf-8")).css("a[href]")]
    return [href for href in found if not href.startswith(("#", "http:", "https:"))]


def test_every_link_leads_to_a_page_and_a_place_in_it(site: Path) -> None:
    pages = {path.name: LexborHTMLParser(path.read_text(encoding="utf-8")) for path in site.glob("*.html")}
    ids = {name: {node.attributes["id"] for node in page.css("[id]")} for name, page in pages.items()}
    for path in site.glob("*.html"):
        for href in links(path):
            name, _, place = href.partition("#")
            assert name in pages, href
            assert not place or unquote(place) in ids[name], href


def test_every_page_is_reached_from_the_index_and_leads_back(site: Path) -> None:
    names = {path.name for path in site.glob("*.html")}
    assert set(links(site / "index.html")) == names - {"index.html"}
    assert all("index.html" in links(site / name) for name in names - {"index.html"})


def test_every_page_keeps_its_own_policy(site: Path) -> None:
    assert {path.name: problems(path.read_text(encoding="utf-8")) for path in site.glob("*.html")} == {
        path.name: [] for path in site.glob("*.html")
    }


def test_again_gives_the_same_bytes(site: Path, graph: str) -> None:
    before = files(site)
    assert kg.view_all(site, db=graph) == len(before) - 1
    assert files(site) == before


def test_pages_of_an_earlier_run_go_and_what_others_put_there_stays(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    publish(folder, [("index.html", "1"), ("old.html", "2"), ("changed.html", "3")])
    (folder / "CNAME").write_text("example.org")
    (folder / "changed.html").write_text("by hand")
    assert publish(folder, [("index.html", "4")]) == 1
    assert set(files(folder)) == {"index.html", "CNAME", "changed.html", MARK}
    assert (folder / "index.html").read_text() == "4"


def test_what_kg_did_not_write_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(kg.KgError, match=r"index\.html: kg did not write this"):
        publish(tmp_path, [("a.html", "1"), ("index.html", "2")])
    assert set(files(tmp_path)) == {"index.html"}


def test_a_run_that_was_stopped_half_way_is_made_whole_by_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    publish(folder, [("a.html", "1"), ("index.html", "1")])

    def stopped() -> list[tuple[str, str]]:
        raise kg.KgError("stopped")

    with pytest.raises(kg.KgError, match="stopped"):
        publish(folder, (page for pages in ([("a.html", "2")], stopped()) for page in pages))
    assert (folder / "a.html").read_text() == "1"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert publish(folder, [("a.html", "2"), ("index.html", "2")]) == 2


@pytest.mark.parametrize("told", ["{}", "[1]", "no json", '{"files": {"../x": ["0"], "a.html": 5}}'])
def test_a_damaged_mark_is_taken_for_none(tmp_path: Path, told: str) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / MARK).write_text(told)
    assert publish(folder, [("index.html", "1")]) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(kg.KgError, match="cannot be written"):
        publish(tmp_path / "site", [("index.html", "1")])


def test_a_file_in_the_way_is_one_line(tmp_path: Path, graph: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(kg.KgError, match="cannot be written"):
        kg.view_all(tmp_path / "file" / "site", db=graph)


# --- the command ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["--all", "rebuttals"], "--all takes no question"),
        (["--all", "--as", "outline"], "--all takes no question"),
        ([], "which question?"),
        (["rebuttals"], "is a folder; name a file in it"),
    ],
)
def test_what_does_not_go_together_is_told(tmp_path: Path, graph: str, arguments: list[str], message: str) -> None:
    ran = CliRunner().invoke(cli, ["view", *arguments, "-o", str(tmp_path), "--db", graph], standalone_mode=False)
    assert isinstance(ran.exception, kg.KgError)
    assert message in str(ran.exception)


def test_open_calls_the_browser_of_the_user(tmp_path: Path, graph: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = tmp_path / "seen"
    browser = tmp_path / "browser.py"
    browser.write_text(
        f"#!{sys.executable}\nimport pathlib, sys\npathlib.Path({str(seen)!r}).write_text(sys.argv[1])\n"
    )
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    words = ["view", "rules", "-o", str(tmp_path / "page.html"), "--db", graph, "--open"]
    ran = CliRunner().invoke(cli, words, standalone_mode=False)
    assert ran.exception is None
    assert seen.read_text() == (tmp_path / "page.html").as_uri()


# --- the search -------------------------------------------------------------------------------


@pytest.mark.browser
def test_the_search_finds_claims_and_leads_into_the_source(opened: Open, site: Path) -> None:
    page = opened(site / "index.html")
    page.locator("#search").press_sequentially("BETTER tea")
    assert page.locator("#status").inner_text().endswith("found.")
    first = page.locator("#found a").first
    assert "Tea is better than coffee" in first.inner_text()
    address = first.get_attribute("href") or ""
    reader = opened(site / address.partition("#")[0])
    reader.evaluate("place => location.hash = place", "#" + address.partition("#")[2])
    reader.wait_for_timeout(100)
    assert reader.locator("mark.lit").first.inner_text() in first.inner_text()


@pytest.mark.browser
def test_hostile_words_in_the_search_run_nothing(opened: Open, site: Path) -> None:
    page = opened(site / "index.html")
    page.locator("#search").fill("wrong")
    assert page.locator("#found li").count() > 10
    assert page.evaluate("[window.ran, document.querySelectorAll('#found *:not(li, a, span)').length]") == [None, 0]


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_index(browser: "Browser", site: Path, tmp_path: Path, scheme: str) -> None:
    page = (site / "index.html").read_text(encoding="utf-8")
    assert barriers(browser, page, tmp_path / "page.html", color_scheme=scheme) == []
