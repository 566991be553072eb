"""The cited works as BibTeX, with how often each is cited and how it is used."""

from collections.abc import Iterable
from pathlib import Path

from kg.graph import Node, Record, Relation
from kg.works import bibtex
from kg.works.ids import slug

SUFFIXES = (".bib",)
_FIELDS = {"doi": "doi", "isbn": "isbn", "pmid": "pmid"}


def write(records: Iterable[Record], path: Path) -> None:
    """One entry a work, in the order of ids; a reader such as Zotero, or `--works`, takes it back."""
    works: list[Node] = []
    uses: dict[str, dict[str, int]] = {}
    for record in records:
        if isinstance(record, Node) and record.label in ("Work", "Paper"):
            works.append(record)
        elif isinstance(record, Relation) and record.type == "CITES" and record.source[0] == "Post":
            counts = uses.setdefault(record.target[1], {})
            use = str(record.properties.get("use") or "mentions")
            counts[use] = counts.get(use, 0) + 1
    taken: dict[str, int] = {}
    entries = [_entry(work, uses.get(work.id, {}), taken) for work in sorted(works, key=lambda w: w.id)]
    path.write_text("\n".join(entries), encoding="utf-8", newline="\n")


def _entry(work: Node, uses: dict[str, int], taken: dict[str, int]) -> str:
    told, (kind, _, number) = work.properties, work.id.partition(":")
    fields = {
        "title": f"{{{bibtex.escaped(title)}}}" if (title := _title(work)) else "",
        "author": " and ".join(bibtex.person(a) for a in told.get("authors") or ()),
        "year": str(told.get("year") or ""),
        **_number(kind, bibtex.address(number)),
        "url": bibtex.address(str(told.get("url") or (f"https://{number}" if kind == "url" else ""))),
        "note": bibtex.escaped(_note(uses)),
    }
    shown = {"arxiv": "misc", "doi": "article", "pmid": "article", "isbn": "book"}.get(kind, "online")
    return bibtex.entry(shown, _key(work, taken), fields)


def _title(work: Node) -> str:
    """What is known by its name only has that, so that no entry comes without."""
    return str(work.properties.get("title") or ("" if ":" in work.id else work.id.replace("-", " ")))


def _number(kind: str, number: str) -> dict[str, str]:
    """The identifier in the field that is meant for its kind; kinds without one stand as e-prints of their archive."""
    if kind in _FIELDS:
        return {_FIELDS[kind]: number}
    archive = "arXiv" if kind == "arxiv" else kind
    return {"eprint": number, "archiveprefix": archive} if number and kind != "url" else {}


def _note(uses: dict[str, int]) -> str:
    """`cited 3 times: citesAsEvidence 2, disputes 1`."""
    total = sum(uses.values())
    ways = ", ".join(f"{use} {times}" for use, times in sorted(uses.items()))
    return f"cited {total} {'time' if total == 1 else 'times'}: {ways}" if total else ""


def _key(work: Node, taken: dict[str, int]) -> str:
    """Author, year and a word of the title, else the id; each once."""
    told = work.properties
    name = slug(str((told.get("authors") or [""])[0]).split(" ")[-1])
    first = next((w for w in slug(str(told.get("title") or "")).split("-") if len(w) > 3), "")
    key = f"{name}{told.get('year') or ''}{first}" if name else slug(work.id)
    key = "".join(c for c in key if c.isascii() and (c.isalnum() or c == "-"))[:60] or "work"
    taken[key] = taken.get(key, 0) + 1
    return key if taken[key] == 1 else f"{key}_{taken[key]}"
