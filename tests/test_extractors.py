"""What each extractor finds, as tables of words in and findings out; and what holds for all of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import pipeline, plugins
from kg.findings import Author, Claim, Mention, Quote, Repeat, Stance
from tests.talk import found_in, stances, talk

CLAIM = "Raising the minimum wage always costs jobs."


@pytest.mark.parametrize(
    ("answer", "type_"),
    [
        ("I disagree, the studies from New Jersey found no such effect.", "REBUTS"),
        ("I don’t think the evidence says that at all.", "REBUTS"),
        ("No, employment in the counties went up.", "REBUTS"),
        ("But the counties with higher wages kept their jobs.", "REBUTS"),
        ("That doesn't follow from a single city.", "UNDERCUTS"),
        ("This is beside the point, nobody asked about jobs.", "UNDERCUTS"),
        ("Even if that's true, the poorest are better off.", "UNDERCUTS"),
        ("I agree, every shop I know has cut hours.", "AGREES_WITH"),
        ("Exactly, and the small shops feel it first.", "AGREES_WITH"),
        ("Fair point, there is some effect on teenagers.", "CONCEDES"),
        ("Granted, some jobs are lost in the first year.", "CONCEDES"),
        ("I agree, but only for very large rises.", "CONCEDES"),
        ("You're right that some hours are cut.", "CONCEDES"),
        ("Where would I find numbers about that?", "QUESTIONS"),
    ],
)
def test_an_answer_takes_the_stance_that_its_words_show(answer: str, type_: str) -> None:
    assert (type_, answer, CLAIM) in stances(talk(("Ann", CLAIM), ("Bo", answer)))


@pytest.mark.parametrize(
    "answer",
    [
        "Thanks for writing this up!",
        "Hey Ann,",
        "https://example.org/a/long/link",
        "Lol.",
    ],
)
def test_idle_words_take_no_stance(answer: str) -> None:
    assert stances(talk(("Ann", CLAIM), ("Bo", answer))) == set()


def test_an_answer_aims_at_the_words_quoted_above_it_and_not_at_the_post() -> None:
    first = "Solar power is cheap now. Storage is the part that nobody has solved. Grids will need gas for decades."
    found = stances(
        talk(
            ("Ann", first),
            ("Bo", "> Storage is the part that nobody has solved.\n\nBatteries have halved in price twice."),
        )
    )
    answers = {f for f in found if f[1].startswith("Batteries")}
    assert answers == {
        ("REBUTS", "Batteries have halved in price twice.", "Storage is the part that nobody has solved.")
    }


def test_an_answer_to_words_from_outside_aims_at_those_words() -> None:
    discussion = talk(
        ("Ann", "> The moon landing changed very little on earth.\n\nI disagree, it changed how we build computers.")
    )
    assert stances(discussion) == {
        ("REBUTS", "I disagree, it changed how we build computers.", "The moon landing changed very little on earth.")
    }
    foreign = [c for c in found_in(discussion).claims["p0"] if c.foreign]
    assert [c.text for c in foreign] == ["The moon landing changed very little on earth."]


def test_without_a_quote_the_claim_with_the_rarest_words_in_common_is_answered() -> None:
    first = "Nuclear plants take far too long to build. Uranium mining poisons rivers in many countries."
    found = stances(talk(("Ann", first), ("Bo", "I don't think uranium mining is worse than coal mining.")))
    assert ("REBUTS", "I don't think uranium mining is worse than coal mining.",
            "Uranium mining poisons rivers in many countries.") in found  # fmt: skip


def test_a_premise_supports_the_claim_before_it() -> None:
    text = "We should test models before release. For example, the last release leaked private data."
    assert (
        "SUPPORTS",
        "For example, the last release leaked private data.",
        "We should test models before release.",
    ) in stances(talk(("Ann", text)))


def test_a_work_can_be_rebutted() -> None:
    found = stances(
        talk(
            ("Ann", "The numbers are in arXiv:2311.08379 for all to see."),
            ("Bo", "I don't think arXiv:2311.08379 answers that."),
        )
    )
    assert ("REBUTS", "I don't think arXiv:2311.08379 answers that.", "arxiv:2311.08379") in found


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("For example, wages rose by two per cent in the first year.", "premise"),
        ("I think the whole debate is about values.", "claim"),
        ("They were never told about it by anybody.", "premise"),
        ("What would change your mind about this?", "question"),
        ("Who was ever helped by that?", "premise"),
        ("Thanks for the answer!", None),
        ("Hello there.", None),
        ("https://arxiv.org/abs/2311.08379", None),
        ("You changed my view, have a delta.", None),
    ],
)
def test_the_kind_of_a_sentence(sentence: str, kind: str | None) -> None:
    post = f"We should raise the wage. {sentence} That is my view on the wage."
    found = {c.text: c.kind for c in found_in(talk(("Ann", post))).claims["p0"]}
    assert found.get(sentence) == kind


def test_a_claim_inside_a_quote_belongs_to_its_first_speaker() -> None:
    found = found_in(talk(("Ann", CLAIM), ("Bo", f"> {CLAIM}\n\nI doubt it very much, honestly.")))
    assert [(p, c.text, c.foreign) for p in ("p0", "p1") for c in found.claims[p]] == [
        ("p0", CLAIM, False),
        ("p1", "I doubt it very much, honestly.", False),
    ]
    (quote,) = found.quotes["p1"]
    assert quote.origin is not None
    assert (quote.origin.post, quote.origin.start, quote.rule) == ("p0", 0, "quotes:exact")


@pytest.mark.parametrize(
    ("quoted", "rule"),
    [
        ("> Raising the minimum wage always costs jobs.", "quotes:exact"),
        ("> “raising  the minimum wage ALWAYS costs jobs”", "quotes:exact"),
        ("> Raising the minimum wages always cost jobs.", "quotes:near"),
        ("> Rising tides lift all the boats in the harbour.", "quotes:outside"),
        ("Raising the minimum wage always costs jobs, you say: " + CLAIM, None),
    ],
)
def test_a_quote_is_found_where_it_was_said(quoted: str, rule: str | None) -> None:
    found = found_in(talk(("Ann", CLAIM), ("Bo", f"{quoted}\n\nReally, in every case?")))
    assert [q.rule for q in found.quotes.get("p1", [])] == ([rule] if rule else [])


def test_a_line_that_stands_further_up_is_a_quote_without_any_mark() -> None:
    long = "The first thing to say about the plan is that nobody has ever costed it."
    found = found_in(talk(("Ann", long), ("Bo", f"{long}\nThat is not true, the treasury did.")))
    assert [(q.rule, q.origin and q.origin.post) for q in found.quotes["p1"]] == [("quotes:repeat", "p0")]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("See https://arxiv.org/abs/2311.08379v2.", [("https://arxiv.org/abs/2311.08379v2", "arxiv:2311.08379")]),
        ("(https://arxiv.org/pdf/2311.08379)", [("https://arxiv.org/pdf/2311.08379", "arxiv:2311.08379")]),
        ("as arXiv:2401.05566 shows", [("arXiv:2401.05566", "arxiv:2401.05566")]),
        ("doi:10.1038/NATURE14539, 2015", [("doi:10.1038/NATURE14539", "doi:10.1038/nature14539")]),
        ("https://doi.org/10.48550/arXiv.2311.08379", [("https://doi.org/10.48550/arXiv.2311.08379", "arxiv:2311.08379")]),
        ("http://www.Example.org/Path/?utm_source=x#top", [("http://www.Example.org/Path/?utm_source=x#top", "url:example.org/Path")]),
        ("a [link](https://en.wikipedia.org/wiki/Carl_(name)) here", [("link", "wikipedia:en:Carl_(name)")]),
        (
            "Read Joe Carlsmith’s report on it: https://arxiv.org/abs/2311.08379\nCarlsmith’s report is long.",
            [
                ("Joe Carlsmith’s report", "arxiv:2311.08379"),
                ("https://arxiv.org/abs/2311.08379", "arxiv:2311.08379"),
                ("Carlsmith’s report", "arxiv:2311.08379"),
            ],
        ),
        ("I read Ngo's paper last year.", [("Ngo's paper", "ngo-paper")]),
        ("version 10.4 of the http server", []),
    ],
)  # fmt: skip
def test_mentions_of_works(text: str, mentions: list[tuple[str, str]]) -> None:
    found = found_in(talk(("Ann", text))).mentions.get("p0", [])
    assert [(text[m.span.start : m.span.end], m.work.id) for m in found] == mentions


@pytest.mark.parametrize(
    ("replies", "letters"),
    [
        ({}, "ABAB"),
        ({1: 0, 2: 0, 3: 0}, "ABCD"),
        ({1: 0, 2: 1, 3: 0}, "ABAC"),
    ],
)
def test_speakers_without_names_are_told_apart_by_their_turns(replies: dict[int, int], letters: str) -> None:
    found = found_in(talk(*[("", f"Some words of turn number {n}.") for n in range(4)], replies=replies))
    assert "".join(found.authors[f"p{n}"].speaker.id[-1] for n in range(4)) == letters


def test_a_greeting_gives_the_name_of_whoever_is_answered() -> None:
    found = found_in(talk(("", "I wrote the paper, so ask me."), ("", "Hey Bronson,\nthanks for your paper on this.")))
    assert found.authors["p0"].speaker.aliases == ("Bronson",)
    assert found.authors["p0"].speaker.name is None


LINES = st.lists(
    st.sampled_from(
        [CLAIM, f"> {CLAIM}", "I disagree, because of the data.", "> not here", "Why (is that", "https://a.b/c).", "\U0001f600 é", ""]
    ),
    max_size=6,
).map("\n".join)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["Ann", "Bo"]), LINES | st.text(max_size=60)), min_size=1, max_size=5))
def test_every_span_holds_and_every_confidence_is_a_share(turns: list[tuple[str, str]]) -> None:
    discussion = talk(*turns)
    texts = {p.id: p.text or "" for p in discussion.posts}
    found = found_in(discussion)
    for group in found.claims.values():
        for claim in group:
            assert texts[claim.span.post][claim.span.start : claim.span.end] == claim.text != ""
    for quote in (q for group in found.quotes.values() for q in group):
        for span in (quote.span, quote.origin):
            assert span is None or 0 <= span.start < span.end <= len(texts[span.post])
    for mention in (m for group in found.mentions.values() for m in group):
        assert 0 <= mention.span.start < mention.span.end <= len(texts[mention.span.post])
    for stance in found.stances:
        assert 0 <= stance.confidence <= 1
        assert 0 <= stance.evidence.start <= stance.evidence.end <= len(texts[stance.evidence.post])
        assert stance.source != stance.target


@pytest.mark.parametrize("name", plugins.names("extractors"))
def test_each_extractor_keeps_the_contract(name: str) -> None:
    module = plugins.get("extractors", name)
    assert module is not None
    assert set(module.NEEDS) <= set(plugins.names("extractors")) - {name}
    assert plugins.summary("extractors", name)
    answer = f"> {CLAIM}\n\nI disagree, see https://arxiv.org/abs/2311.08379. I doubt what Lind's paper says."
    discussion = talk(("Ann", CLAIM), ("Bo", answer), ("Ann", CLAIM))
    before = [(p.text, p.quotes, p.speaker) for p in discussion.posts]
    findings = list(module.extract(discussion, found_in(discussion)))
    assert findings
    assert all(isinstance(f, Author | Quote | Claim | Repeat | Mention | Stance) for f in findings)
    assert [(p.text, p.quotes, p.speaker) for p in discussion.posts] == before
    assert list(module.extract(talk(), found_in(talk()))) == []


def test_extractors_run_after_those_they_need() -> None:
    done: set[str] = set()
    for module in pipeline.extractors():
        assert set(module.NEEDS) <= done
        done.add(module.__name__.rpartition(".")[2])
