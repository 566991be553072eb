"""Asking arXiv, Crossref and DataCite: politely, within bounds, and believing little."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from kg.errors import FetchError
from kg.works import fetch, fetch_forms
from kg.works.fetch import Fetched
from kg.works.fetch_cache import Cache
from kg.works.fetch_forms import Details, Unusable, Unwelcome
from kg.works.fetch_net import Service
from tests import services
from tests.listening import Said
from tests.services import Services

ATTENTION = Details("Attention Is All You Need", ("Ashish Vaswani", "Noam Shazeer"), 2017)
LEARNING = Details("Deep learning & more", ("Yann LeCun", "A Group"), 2015)


@pytest.fixture
def web() -> Iterator[Services]:
    with services.serving() as running:
        yield running


def three(web: Services, **more: object) -> dict[str, Service]:
    return {name: web.one(name, **{"sleep": lambda _: None, **more}) for name in ("arxiv", "crossref", "datacite")}


def told(fetched: Fetched) -> dict[str, tuple[str | None, Details]]:
    return {id_: (said.service, said.details) for id_, said in fetched.said.items()}


def test_each_work_is_told_by_the_service_that_knows_it(web: Services, tmp_path: Path) -> None:
    ids = ["arxiv:1706.03762", "arxiv:hep-th/9901001", "doi:10.1038/nature14539", "doi:10.5281/zenodo.1",
           "doi:10.1000/bare", "doi:10.1000/nobody", "arxiv:2001.00001", "url:example.org"]  # fmt: skip
    fetched = fetch.fetch(ids, three(web), Cache(tmp_path))
    assert told(fetched) == {
        "arxiv:1706.03762": ("arxiv", ATTENTION),
        "arxiv:hep-th/9901001": ("arxiv", Details("A <Very> Short & Old Paper", ("J. Doe",), 1999)),
        "doi:10.1038/nature14539": ("crossref", LEARNING),
        "doi:10.5281/zenodo.1": (
            "datacite",
            Details("A data set", ("Jane Doe", "Ann Roe", "Institute for Things, Inc."), 2018),
        ),
        "doi:10.1000/bare": ("crossref", Details()),
        "doi:10.1000/nobody": (None, Details()),
        "arxiv:2001.00001": (None, Details()),
    }
    assert list(fetched.lines()) == [
        "5 works found, 0 of all answers already known",
        "2 works that neither arXiv, Crossref nor DataCite knows",
        "1 works without arXiv id or DOI, about which nobody is asked",
    ]


def test_what_was_answered_once_is_not_asked_again(web: Services, tmp_path: Path) -> None:
    ids = ["arxiv:1706.03762", "doi:10.1000/nobody"]
    first = fetch.fetch(ids, three(web), Cache(tmp_path))
    asked = len(web.asked)
    again = fetch.fetch(ids, three(web), Cache(tmp_path))
    assert (len(web.asked), told(again), again.cached) == (asked, told(first), 2)


def test_a_fetch_that_stops_goes_on_where_it_was(web: Services, tmp_path: Path) -> None:
    ids = ["doi:10.1038/nature14539", "doi:10.5281/zenodo.1"]
    web.trouble = lambda path, _: Said(b"", 503) if "zenodo" in path else None
    stopped = fetch.fetch(ids, three(web), Cache(tmp_path))
    assert list(stopped.said) == ids[:1]
    assert "answers 503" in stopped.troubles[0]
    assert "run kg works fetch again" in stopped.troubles[0]
    web.trouble, web.asked = lambda *_: None, []
    assert list(fetch.fetch(ids, three(web), Cache(tmp_path)).said) == ids
    assert not [path for path in web.asked if "nature" in path]


def test_one_service_that_fails_does_not_keep_the_others_from_answering(web: Services, tmp_path: Path) -> None:
    web.trouble = lambda path, _: Said(b"no", 500) if path.startswith("/arxiv") else None
    fetched = fetch.fetch(["arxiv:1706.03762", "doi:10.1038/nature14539"], three(web), Cache(tmp_path))
    assert told(fetched) == {"doi:10.1038/nature14539": ("crossref", LEARNING)}
    assert len(fetched.troubles) == 1


def test_arxiv_is_asked_for_fifty_at_a_time_and_every_three_seconds(web: Services, tmp_path: Path) -> None:
    now = [0.0]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    asked = three(web, clock=lambda: now[0], sleep=sleep)
    asked["arxiv"].pace = 3.0
    fetch.fetch([f"arxiv:2001.{n:05}" for n in range(120)], asked, Cache(tmp_path))
    assert [path.count("2001.") for path in web.asked] == [50, 50, 20] * 2  # and once more, for what was not among them
    assert slept == [3.0] * 5


def test_one_id_that_arxiv_will_not_have_does_not_spoil_the_others(web: Services, tmp_path: Path) -> None:
    web.trouble = lambda path, _: Said(b"", 400) if "2001.00009" in path else None
    fetched = fetch.fetch(["arxiv:1706.03762", "arxiv:2001.00009"], three(web), Cache(tmp_path))
    assert told(fetched) == {"arxiv:1706.03762": ("arxiv", ATTENTION), "arxiv:2001.00009": (None, Details())}


@pytest.mark.parametrize(
    ("said", "pauses"),
    [
        (Said(b"", 429, {"Retry-After": "7"}), [7.0]),
        (Said(b"", 429, {"Retry-After": "soon"}), [3.0]),
        (Said(b"", 503), [3.0]),
        (Said(b"Rate exceeded."), [3.0]),
        (Said(services.feed("1706.03762"), cut=100), [3.0]),
        (Said(services.feed("1706.03762")[:-20]), [3.0]),
        (Said(b"<html>captcha</html>"), [3.0]),
    ],
    ids=["429, so many seconds", "429, not a time", "503", "plain words", "cut off", "an end missing", "another page"],
)
def test_an_answer_that_is_none_is_asked_for_again_later(web: Services, said: Said, pauses: list[float]) -> None:
    slept: list[float] = []
    web.trouble = lambda _, number: said if number == 0 else None
    service = web.one("arxiv", sleep=slept.append)
    assert service.ask("", {"id_list": "1706.03762"}, fetch_forms.atom) == {"arxiv:1706.03762": ATTENTION}
    assert slept == pauses


def test_the_pause_may_be_named_by_a_date(web: Services) -> None:
    slept: list[float] = []
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    web.trouble = lambda _, number: Said(b"", 429, {"Retry-After": soon}) if number == 0 else None
    web.one("arxiv", sleep=slept.append).ask("", {"id_list": "1706.03762"}, fetch_forms.atom)
    assert 50 < slept[0] <= 100


@pytest.mark.parametrize(
    ("said", "words", "times"),
    [
        (Said(b"", 500), "answers 500", 5),
        (Said(b"", 403), "answers 403", 1),
        (Said(b"", 429, {"Retry-After": "86400"}), "answers 429 and asks to wait 86400 seconds", 1),
        (Said(b"", 302, {"Location": "http://example.org/x"}), "sends on to another address", 5),
        (Said(b"x" * 2000, headers={"Content-Length": "5000"}, cut=2000), "cut off", 5),
        (Said(b"{}", pause=0.5), "does not answer in time", 5),
        (Said(b"[" * 100_000), "not what Crossref writes", 5),
        (Said(b'{"message": {"title": 7}}'), "not what Crossref writes", 5),
    ],
    ids=["500", "403", "a day", "elsewhere", "cut off", "slow", "deep", "another form"],
)
def test_a_service_that_does_not_answer_is_named_with_what_to_do(
    web: Services, said: Said, words: str, times: int
) -> None:
    web.trouble = lambda *_: said
    with pytest.raises(FetchError) as caught:
        web.one("crossref", sleep=lambda _: None, timeout=0.2).ask("/10.1000%2Fx", {}, fetch_forms.crossref)
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"crossref ({web.address}/crossref): ")
    assert len(web.asked) == times


def test_nobody_there_is_said_in_one_line_and_not_waited_for() -> None:
    slept: list[float] = []
    service = Service("datacite", "http://127.0.0.1:9", 0.0, sleep=slept.append)
    with pytest.raises(FetchError, match=r"datacite \(http://127.0.0.1:9\): cannot be reached; .*again later$"):
        service.ask("/x", {}, fetch_forms.datacite)
    assert slept == []


def test_an_answer_without_end_is_not_read_to_the_end(web: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.works.fetch_net._LARGEST", 1000)
    web.trouble = lambda *_: Said(b"x" * 100_000)
    with pytest.raises(FetchError, match="larger than"):
        web.one("crossref", sleep=lambda _: None).ask("/x", {}, fetch_forms.crossref)


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE feed [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><feed xmlns="http://www.w3.org/2005/Atom"><entry/></feed>',
        b'<!DOCTYPE feed SYSTEM "file:///etc/passwd"><feed xmlns="http://www.w3.org/2005/Atom"/>',
        '<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed>&x;</feed>'.encode("utf-16"),
        b"<feed/>",
        b"",
        b"\x00\xff",
        b"<a>" * 50_000,
    ],
)
def test_a_feed_with_entities_or_of_another_form_is_refused(body: bytes) -> None:
    with pytest.raises(Unusable):
        fetch_forms.atom(body)


def test_a_feed_that_tells_of_an_error_is_no_work() -> None:
    with pytest.raises(Unwelcome, match="incorrect_id_format"):
        fetch_forms.atom(services.feed(more=services.ERROR))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<b>Bold</b> and <mml:math><mml:mi>x</mml:mi></mml:math>", "Bold and x"),
        ("H<sub>2</sub>O<br/> <span class='x'>is</span> <Very> wet", "H2O is <Very> wet"),
        ("a p&lt;0.05 &amp; p < 0.01", "a p<0.05 & p < 0.01"),
        ("two\n lines\t\u200b\u202eand \x1b[31mred", "two lines and [31mred"),
        ("half \ud800 a pair", "half a pair"),
        ("x" * 5000, "x" * 999 + "…"),
        ("<" * 5000, "<" * 999 + "…"),
    ],
)
def test_titles_are_words_on_one_line_and_not_too_long(written: str, read: str) -> None:
    assert fetch_forms.plain(written) == read


def test_who_asks_is_told_to_crossref_where_a_mail_address_is_given(web: Services, tmp_path: Path) -> None:
    asked = fetch.services(None, {**web.environment(), "KG_MAIL": "jane@example.org"})
    fetch.fetch(["doi:10.1038/nature14539"], asked, Cache(tmp_path))
    assert web.asked == ["/crossref/10.1038%2Fnature14539?mailto=jane%40example.org"]
    assert web.agents[0].endswith("(mailto:jane@example.org)")
    with pytest.raises(FetchError, match="is no mail address"):
        fetch.services("jane\r\nX: y", {})


def test_an_answer_that_was_not_written_whole_is_asked_for_again(web: Services, tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    fetch.fetch(["doi:10.1038/nature14539"], three(web), cache)
    (file,) = tmp_path.rglob("*.json")
    file.write_text(file.read_text(encoding="ascii")[:-10], encoding="ascii")
    assert cache.get("doi:10.1038/nature14539") is None
    fetch.fetch(["doi:10.1038/nature14539"], three(web), cache)
    assert len(web.asked) == 2
