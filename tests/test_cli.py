"""The command as a person uses it: what it prints, where, with which status; and bad input, one line each."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg import cli, plugins
from kg.questions import queries

PAGE = "\n".join(
    [
        "Cars should be banned from the centre of every large town.",
        "Cars should be banned from the centre of every large town.",
        "I disagree, because the old people need them to get to a doctor.",
        "Fair point, but buses would do for them as well as cars do.",
    ]
)
FORUM = json.dumps(
    [{"_id": "c1", "postId": "p1", "postedAt": "2025-01-01T00:00:00Z", "contents": {"markdown": "I disagree with all of it."},
      "user": {"username": "ann", "displayName": "Ann"}}]
)  # fmt: skip


@dataclass
class Ran:
    status: int
    out: str
    err: str


Kg = Callable[..., Ran]


@pytest.fixture
def kg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kg:
    """Run the command in an empty folder; the graph is discussion.kgl in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_DB", raising=False)
    monkeypatch.setenv("COLUMNS", "120")

    def run(*words: str) -> Ran:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["kg", *words])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        said = capsys.readouterr()
        assert isinstance(stopped.value.code, int)
        return Ran(stopped.value.code, said.out, said.err)

    return run


@pytest.fixture
def built(kg: Kg, tmp_path: Path) -> Kg:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    ran = kg("build", "page.txt")
    assert ran.status == 0, ran.err
    assert "read 1 file: 1 discussion, 3 posts" in ran.err
    assert re.search(r"REBUTS +1 added", ran.out)
    return kg


def test_help_names_every_command_and_is_quick(kg: Kg) -> None:
    ran = kg("--help")
    for command in plugins.names("commands"):
        assert re.search(rf"^  {command} ", ran.out, re.MULTILINE), command

    resource = pytest.importorskip("resource")  # not on Windows

    def used() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return float(children.ru_utime + children.ru_stime)

    def seconds(*words: str) -> float:
        """Of a processor, so that a busy machine does not count."""
        times = []
        for _ in range(3):
            begun = used()
            subprocess.run([sys.executable, *words], check=True, capture_output=True)
            times.append(used() - begun)
        return min(times)

    assert seconds("-m", "kg.cli", "--help") - seconds("-c", "pass") < 0.25


def test_building_again_changes_nothing(built: Kg, tmp_path: Path) -> None:
    before = (tmp_path / "discussion.kgl").read_bytes()
    assert "nothing changed" in built("build", "page.txt").out
    assert (tmp_path / "discussion.kgl").read_bytes() == before


def test_ask_prints_rows_in_every_format(built: Kg) -> None:
    shown = built("ask", "most_rebutted")
    assert "What is rebutted most?" in shown.out
    assert "Cars should be banned" in shown.out
    rows = json.loads(built("ask", "most_rebutted", "--format", "json").out)
    assert [(r["times"], r["claim"]["text"], r["claim"]["label"]) for r in rows] == [
        (1, "Cars should be banned from the centre of every large town.", "Claim")
    ]
    lines = built("ask", "most_rebutted", "--format", "ndjson").out.splitlines()
    assert [json.loads(line) for line in lines] == rows
    table = list(csv.DictReader(io.StringIO(built("ask", "most_rebutted", "--format", "csv").out)))
    assert [r["claim"] for r in table] == ["Cars should be banned from the centre of every large town."]
    head, rule, row = built("ask", "most_rebutted", "--format", "markdown").out.splitlines()
    assert (head.count("|"), rule, row.count("|")) == (6, "| --- | --- | --- | --- | --- |", 6)


def test_a_question_says_what_it_takes_and_gives(kg: Kg) -> None:
    out = kg("ask", "speaker_claims", "--help").out
    assert "What does a speaker claim?" in out
    assert "--limit INTEGER  how many claims to list (default: 100)" in out
    assert "Example: kg ask speaker_claims --speaker Alice --least 0.5 --limit 5" in out
    assert "Usage: kg ask" in kg("ask", "--help").out


def test_ask_without_a_name_lists_every_question(kg: Kg) -> None:
    out = kg("ask").out
    for name in queries.names():
        assert f"{name} " in out
        assert queries.get(name).title in out


def test_formats_lists_every_plug_in_with_its_first_line(kg: Kg) -> None:
    out = kg("formats").out
    for fan in ("readers", "exports"):
        for name in plugins.names(fan):
            assert re.search(rf"^  {name} +{re.escape(plugins.summary(fan, name))}", out, re.MULTILINE)


def test_explain_shows_the_words_in_their_context(built: Kg) -> None:
    rows = json.loads(built("ask", "rebuttals", "--format", "json").out)
    relation = built("explain", rows[0]["rebuts"]["id"])
    assert "evidence: “I disagree”" in relation.out
    assert "[Cars should be banned from the centre of every large town.]" in relation.out
    assert "rule: rebuttals:rebuts" in relation.out
    assert "source: page.txt" in relation.out
    claim = built("explain", rows[0]["target"]["id"])
    assert "<-REBUTS- I disagree, because the old people" in claim.out
    assert built("explain", rows[0]["target"]["id"][:-3]).out == claim.out


def test_export_and_verify_and_records(built: Kg, tmp_path: Path) -> None:
    assert built("export", "annotations.json", "--as", "annotations").status == 0
    found = json.loads((tmp_path / "annotations.json").read_text(encoding="utf-8"))
    assert len(found["posts"]) == 3
    assert built("verify").status == 0
    assert "records in records" in built("extract", "page.txt", "-o", "records").out
    assert built("load", "records", "--dry-run").status == 0
    fresh = built("load", "records", "--db", "other.kgl", "--dry-run")
    assert fresh.status == 1
    assert "dry run, nothing written" in fresh.out
    assert not (tmp_path / "other.kgl").exists()
    assert built("load", "records", "--db", "other.kgl").status == 0
    assert built("ask", "most_rebutted", "--db", "other.kgl").out == built("ask", "most_rebutted").out


def test_view_writes_one_page(built: Kg, tmp_path: Path) -> None:
    ran = built("view", "rebuttals", "-o", "rebuttals.html")
    assert "rebuttals.html: 1 row; open it in a browser" in ran.out
    page = (tmp_path / "rebuttals.html").read_text(encoding="utf-8")
    assert "Who rebutted what?" in page
    assert "Cars should be banned" in page


def test_the_folder_seeds_comes_with_kg(kg: Kg) -> None:
    assert kg("extract", "seeds", "-o", "records").status == 0


BAD: list[tuple[str, list[str], str]] = [
    ("no such file", ["build", "nowhere.txt"], "nowhere.txt: no such file or folder; check the name"),
    ("an empty file", ["build", "empty.txt"], "empty.txt: the file is empty; save the page or thread again"),
    ("blank lines only", ["build", "blank.txt"], "blank.txt: the file is empty; save the page or thread again"),
    ("a folder with nothing readable", ["build", "pictures"], r"pictures: nothing in this folder that kg can read \(known: .*\.json.*\); see kg formats"),
    ("no known ending", ["build", "debate.pdf"], r"debate.pdf: no reader for '.pdf' \(known: .*\.json.*\.md.*\.txt.*\); choose one with --format"),
    ("no known content", ["build", "other.json"], r"other.json: not in a format that kg knows \(tried .*forummagnum.*\); choose one with --format"),
    ("an unknown format", ["build", "page.txt", "--format", "dunp"], r"no reader is called 'dunp'; did you mean 'dump'\?"),
    ("JSON cut off half-way", ["build", "cut.json"], r"cut.json: not whole JSON: at line \d+, column \d+ it is cut off; fetch it again"),
    ("bytes that are not UTF-8", ["build", "latin.txt"], r"latin.txt: byte 72 \(line 2\) is not utf-8; say what it is with --encoding, e.g. --encoding cp1252"),
    ("an unknown encoding", ["build", "page.txt", "--encoding", "utf-99"], "page.txt: no encoding is called 'utf-99'; try utf-8, cp1252 or latin-1"),
    ("binary in a text file", ["build", "binary.txt"], r"binary.txt: not in a format that kg knows \(tried .*dump\); choose one with --format"),
    ("an unknown store", ["build", "page.txt", "--db", "mysql://x"], r"--db 'mysql://x': no store for this address \(known: .*\.kgl.*neo4j://.*\)"),
    ("a graph that is none", ["ask", "most_rebutted", "--db", "none.kgl"], r"none.kgl: .*"),
    ("a graph that is not there", ["ask", "most_rebutted", "--db", "gone.kgl"], r"gone.kgl: .*kg build.*"),
    ("a folder that is not there", ["build", "page.txt", "--db", "gone/x.kgl"], r"gone/x.kgl: .*"),
    ("a server that is not there", ["ask", "most_rebutted", "--db", "bolt://127.0.0.1:9"], r"bolt://127.0.0.1:9: .*"),
    ("a secret in an address", ["ask", "most_rebutted", "--db", "bolt://neo4j:secret@127.0.0.1:9"], r".*NEO4J_PASSWORD.*"),
    ("an unknown question", ["ask", "most_rebuted"], r"no saved query is called 'most_rebuted'; did you mean 'most_rebutted'\?"),
    ("an unknown parameter", ["ask", "most_rebutted", "--limt", "3"], r"most_rebutted has no parameter --limt; did you mean 'limit'\?"),
    ("a parameter of the wrong kind", ["ask", "most_rebutted", "--limit", "many"], "--limit takes a whole number like 5, not 'many'"),
    ("a parameter without value", ["ask", "most_rebutted", "--limit"], "--limit needs a value; write --limit VALUE"),
    ("an unknown export", ["export", "x.json", "--as", "anotations"], r"no export is called 'anotations'; did you mean 'annotations'\? \(known: annotations.*\); choose one with --as"),
    ("an export without a name", ["export", "x.zip"], r"x.zip: no export for '.zip' \(known: annotations.*\); choose one with --as"),
    ("a limit without a question", ["ask", "--limit", "5"], "'--limit' is no question; its name comes first: kg ask NAME --limit …; kg ask lists them"),
    ("an unknown id", ["explain", "nobody"], "no node or relation has the id 'nobody'; kg ask NAME --format json shows ids"),
    ("an id that many share", ["explain", "page:"], r"several ids begin with 'page:': page:.*; give more of it"),
    ("no records", ["load", "pictures"], "pictures: no whole set of records; make one with kg extract SOURCE -o pictures"),
    ("a page nobody may write", ["view", "rebuttals", "-o", "gone/x.html"], r"gone/x.html: cannot be written \(No such file or directory\); choose another file or make room"),
    ("records on a file", ["extract", "page.txt", "-o", "empty.txt"], r"empty.txt: records cannot be written \(.*\); choose another folder"),
    ("no command", ["bild", "page.txt"], r"no command is called 'bild'; did you mean 'build'\?; see kg --help"),
    ("no source", ["build"], r"Missing argument 'SOURCES\.\.\.'; see kg build --help|Missing argument 'SOURCE\.\.\.'; see kg build --help"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "words", "line"), BAD, ids=[b[0] for b in BAD])
def test_bad_input_is_one_line_and_the_graph_stays(
    built: Kg, tmp_path: Path, what: str, words: list[str], line: str
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "blank.txt").write_bytes(b"\n  \n\t\n")
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "cat.png").write_bytes(b"\x89PNG")
    (tmp_path / "debate.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "other.json").write_text('{"recipe": ["eggs"]}', encoding="utf-8")
    (tmp_path / "cut.json").write_text(FORUM[:-20], encoding="utf-8")
    (tmp_path / "latin.txt").write_bytes(
        b"A page that somebody saved a long time ago.\nThe second line says that na\xefve people\n"
    )
    (tmp_path / "binary.txt").write_bytes(b"\0\1\2" * 100)
    (tmp_path / "none.kgl").write_text("this is no graph", encoding="utf-8")
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()}
    begun = time.monotonic()
    ran = built(*words)
    assert time.monotonic() - begun < 6
    assert ran.status == 2, what
    assert re.fullmatch(line, ran.err.rstrip("\n")), ran.err
    assert "secret" not in ran.err
    assert ran.out == ""
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()} == before


@pytest.mark.neo4j
def test_a_wrong_password_is_one_line(built: Kg, neo4j_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "surely-not-it")
    ran = built("ask", "most_rebutted", "--db", neo4j_address)
    assert ran.status == 2
    assert len(ran.err.strip().splitlines()) == 1
    assert "NEO4J_PASSWORD" in ran.err
    assert "surely-not-it" not in ran.err


def test_a_full_disk_leaves_the_graph_as_it_was(built: Kg, tmp_path: Path) -> None:
    """A process that may write only so many bytes a file meets the same error path as a full disk."""
    before = (tmp_path / "discussion.kgl").read_bytes()
    (tmp_path / "more.txt").write_text(
        "\n".join(f"Claim number {n} about the weather of the town." for n in range(2000))
    )
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before) // 2}, {len(before) // 2}));"
        "sys.argv = ['kg', 'build', 'more.txt']; from kg.cli import main; main()"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    ran = subprocess.run([sys.executable, "-c", limited], cwd=tmp_path, capture_output=True, text=True, env=environment)
    assert ran.returncode == 2, ran.stderr
    assert "discussion.kgl" in ran.stderr
    assert len([line for line in ran.stderr.splitlines() if "read 1 file" not in line]) == 1
    assert (tmp_path / "discussion.kgl").read_bytes() == before


def test_control_marks_from_a_source_do_not_reach_the_terminal(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("The \x1b[31mred\x1b[0m claim is about the whole of the town.", encoding="utf-8")
    kg("build", "page.txt")
    out = kg("ask", "speaker_claims").out
    assert "\x1b" not in out
    assert "red" in out
