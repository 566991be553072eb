"""Measures how cited works are found and named, as a section of docs/accuracy.md; benchmarks/accuracy.py calls it."""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
KG = [sys.executable, "-c", "from kg.cli import main; main()"]
# figure: (what plain patterns for arXiv, DOI and URL get, what to reach)
WANTED = {
    "urls.accuracy": (".377", ".99"),
    "mentions.span": (".575", ".82"),
    "mentions.id": (".409", ".75"),
    "mentions.pairs": (".026", ".60"),
    "mentions.quiet": ("", ".88"),
}
ABOUT = """\
Addresses against a table of their ids, and comments of a forum in which every mention of a work was labelled by hand
(F1; `id` is the share of found spans with the right work, `pairs` two mentions of one work, `quiet` the comments
without a work left alone). Rules and word lists were set looking at one half of the comments; the labels of the other
half were read once, it was scored some dozen times on the way, and some of its examples shaped rules: it is no clean
hold-out."""


def section(shared: Path, work: Path) -> list[str]:
    """The lines of the section; `work` is an empty folder to write to."""
    gold = shared / "gold" / "citations"
    rows = [line for line in (gold / "mentions.jsonl").read_text(encoding="utf-8").splitlines() if line]
    halves = {"all": rows, "looked at": [r for r in rows if _half(r) == 0], "other half": [r for r in rows if _half(r)]}
    figures = {name: _mentions(gold, some, work / f"half{at}") for at, (name, some) in enumerate(halves.items())}
    figures["all"] |= _urls(gold, work)
    page = ["## Cited works", "", *ABOUT.splitlines(), ""]
    page += ["| figure | plain patterns | now | to reach | half looked at | other half |", "|---|---|---|---|---|---|"]
    for name, (floor, target) in WANTED.items():
        now, looked, other = (figures[part].get(name, "") for part in halves)
        page.append(f"| {name} | {floor} | {now} | {target} | {looked} | {other} |")
    shares = [f"{kind} {share}" for kind, share in figures["all"].items() if "." not in kind]
    return [*page, "", f"Found, by how a work is pointed at: {', '.join(shares)}."]


def _half(row: str) -> int:
    return hashlib.sha256(json.loads(row)["id"].encode()).digest()[-1] % 2


def _mentions(gold: Path, rows: list[str], work: Path) -> dict[str, str]:
    """The scorer's figures, and the recall of each way to point at a work."""
    work.mkdir(parents=True)
    (work / "gold.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (work / "found.jsonl").write_text(run(*KG, "works", "find", work / "gold.jsonl"), encoding="utf-8")
    printed = run(sys.executable, gold / "score_citations.py", "mentions", work / "gold.jsonl", work / "found.jsonl")
    ways = re.findall(r"^mentions\.by\.(\w+) recall (\S+)", printed, re.MULTILINE)
    return dict([*re.findall(r"^(mentions\.\w+) (\S+)", printed, re.MULTILINE), *ways])


def _urls(gold: Path, work: Path) -> dict[str, str]:
    table = (gold / "urls.tsv").read_text(encoding="utf-8").splitlines()
    urls = [line.partition("\t")[0] for line in table if line and not line.startswith("#")][1:]
    (work / "ids.tsv").write_text(run(*KG, "works", "id", "--tsv", given="\n".join(urls) + "\n"), encoding="utf-8")
    printed = run(sys.executable, gold / "score_citations.py", "urls", gold / "urls.tsv", work / "ids.tsv")
    return dict(re.findall(r"^(urls\.accuracy) (\S+)", printed, re.MULTILINE))


def run(*words: object, given: str | None = None) -> str:
    """What a command prints, told `given` on standard input."""
    command = [str(word) for word in words]
    done = subprocess.run(command, cwd=ROOT, input=given, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout
