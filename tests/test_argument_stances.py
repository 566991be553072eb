"""What the words of an answer do, of what kind a span is, what it answers and what it holds up."""

import pytest

from kg import cues
from kg.argument import stances
from kg.argument.aims import Aims, key
from kg.argument.confidence import sure
from kg.argument.holding import holds
from kg.argument.kinds import Standing, kinds, standings
from kg.argument.weights import weights
from kg.findings import Claim, Span
from tests.talk import found_in, talk


@pytest.mark.parametrize(
    ("words", "type_", "cue"),
    [
        ("I agree, they should close it.", "AGREES_WITH", "I agree"),
        ("I don't agree with that.", "REBUTS", "I don't agree"),
        ("Exactly. But they never will.", "CONCEDES", "Exactly"),
        ("Fair enough, you know the town better.", "CONCEDES", "Fair enough"),
        ("That doesn't follow from its age.", "UNDERCUTS", "doesn't follow"),
        ("That is wrong, and it is beside the point.", "REBUTS", "That is wrong"),
        ("The town has money for three new bridges.", "REBUTS", None),
    ],
)
def test_the_first_words_of_an_answer_show_its_stance(words: str, type_: str, cue: str | None) -> None:
    reply = stances.opening(words, asks=False)
    assert reply is not None
    assert (reply.type, reply.cue and words[slice(*reply.cue)]) == (type_, cue)


@pytest.mark.parametrize("words", ["See also the report of the town.", "The report says this about bridges:"])
def test_words_that_only_point_somewhere_take_no_stance(words: str) -> None:
    assert stances.opening(words, asks=False) is None


@pytest.mark.parametrize(
    ("words", "type_"),
    [
        ("What do you mean by old?", "QUESTIONS"),
        ("I don't understand what you mean by old.", "QUESTIONS"),
        ("Is the bridge safe in winter?", "QUESTIONS"),
        ("Isn't every bridge old after a while?", "REBUTS"),
    ],
)
def test_a_question_asks_or_attacks(words: str, type_: str) -> None:
    reply = stances.opening(words, asks=True)
    assert reply is not None and reply.type == type_


@pytest.mark.parametrize(("agrees", "type_"), [(True, "AGREES_WITH"), (False, "REBUTS")])
def test_later_words_go_on_as_the_answer_began(agrees: bool, type_: str) -> None:
    assert stances.further("The town has seen it fall twice.", False, agrees).type == type_
    assert stances.further("But the town likes it.", False, agrees).type == "REBUTS"


def test_whoever_opened_the_talk_and_is_moved_goes_on_agreeing_and_others_do_not() -> None:
    turns = (
        "I think the bridge is safe.",
        "The bridge fell down twice.",
        "You are right.\n\nThe bridge is not safe at all.",
    )
    for names, agree in ((("Ann", "Bo", "Ann"), True), (("Ann", "Bo", "Cy"), False)):
        found = found_in(talk(*zip(names, turns, strict=True)))
        types = {s.type for s in found.stances if s.source.startswith("p2#16")}
        assert ("AGREES_WITH" in types) is agree


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We should close the bridge. For example, it fell down in 1980.", ["claim", "premise"]),
        ("It was old and they were poor. We should help them, I think.", ["premise", "claim"]),
        ("I know who built it. Who cares about that?", ["claim", "premise"]),
        ("It is old. Why do you like it?", ["claim", "question"]),
    ],
)
def test_kinds_are_told_by_words_and_place(text: str, found: list[str]) -> None:
    cut = text.index(". ") + 1
    assert kinds(text, [(0, cut), (cut + 1, len(text))], depth=1) == found


def test_a_post_that_argues_has_a_claim() -> None:
    text = "They were told so in 1980, for example. They had been told before, because they had asked."
    cut = text.index(". ") + 1
    assert kinds(text, [(0, cut), (cut + 1, len(text))], depth=1).count("claim") == 1
    assert all(0 < s.claim < 1 for s in standings(text, [(0, cut), (cut + 1, len(text))], 1))


def claims(post: str, *words: str) -> list[Claim]:
    return [Claim(Span(post, n * 100, n * 100 + len(w)), w, "claim") for n, w in enumerate(words)]


def test_the_claim_with_the_rare_words_in_common_is_answered() -> None:
    above = claims("a", "The town is small.", "The river floods every spring.", "The town is poor.")
    own = claims("b", "The floods of the river come each autumn too.", "They ruin it every time.")
    strength = dict.fromkeys(map(key, [*above, *own]), 0.5)
    found = Aims({"a": above, "b": own}, frozenset(), strength).answered(own, "a")
    assert [aim.target for aim in found] == [above[1], above[1]]
    assert all(0 < aim.share <= 1 for aim in found)


def test_without_common_words_the_thesis_is_answered() -> None:
    above = claims("a", "Bridges are ugly.", "Rivers are wide.", "Towns are poor.")
    own = claims("b", "Nobody would ever say so.")
    strength = dict.fromkeys(map(key, [*above, *own]), 0.5)
    (aim,) = Aims({"a": above, "b": own}, frozenset({"a"}), strength).answered(own, "a")
    assert aim.target == above[0]


def test_a_premise_holds_up_the_claim_of_its_paragraph() -> None:
    text = "We should close the bridge.\n\nI think the town is rich. For example, it bought 20 trains last year."
    found = found_in(talk(("Ann", text)))
    texts = {c.id: c.text for c in found.claims["p0"]}
    assert ("For example, it bought 20 trains last year.", "I think the town is rich.") in {
        (texts[s.source], texts[s.target]) for s in found.stances
    }


def test_the_first_span_of_a_paragraph_is_held_up_rather_than_a_later_one() -> None:
    text = "We should close the bridge now. It is old and it is rusty. They saw it shake in May."
    found = found_in(talk(("Ann", text)))
    texts = {c.id: c.text for c in found.claims["p0"]}
    held = {texts[s.target] for s in found.stances if s.type == "SUPPORTS"}
    assert held == {"We should close the bridge now."}


@pytest.mark.parametrize(
    ("words", "leans"),
    [
        ("When they opened it in May, I think it shook.", True),
        ("It was bad.", True),
        ("I think that it shook in May.", False),
    ],
)
def test_what_is_brief_or_tells_the_circumstances_leans_on_another_span(words: str, leans: bool) -> None:
    claim, stand = Claim(Span("a", 0, len(words)), words, "claim"), Standing(0.5, False, 0)
    other = Claim(Span("a", 60, 98), "We should close the bridge before winter.", "claim")
    (hold,) = (h for h in holds("", [claim, other], [stand, Standing(0.9, False, 0)], False) if h.premise == claim)
    assert (hold.cues[0] > "premise-like source ×0.50") is leans


QUOTED = "> The bridge is safe.\n\n"


@pytest.mark.parametrize(
    ("answer", "types"),
    [
        ("I agree. It would hold me. I don't think that it will fall.", ["AGREES_WITH"]),
        ("I agree. It would hold me. But you are wrong about the town.", ["AGREES_WITH", "REBUTS"]),
        ("The town saw it shake. The iron was rusty. Hardly anyone saw it.", ["REBUTS", "REBUTS"]),
        ("The town saw it shake. The iron was rusty. I don't think that it is safe.", ["REBUTS", "REBUTS", "REBUTS"]),
        ("The town saw it shake. The iron was rusty. Perhaps it had been repaired.", ["REBUTS", "REBUTS"]),
        ("The town saw it shake. The iron was rusty. I admit that it did not fall.", ["REBUTS", "REBUTS", "CONCEDES"]),
    ],
)
def test_below_its_first_words_an_answer_says_outright_what_it_does(answer: str, types: list[str]) -> None:
    found = found_in(talk(("Ann", "The bridge is safe."), ("Bo", QUOTED + answer)))
    stances_ = [s for s in found.stances if s.source.startswith("p1#") and s.target.startswith("p0#")]
    assert [s.type for s in sorted(stances_, key=lambda s: s.evidence.start)] == types


def test_confidence_grows_with_the_score_and_ends_lie_in_the_tables() -> None:
    for table in ("aimed", "yielded", "held"):
        row = [sure(table, score / 20) for score in range(-2, 24)]
        assert row == sorted(row)
        points = weights("confidence")[table]
        assert (row[0], row[-1]) == (points[0][1], points[-1][1])


def test_the_first_answer_of_a_group_is_the_surest() -> None:
    found = found_in(
        talk(("Ann", "The bridge is safe."), ("Bo", "> The bridge is safe.\n\nFair point. But I disagree. It fell."))
    )
    answers = [s.confidence for s in found.stances if s.source.startswith("p1#") and s.target.startswith("p0#")]
    assert answers and answers[0] == max(answers)


@pytest.mark.parametrize(
    ("kind", "words", "found"),
    [
        ("agree", "And, well, exactly so.", "exactly"),
        ("agree", "It is not exactly so.", None),
        ("concede", "Sure, but why?", "Sure, but"),
        ("negation", "It didn’t fall.", "didn’t"),
        ("idle", "And hey you", "hey"),
        ("idle", "You said hey you", None),
        ("agree", "+1", "+1"),
    ],
)
def test_cues_are_found_where_they_stand(kind: str, words: str, found: str | None) -> None:
    at = cues.find(kind, words)
    assert (at and words[slice(*at)]) == found
