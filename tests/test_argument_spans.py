"""Where claims begin and end: the clauses of sentences, and the best choice among all spans of a post."""

import time
from dataclasses import dataclass
from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import cues
from kg.argument.candidates import candidates
from kg.argument.choice import best
from kg.argument.clauses import clauses


def spans(text: str, opening: bool = False) -> list[str]:
    return [text[c.start : c.end] for c in best(list(candidates(text, 0, len(text), opening)))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The bridge is old.", ["The bridge is old."]),
        ("The bridge is old, but it still carries trains.", ["The bridge is old", "it still carries trains."]),
        ("We should close it, because it could fall down.", ["We should close it", "it could fall down."]),
        ("The town pays for bread and butter.", ["The town pays for bread and butter."]),
        ("It is not only old, but it is also ugly.", ["It is not only old, but it is also ugly."]),
        ("It was both built and paid for by the town.", ["It was both built and paid for by the town."]),
        ("He said \"it is old, but it is mine\" to everyone.", ["He said \"it is old, but it is mine\" to everyone."]),
        ("In short, the bridge is old.", ["the bridge is old."]),
        ("2) The bridge is old.", ["The bridge is old."]),
        ("^1 The bridge is old.", ["The bridge is old."]),
        ("The bridge is old.\nIt still carries trains.", ["The bridge is old.", "It still carries trains."]),
        ("Thank you so much for this!", []),
        ("You changed my view, have a delta.", []),
        ("See https://example.org/bridge", []),
        ("", []),
    ],
)  # fmt: skip
def test_claims_are_sentences_or_clauses_that_stand_alone(text: str, found: list[str]) -> None:
    assert spans(text) == found


def test_the_title_of_an_opening_post_is_one_claim() -> None:
    text = "CMV: Bridges are ugly. They should all go, because they are old.\n\nI have seen a lot of bridges."
    assert spans(text, opening=True)[0] == "CMV: Bridges are ugly. They should all go, because they are old."
    assert "CMV: Bridges are ugly." in spans(text)


def test_the_likelihoods_of_the_clauses_of_a_sentence_are_shares() -> None:
    row = cues.tokens("It is old, but it stands, and we like it because it is ours, so we will keep it.")
    assert len({(c.first, c.last) for c in clauses(row)}) > 6
    assert all(0 < c.share <= 1 and c.first < c.last for c in clauses(row))


@dataclass(frozen=True)
class Piece:
    start: int
    end: int
    worth: float


PIECES = st.lists(
    st.builds(
        lambda start, size, worth: Piece(start, start + size, worth / 8),
        st.integers(0, 12), st.integers(1, 6), st.integers(-4, 16),
    ),
    max_size=7,
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(PIECES)
def test_no_other_choice_of_spans_is_worth_more(pieces: list[Piece]) -> None:
    chosen = best(pieces)
    assert all(a.end <= b.start for a, b in pairwise(chosen))

    def apart(some: tuple[Piece, ...]) -> bool:
        return all(a.end <= b.start or b.end <= a.start for a, b in combinations(some, 2))

    possible = (some for size in range(len(pieces) + 1) for some in combinations(pieces, size) if apart(some))
    assert sum(p.worth for p in chosen) == max(sum(p.worth for p in some) for some in possible)


WORDS = st.lists(
    st.sampled_from(
        ["it", "is", "but", "and", "because", "so", ",", ";", ":", "-", "(", ")", '"', ".", "?", "\n", "\n\n", ">", "old", "“"]
    ),
    max_size=30,
).map(" ".join)  # fmt: skip


@settings(max_examples=150)
@given(WORDS | st.text(max_size=80))
def test_spans_lie_in_the_text_apart_and_without_blanks_at_their_edges(text: str) -> None:
    chosen = best(list(candidates(text, 0, len(text))))
    assert all(0 <= c.start < c.end <= len(text) for c in chosen)
    assert all(text[c.start : c.end] == text[c.start : c.end].strip() for c in chosen)
    assert all(a.end <= b.start for a, b in pairwise(chosen))


@pytest.mark.parametrize("piece", ["and it is old ", "(", "a, but b ", "“", "so that ", "> ", "not only "])
def test_ten_times_the_words_take_about_ten_times_the_time(piece: str) -> None:
    def seconds(times: int) -> float:
        text = piece * times
        begun = time.process_time()
        best(list(candidates(text, 0, len(text))))
        return time.process_time() - begun

    seconds(10)
    # The smaller of two: once in a while the interpreter cleans up meanwhile.
    assert min(seconds(20_000), seconds(20_000)) < 40 * max(seconds(2_000), 0.01)
