"""A catalogue of works that the user gives: BibTeX, CSL-JSON or RIS, as Zotero exports them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from kg.findings import Listed, Work
from kg.works import bibtex
from kg.works.ids import canonical, slug

_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
# The types of BibTeX, CSL and RIS, by the kind of work they are.
_TYPES = {
    "book": "book mvbook inbook chapter chap incollection",
    "report": "report techreport rprt",
    "paper": "article inproceedings article-journal paper-conference jour conf cpaper phdthesis mastersthesis "
    "thesis thes unpublished preprint",
    "post": "blog post post-weblog webpage online elec",
    "video": "motion_picture video speech mpct",
}
_KINDS = {word: kind for kind, words in _TYPES.items() for word in words.split()}


def read(path: str | Path) -> tuple[Listed, ...]:
    """The works of a file, in its order, each once; SourceError where it cannot be read."""
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check the path and its rights") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: is not UTF-8; save the catalogue as UTF-8") from error
    readers = {".bib": _bibtex, ".json": _csl, ".ris": _ris}
    if file.suffix.lower() not in readers:
        raise SourceError(
            f"{path}: a catalogue of works is BibTeX (.bib), CSL-JSON (.json) or RIS (.ris); export it so"
        )
    found: dict[str, Listed] = {}
    for fields in readers[file.suffix.lower()](text, file.name):
        if (listed := _listed(fields)) is not None:
            found.setdefault(listed.work.id, listed)
    if text.strip() and not found:
        raise SourceError(f"{path}: holds no work with a title or an identifier; export it anew")
    return tuple(found.values())


def _listed(fields: dict[str, Any]) -> Listed | None:
    """A work from fields that are called alike in all formats; None where nothing says which it is."""
    title = str(fields.get("title") or "").strip()
    ids = [canonical(written) for written in fields["ids"] if written]
    ids = [i for i in dict.fromkeys(ids) if ":" in i]
    if not ids and not title:
        return None
    year = _YEAR.search(str(fields.get("year") or ""))
    work = Work(
        ids[0] if ids else slug(title),
        title or None,
        tuple(fields["authors"]),
        int(year[1]) if year else None,
        url=next((u for u in fields["urls"] if u.startswith(("http://", "https://"))), None),
    )
    names = (title, *fields["names"])
    return Listed(
        work, tuple(n for n in dict.fromkeys(names) if n), tuple(ids), _KINDS.get(str(fields.get("kind")).lower(), "")
    )


def _bibtex(text: str, name: str) -> Iterator[dict[str, Any]]:
    for entry in bibtex.read(text, name):
        yield {
            "title": entry.get("title"),
            "year": entry.get("year") or entry.get("date"),
            "kind": entry["type"],
            "authors": [a for a in entry.get("author", "").split("\n") if a],
            "names": [entry.get("shorttitle", ""), *_several(entry.get("nickname", ""))],
            "ids": [
                _preprint(entry),
                _tagged("doi", entry.get("doi")),
                _tagged("pmid", entry.get("pmid")),
                _tagged("isbn", entry.get("isbn")),
                entry.get("url", ""),
            ],
            "urls": [entry.get("url", "")],
        }


def _preprint(entry: dict[str, str]) -> str:
    """The number of a preprint, also where it stands in words, as most that cite by hand write it."""
    if number := entry.get("eprint"):
        kind = entry.get("archiveprefix") or entry.get("eprinttype") or "arXiv"
        return canonical(f"{kind}:{number}")
    told = (entry.get(field, "") for field in ("number", "journal", "howpublished", "note"))
    return next((i for words in told if "arxiv" in words.lower() and (i := canonical(words)).startswith("arxiv:")), "")


def _several(value: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;,]", value)]


def _tagged(kind: str, value: Any) -> str:
    return f"{kind}:{str(value).removeprefix('https://doi.org/').strip()}" if value else ""


def _csl(text: str, name: str) -> Iterator[dict[str, Any]]:
    try:
        rows = json.loads(text)
        rows = rows.get("items", [rows]) if isinstance(rows, dict) else rows
        for row in rows:
            people = row.get("author") or []
            parts = ((row.get("issued") or {}).get("date-parts") or [[None]])[0]
            yield {
                "title": row.get("title"),
                "year": parts[0] if parts else None,
                "kind": row.get("type"),
                "authors": [
                    str(p.get("literal") or f"{p.get('given', '')} {p.get('family', '')}".strip()) for p in people
                ],
                "names": [
                    str(row.get("title-short") or row.get("shortTitle") or ""),
                    *_several(str(row.get("nickname") or "")),
                ],
                "ids": [
                    _number(row),
                    _tagged("doi", row.get("DOI")),
                    _tagged("pmid", row.get("PMID")),
                    _tagged("isbn", row.get("ISBN")),
                    str(row.get("URL") or ""),
                ],
                "urls": [str(row.get("URL") or "")],
            }
    except (ValueError, AttributeError, TypeError, KeyError, IndexError, RecursionError) as error:
        raise SourceError(f"{name}: is not CSL-JSON, a list of items; export it anew") from error


def _number(row: dict[str, Any]) -> str:
    number = str(row.get("number") or "")
    return number if number.lower().startswith("arxiv:") else ""


def _ris(text: str, name: str) -> Iterator[dict[str, Any]]:
    fields: dict[str, list[str]] = {}
    for line in text.splitlines():
        match = re.match(r"([A-Z][A-Z0-9])  ?-(?: (.*))?$", line.rstrip())
        if match is None:
            continue
        tag, value = match[1], (match[2] or "").strip()
        if tag == "TY":
            fields = {}
        if tag == "ER":
            yield _of_ris(fields)
            fields = {}
        elif value:
            fields.setdefault(tag, []).append(value)
    if fields:
        raise SourceError(f"{name}: the last entry has no end (a line 'ER  -'); export it anew")


def _of_ris(fields: dict[str, list[str]]) -> dict[str, Any]:
    def first(*tags: str) -> str:
        return next((fields[t][0] for t in tags if t in fields), "")

    people = [*fields.get("AU", []), *fields.get("A1", [])]
    return {
        "title": first("TI", "T1", "BT"),
        "year": first("PY", "Y1", "DA"),
        "kind": first("TY"),
        "names": fields.get("ST", []),
        "authors": [" ".join(reversed(a.split(", ", 1))) for a in people],
        "ids": [_tagged("doi", first("DO")), _tagged("isbn", first("SN")), *fields.get("UR", [])],
        "urls": fields.get("UR", []),
    }
