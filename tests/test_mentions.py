"""What points at a work in a text and what does not, as tables; and what holds for any text."""

import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.cli import cli
from kg.discussion import Link
from kg.mentions import finder


def found(text: str, *links: tuple[str, str]) -> list[tuple[str, str]]:
    """The mentions as (words, work); a link is given as its words and its target."""
    made = [Link(text.index(words), text.index(words) + len(words), url) for words, url in links]
    return [(text[h.start : h.end], h.work) for h in finder.find(text, made)]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("See [the paper](https://arxiv.org/abs/2311.08379v2).", [("the paper", "arxiv:2311.08379")]),
        ('As <a href="https://youtu.be/EUjc1WuyPT8">he says</a>,', [("he says", "youtube:EUjc1WuyPT8")]),
        ("Read [it][1].\n\n[1]: https://arxiv.org/abs/2311.08379", [("it", "arxiv:2311.08379")]),
        ("so (https://arxiv.org/abs/2311.08379).", [("https://arxiv.org/abs/2311.08379", "arxiv:2311.08379")]),
        ("at arxiv.org/abs/2311.08379 today", [("arxiv.org/abs/2311.08379", "arxiv:2311.08379")]),
        ("https://example.net/a/long/\npath/of-it was wrapped", [("https://example.net/a/long/\npath/of-it", "url:example.net/a/long/path/of-it")]),
        ("ask [Ann](https://www.lesswrong.com/users/ann)", []),
        ("ask [@Ann](https://example.net/ann/page)", []),
        ("by [some lab](https://example.net/)", []),
        ("and so on.[^[2]^](https://example.net/page#fn-2)", []),
        ("they have a [form](https://forms.gle/abcd1234)", []),
    ],
)  # fmt: skip
def test_a_link_to_a_work_is_a_mention_and_one_to_a_person_a_home_page_or_a_note_is_none(
    text: str, mentions: list[tuple[str, str]]
) -> None:
    assert found(text) == mentions


@pytest.mark.parametrize(
    ("text", "words", "works"),
    [
        ("as arXiv:2401.05566 shows", ["arXiv:2401.05566"], ["arxiv:2401.05566"]),
        ("compare 2401.05566v3 there", ["2401.05566v3"], ["arxiv:2401.05566"]),
        ("(10.1016/s0140-6736(13)62247-3)", ["10.1016/s0140-6736(13)62247-3"], ["doi:10.1016/s0140-6736(13)62247-3"]),
        ("PMID: 31452104 says so", ["PMID: 31452104"], ["pmid:31452104"]),
        ("ISBN 978-0-306-40615-7, 1998", ["ISBN 978-0-306-40615-7"], ["isbn:9780306406157"]),
        ("it grew from 1234.5678 to 9912.34567 euros in version 10.4", [], []),
    ],
)
def test_identifiers(text: str, words: list[str], works: list[str]) -> None:
    assert found(text) == list(zip(words, works, strict=True))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It is measured by Okafor et al. (2021) and others.", ["Okafor et al. (2021)"]),
        ("as Okafor and Lind 2019 found", ["Okafor and Lind 2019"]),
        ("which is known (Lind, 2019).", ["Lind, 2019"]),
        ("I read Lind's long report twice.", ["Lind's long report"]),
        ("Okafor’s TED talk and TIME article say so", ["Okafor’s TED talk", "TIME article"]),
        ("the FOREST paper has it", ["FOREST paper"]),
        ("a report by Ilse Brandt says no", ["report by Ilse Brandt"]),
        ("her thesis on slow rivers", ["thesis on slow rivers"]),
        ("see the model card for Heron 4", ["model card for Heron 4"]),
        ("In January 2019 we met, and (May 2020) again", []),
        ("Lind's view of the paper is that it's long", []),
        ("somebody wrote a LessWrong post", []),
        ("It's paper that burns; that's another story.", []),
    ],
)
def test_works_named_by_their_maker(text: str, words: list[str]) -> None:
    assert [w for w, _ in found(text)] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He loved The Quiet Harbour as a child.", ["The Quiet Harbour"]),
        ("her novel Harbourlights is long", ["Harbourlights"]),
        ("- Seven Ways of Walking: Notes on Distance, Doubt, and Rest by Ann Lind", ["Seven Ways of Walking: Notes on Distance, Doubt, and Rest"]),
        ("in “Every Door Is Open”, which", ["Every Door Is Open"]),
        ("the essay *Rivers without Names* says", ["Rivers without Names"]),
        ("It is like Scaling Laws for Quiet Rivers and The Quiet Harbour.", ["Scaling Laws for Quiet Rivers", "The Quiet Harbour"]),
        ("the Lisbon Manual of Style says", ["Lisbon Manual of Style"]),
        ("Ann Lind met Tobias Okafor in New York.", []),
        ("He works at the Institute for River Studies in Oslo.", []),
        ("They use the term “Total Harbour Control” a lot.", []),
        ("I THINK THIS IS VERY BAD, and We Should Not Do That Again", []),
        ("IMPORTANT Words\n\nThat was a heading.", []),
    ],
)  # fmt: skip
def test_titles(text: str, words: list[str]) -> None:
    assert [w for w, _ in found(text)] == words


def test_an_acronym_that_is_read_or_answers_is_a_work_and_an_organisation_is_none() -> None:
    assert found("I don't think QRSTUV really answered this.") == [("QRSTUV", "qrstuv")]
    assert found("She worked for UNESCO in Paris, then left.") == []


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Lind's book is old. The book says so, and that paper does not.", ["Lind's book", "The book"]),
        ("The essay in question is “Every Door Is Open”.", ["The essay in question", "Every Door Is Open"]),
        ("This post is good, and the book is not.", []),
        ("the film Harbourlights was long", ["Harbourlights"]),
    ],
)
def test_the_book_points_back_at_a_book_that_the_text_names(text: str, mentions: list[str]) -> None:
    row = finder.find(text)
    assert [text[h.start : h.end] for h in row] == mentions
    assert len({h.work for h in row}) <= 1


def test_a_title_within_a_name_tells_which_work_it_is() -> None:
    assert found("Lind's “Every Door Is Open” essay is short.") == [
        ("Lind's “Every Door Is Open” essay", "every-door-is-open")
    ]


def test_a_linked_paper_is_called_again_by_the_end_of_its_name() -> None:
    text = "The [METR slow river paper](https://arxiv.org/abs/2401.05566) is new; that slow river paper is long."
    assert found(text)[1] == ("slow river paper", "arxiv:2401.05566")


@pytest.mark.parametrize(
    ("words", "url", "title"),
    [
        ("The Slow River", "https://example.net/slow", "The Slow River"),
        (r"7\. The Slow\-River", "https://example.net/slow", "7. The Slow-River"),
        ("The Slow River", "https://example.net/a#!/slow", "The Slow River"),
        ("Quiet Banks", "https://example.net/slow#2__Quiet_Banks", None),
        ("he said so", "https://example.net/slow", None),
    ],
)
def test_the_words_of_a_link_are_the_title_of_a_work_but_not_those_of_a_link_to_a_place_in_it(
    words: str, url: str, title: str | None
) -> None:
    assert [h.title for h in finder.find(f"See [{words}]({url}).")] == [title]


def test_an_address_that_a_page_cut_off_is_the_link_that_begins_like_it() -> None:
    text = "See https://example.net/rivers/slo... and [this](https://example.net/rivers/slow-ones)."
    assert [work for _, work in found(text)] == ["url:example.net/rivers/slow-ones"] * 2
    assert [h.sure for h in finder.find("See https://example.net/rivers/slo... there.")] == [0.5]


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("Scaling Laws for Quiet Rivers (arXiv:2401.05566) is one", "beside: arXiv:2401.05566"),
        ("Lind's report on it: https://arxiv.org/abs/2401.05566", "beside: https://arxiv.org/abs/2401.05566"),
        ("Lind's paper is [here](https://arxiv.org/abs/2401.05566).", "beside: here"),
        ("[Lind's paper](https://arxiv.org/abs/2401.05566) is new. I like Lind's article.", "its maker"),
        ("[A Map of All Quiet Rivers](https://arxiv.org/abs/2401.05566), or the MAQR paper", "its initials"),
        ("[Quiet Rivers of Lisbon](https://arxiv.org/abs/2401.05566), the Lisbon paper", "words of the title"),
        ("https://arxiv.org/abs/2401.05566 is the theoretical paper from 2024, yes", "its year"),
    ],
)
def test_a_name_is_joined_with_the_work_that_something_identifies(text: str, because: str) -> None:
    row = finder.find(text)
    assert {h.work for h in row} == {"arxiv:2401.05566"}
    assert because in [h.because for h in row]


LINES = st.lists(
    st.sampled_from(
        [
            "See [x](https://arxiv.org/abs/2311.08379)", "https://a.b/c(d", "Lind's report", "the book", "“Every Door Is Open”",
            "*Rivers without", "[[[[", "A of the A of the", "10.1000/182", "\U0001f600 É", "Smith et al. (2020)", "the paper from 2023", "",
        ]
    ),
    max_size=8,
).map(" ".join)  # fmt: skip


@settings(max_examples=60)
@given(LINES | st.text(max_size=80))
def test_spans_lie_in_the_text_and_apart_and_the_same_text_gives_the_same(text: str) -> None:
    row = finder.find(text)
    assert all(0 <= h.start < h.end <= len(text) and 0 < h.sure <= 1 and h.work for h in row)
    assert all(a.end <= b.start for a, b in pairwise(row))
    assert finder.find(text) == row


@pytest.mark.parametrize(
    "piece",
    ["A.", "Aa of the ", "[", "[a](", "<a ", '"a ', "https://", "a.b/", "Lind's ", "The Quiet Harbour ", "et al ", "(19", "*A ", "10.1000/", "the book "],
)  # fmt: skip
def test_no_text_takes_more_than_linear_time(piece: str) -> None:
    def seconds(times: int) -> float:
        text = piece * times
        begun = time.process_time()
        finder.find(text)
        return time.process_time() - begun

    seconds(10)
    small, large = (min(seconds(n) for _ in range(2)) for n in (1000, 8000))
    assert large < 20 * small + 0.05


def test_texts_without_a_mention_are_passed_over_quickly() -> None:
    text = "nobody minds that the rain came late this year, and it's no matter to them; they went on. " * 10000
    finder.find(text[:1000])
    begun = time.process_time()
    assert finder.find(text) == []
    assert time.process_time() - begun < len(text) / 10e6  # five times as slow as measured, for a busy machine


def test_the_command_reads_lines_and_writes_lines(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "Lind's report", "links": []}, {"id": 2, "text": "see it", "links": [{"start": 4, "end": 6, "url": "https://arxiv.org/abs/2311.08379"}]}]  # fmt: skip
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["works", "find", str(tmp_path / "in.jsonl")])
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"id": "a", "mentions": [{"start": 0, "end": 13, "work": "lind-report"}]},
        {"id": "2", "mentions": [{"start": 4, "end": 6, "work": "arxiv:2311.08379"}]},
    ]


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"id": 1}', '{"id": 1, "text": "ab", "links": [{"start": 1, "end": 9, "url": "x"}]}']
)
def test_a_line_that_is_no_text_is_named(line: str, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(line, encoding="utf-8")
    done = CliRunner().invoke(cli, ["works", "find", str(tmp_path / "in.jsonl")])
    assert "in.jsonl:1: an object with id" in str(done.exception)
