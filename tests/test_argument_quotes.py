"""What is answered where words are quoted: inside a sentence, from outside, as a ground, by others."""

import pytest

from kg.argument import stances as stance
from tests.talk import claims, found_in, stances, talk

ANN = "The town should keep the old bridge. It is safe for every heavy lorry, I think. Nobody wants to pay for a new road."
SAFE = "It is safe for every heavy lorry, I think."


@pytest.mark.parametrize(
    ("answer", "source"),
    [
        ('You say that "it is safe for every heavy lorry". It fell down twice last winter.', "It fell down twice last winter."),
        ('Your claim "It is safe for every heavy lorry" is wrong.', None),
        ("Nobody believes that it “is safe for every heavy lorry” after last winter.", None),
        ('I like the old road too.\n\nOn "safe for every heavy lorry": it fell down twice last winter.', None),
    ],
)  # fmt: skip
def test_words_quoted_inside_a_sentence_are_what_it_answers(answer: str, source: str | None) -> None:
    found = {(of, at) for kind, of, at in stances(talk(("Ann", ANN), ("Bo", answer))) if kind == "REBUTS"}
    aimed = {of for of, at in found if at == SAFE}
    assert aimed and (source is None or aimed == {source})


def test_words_in_quotation_marks_that_nobody_said_aim_at_nothing() -> None:
    found = found_in(talk(("Ann", ANN), ("Bo", 'They call it "the worst bridge in the land" for a reason.')))
    assert found.quotes == {}


def test_a_sentence_with_a_quote_in_it_is_one_claim_and_its_quote_has_its_place() -> None:
    answer = 'I do not believe that it "is safe for every heavy lorry" in a hard winter.'
    found = found_in(talk(("Ann", ANN), ("Bo", answer)))
    (quote,) = found.quotes["p1"]
    assert (answer[quote.span.start : quote.span.end], quote.rule) == ("is safe for every heavy lorry", "quotes:inline")
    assert quote.origin and ANN[quote.origin.start : quote.origin.end] == "is safe for every heavy lorry"
    assert [c.text for c in found.claims["p1"]] == [answer]


def test_whoever_quotes_herself_does_not_answer_herself() -> None:
    turns = (
        ("Ann", ANN),
        ("Bo", "The town has no money at all."),
        ("Ann", 'As I said, it "is safe for every heavy lorry".'),
    )
    assert all(at != SAFE for kind, of, at in stances(talk(*turns)) if of.startswith("As I said"))


GROUND = "> Every bridge of that age falls down within ten years."


@pytest.mark.parametrize(
    ("lead", "answered"),
    [
        ("The report of the county says:", False),
        ("You wrote in your letter:", True),
        ("I read the report again.", True),
    ],
)
def test_words_from_outside_that_a_post_leads_up_to_are_its_ground_and_not_answered(lead: str, answered: bool) -> None:
    answer = f"{lead}\n\n{GROUND}\n\nI don't think the town can wait for so long."
    found = stances(talk(("Ann", ANN), ("Bo", answer)))
    assert any(at.startswith("Every bridge") for kind, _, at in found if kind == "REBUTS") is answered


def test_a_quoted_link_is_not_answered() -> None:
    turns = (
        ("Ann", f"{ANN}\nhttps://example.org/bridge"),
        ("Bo", "> https://example.org/bridge\n\nThat bridge is not safe."),
    )
    assert {at for kind, _, at in stances(talk(*turns)) if kind == "REBUTS"} <= {
        SAFE,
        "The town should keep the old bridge.",
    }


def test_whoever_answers_a_quote_of_words_from_outside_answers_these_words_and_the_post() -> None:
    ann = f"{GROUND}\n\nThe town should close the old bridge, I think."
    found = stances(talk(("Ann", ann), ("Bo", f"{GROUND}\n\nThat is simply wrong for the old bridge.")))
    aimed = {at for kind, of, at in found if kind == "REBUTS" and of.startswith("That is")}
    assert aimed == {GROUND[2:], "The town should close the old bridge, I think."}


def test_what_others_quote_is_a_claim_where_none_was_found_in_it() -> None:
    words = "how can we keep it, and see to it that it is safe, or that it is closed"
    ann = f"Who pays?\nBut as soon as the lorries come over it - and they will, for it is new - {words}, and nobody goes there?"
    found = [found_in(talk(("Ann", ann), ("Bo", f"{quote}That is wrong."))) for quote in (f"> {words}\n\n", "")]
    assert [words in {c.text for c in claims(known).values()} for known in found] == [True, False]


@pytest.mark.parametrize(
    ("answer", "type_"),
    [
        ("That is a plan for a road, and no plan for a bridge. To quote from it:", "REBUTS"),
        ("I'll also add what the town says about roads. It says:", None),
        ("See the report of the town. It says:", None),
    ],
)
def test_what_is_said_before_words_that_lead_up_to_something_counts(answer: str, type_: str | None) -> None:
    reply = stance.opening(answer, asks=False)
    assert (reply and reply.type) == type_


def test_an_attack_on_an_argument_says_outright_what_it_does() -> None:
    reply = stance.further("This argument wants to have it both ways.", False, False)
    assert stance.outright("This argument wants to have it both ways.", reply)
    assert not stance.outright("The town wants to have it both ways.", reply)
