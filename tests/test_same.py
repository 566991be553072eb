"""kg same: claims of different discussions are tied as candidates, judged on a sheet, and never merged."""

import csv
from contextlib import closing
from pathlib import Path

import pytest

import kg
from kg import sameness
from kg.cli import cli
from kg.errors import KgError, StoreError
from kg.graph import Node, Record, Relation
from tests.graphs import Place, contents, load_node, relation

WAGE = "Raising the minimum wage always costs jobs in small towns."
PAGES = {
    "a.md": f"**Ann:** {WAGE} I have taught in a poor school.\n\n**Bo:** Storage is the part that nobody has solved.\n",
    "b.md": f"**Cy:** But I think that {WAGE.lower()} =HYPERLINK(1) is no claim.\n\n**Di:** I have taught in a poor school.\n",
    "c.md": "**Eve:** Raising the minimum wage never costs jobs in small towns.\n\n**Flo:** Nobody has solved storage, which is the part.\n",
}


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in PAGES.items():
        Path(name).write_text(text, encoding="utf-8")
    return tmp_path


def ties(db: str) -> set[tuple[str, str, bool]]:
    """The claims that are tied, by their words, and whether somebody said yes."""
    with kg.open_store(db) as store:
        records = list(store.records())
    words = {r.id: r.properties.get("text") for r in records if isinstance(r, Node)}
    found = set()
    for r in records:
        if isinstance(r, Relation) and r.type == "SAME_AS":
            one, other = sorted((str(words[r.source[1]]), str(words[r.target[1]])))
            found.add((one, other, bool(r.properties["asserted"])))
    return found


def cells(path: str) -> list[list[str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def judge(path: str, verdict: str, words: str) -> None:
    """Write a verdict on the row that holds these words."""
    rows = cells(path)
    for row in rows[1:]:
        row[0] = verdict if words in row[4] + row[7] else row[0]
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def test_only_claims_of_different_discussions_that_say_the_same_are_tied(pages: Path, place: Place) -> None:
    kg.build(*PAGES, db=place.address)
    kg.same("same.csv", place.address)
    found = ties(place.address)
    (wage,) = [tie for tie in found if "minimum" in tie[0]]
    assert "always" in wage[0] and "always" in wage[1] and not wage[2]
    assert not any("never" in one + other or "taught" in one + other for one, other, _ in found)
    assert kg.verify(place.address) == []


def test_the_order_of_sources_makes_no_difference(pages: Path) -> None:
    kg.build(*PAGES, db="one.kgl")
    for name in reversed(PAGES):
        kg.build(name, db="two.kgl")
    kg.same("same.csv", "one.kgl")
    sheet = Path("same.csv").read_bytes()
    Path("same.csv").unlink()
    kg.same("same.csv", "two.kgl")
    assert Path("same.csv").read_bytes() == sheet
    with kg.open_store("one.kgl") as one, kg.open_store("two.kgl") as two:
        assert contents(one.records()) == contents(two.records())
    assert not kg.same("same.csv", "two.kgl")


def test_what_is_refused_goes_and_what_is_accepted_is_asserted(pages: Path, place: Place) -> None:
    kg.build("a.md", "b.md", db=place.address)
    kg.same("same.csv", place.address)
    judge("same.csv", "yes", WAGE)
    kg.same("same.csv", place.address)
    assert {yes for *_, yes in ties(place.address)} == {True}
    judge("same.csv", "no", WAGE)
    kg.same("same.csv", place.address)
    assert ties(place.address) == set()
    kg.same("same.csv", place.address)
    assert ties(place.address) == set()


def test_a_verdict_stays_when_its_claims_go_and_when_they_come_back(pages: Path) -> None:
    kg.build("a.md", "b.md", db="g.kgl")
    kg.same("same.csv", "g.kgl")
    judge("same.csv", "yes", WAGE)
    Path("a.md").write_text("**Ann:** Nothing is said here any more, by anybody.\n", encoding="utf-8")
    kg.build("a.md", db="g.kgl")
    assert kg.verify("g.kgl") == []
    kg.same("same.csv", "g.kgl")
    assert ties("g.kgl") == set()
    Path("a.md").write_text(PAGES["a.md"], encoding="utf-8")
    kg.build("a.md", db="g.kgl")
    kg.same("same.csv", "g.kgl")
    assert {yes for *_, yes in ties("g.kgl")} == {True}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not a sheet of kg same"),
        ("a,b,c\n1,2,3\n", "not a sheet of kg same"),
        (
            ",".join(sameness.COLUMNS) + "\nmaybe,1,r,a,x,d,b,y,e\n",
            "row 2: 'maybe' is no verdict; write yes, no or nothing",
        ),
        (",".join(sameness.COLUMNS) + "\nyes,1\n", "row 2: has 2 cells, not 9"),
        (
            ",".join(sameness.COLUMNS) + "\nno,1,r,a,x,d,b,y,e\n\nyes,1,r,a,x,d,b,y,e\n",
            "row 4: the pair is judged yes and no",
        ),
        ("\0", "not a sheet|cannot be read"),
    ],
)
def test_a_sheet_that_is_none_is_refused_and_stays(pages: Path, text: str, says: str) -> None:
    kg.build("a.md", db="g.kgl")
    Path("same.csv").write_text(text, encoding="utf-8")
    with pytest.raises(KgError, match=says):
        kg.same("same.csv", "g.kgl")
    assert Path("same.csv").read_text(encoding="utf-8") == text


def test_blank_rows_and_the_empty_cells_that_a_spreadsheet_adds_do_not_count(pages: Path) -> None:
    row = "yes,1,r,a,x,d,b,y,e"
    Path("same.csv").write_text(f"\ufeff{','.join(sameness.COLUMNS)}\r\n\r\n,,,,,,,,\r\n{row},,\r\n", encoding="utf-8")
    assert sameness.read(Path("same.csv")).verdicts == {("a", "b"): "yes"}


@pytest.mark.parametrize(("sources", "says"), [(["a.md"], "no claims of different"), ([*PAGES], "pairs to judge: ")])
def test_the_command_says_whether_there_is_anything_to_judge(
    pages: Path, capsys: pytest.CaptureFixture[str], sources: list[str], says: str
) -> None:
    kg.build(*sources, db="g.kgl")
    cli.main(["same", "same.csv", "--db", "g.kgl"], standalone_mode=False)
    assert says in capsys.readouterr().err


def test_no_cell_of_a_sheet_is_a_formula(pages: Path) -> None:
    one, other = (f"**{who}:** =SUM(A1) makes every wage of the towns a number in a table.\n" for who in ("Ann", "Bo"))
    Path("a.md").write_text(one, encoding="utf-8")
    Path("b.md").write_text(other, encoding="utf-8")
    kg.build("a.md", "b.md", db="g.kgl")
    kg.same("same.csv", "g.kgl")
    rows = cells("same.csv")
    assert len(rows) == 2
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_a_tie_between_claims_that_are_not_there_is_not_loaded(place: Place) -> None:
    gone = [Node("Claim", {"id": id, "sources": ["s"]}) for id in ("x", "y")]
    found = {
        "confidence": 0.5,
        "rule": "r",
        "evidence": "e",
        "evidence_post": "p",
        "evidence_start": 0,
        "evidence_end": 1,
    }
    records: list[Record] = [load_node("s"), relation("SAME_AS", gone[0], gone[1], "s", **found)]
    with closing(place.open()) as store, pytest.raises(StoreError, match="Claim 'x' is not in the graph"):
        store.load(records)
    with closing(place.open()) as store:
        store.load([load_node("t")])
        assert {r.id for r in store.records() if isinstance(r, Node)} == {"t"}


@pytest.mark.long
def test_the_time_grows_with_the_number_of_claims(pages: Path) -> None:
    import time

    def seconds(count: int) -> float:
        records: list[Record] = []
        for n in range(count):
            post = Node("Post", {"id": f"p{n}"})
            text = f"Town {n % 97} loses some of its shops to road {n} and to the market of city {n % 53}."
            records += [
                post,
                Node("Claim", {"id": f"c{n}", "text": text, "post": post.id, "start_char": 0, "end_char": 9}),
            ]
            records.append(relation("PART_OF", post, Node("Discussion", {"id": f"d{n % 7}"}), "s"))
        begun = time.process_time()
        sameness.candidates(records)
        return time.process_time() - begun

    assert seconds(3000) < 40 * min(seconds(300) for _ in range(3))
