"""A model is asked only where a person wants it: what is said before and after, what is kept, and what is paid once."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import asking, plugins
from kg.asking import Wish
from kg.models import _cache
from tests.endpoint import Json, Server, completion, extract, given, page, refused, serving
from tests.listening import Said
from tests.talk import talk

POSTS = [f"Zoos of size {n} are cruel to all their animals. Number {n} is a town." for n in range(10)]


def first_sentence(words: Json, number: int) -> Said:
    return given(
        [{"words": words["post"].partition(" Number")[0], "kind": "claim"}, {"words": "Lions.", "kind": "claim"}]
    )


def records(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def thread(endpoint: Server, tmp_path: Path) -> Path:
    """A folder with a thread of ten posts; the model finds the first sentence of each, and one that is not there."""
    page(tmp_path, *POSTS)
    endpoint.answer = first_sentence
    return tmp_path


# --- asked for by name, and agreed to -----------------------------------------------------------


def test_a_run_without_a_model_imports_none_and_needs_no_package_for_it(tmp_path: Path) -> None:
    page(tmp_path, *POSTS[:2])
    code = """
import sys
from kg import cli
for words in ("extract thread.json -o out", "build thread.json", "formats", "extract --help"):
    sys.argv = ["kg", *words.split()]
    try:
        cli.main()
    except SystemExit as end:
        assert not end.code, words
heavy = {"urllib3", "httpx", "requests", "openai", "kg.models", *("kg.models." + n for n in NAMES)}
sys.exit(" ".join(sorted(heavy & set(sys.modules))) or 0)
"""
    code = code.replace("NAMES", repr(plugins.names("models")))
    environment = {**os.environ, "KG_LLM_URL": "http://127.0.0.1:9", "KG_LLM_MODEL": "x"}
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr.splitlines()[2:]) == (0, []), ran.stderr
    assert "llm " in ran.stdout.partition("--with:")[2]
    assert not list((tmp_path / "out").glob("refused*"))


def test_each_model_keeps_the_contract(endpoint: Server, tmp_path: Path) -> None:
    for name, module in plugins.every("models"):
        model = module.prepare([talk(("Ann", "Zoos are cruel."))], tmp_path / "answers")
        assert model.missing == 1 and name in model.estimate()
        done: list[str] = []
        model.ask(done.append)
        assert done == ["p0"] and name in model.spent()
        assert module.prepare([talk(("Ann", "Zoos are cruel."))], tmp_path / "answers").missing == 0
        assert module.prepare([], tmp_path / "answers").missing == 0


def test_what_it_will_cost_is_said_before_and_what_it_did_cost_after(thread: Path, endpoint: Server) -> None:
    ran = extract()
    before, *_ = ran.err.splitlines()
    host = endpoint.address.split("/")[2]
    assert before.startswith(f"llm:tester-1 at {host}: to ask about 10 posts, 0 known already; estimated ")
    # 100 tokens in and 20 out a post, at $1 and $2 a million.
    assert (
        "llm:tester-1: asked about 10 posts, 0 known already; 1,000 tokens in and 200 out by its count, $0.0014\n"
        in ran.err
    )
    assert "refused: 10 claims (words that are not in the post)\n" in ran.err
    assert "what was refused is listed in out/refused.ndjson\n" in ran.err
    assert refused(thread) == [("claim", "Lions.", "words that are not in the post")] * 10
    assert ran.status == 0 and ran.out.endswith("records in out\n")


def test_what_a_model_found_goes_into_a_graph_that_holds_and_says_who_found_it(thread: Path, endpoint: Server) -> None:
    import kg

    page(thread, "Well. Zoos are cruel to all animals.", "Hm. Zoos are kind to most animals.")
    answers = {"Well": given([{"words": "Well.", "kind": "claim"}]), "Hm": given([{"words": "Hm.", "kind": "claim"}], [
        {"from": "Hm.", "to": "Well.", "in": "answers", "type": "QUESTIONS", "evidence": "Hm", "confidence": 0.6}])}  # fmt: skip
    endpoint.answer = lambda words, number: answers[words["post"].partition(".")[0]]
    assert extract().status == 0
    kg.load("out", "x.kgl")
    assert kg.verify("x.kgl") == []
    (tie,) = [line for line in kg.explain("lesswrong:c1#0-3", "x.kgl") if "QUESTIONS" in line]
    assert "-QUESTIONS-> Well. (0.60, llm:tester-1)" in tie
    assert "  rule: llm:tester-1" in kg.explain("lesswrong:c0#0-5", "x.kgl")


def test_the_estimate_grows_with_the_words_and_says_what_is_known_already(thread: Path, endpoint: Server) -> None:
    def about() -> tuple[int, int]:
        words = extract().err.splitlines()[0].split()
        return int(words[words.index("tokens") - 1].replace(",", "")), int(words[words.index("known") - 1])

    few, none = about()
    page(thread, *POSTS[:9], POSTS[9] + " Much more is to be said." * 1000)
    more, known = about()
    assert (none, known) == (0, 9) and 6000 < more < few + 6000


def test_without_a_price_or_a_count_of_tokens_that_is_said(
    thread: Path, endpoint: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KG_LLM_PRICE")
    endpoint.answer = lambda words, number: completion("{}", None)
    ran = extract()
    assert "cost unknown (set KG_LLM_PRICE=IN,OUT, in dollars for a million tokens)" in ran.err.splitlines()[0]
    assert (
        "0 tokens in and 0 out by its count, cost unknown" in ran.err
        and "for 10 answers the endpoint gave no count" in ran.err
    )


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "status", "asked"), [("y\n", 0, 10), ("n\n", 2, 0), ("\n", 2, 0), ("", 130, 0)])
def test_a_person_at_a_terminal_is_asked_first(
    typed: str, status: int, asked: int, thread: Path, endpoint: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    ran = extract(yes=False)
    assert (ran.status, len(endpoint.asked)) == (status, asked)
    assert (thread / "out").exists() == (status == 0)


def test_where_nobody_can_be_asked_nothing_is_paid_without_yes(thread: Path, endpoint: Server) -> None:
    ran = extract(yes=False)
    assert (ran.status, endpoint.asked) == (2, [])
    assert ran.err.splitlines()[1:] == ["there is nobody to ask whether that is fine; say so with --yes"]
    assert extract().status == 0
    assert extract(yes=False).status == 0, "all is known by now, so there is nothing to agree to"


def test_an_unknown_model_is_refused_with_the_ones_that_are_there(thread: Path) -> None:
    ran = extract("--with", "llmm")
    assert (ran.status, ran.err) == (2, "no model is called 'llmm'; did you mean 'llm'?\n")


# --- what is kept -------------------------------------------------------------------------------


def test_the_same_answers_give_the_same_bytes_and_are_paid_once_wherever_the_model_runs(
    thread: Path, endpoint: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = extract(), records(thread / "out")
    assert len(endpoint.asked) == 10
    with serving() as elsewhere:
        monkeypatch.setenv("KG_LLM_URL", elsewhere.address)
        again = extract()
        assert elsewhere.asked == []
        assert records(thread / "out") == first[1] and again.out == first[0].out
        assert "asked about 0 posts, 10 known already\n" in again.err and "to ask about" not in again.err
        monkeypatch.setenv("KG_LLM_MODEL", "tester-2")
        elsewhere.answer = first_sentence
        extract()
        assert len(elsewhere.asked) == 10, "another model gives other answers"
        extract("--cache", "mine")
        assert len(list(Path("mine").rglob("*.json"))) == 10


def test_the_next_run_without_the_model_leaves_nothing_of_it(thread: Path, endpoint: Server) -> None:
    import kg

    kg.extract("thread.json", to="plain")
    extract()
    assert records(thread / "out") != records(thread / "plain")
    kg.extract("thread.json", to="out")
    assert records(thread / "out") == records(thread / "plain")


@pytest.mark.parametrize(("how", "status"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
def test_a_run_that_is_killed_goes_on_where_it_was(
    how: signal.Signals, status: int, thread: Path, endpoint: Server
) -> None:
    endpoint.answer = lambda words, number: first_sentence(words, number) if number < 4 else Said(b"", pause=60)
    command = [sys.executable, "-m", "kg.cli", "extract", "thread.json", "-o", "out", "--with", "llm", "--yes"]
    running = subprocess.Popen(command, cwd=thread, stderr=subprocess.DEVNULL)
    try:
        answers, until = thread / "cache" / "kg" / "llm", time.monotonic() + 60
        while len(list(answers.rglob("*.json"))) < 4 and time.monotonic() < until:
            time.sleep(0.02)
    finally:
        running.send_signal(how)
        assert running.wait(20) == status
    assert not (thread / "out").exists()
    seen, endpoint.answer = len(endpoint.asked), first_sentence
    ran = extract()
    assert ran.status == 0 and "to ask about 6 posts, 4 known already" in ran.err
    assert len(endpoint.asked) - seen == 6
    whole = records(thread / "out")
    shutil.rmtree(answers)
    extract()
    assert records(thread / "out") == whole


def test_an_endpoint_that_fails_midway_loses_nothing_that_was_paid(thread: Path, endpoint: Server) -> None:
    endpoint.answer = lambda words, number: first_sentence(words, number) if number < 3 else Said(b"", 401)
    ran = extract()
    assert ran.status == 2 and ran.err.endswith("(401); 3 new answers are kept\n")
    seen, endpoint.answer = len(endpoint.asked), first_sentence
    assert "3 known already" in extract().err
    assert len(endpoint.asked) - seen == 7


def test_an_answer_that_is_damaged_on_disk_is_asked_for_again(thread: Path, endpoint: Server) -> None:
    extract()
    whole = records(thread / "out")
    one, two, *_ = sorted((thread / "cache").rglob("*.json"))
    one.write_bytes(one.read_bytes()[:20])
    two.write_bytes(b"")
    extract()
    assert len(endpoint.asked) == 12 and records(thread / "out") == whole


def test_answers_hold_no_key_and_only_their_owner_can_look_into_the_folder(thread: Path) -> None:
    extract()
    assert (thread / "cache" / "kg" / "llm").stat().st_mode & 0o077 == 0
    for path in [*thread.rglob("*.json"), *thread.rglob("*.ndjson")]:
        assert b"sk-secret" not in path.read_bytes()
    row = json.loads(next((thread / "cache").rglob("*.json")).read_text(encoding="ascii"))
    assert set(row) == {"content", "finish", "tokens_in", "tokens_out"}


def test_a_folder_that_cannot_hold_answers_is_said_in_one_line(thread: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    ran = extract("--cache", "taken")
    assert ran.status == 2 and "taken: no place for answers" in ran.err.splitlines()[-1]


@pytest.mark.parametrize(
    ("environment", "platform", "folder"),
    [
        ({}, "linux", "/home/ann/.cache/kg/llm"),
        ({"XDG_CACHE_HOME": "/fast"}, "linux", "/fast/kg/llm"),
        ({"XDG_CACHE_HOME": "relative"}, "linux", "/home/ann/.cache/kg/llm"),
        ({}, "darwin", "/home/ann/Library/Caches/kg/llm"),
        ({"LOCALAPPDATA": "/local"}, "win32", "/local/kg/Cache/llm"),
    ],
)
def test_answers_lie_where_the_system_keeps_such_things(
    environment: dict[str, str], platform: str, folder: str
) -> None:
    assert _cache.own(environment, platform, Path("/home/ann")).as_posix() == folder


def test_two_posts_of_the_same_words_are_one_question(endpoint: Server) -> None:
    discussion = talk(("Ann", "Zoos are cruel."), ("Bo", "Zoos are cruel."), replies={1: 9})
    discussion.posts[1].reply_to = None
    asking.ask(Wish(["llm"]), [discussion], lambda name: None)
    assert len(endpoint.asked) == 1
