"""Transcripts: who speaks, what of the file is no speech, and where the words stand in it.

The fixtures were written for these tests: WebVTT as the W3C describes it (voices, notes, styles, times within a cue),
SRT as players read it (names, names in brackets, dashes), and minutes as people type them.
"""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.discussion import Discussion
from kg.errors import SourceError
from kg.readers import dump, transcript
from kg.reading.source import Source

FIXTURES = Path(__file__).parent / "fixtures" / "transcript"


def read(path: Path) -> Discussion:
    source = Source(path, path.name, format="transcript")
    (discussion,) = transcript.read(source)
    for post in discussion.posts:
        assert post.posted is None
        for place in post.places:
            said = (post.text or "")[place.text : place.text + place.length]
            assert said == source.text[place.document : place.document + place.length]
    return discussion


def turns(discussion: Discussion) -> list[tuple[str | None, str]]:
    return [(post.speaker.name if post.speaker else None, post.text or "") for post in discussion.posts]


def written(name: str, text: str, tmp_path: Path) -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8"))
    return path


def test_names_before_a_colon_make_turns() -> None:
    discussion = read(FIXTURES / "debate.txt")
    assert discussion.title == "Debate on solar power"
    assert turns(discussion) == [
        ("ANA LEE", "Solar power is cheap now. Note: the panels are.\nStorage is another matter."),
        ("BO EK", "Storage is the whole matter."),
        ("ANA LEE", "It fell by half since 2020."),
        ("BO EK", "From a very high price."),
        ("THE CHAIR", "Thank you both."),
    ]


def test_a_turn_answers_the_one_before_it_as_a_guess() -> None:
    posts = read(FIXTURES / "debate.txt").posts
    assert [p.reply_to for p in posts] == [None, *(p.id for p in posts[:-1])]
    assert {p.reply_confidence for p in posts[1:]} == {0.6}


def test_voices_of_webvtt_make_turns() -> None:
    discussion = read(FIXTURES / "debate.vtt")
    assert (discussion.title, discussion.skipped) == ("Debate on solar power", {"NOTE block": 1, "STYLE block": 1})
    assert turns(discussion) == [
        ("Ana Lee", "Solar power is cheap now, and it gets cheaper & better.\nEvery year."),
        ("Bo Ek", "Storage does not."),
        ("Ana Lee", "It fell by half."),
    ]


def test_names_and_dashes_of_srt_make_turns() -> None:
    assert turns(read(FIXTURES / "debate.srt")) == [
        ("ANA", "Solar power is cheap now, and it gets cheaper."),
        ("BO", "Storage does not.\nIt never will.\n[laughs] Well."),
        (None, "Who are you?"),
        (None, "The chair."),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ana Lee  0:03\nOne thing.\n\nBo  0:10\nTwo.\n\nAna Lee  1:02:20\nThree.\n\nBo  0:22\nFour.", "Ana Lee"),
        ("Q: One thing?\nA: Two.\nQ: Three?\nA: Four.\n", "Q"),
        ("**Ana:** One thing.\n\n**Bo:** Two.\n\n**Ana:** Three.\n\n**Bo:** Four.", "Ana"),
        ("Ana: One thing.\r\n\r\nBo: Two.\r\n\r\nAna: Three.\r\n\r\nBo: Four.\r\n", "Ana"),
        ("(0:01) Speaker 1: One thing.\n\nSpeaker 2: Two.\n\nSpeaker 1: Three.\n\nSpeaker 2: Four.", "Speaker 1"),
    ],
)
def test_other_ways_to_write_names_are_known(text: str, found: str, tmp_path: Path) -> None:
    path = written("talk.txt", text, tmp_path)
    assert transcript.fits(text)
    said = turns(read(path))
    assert [name for name, _ in said].count(found) == 2
    assert [words.rstrip("?.") for _, words in said] == ["One thing", "Two", "Three", "Four"]


@pytest.mark.parametrize(
    ("cues", "found"),
    [
        ([">> ANA LEE: Solar is cheap.", "It is.", ">> BO: It is not.\n>> Really?", ">>> Next story."],
         [("ANA LEE", "Solar is cheap.\nIt is."), ("BO", "It is not."), (None, "Really?"), (None, "Next story.")]),
        (["&gt;&gt; Ana: One.", "&gt;&gt; Bo: Two."], [("Ana", "One."), ("Bo", "Two.")]),
        (["(BO) Two.", "(laughs) Three.", "[Ana] Four.", "[Ana] Five.", "(Music) Six."],
         [("BO", "Two.\n(laughs) Three."), ("Ana", "Four.\nFive.\n(Music) Six.")]),
        (["[SPEAKER_00]: One.", "[SPEAKER_01]: Two."], [("SPEAKER_00", "One."), ("SPEAKER_01", "Two.")]),
    ],
)  # fmt: skip
def test_captions_mark_who_speaks_in_other_ways(
    cues: list[str], found: list[tuple[str | None, str]], tmp_path: Path
) -> None:
    text = "".join(f"00:0{n}.000 --> 00:0{n}.900\n{words}\n\n" for n, words in enumerate(cues))
    assert turns(read(written("a.vtt", f"WEBVTT\n\n{text}", tmp_path))) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Just words, and no turns at all.",
        "Ana: one\n\nBo: two\n\nCy: three\n\nDee: four",
        "Note: one\n\nNote: two\n\nUpdate: three\n\nUpdate: four",
        "Ana: one\n\nBo: two\n\n" + "Prose that goes on and on.\n\n" * 8 + "Ana: three\n\nBo: four",
        "https://a.org: x\nhttps://b.org: y\nhttps://a.org: z\nhttps://b.org: w",
    ],
)
def test_other_text_is_no_transcript(text: str) -> None:
    assert not transcript.fits(text)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Ann: I think cats purr.\nBob: Why?\nAnn: Because I heard it.\nIt was loud.", True),
        ("Ann: I think cats purr.\n\nBob: Why?\n\nCy: Who knows.", False),
        ("Ann: one.\nAnn: two.\nAnn: three.", False),
        ("Ann: one.\nProse.\nBob: two.\nMore prose.\nAnn: three.\nAnd more.", False),
    ],
)
def test_three_turns_are_a_transcript_where_one_of_two_speaks_again(text: str, fits: bool) -> None:
    assert transcript.fits(text) is fits


def test_any_text_is_a_dump_so_that_one_is_asked_last() -> None:
    assert dump.LAST_RESORT


def test_a_line_end_of_two_characters_is_one(tmp_path: Path) -> None:
    text = (FIXTURES / "debate.vtt").read_text(encoding="utf-8")
    path = written("crlf.vtt", text.replace("\n", "\r\n"), tmp_path)
    assert turns(read(path)) == turns(read(FIXTURES / "debate.vtt"))


def test_a_sentence_that_runs_over_two_cues_stays_whole(tmp_path: Path) -> None:
    cues = "".join(
        f"{n}\n00:00:0{n},0 --> 00:00:0{n},9\n{words}\n\n" for n, words in enumerate(["It is", "so.", "Yes."])
    )
    assert turns(read(written("film.srt", cues, tmp_path))) == [(None, "It is so.\nYes.")]


def test_a_file_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no words in it"):
        read(written("empty.vtt", "WEBVTT\n\nNOTE nothing\n", tmp_path))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.vtt", "WEBVTT\n\n" + "00:01.000 --> 00:02.000\n<v A>words</v>\n\n" * 20_000),
        ("b.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<" * 300_000),
        ("c.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "&" * 300_000 + "\n" * 300_000),
        ("d.srt", "1\n00:00:01,000 --> 00:00:02,000\n" + "- a\n" * 50_000),
        pytest.param("e.txt", "A: words\nB: words\n" * 50_000, marks=pytest.mark.long),
        ("f.txt", "A" + " a" * 200_000 + "\n" + "(" * 100_000 + "\n" + "1:" * 100_000),
        ("g.txt", "A: words\n" + "words and words\n" * 50_000),
    ],
)
def test_hostile_transcripts_end_soon(name: str, text: str, tmp_path: Path) -> None:
    started = time.process_time()
    transcript.fits(text[:65536])
    read(written(name, text, tmp_path))
    assert time.process_time() - started < 10


PIECES = [
    *("WEBVTT\n\n", "1\n", "00:01.000 --> 00:02.000\n", "00:00:01,000 --> 00:00:02,000\n", "<v Ana>", "</v>", "\n\n"),
    *(
        "Ana: ",
        "[BO] ",
        "- ",
        "words ",
        "&amp;",
        "&lrm;",
        "{\\an8}",
        "<c.red>",
        "NOTE ",
        "\r\n",
        "\r",
        "Bo  0:10\n",
        ".",
    ),
]


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=40), name=st.sampled_from(["a.vtt", "a.srt", "a.txt"]))  # fmt: skip
def test_broken_transcripts_are_read_or_refused(pieces: list[str], name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes("".join(pieces).encode("utf-8", "replace"))
    try:
        discussion = read(path)
    except SourceError as error:
        assert "\n" not in str(error)
        return
    ids = [post.id for post in discussion.posts]
    assert len(ids) == len(set(ids))
    assert all(post.text and post.text.strip() for post in discussion.posts)
