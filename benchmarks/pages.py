"""Makes pages whose structure is known, reads them with `dump`, and prints the figures.

    python benchmarks/pages.py SHARED [--part develop|aside] [--write FOLDER]

SHARED holds gold/*.jsonl, samples/ and score.py. Threads and feeds are split by the hash of their id: what is kept
aside is for the last look only. The traces of pages kept aside include styles that no page to develop on has.
"""

import argparse
import importlib.util
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from printed import Printer, aside, gold, talks

from kg.extractors import quotes, speakers
from kg.findings import Author, Found, Quote
from kg.readers import dump
from kg.reading.source import Source
from kg.spans import whole, within


def pages(shared: Path, part: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name, text and known structure of every page of a part."""
    for talk in talks(shared):
        if aside(talk) != (part == "aside"):
            continue
        for turn in range(4):
            copies = 1 if talk.feed or turn % 2 == 0 else 2
            printer = Printer(talk, f"{talk.id}/{turn}", part == "aside")
            kind = "feed" if talk.feed else ("once", "twice")[copies - 1]
            name = f"{kind}-{'marked' if printer.head else 'bare'}-{talk.id}-{turn}"
            text, known = gold(talk, printer.page(copies), printer.dice.random() < 0.3)
            yield name, text, known


def annotations(path: Path) -> dict[str, Any]:
    """What the reader and the extractors of speakers and quotes say of a page, as the scorer reads it."""
    (discussion,) = dump.read(Source(path, path.name, format="dump"))
    found = Found()
    for finding in speakers.extract(discussion, found):
        found.add(finding)
    passages = [f for f in quotes.extract(discussion, found) if isinstance(f, Quote)]
    places = {p.id: list(p.places) for p in discussion.posts}
    who = {k: a.speaker.id for k, a in found.authors.items() if isinstance(a, Author)}
    return {
        "posts": [
            {"id": p.id, "speaker": who.get(p.id), "reply_to": p.reply_to,
             "spans": [list(s) for s in whole(places[p.id])]}
            for p in discussion.posts
        ],
        "quotes": [{"places": within(places[q.span.post], q.span.start, q.span.end)} for q in passages],
    }  # fmt: skip


def scorer(shared: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", shared / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no score.py in {shared}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--part", choices=["develop", "aside"], default="develop")
    parser.add_argument("--write", type=Path, help="keep the pages and what is known of them in this folder")
    args = parser.parse_args()
    folder = args.write or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    score = scorer(args.shared)
    figures: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for name, text, known in pages(args.shared, args.part):
        path = folder / f"{name}.txt"
        path.write_text(text, encoding="utf-8", newline="")
        result = score.layout(known, path, annotations(path))[2]
        if args.write:
            path.with_suffix(".json").write_text(json.dumps(known), encoding="utf-8")
        for group in ("all", "-".join(name.split("-")[:2])):
            figures[group].append(result)
    for group, results in sorted(figures.items()):
        sums = {k: [sum(v) for v in zip(*(r[k] for r in results), strict=True)] for k in ("quotes", "replies")}
        print(f"{group:14} {len(results):4} pages"
              + "".join(f"  {k} {sum(r[k] for r in results) / len(results):.3f}" for k in ("posts", "speakers"))
              + "".join(f"  {k} {score.f1(*s)[0]:.3f}" for k, s in sums.items()))  # fmt: skip
    start, size = time.process_time(), 0
    for path in sorted(folder.glob("*.txt")):
        size += path.stat().st_size
        list(dump.read(Source(path, path.name, format="dump")))
    print(f"read {size / 1e6:.2f} MB at {size / 1e6 / (time.process_time() - start):.2f} MB/s")


if __name__ == "__main__":
    main()
