"""Measures what is found against annotated discussions and writes docs/accuracy.md.

    python benchmarks/accuracy.py DATE [--shared FOLDER] [--output FILE]

FOLDER (../shared) holds the annotated corpora in gold/, seeds/ and the scorers; all goes through the `kg` command.
"""

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import cited
from cited import KG, ROOT, run

ATTACK = {"rebuttal", "rebuttal_attack", "undercutter", "undercutter_attack", "partial_attack", "disagreement"}
ATTACK |= {"partial_disagreement", "attack"}
SIDE = {"REBUTS": "attack", "UNDERCUTS": "attack", "SUPPORTS": "support", "AGREES_WITH": "support"}
SIDE |= {"CONCEDES": "support", "QUESTIONS": "other", "NONE": "other"}

# figure: (floor, what to reach); the floor is what every sentence as a premise of the nearest claim would get, or
# every answer as a rebuttal.
WANTED: dict[str, dict[str, tuple[str, str]]] = {
    "cmv-dev": {
        "component.exact": (".511", ".60"),
        "component.exact.typed": (".309", ".42"),
        "component.iou50": (".728", ".79"),
        "relation.inter.link": (".108", ".20"),
        "relation.inter.attack": (".105", ".18"),
        "relation.inter.support": ("", ""),
        "relation.intra.link": ("", ".25"),
        "relation.intra.support": ("", ""),
    },
    "answers": {
        "first.3way.accuracy": (".418", ".64"),
        "first.3way.macro_f1": (".197", ".56"),
        "first.7way.accuracy": ("", ""),
        "first.7way.macro_f1": (".057", ".35"),
        "attack.edges": (".714", ".80"),
        "span.characters": (".492", ".62"),
    },
    "seed 003": {
        "dump.work.mentions": ("", ".90"),
        "dump.relation.REBUTS": ("0", ".60"),
        "dump.relation.SUPPORTS": ("0", ".40"),
        "dump.relation.CONCEDES": ("0", ".50"),
    },
    "us2016-debates": {
        "component.exact": ("", ""),
        "component.iou50": ("", ""),
        "relation.inter.link": ("", ""),
        "relation.intra.link": ("", ""),
        "relation.intra.support": ("", ""),
    },
}


def main() -> None:
    """Build, export and score each corpus; print the figures and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("date", help="the date that the page is to bear")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "accuracy.md")
    given = parser.parse_args()
    gold, score = given.shared / "gold", given.shared / "score.py"
    scorer = gold / "answers" / "score_answers.py"
    pairs, seed = gold / "answers" / "pairs.jsonl", given.shared / "seeds" / "003_2459c67bd2197ca2.txt"
    figures: dict[str, dict[str, str]] = {}
    tables = []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in ("cmv-dev", "us2016-debates"):
            corpus = gold / f"{name}.jsonl"
            run(sys.executable, score, "convokit", corpus, work / name)
            found = annotate(work / name)
            figures[name] = read(run(sys.executable, score, "corpus", corpus, found))
            if name == "cmv-dev":
                tables.append(("Between posts, and within them (cmv-dev)", threads(corpus, found)))
        run(sys.executable, scorer, "convokit", pairs, work / "answers")
        found = annotate(work / "answers")
        figures["answers"] = read(run(sys.executable, scorer, "annotations", pairs, found).split("-- quotes")[0])
        tables.append(("Right under the words they quote (answers)", quoted(pairs, found)))
        figures["seed 003"] = read(
            run(sys.executable, score, "dump", gold / "seed-003.json", seed, annotate(seed, work))
        )
        speed = posts_a_minute(work / "cmv-dev", work)
        works = cited.section(given.shared, work / "works")
    page = "\n".join([*lines(given.date, figures, tables, speed), "", *works])
    print(page)
    given.output.write_text(page + "\n", encoding="utf-8")


def annotate(source: Path, work: Path | None = None) -> Path:
    """Build a source and export what was found."""
    graph = (work or source.parent) / f"{source.stem}.kgl"
    run(*KG, "build", source, "--db", graph)
    run(*KG, "export", graph.with_suffix(".json"), "--as", "annotations", "--db", graph)
    return graph.with_suffix(".json")


def read(printed: str) -> dict[str, str]:
    """Each figure by its name."""
    return dict(re.findall(r"^(\S+) (\S+)", printed, re.MULTILINE))


def posts_a_minute(corpus: Path, work: Path) -> int:
    """How many posts of 137 words go from text to records in a minute of one core's time, the start of Python left
    out."""
    taken, sizes = [], []
    for times in (2, 20):
        folder = work / f"times-{times}"
        sizes.append(copies(corpus, folder, times) / 137)
        begun = used()
        run(*KG, "extract", folder, "-o", work / f"records-{times}")
        taken.append(used() - begun)
    return round((sizes[1] - sizes[0]) / (taken[1] - taken[0]) * 60)


def used() -> float:
    """The seconds of processor time that our commands have taken so far."""
    return os.times().children_user + os.times().children_system


def copies(corpus: Path, folder: Path, times: int) -> int:
    """A corpus written out several times over, with one word of each line changed so that no line comes twice; gives
    back how many words it has."""
    shutil.copytree(corpus, folder)
    rows = [json.loads(line) for line in (corpus / "utterances.jsonl").open(encoding="utf-8")]
    with (folder / "utterances.jsonl").open("w", encoding="utf-8") as file:
        for number in range(times):
            for row in rows:
                new = {key: f"{number}-{row[key]}" for key in ("id", "conversation_id", "reply-to") if row[key]}
                text = "\n".join(changed(line, number) for line in row["text"].split("\n"))
                file.write(json.dumps(row | new | {"text": text}) + "\n")
    return times * sum(len(row["text"].split()) for row in rows)


def changed(line: str, number: int) -> str:
    """The line with a number behind its longest word."""
    word = max(re.findall(r"\w+", line), key=len, default="")
    return line.replace(word, f"{word}{number}", 1) if word else line


Bins = dict[tuple[str, float], list[bool]]


def bin_of(confidence: float) -> float:
    """The tenth that a confidence lies in."""
    return int(confidence * 10 + 1e-9) / 10


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Shared characters by all characters."""
    inside = min(a[1], b[1]) - max(a[0], b[0])
    return inside / (max(a[1], b[1]) - min(a[0], b[0])) if inside > 0 else 0.0


def threads(corpus: Path, found: Path) -> Bins:
    """Whether each relation is in the gold with its side, by place and confidence; both ends have to match a span."""
    ours = json.loads(found.read_text(encoding="utf-8"))
    source_of = {p["id"]: p["source_id"] for p in ours["posts"]}
    claims: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for claim in ours["claims"]:
        claims[source_of[claim["post"]]].append(claim)
    twin: dict[str, str] = {}
    known: dict[tuple[str, str], str] = {}
    for line in corpus.open(encoding="utf-8"):
        thread = json.loads(line)
        for post in thread["posts"]:
            for part in post["components"]:
                span = (part["start"], part["end"])
                near = claims[f"{thread['id']}/{post['id']}"]
                best = max(near, key=lambda c: overlap((c["start"], c["end"]), span), default=None)
                if best is not None and overlap((best["start"], best["end"]), span) >= 0.5:
                    twin[part["id"]] = best["id"]
        for tie in thread["relations"]:
            side = "attack" if tie["type"] in ATTACK else "support"
            known[twin.get(tie["source"], ""), twin.get(tie["target"], "")] = side
    place = {c["id"]: c["post"] for row in claims.values() for c in row}
    bins: Bins = defaultdict(list)
    for tie in ours["relations"]:
        if tie["target"] in place and tie["type"] != "QUESTIONS":
            within = "within" if place[tie["source"]] == place[tie["target"]] else "between"
            right = known.get((tie["source"], tie["target"])) == SIDE[tie["type"]]
            bins[f"{within}, {tie['type']}", bin_of(tie["confidence"])].append(right)
            bins[f"{within}, all", bin_of(tie["confidence"])].append(right)
    return bins


def quoted(pairs: Path, found: Path) -> Bins:
    """Whether each relation to a quoted passage has the type of an answer that it overlaps, by confidence."""
    ours = json.loads(found.read_text(encoding="utf-8"))
    claims = {c["id"]: c for c in ours["claims"]}
    source_of = {p["id"]: p["source_id"] for p in ours["posts"]}
    gold = {row["id"]: row for row in map(json.loads, pairs.open(encoding="utf-8")) if "quote" in row}
    bins: Bins = defaultdict(list)
    for tie in ours["relations"]:
        source, target = claims[tie["source"]], claims.get(tie["target"])
        name, _, part = source_of[source["post"]].rpartition("/")
        if target is None or part != "comment" or name not in gold or target["post"] == source["post"]:
            continue
        after = gold[name]["text"].find("\n>", gold[name]["quote"]["end"])
        if not gold[name]["quote"]["end"] <= source["start"] < (after if after >= 0 else source["end"]):
            continue
        met = [a for a in gold[name]["answers"] if a["start"] < source["end"] and source["start"] < a["end"]]
        for kind in (tie["type"], "all"):
            hit = any(a["type"] == tie["type"] for a in met)
            bins[f"type, {kind}", bin_of(tie["confidence"])].append(hit)
        sides = any(SIDE[a["type"]] == SIDE[tie["type"]] for a in met)
        bins["side, all", bin_of(tie["confidence"])].append(sides)
    return bins


def lines(date: str, figures: dict[str, dict[str, str]], tables: list[tuple[str, Bins]], speed: int) -> list[str]:
    """The page."""
    page = [
        "# Accuracy",
        "",
        f"Made by `python benchmarks/accuracy.py {date}`, with annotated discussions that are not in this repository.",
        "F1 where nothing else is said. The floor calls every sentence a premise of the nearest claim, and every",
        "answer a rebuttal. The weights and lexicons were chosen with cmv-dev and the answers in view, so on other",
        "threads the figures may be lower; us2016-debates is for a second look, and nothing was chosen by it.",
        "",
        "| corpus | figure | floor | now | to reach |",
        "|---|---|---|---|---|",
    ]
    for corpus, wanted in WANTED.items():
        for name, (floor, target) in wanted.items():
            page.append(f"| {corpus} | {name} | {floor} | {figures[corpus].get(name, 'n/a')} | {target} |")
    page += ["", f"Speed: {speed:,} posts of 137 words a minute from text to records on one core.", ""]
    page += ["## What a confidence means", "", "Of the relations given a confidence, so many are right:", ""]
    for title, bins in tables:
        page += [f"{title}:", "", "| | confidence | relations | right |", "|---|---|---|---|"]
        for (kind, low), rows in sorted(bins.items()):
            page.append(f"| {kind} | {low:.1f} to {low + 0.1:.1f} | {len(rows)} | {sum(rows) / len(rows):.2f} |")
        page.append("")
    page.append(
        "A relation between posts or within one is right where both its claims, its target and its side are; an"
    )
    page.append("answer under a quote where its type is one that a reader gave to the same words (or its side is).")
    return page


if __name__ == "__main__":
    main()
