"""An endpoint that is slow, wrong, rude, far away or not there: one line that says what to do, and never the key."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path

import pytest

from tests.endpoint import Ran, Server, completion, extract, failure, given, page, refused, serving
from tests.listening import Said

ONE = given([{"words": "Zoos are cruel.", "kind": "claim"}])


@pytest.fixture(autouse=True)
def thread(endpoint: Server, tmp_path: Path) -> None:
    page(tmp_path, "Zoos are cruel. Wow.")
    endpoint.answer = lambda words, number: ONE


def one_line(ran: Ran) -> str:
    """What a run that failed said after the estimate; nothing was written, and no key shown."""
    assert ran.status == 2 and ran.out == "" and not Path("out").exists()
    assert "sk-secret" not in ran.err and "Traceback" not in ran.err
    *_, line = ran.err.splitlines()
    assert len(ran.err.splitlines()) == 2, ran.err
    return line


# --- what is not set up -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("URL", None, "no model is set up; set KG_LLM_URL (such as http://localhost:11434/v1) and KG_LLM_MODEL"),
        ("URL", " ", "no model is set up"),
        ("URL", "localhost:11434", "KG_LLM_URL: no address of the form"),
        ("URL", "file:///etc/passwd", "KG_LLM_URL: no address of the form"),
        ("URL", "http://[::1/v1", "KG_LLM_URL: no address of the form"),
        ("URL", "http://host:port/v1", "KG_LLM_URL: no address of the form"),
        ("URL", "https://user:sk-secret@model.example/v1", "KG_LLM_URL: give it without user, password"),
        ("URL", "https://model.example/v1?key=sk-secret", "KG_LLM_URL: give it without user, password"),
        ("URL", "http://model.example/v1", "KG_LLM_URL: over http the key would reach model.example"),
        ("MODEL", None, "KG_LLM_MODEL: no name of a model"),
        ("MODEL", "a\nb", "KG_LLM_MODEL: no name of a model"),
        ("KEY", "sk-secret\r\nHost: other", "KG_LLM_KEY: holds blanks or marks that no key has"),
        ("PRICE", "cheap", "KG_LLM_PRICE: give two numbers"),
        ("PRICE", "1", "KG_LLM_PRICE: give two numbers"),
        ("PRICE", "nan,-1", "KG_LLM_PRICE: give two numbers"),
        ("TIMEOUT", "soon", "KG_LLM_TIMEOUT: give the seconds"),
        ("TIMEOUT", "0", "KG_LLM_TIMEOUT: give the seconds"),
    ],
)
def test_what_is_not_set_up_is_said_before_anything_is_asked(
    name: str, value: str | None, line: str, endpoint: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(f"KG_LLM_{name}", raising=False)
    if value is not None:
        monkeypatch.setenv(f"KG_LLM_{name}", value)
    ran = extract()
    assert ran.status == 2 and ran.err.startswith(line) and ran.err.count("\n") == 1
    assert "sk-secret" not in ran.err and endpoint.asked == []


def test_where_the_extra_is_missing_the_line_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "urllib3", None)
    assert extract().err == "the llm model needs urllib3; install it with pip install urllib3\n"


# --- what stops the run -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "times", "line"),
    [
        (failure(401, "Incorrect API key: sk-secret"), 1, r"refuses the key in KG_LLM_KEY; check it \(401\)"),
        (failure(403), 1, r"refuses the key in KG_LLM_KEY; check it \(403\)"),
        (failure(404), 1, r"no model 'tester-1'.*\(404\); check KG_LLM_MODEL and KG_LLM_URL"),
        (failure(302, Location="http://127.0.0.1:9/"), 1, r"sends on to another address \(302\)"),
        (failure(400, "no such thing, sk-secret"), 1, r"refuses the question \(400: no such thing, …\)"),
        (failure(402, "no money"), 1, r"refuses the question \(402: no money\)"),
        (failure(500), 6, r"answers 500 \(no\), asked 6 times; try again later"),
        (Said(b"<html>", 503), 6, r"answers 503, asked 6 times"),
        (failure(429, "slow down"), 6, r"answers 429 \(slow down\), asked 6 times"),
        (failure(429, "come back", Retry_After="9999"), 1, r"asks to wait 9999 seconds; come back then"),
        (Said(ONE.body, cut=40), 6, "breaks the connection off, asked 6 times"),
        (Said(b"<html>a page</html>"), 1, "answers no chat completion; check KG_LLM_MODEL, and KG_LLM_URL"),
        (Said(ONE.body[:-9]), 1, "answers no chat completion"),
        (Said(b'{"choices": []}'), 1, "answers no chat completion"),
        (Said(b'{"error": {"message": "busy"}}'), 1, r"answers with an error \(busy\)"),
    ],
)
def test_what_no_other_post_would_mend_stops_the_run(said: Said, times: int, line: str, endpoint: Server) -> None:
    endpoint.answer = lambda words, number: said
    assert re.search(rf"^{re.escape(endpoint.address)}: .*{line}", one_line(extract()))
    assert len(endpoint.asked) == times


@pytest.mark.parametrize(("pause", "drip"), [(1.5, 0.0), (0.0, 0.02)])
def test_neither_a_slow_answer_nor_a_trickle_is_waited_for_beyond_the_limit(
    pause: float, drip: float, endpoint: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_LLM_TIMEOUT", "0.3")
    endpoint.answer = lambda words, number: Said(ONE.body, pause=pause, drip=drip)
    begun = time.monotonic()
    assert "no answer within 0.3 seconds (KG_LLM_TIMEOUT says how long to wait), asked 2 times" in one_line(extract())
    assert time.monotonic() - begun < 10 and len(endpoint.asked) == 2


def test_a_model_that_only_talks_is_not_paid_on(endpoint: Server, tmp_path: Path) -> None:
    page(tmp_path, *[f"Zoos of size {n} are cruel." for n in range(40)])
    endpoint.answer = lambda words, number: completion("As a model, I find this a fascinating question.")
    assert one_line(extract()).startswith(
        "'tester-1' gave no answer that can be read to the first 5 posts (the last: answer that is no JSON); choose"
    )
    assert len(endpoint.asked) < 15


def test_a_server_that_is_not_there_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    monkeypatch.setenv("KG_LLM_URL", address)
    assert one_line(extract()) == f"{address}: nobody answers there; check KG_LLM_URL, or start the server"


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl on the PATH to make a certificate with")
    made, names = tmp_path / "made.pem", "subjectAltName=IP:127.0.0.1"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=test", "-addext", names, "-keyout", made, "-out", tmp_path / "certificate.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    made.write_bytes(made.read_bytes() + (tmp_path / "certificate.pem").read_bytes())
    with serving(made) as server:
        server.answer = lambda words, number: ONE
        monkeypatch.setenv("KG_LLM_URL", server.address)
        assert re.search(r"no safe connection \(.*certificate verify failed", one_line(extract()))
        assert server.asked == []
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        assert ssl.get_default_verify_paths().cafile == os.environ["SSL_CERT_FILE"]
        assert extract().status == 0


# --- what passes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said", [failure(429, Retry_After="0"), failure(503, Retry_After="soon"), failure(500), Said(ONE.body, cut=40)]
)
def test_a_trouble_that_passes_is_waited_out(said: Said, endpoint: Server) -> None:
    endpoint.answer = lambda words, number: ONE if number == 3 else said
    assert extract().status == 0
    assert len(endpoint.asked) == 4


def test_the_wait_that_a_busy_server_asks_for_is_kept(endpoint: Server) -> None:
    endpoint.answer = lambda words, number: ONE if number else failure(429, Retry_After="1")
    begun = time.monotonic()
    assert extract().status == 0
    assert time.monotonic() - begun >= 1


def test_an_endpoint_that_knows_not_all_options_is_asked_without_them(endpoint: Server) -> None:
    def picky(words: object, number: int) -> Said:
        options = endpoint.asked[-1]
        for name in ("response_format", "max_tokens", "temperature"):
            if name in options:
                return failure(400, f"Unsupported parameter: '{name}' is not supported with this model.")
        return ONE

    endpoint.answer = picky
    assert extract().status == 0
    assert [sorted(set(asked) - {"model", "messages"}) for asked in endpoint.asked] == [
        ["max_tokens", "response_format", "temperature"],
        ["max_tokens", "temperature"],
        ["temperature"],
        [],
    ]


@pytest.mark.parametrize(
    "said",
    [
        failure(400, "This model's maximum context length is 4096 tokens."),
        failure(413),
        failure(422, "prompt too long"),
    ],
)
def test_a_post_that_is_too_long_for_the_model_is_refused_and_the_others_are_not(
    said: Said, endpoint: Server, tmp_path: Path
) -> None:
    page(tmp_path, "Zoos are cruel. Wow.", "Zoos are kind. Wow.")
    endpoint.answer = lambda words, number: said if "kind" in words["post"] else ONE
    ran = extract()
    assert ran.status == 0 and "refused: 1 answer (post too long for the model)\n" in ran.err
    assert refused(tmp_path) == [("answer", "", "post too long for the model")]


def test_the_key_travels_in_its_header_only_and_a_server_without_one_gets_none(
    endpoint: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract()
    monkeypatch.delenv("KG_LLM_KEY")
    extract("--cache", "other")
    assert [h.get("Authorization") for h in endpoint.headers] == ["Bearer sk-secret", None]
    assert endpoint.paths == ["/v1/chat/completions"] * 2
    assert "sk-secret" not in str(endpoint.asked)


def test_the_proxy_of_the_system_is_used_but_not_for_this_machine(
    endpoint: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as proxy:
        proxy.answer = lambda words, number: ONE
        for name in ("http_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, proxy.address.removesuffix("/v1"))
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        assert extract().status == 0 and proxy.paths == []
        monkeypatch.delenv("KG_LLM_KEY")
        monkeypatch.setenv("KG_LLM_URL", "http://model.invalid/v1")
        assert extract("--cache", "other").status == 0
        assert proxy.paths == ["http://model.invalid/v1/chat/completions"]
