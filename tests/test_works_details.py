"""`kg works fetch`: what the services tell of cited works comes into the graph, and stays there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.graph import Node, Relation
from kg.loading import parquet
from tests import services
from tests.endpoint import command, page
from tests.listening import Said
from tests.services import Services

ATTENTION = ("Attention Is All You Need", ("Ashish Vaswani", "Noam Shazeer"), 2017)
LEARNING = ("Deep learning & more", ("Yann LeCun", "A Group"), 2015)
PAGE = "https://arxiv.org/abs/1706.03762v5"


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("KG_DB", "g.kgl")
    with services.serving() as running:
        for name, address in running.environment().items():
            monkeypatch.setenv(name, address)
        monkeypatch.setattr("kg.works.fetch_net._TRIES", 1)
        page(tmp_path, f"See {PAGE} on this.", "And https://doi.org/10.1038/nature14539 and https://example.org/x too.")
        yield running


def works(found: Any) -> dict[str, tuple[Any, ...]]:
    """Title, authors, year and sources of each work among some records."""
    return {
        n.id: (*(n.properties.get(k) for k in ("title", "year")), tuple(n.properties.get("authors", ())), n.caption)
        for n in found
        if isinstance(n, Node) and n.label in ("Work", "Paper")
    }


def graph() -> list[Any]:
    with kg.open_store() as store:
        return list(store.records())


FOUND = {
    "arxiv:1706.03762": (ATTENTION[0], 2017, ATTENTION[1], ATTENTION[0]),
    "doi:10.1038/nature14539": (LEARNING[0], 2015, LEARNING[1], LEARNING[0]),
    "url:example.org/x": (None, None, (), "url:example.org/x"),
}


def test_what_is_found_comes_into_the_graph_and_outlives_a_build(web: Services, tmp_path: Path) -> None:
    kg.build("thread.json")
    fetched, _ = kg.fetch_works()
    assert fetched.troubles == []
    assert works(graph()) == FOUND
    asked = len(web.asked)
    page(tmp_path, f"I said see {PAGE}, please.", "And https://doi.org/10.1038/nature14539, https://example.org/x.")
    kg.build("thread.json")
    assert works(graph()) == FOUND
    assert kg.verify() == []
    _, counts = kg.fetch_works()
    assert (len(web.asked), bool(counts)) == (asked, False)


def test_a_work_that_nobody_cites_any_more_goes_with_the_next_fetch(web: Services, tmp_path: Path) -> None:
    kg.build("thread.json")
    kg.fetch_works()
    page(tmp_path, "Nothing here.")
    kg.build("thread.json")
    kg.fetch_works()
    assert works(graph()) == {}


def test_what_was_known_stays_where_a_service_fails_and_its_answers_are_lost(web: Services, tmp_path: Path) -> None:
    kg.build("thread.json")
    kg.fetch_works()
    web.trouble = lambda *_: Said(b"", 403)
    fetched, _ = kg.fetch_works(cache=tmp_path / "empty")
    assert len(fetched.troubles) == 2
    assert works(graph()) == FOUND


def test_what_a_discussion_says_itself_of_a_work_stays(web: Services) -> None:
    kg.build("thread.json")
    paper = {"id": "arxiv:1706.03762", "title": "The transformer paper", "caption": "The transformer paper"}
    load = {"id": "list.bib", "document": "0" * 12, "format": "bibtex", "sha256": "0" * 64, "version": "1"}
    with kg.open_store() as store:
        store.load([Node("Load", {**load, "caption": "l", "sources": ["list.bib"]}),
                    Node("Paper", {**paper, "sources": ["list.bib"]})])  # fmt: skip
    for _ in range(2):
        kg.fetch_works()
        said = works(graph())["arxiv:1706.03762"]
        assert said == ("The transformer paper", 2017, ATTENTION[1], "The transformer paper")


def test_records_on_disk_are_filled_too(web: Services, tmp_path: Path) -> None:
    kg.extract("thread.json", to="out")
    kg.fetch_works(folder="out")
    assert works(parquet.read(tmp_path / "out")) == FOUND
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    kg.fetch_works(folder="out")
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    kg.load("out")
    assert works(graph()) == FOUND


def test_the_command_tells_what_it_found_and_what_to_do_next(web: Services) -> None:
    kg.build("thread.json")
    web.trouble = lambda path, _: Said(b"", 403) if path.startswith("/arxiv") else None
    ran = command("works", "fetch", "--mail", "jane@example.org")
    assert ran.status == 2
    assert "1 works found" in ran.err
    assert ran.err.splitlines()[-1].startswith(f"arxiv ({web.address}/arxiv): answers 403; ")
    assert "Paper" in ran.out
    web.trouble = lambda *_: None
    ran = command("works", "fetch")
    assert (ran.status, "2 works found, 1 of all answers already known" in ran.err) == (0, True)


def test_the_version_that_a_link_names_is_told_of_the_mention(web: Services, tmp_path: Path) -> None:
    page(tmp_path, f"See {PAGE}.", "No, arXiv:1706.03762v2 or https://arxiv.org/abs/1706.03762 it is.")
    kg.build("thread.json")
    cited = [r for r in graph() if isinstance(r, Relation) and r.type == "CITES" and r.source[0] == "Post"]
    assert {r.target[1] for r in cited} == {"arxiv:1706.03762"}
    assert sorted((r.properties["evidence"], r.properties.get("version")) for r in cited) == [
        ("arXiv:1706.03762v2", "2"),
        ("https://arxiv.org/abs/1706.03762", None),
        (PAGE, "5"),
    ]


def test_a_build_asks_nobody(web: Services) -> None:
    kg.build("thread.json")
    assert web.asked == []
