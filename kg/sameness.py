"""Claims of different discussions that may say the same: candidates, and the sheet on which a person judges them."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from kg.argument.likeness import Gist, Likeness, Recalled, gist
from kg.argument.weights import weights
from kg.errors import SourceError
from kg.graph import Node, Record, Relation
from kg.text import caption
from kg.version import VERSION

COLUMNS = ("verdict", "score", "rule", "claim", "words", "discussion", "other", "other_words", "other_discussion")
VERDICTS = ("", "yes", "no")
Pair = tuple[str, str]
"""The ids of two claims, the smaller one first."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two claims of different discussions, the one with the smaller id first, and how alike they are."""

    one: Node
    other: Node
    likeness: Likeness

    @property
    def pair(self) -> Pair:
        """The ids of both."""
        return self.one.id, self.other.id


@dataclass(slots=True)
class Sheet:
    """The pairs of claims on it, and what a person said of them, each with the row it was said in."""

    pairs: set[Pair] = field(default_factory=set)
    verdicts: dict[Pair, str] = field(default_factory=dict)
    rows: dict[Pair, list[str]] = field(default_factory=dict)


def candidates(records: Iterable[Record]) -> tuple[list[Candidate], dict[str, str]]:
    """For each claim the earlier one, by id, of another discussion that says the same; and each claim's discussion.

    They follow from the claims alone: in which order the sources came makes no difference.
    """
    claims: list[Node] = []
    home: dict[str, str] = {}
    for record in records:
        if isinstance(record, Node) and record.label == "Claim":
            claims.append(record)
        elif isinstance(record, Relation) and record.type == "PART_OF":
            home[record.source[1]] = record.target[1]
    place = {claim.id: home.get(claim.properties["post"], "") for claim in claims}
    known = [(claim, gist(claim.properties["text"])) for claim in sorted(claims, key=lambda c: c.id)]
    recalled: Recalled[Node] = Recalled(g for _, g in known if g)
    found = []
    for claim, said in known:
        if said is not None:
            hit = recalled.find(said, _fitting(claim, said, place), loosely=True)
            if hit is not None:
                found.append(Candidate(hit[0], claim, hit[1]))
            recalled.add(said, claim)
    return sorted(found, key=lambda c: (-c.likeness.score, c.pair)), place


def _fitting(claim: Node, said: Gist, place: dict[str, str]) -> Callable[[Node, Likeness], bool]:
    """Whether a claim may be the same: of another discussion; "I am a doctor" only where long and word for word."""
    long = len(said.stems) >= weights("same")["verbatim"]

    def fits(other: Node, likeness: Likeness) -> bool:
        mine = not said.personal or (long and likeness.rule == "exact")
        return mine and place[other.id] != place[claim.id]

    return fits


def read(path: Path) -> Sheet:
    """The verdicts of a sheet; none where there is no sheet yet. SourceError for what is no such sheet."""
    sheet = Sheet()
    if not path.exists():
        return sheet
    try:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"{path}: cannot be read as a sheet of claims; choose another file") from error
    if not rows or tuple(rows[0]) != COLUMNS:
        raise SourceError(f"{path}: not a sheet of kg same (its first line is not {','.join(COLUMNS)}); choose another")
    for number, row in enumerate(rows[1:], 2):
        row = [
            *row[: len(COLUMNS)],
            *(cell for cell in row[len(COLUMNS) :] if cell),
        ]  # a spreadsheet may add empty cells
        if not any(row):
            continue
        if len(row) != len(COLUMNS):
            raise SourceError(f"{path}, row {number}: has {len(row)} cells, not {len(COLUMNS)}; mend or delete the row")
        verdict, pair = row[0].strip().lower(), (row[3], row[6])
        if verdict not in VERDICTS:
            raise SourceError(f"{path}, row {number}: '{caption(verdict, 20)}' is no verdict; write yes, no or nothing")
        if verdict and sheet.verdicts.get(pair, verdict) != verdict:
            raise SourceError(f"{path}, row {number}: the pair is judged yes and no; keep one of the rows")
        sheet.pairs.add(pair)
        if verdict:
            sheet.verdicts[pair], sheet.rows[pair] = verdict, [verdict, *row[1:]]
    return sheet


def written(found: list[Candidate], place: dict[str, str], sheet: Sheet) -> str:
    """The sheet with all candidates, the surest first, and below them what was judged of claims that are gone."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for candidate in found:
        one, other = candidate.one, candidate.other
        writer.writerow([
            sheet.verdicts.get(candidate.pair, ""), f"{candidate.likeness.score:.2f}", candidate.likeness.rule,
            one.id, _shown(one), place[one.id], other.id, _shown(other), place[other.id],
        ])  # fmt: skip
    pairs = {candidate.pair for candidate in found}
    for pair in sorted(sheet.rows.keys() - pairs):
        writer.writerow(sheet.rows[pair])
    return out.getvalue()


def _shown(claim: Node) -> str:
    """The words in quotation marks: a cell that began with `=` would be a formula to a spreadsheet."""
    return f"“{caption(claim.properties['text'], 300)}”"


def relations(found: list[Candidate], sheet: Sheet, name: str, text: str) -> list[Record]:
    """The sheet as a source of its own, and a SAME_AS for each candidate that nobody refused."""
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    load = Node("Load", {"id": name, "caption": name.rpartition("/")[2], "document": digest[:12], "format": "same",
                         "sha256": digest, "version": VERSION, "sources": [name]})  # fmt: skip
    return [load, *(_same(c, sheet.verdicts.get(c.pair), name) for c in found if sheet.verdicts.get(c.pair) != "no")]


def _same(candidate: Candidate, verdict: str | None, name: str) -> Relation:
    p = candidate.other.properties
    return Relation("SAME_AS", ("Claim", candidate.other.id), ("Claim", candidate.one.id), {
        "asserted": verdict == "yes", "confidence": candidate.likeness.score, "rule": f"same:{candidate.likeness.rule}",
        "evidence": p["text"], "evidence_post": p["post"], "evidence_start": p["start_char"],
        "evidence_end": p["end_char"], "sources": [name],
    })  # fmt: skip
