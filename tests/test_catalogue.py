"""A catalogue of works is read as Zotero writes it, tells names in a discussion, and is given back with what was found."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.errors import SourceError
from kg.exports import bib
from kg.graph import Node, Relation
from kg.works import bibtex, catalogue

BIB = r"""
@comment{not this {one}}
@string{press = "Harbour Press"}
@book{lind2019, title = {The Quiet {Harbour}: Notes on Waiting}, author = "Lind, Anna and G{\"o}del, Kurt", year = 2019,
  isbn = {978-0-306-40615-7}, publisher = press # { Ltd}, nickname = {TQHN}}
@misc{okafor, title = {A Map of Slow Rivers}, author = {Tobias Okafor}, eprint = {2401.05566v2}, archiveprefix = {arXiv}, date = {2024-01-10}}
"""
CSL = """[{"type": "book", "title": "The Quiet Harbour: Notes on Waiting", "ISBN": "9780306406157", "issued": {"date-parts": [[2019, 3]]},
  "author": [{"family": "Lind", "given": "Anna"}, {"literal": "Kurt Gödel"}], "nickname": "TQHN"},
 {"type": "article-journal", "title": "A Map of Slow Rivers", "number": "arXiv:2401.05566", "issued": {"date-parts": [["2024"]]},
  "author": [{"family": "Okafor", "given": "Tobias"}]}]"""
RIS = """TY  - BOOK
TI  - The Quiet Harbour: Notes on Waiting
AU  - Lind, Anna
AU  - Gödel, Kurt
PY  - 2019/03//
SN  - 978-0-306-40615-7
ST  - TQHN
ER  -

TY  - JOUR
T1  - A Map of Slow Rivers
A1  - Okafor, Tobias
Y1  - 2024
UR  - https://arxiv.org/abs/2401.05566
ER  - """


@pytest.mark.parametrize(("name", "text"), [("a.bib", BIB), ("a.json", CSL), ("a.ris", RIS)])
def test_each_format_gives_the_same_works(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = catalogue.read(tmp_path / name)
    assert [(f.work.id, f.work.title, f.work.authors, f.work.year, f.names[1:]) for f in found] == [
        ("isbn:9780306406157", "The Quiet Harbour: Notes on Waiting", ("Anna Lind", "Kurt Gödel"), 2019, ("TQHN",)),
        ("arxiv:2401.05566", "A Map of Slow Rivers", ("Tobias Okafor",), 2024, ()),
    ]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.bib", "@book{x,\n title = {no end", "a.bib:2: a value that begins here has no end"),
        ("a.json", '[{"author": 1}]', "a.json: is not CSL-JSON"),
        ("a.ris", "TY  - BOOK\nTI  - x\n", "a.ris: the last entry has no end"),
        ("a.txt", "x", "a catalogue of works is BibTeX"),
        ("a.bib", "no entry at all", "a.bib: holds no work"),
        ("a.ris", "nonsense\n", "a.ris: holds no work"),
        ("a.json", "[]", "a.json: holds no work"),
    ],
)
def test_a_catalogue_that_cannot_be_read_says_why(name: str, text: str, says: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=says):
        catalogue.read(tmp_path / name)


@pytest.mark.parametrize(
    ("fields", "authors"),
    [
        ("{Smith, John and others}", ("John Smith",)),
        ("{{Rivers and Sons} and Doe, Jr., Jim}", ("Rivers and Sons", "Jim Doe Jr.")),
        ('"van der Berg, Jan and {Bridge, Inc.}"', ("Jan van der Berg", "Bridge, Inc.")),
        ("{Anderson, Sandy}", ("Sandy Anderson",)),
    ],
)
def test_names_are_split_as_bibtex_splits_them(fields: str, authors: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text(f"@misc{{k, title = {{T}}, author = {fields}}}", encoding="utf-8")
    assert catalogue.read(tmp_path / "a.bib")[0].work.authors == authors


@pytest.mark.parametrize(
    ("fields", "work"),
    [
        ("journal = {arXiv preprint arXiv:1706.03762}", "arxiv:1706.03762"),
        (r"howpublished = {\url{https://arxiv.org/abs/1706.03762}}", "arxiv:1706.03762"),
        ("eprint = {1706.03762}, primaryclass = {cs}", "arxiv:1706.03762"),
        ("pmid = {16060722}", "pmid:16060722"),
        ("url = {https://example.org/~ann/a--b_c}", "url:example.org/~ann/a--b_c"),
        (r"url = {https://example.org/{\textasciitilde}ann/a\_b\%20c}", "url:example.org/~ann/a_b%20c"),
        ("note = {an answer to doi:10.1038/nature14539}", "t"),
    ],
)
def test_an_entry_is_called_by_what_stands_in_any_field(fields: str, work: str, tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text(f"@misc{{k, title = {{T}}, {fields}}}", encoding="utf-8")
    assert [listed.work.id for listed in catalogue.read(tmp_path / "a.bib")] == [work]


@pytest.mark.parametrize(
    "id_",
    "arxiv:hep-th/9901001 doi:10.1038/nature14539 pmid:16060722 pmcid:PMC1182327 openreview:rJl-b3RcF7 acl:P19-1001 "
    "isbn:9780199678112 lesswrong:4XdxiqBsLKqiJ9xRM youtube:EUjc1WuyPT8 hn:123 wikipedia:en:Goodhart's_law "
    "url:example.org/~a--b/c_d?id=7&e=%7B okafor-et-al".split(),
)
def test_a_work_of_each_kind_comes_back_under_its_id(id_: str, tmp_path: Path) -> None:
    bib.write([Node("Work", {"id": id_})], tmp_path / "a.bib")
    assert [listed.work.id for listed in catalogue.read(tmp_path / "a.bib")] == [id_]


def works_of(text: str, tmp_path: Path) -> dict[str, str]:
    """The mentions in a note, built with the catalogue: words to work."""
    (tmp_path / "works.bib").write_text(BIB, encoding="utf-8")
    (tmp_path / "note.md").write_text(f"**Ann:** {text}\n\n**Bo:** I do not know.\n", encoding="utf-8")
    records = kg.extract(str(tmp_path / "note.md"), works=tmp_path / "works.bib")
    cites = [r for r in records if isinstance(r, Relation) and r.type == "CITES" and r.source[0] == "Post"]
    return {r.properties["evidence"]: r.target[1] for r in cites}


@pytest.mark.parametrize(
    ("text", "words", "work"),
    [
        ("I read the quiet Harbour again.", "the quiet Harbour", "isbn:9780306406157"),
        ("As TQHN says, we wait.", "TQHN", "isbn:9780306406157"),
        ("I like Lind's book best.", "Lind's book", "isbn:9780306406157"),
        ("I doubt Okafor et al. (2024) here.", "Okafor et al. (2024)", "arxiv:2401.05566"),
        ("See https://doi.org/10.48550/arXiv.2401.05566 on it.", "https://doi.org/10.48550/arXiv.2401.05566", "arxiv:2401.05566"),
    ],
)  # fmt: skip
def test_names_are_told_by_the_catalogue(text: str, words: str, work: str, tmp_path: Path) -> None:
    assert works_of(text, tmp_path)[words] == work


def test_what_was_found_is_given_back_and_read_again(tmp_path: Path) -> None:
    (tmp_path / "works.bib").write_text(BIB, encoding="utf-8")
    (tmp_path / "note.md").write_text("**Ann:** Lind's book says so.\n\n**Bo:** No.\n", encoding="utf-8")
    db = str(tmp_path / "a.kgl")
    kg.build(str(tmp_path / "note.md"), db=db, works=tmp_path / "works.bib")
    kg.export(str(tmp_path / "out.bib"), db=db)
    (found,) = catalogue.read(tmp_path / "out.bib")
    assert (found.work.id, found.work.year, found.work.authors) == (
        "isbn:9780306406157",
        2019,
        ("Anna Lind", "Kurt Gödel"),
    )
    assert "note = {cited 1 time: " in (tmp_path / "out.bib").read_text(encoding="utf-8")


@settings(max_examples=60)
@given(st.lists(st.tuples(st.text(max_size=30), st.text(min_size=1, max_size=20)), min_size=1, max_size=3))
def test_no_text_breaks_the_file(rows: list[tuple[str, str]]) -> None:
    nodes = [
        Node("Work", {"id": f"url:a.b/{n}{title}", "title": title or "x", "authors": [author], "year": 2020})
        for n, (title, author) in enumerate(rows)
    ]
    path = Path("unused.bib")
    written: list[str] = []
    path_like = type("Sheet", (), {"write_text": lambda self, text, **_: written.append(text)})()
    bib.write(nodes, path_like)
    entries = list(bibtex.read(written[0], str(path)))
    assert len(entries) == len(rows)
    assert all(e["year"] == "2020" and e["type"] == "online" for e in entries)


@pytest.mark.parametrize(
    "text", ["50% of $x_1$ & y #2", "a ~ b ^ c", "\\input{/etc/passwd}", "{{{", "}}}", "“curly” – dashes", "C++ and C#"]
)
def test_an_escaped_text_reads_as_it_was_but_for_braces(text: str) -> None:
    (entry,) = bibtex.read(bibtex.entry("misc", "k", {"title": bibtex.escaped(text), "year": "1"}), "x")
    assert entry.get("title", "") == " ".join(text.replace("{", "").replace("}", "").split())
