"""Claims that say the same again in a discussion: what is the same, what never is, and what the graph holds of it."""

import time
from pathlib import Path

import pytest

import kg
from kg import checks
from kg.argument.likeness import Recalled, gist
from kg.claimed import Claimed
from kg.exports.annotations import annotations
from kg.extractors import quotes
from kg.findings import Claim, Found, Span
from kg.graph import Record, Relation
from kg.mapping import records as mapped
from tests.graphs import as_read, load_node
from tests.talk import found_in, talk

WAGE = "Raising the minimum wage always costs jobs."
RURAL = "Trains in rural counties lose money on the smaller lines each winter."


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        (WAGE, WAGE, "exact"),
        (WAGE, "“raising the  minimum wage ALWAYS costs jobs”", "exact"),
        (WAGE, "But I still think that raising a minimum wage always costs jobs!", "near"),
        ("It isn't the duty of a shop to train its customers.", "It is not the duty of the shop to train its customers.", "near"),
        ("The behaviour of sailors tells harbours nothing.", "The behavior of sailors tells harbours nothing.", "near"),
        (RURAL, "Honestly, trains in rural counties lose money on the smaller lines each winter.", "paraphrase"),
        (WAGE, "Raising the minimum wage never costs jobs.", None),
        (WAGE, "Raising the minimum wage costs jobs.", None),
        (WAGE, "Does raising the minimum wage always cost jobs?", None),
        (RURAL, RURAL.replace("lose", "don't lose"), None),
        (RURAL, RURAL.replace("lose", "hardly lose"), None),
        (RURAL, f"I disagree that {RURAL.lower()}", None),
        (RURAL, RURAL.replace("winter", "summer"), None),
        (RURAL, RURAL.replace("the smaller", "most of the smaller"), None),
        ("Dogs chase cats around small towns.", "Cats chase dogs around small towns.", None),
        ("Reactors take 12 years to build in rich countries.", "Reactors take 15 years to build in rich countries.", None),
        ("Prices in harbour towns > prices inland, mostly.", "Prices in harbour towns < prices inland, mostly.", None),
        ("Die Mieten in den Städten steigen seit Jahren schneller als die Löhne im Land", "Die Mieten in den Städten steigen seit Jahren nicht schneller als die Löhne im Land", None),
    ],
)  # fmt: skip
def test_what_says_the_same(one: str, other: str, rule: str | None) -> None:
    gists = [gist(one), gist(other)]
    assert gists[0] and gists[1]
    found = Recalled[str]([g for g in gists if g]).alike(gists[0], gists[1])
    assert (found and found.rule) == rule
    back = Recalled[str]([g for g in gists if g]).alike(gists[1], gists[0])
    assert back == found


@pytest.mark.parametrize(
    "text", ["I agree.", "That is not true.", "It was built there.", "You are wrong about this.", "", "???"]
)
def test_words_that_say_too_little_or_point_elsewhere_are_not_known_again(text: str) -> None:
    assert gist(text) is None


SAME = [
    ("in one's own words by another", ["Ann", "Bo"], f"As I said: {WAGE}", "STATES", {"Ann", "Bo"}),
    ("by the same speaker", ["Ann", "Ann"], WAGE, "STATES", {"Ann"}),
    ("in quotation marks", ["Ann", "Bo"], f"“{WAGE}” Where did you read it?", "QUOTES", {"Ann"}),
]


@pytest.mark.parametrize(("what", "who", "words", "type_", "by"), SAME, ids=[s[0] for s in SAME])
def test_a_claim_said_again_is_one_claim_with_two_places(
    what: str, who: list[str], words: str, type_: str, by: set[str]
) -> None:
    turns = [(who[0], WAGE), ("Cy", "The weather was fine on that day in town."), (who[1], words)]
    records = list(mapped(discussion := talk(*turns, replies={2: 1}), found_in(discussion)))
    places = [r for r in of(records, "STATES", "QUOTES") if r.target == of(records, "STATES")[0].target]
    assert [(r.type, r.source[1]) for r in places] == [("STATES", "p0"), (type_, "p2")]
    held = places[1].properties
    assert words[held["start_char"] : held["end_char"]] == held["evidence"]
    assert held["rule"].startswith("repeats:") and 0.8 < held["confidence"] < 1 and held["asserted"] is False
    assert {r.source[1] for r in of(records, "ASSERTS") if r.target == places[0].target} == {
        f"test:{n.lower()}" for n in by
    }
    assert list(checks.problems(as_read([load_node("talk.json"), *records]))) == []


def of(records: list[Record], *types: str) -> list[Relation]:
    return [r for r in records if isinstance(r, Relation) and r.type in types]


@pytest.mark.parametrize(
    "words",
    [
        "I have taught children in a poor school for years.",
        "My own town closed its library last winter.",
        "Your second argument rests upon a false premise.",
    ],
)
def test_what_is_about_me_or_you_is_another_claim_in_another_mouth(words: str) -> None:
    def repeats(other: str) -> list[tuple[str, bool]]:
        discussion = talk(("Ann", words), ("Cy", "Fine weather."), (other, f"Well, {words}"))
        return [(r.first, r.quoted) for r in found_in(discussion).repeats.values()]

    assert len(repeats("Ann")) == 1
    assert [quoted for _, quoted in repeats("Bo")] in ([], [True])


def test_what_a_claim_does_to_itself_said_again_goes_and_the_rest_stays_once() -> None:
    answer = "I disagree, employment went up in every one of the counties that raised wages."
    records = list(
        mapped(discussion := talk(("Ann", WAGE), ("Bo", answer), ("Ann", WAGE), ("Bo", answer)), found_in(discussion))
    )
    stances = [
        (r.type, r.source[1].partition("#")[0], r.target[1].partition("#")[0])
        for r in of(records, *"REBUTS SUPPORTS QUESTIONS".split())
    ]
    assert ("REBUTS", "p1", "p0") in stances
    assert len(set(stances)) == len(stances)
    assert all(r.source != r.target for r in of(records, "REBUTS", "SUPPORTS"))
    assert all(r.properties.get("runner_up") not in (r.source[1], r.target[1]) for r in of(records, "REBUTS"))


def test_files_of_one_discussion_keep_their_own_claims(tmp_path: Path) -> None:
    """The second file does not hold the first place, so its claim must not go when the first file goes."""
    discussion = talk(("Ann", WAGE), ("Cy", "Fine weather."), ("Bo", f"Well, {WAGE}"))
    assert len(found_in(discussion).repeats) == 1
    discussion.posts[0].sources, discussion.posts[2].sources = frozenset({"a"}), frozenset({"b"})
    assert found_in(discussion).repeats == {}
    discussion.posts[0].sources = frozenset({"a", "b"})
    assert len(found_in(discussion).repeats) == 1


def test_a_place_that_does_not_hold_is_said_by_verify() -> None:
    records = list(mapped(discussion := talk(("Ann", WAGE), ("Bo", f"Well, {WAGE}")), found_in(discussion)))
    of(records, "STATES")[1].properties["start_char"] += 1
    found = list(checks.problems(as_read([load_node("talk.json"), *records])))
    assert any("its post holds" in line for line in found)


def test_every_place_is_exported_and_says_what_it_repeats() -> None:
    records = list(mapped(discussion := talk(("Ann", WAGE), ("Bo", f"Well, {WAGE}")), found_in(discussion)))
    found = annotations([load_node("talk.json"), *records])["claims"]
    assert [(c["post"], c.get("same_as")) for c in found] == [("p0", None), ("p1", found[0]["id"])]
    assert len({c["id"] for c in found}) == 2


def test_claims_are_found_by_place_even_where_they_overlap() -> None:
    found = Found()
    for start, end in [(0, 50), (5, 10), (20, 30), (60, 70)]:
        found.add(Claim(Span("p", start, end), "x" * (end - start), "claim"))
    claimed = Claimed(found)
    assert {c.span.start for c in claimed.touching(Span("p", 25, 61))} == {0, 20, 60}
    assert {c.span.start for c in claimed.mostly(Span("p", 0, 30))} == {0, 5, 20}
    assert list(claimed.touching(Span("q", 0, 9))) == []


def test_ten_times_the_lines_take_about_ten_times_as_long() -> None:
    def seconds(count: int) -> float:
        lines = "\n".join(
            f"> quoted line {n} of so many words\nOwn line {n} has more than eight words, number {n * 7}."
            for n in range(count)
        )
        discussion = talk(("Ann", lines))
        begun = time.process_time()
        list(quotes.extract(discussion, Found()))
        return time.process_time() - begun

    small = min(seconds(400) for _ in range(3))
    assert seconds(4000) < 30 * small


def test_loading_again_with_repeats_changes_nothing(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        f"**Ann:** {WAGE}\n\n**Bo:** I disagree with all of that.\n\n**Ann:** Well, {WAGE}\n", encoding="utf-8"
    )
    db = str(tmp_path / "a.kgl")
    assert kg.build(str(page), db=db).added["Claim"] >= 1
    assert not kg.build(str(page), db=db)
    assert kg.verify(db) == []
    ((times, claim, said_by, again, _),) = kg.ask("said_again", db).rows
    assert (times, claim.properties["text"], said_by, len(again)) == (2, WAGE, ["Ann"], 1)
