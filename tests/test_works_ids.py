"""One work, one id: addresses and identifiers of many sites, and what may be done to an address without harm."""

import re
import time
import tomllib
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.works import ids, kinds
from kg.works.ids import canonical, identify, slug


def table() -> list[tuple[str, str]]:
    """Each text of the table with the id that it stands under."""
    rows, id_ = [], ""
    for line in (Path(__file__).parent / "fixtures" / "works_ids.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            rows.append((line.strip(), id_))
        elif line and not line.startswith("#"):
            id_ = line
    return rows


ROWS = table()


@pytest.mark.parametrize(("text", "id_"), ROWS, ids=[text for text, _ in ROWS])
def test_what_people_write_leads_to_the_work(text: str, id_: str) -> None:
    assert canonical(text) == id_


@pytest.mark.parametrize("id_", sorted({id_ for _, id_ in ROWS}))
def test_an_id_is_its_own_id(id_: str) -> None:
    assert canonical(id_) == id_


def test_the_version_and_the_address_are_told_beside_the_id() -> None:
    found = identify("http://www.arxiv.org/pdf/2310.01405v3.pdf?utm_source=x#page=2")
    assert found == ("arxiv:2310.01405", "3", "https://arxiv.org/pdf/2310.01405v3.pdf")
    assert identify("https://www.biorxiv.org/content/10.1101/2021.07.09.450648v2.full").version == "2"
    assert identify("doi:10.1000/182") == ("doi:10.1000/182", None, None)


@pytest.mark.parametrize(
    ("text", "kind", "paper"),
    [
        ("arXiv:2310.01405", "arxiv", True),
        ("https://pubmed.ncbi.nlm.nih.gov/31978945", "pmid", True),
        ("https://openreview.net/forum?id=B1xsqj09Fm", "openreview", True),
        ("https://youtu.be/dQw4w9WgXcQ", "youtube", False),
        ("https://example.org/x", "url", False),
        ("Carlsmith's report", "name", False),
    ],
)
def test_scholarly_works_are_told_from_others_by_their_kind(text: str, kind: str, paper: bool) -> None:
    assert (identify(text).kind, identify(text).paper) == (kind, paper)


def test_each_line_of_the_table_of_sites_can_be_used() -> None:
    table = tomllib.loads((Path(ids.__file__).parent / "hosts.toml").read_text(encoding="utf-8"))
    for host, shapes in table["hosts"].items():
        assert host == host.lower().removeprefix("www."), host
        for shape in shapes:
            address, arrow, id_ = shape.partition(" -> ")
            inside = re.findall(r"\{(\w+)\}", address)
            assert inside, shape
            assert set(inside) <= set(table["shapes"]), shape
            kind = id_.partition(":")[0] if arrow else inside[0]
            assert kind in {*kinds.NAMES, "url", "target", "page"}, shape
            assert set(re.findall(r"\{(\w+)\}", id_)) <= {*inside, "host", "sub", "site"}, shape
    assert set(table["trackers"]) - {"*"} == {host.lower() for host in table["trackers"]} - {"*"}


# --- properties: pieces of addresses, also of those that the table knows, put together at random

HOSTS = sorted(
    {match[1] for text, _ in ROWS if (match := re.match(r"https?://(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)/", text))}
)
PIECES = ["abs", "2310.01405v2", "10.1000/182", "status", "1212345678901234567", "wiki", "a b", "é", "%41", "%2F", "%", "..",
          ".", "amp", "x.amp", "#!/y", "?", "&", "=", "utm_x=1", "id=7", "url=https%3A%2F%2Fx.org%2Fy", "https://", "x.org",
          ")", "(", "'", '"', ".", ",", "_", "web", "dp", "0262035618", "title=", ";sid=1", "\\_", "\u200b", "\ud800", "İ"]  # fmt: skip
PATHS = st.lists(st.sampled_from(PIECES), max_size=6)
ADDRESSES = st.builds(
    lambda scheme, host, pieces, glue: f"{scheme}{host}/{glue.join(pieces)}",
    st.sampled_from(["https://", "http://www.", "", "//", "url:"]),
    st.sampled_from(HOSTS),
    PATHS,
    st.sampled_from(["/", "", "?", "&"]),
)


@settings(max_examples=300)
@given(ADDRESSES | st.text(max_size=40) | PATHS.map(" ".join))
def test_the_id_of_an_id_is_itself_and_stands_on_one_line(text: str) -> None:
    id_ = canonical(text)
    assert canonical(id_) == id_
    assert len(id_.splitlines()) <= 1
    assert "\t" not in id_


WORDS = st.text("abcdefghijklmnopqrstuvwxyzABC0123456789-", min_size=1, max_size=8).filter(lambda w: w.lower() != "amp")
PAGES = st.builds(
    lambda host, path, query: (host, "/" + "/".join(path), [f"{k}={v}" for k, v in query]),
    st.sampled_from(HOSTS),
    st.lists(WORDS, min_size=1, max_size=4),
    st.lists(st.tuples(WORDS, WORDS), max_size=3),
)
TRACKERS = ["utm_source=a", "utm_medium=b", "fbclid=c", "gclid=d", "mc_eid=e", "ref=f"]


@settings(max_examples=200)
@given(PAGES, st.lists(st.sampled_from(TRACKERS), max_size=4))
def test_scheme_case_of_the_host_www_trackers_and_a_last_slash_never_change_it(
    page: tuple[str, str, list[str]], trackers: list[str]
) -> None:
    host, path, query = page
    mixed = list(query)
    for n, tracker in enumerate(trackers):
        mixed.insert((7 * n) % (len(mixed) + 1), tracker)
    asked = "?" + "&".join(query) if query else ""
    plain = canonical(f"https://{host}{path}{asked}")
    noisy = "?" + "&".join(mixed) if mixed else ""
    assert canonical(f"HTTP://{host.upper()}{path}/{noisy}") == plain
    assert canonical(f"http://www.{host}{path}{noisy}#part") == plain
    assert canonical(f"{host}{path}{asked}") == plain
    turned = "?" + "&".join([*reversed(trackers), *query]) if mixed else ""
    assert canonical(f"https://{host}{path}{turned}") == plain


@settings(max_examples=100)
@given(PAGES)
def test_an_archive_around_an_address_never_changes_it(page: tuple[str, str, list[str]]) -> None:
    host, path, query = page
    address = f"https://{host}{path}{'?' + '&'.join(query) if query else ''}"
    assert canonical(f"https://web.archive.org/web/20200101000000/{address}") == canonical(address)
    wrapped = f"https://l.facebook.com/l.php?u={quote(address, safe='')}&h=x"
    assert canonical(wrapped) == canonical(address)


@given(st.text(max_size=60))
def test_a_slug_of_a_slug_is_itself(words: str) -> None:
    assert slug(slug(words)) == slug(words)


LONG = {
    "letters": "a",
    "dots": "a.",
    "path": ("https://x.org/", "a/"),
    "percents": ("https://x.org/", "%41"),
    "brackets": ("https://x.org/", ")]"),
    "dois": "10.1234/",
    "wrapped": "https://web.archive.org/web/1/",
    "amp": ("https://x.org", "/amp."),
    "parameters": ("https://x.org/?", "id=10.1&"),
    "umlauts": ("https://", "ü"),
    "numbers": ("ISBN ", "1 "),
    "labels": "arxiv ",
    "markdown": "](",
    "unseen": "\x00",
}


@pytest.mark.parametrize("size", [9_990, 1_000_000])
@pytest.mark.parametrize("name", sorted(LONG))
def test_no_text_takes_long(name: str, size: int) -> None:
    head, piece = ("", LONG[name]) if isinstance(LONG[name], str) else LONG[name]
    text = (str(head) + str(piece) * (size // len(piece)))[:size]
    begun = time.process_time()
    id_ = canonical(text)
    taken = time.process_time() - begun
    assert canonical(id_) == id_
    assert taken < 0.3  # 0.1 s on a machine that does nothing else


def test_a_hundred_thousand_links_take_seconds() -> None:
    texts = [text for text, _ in ROWS]
    begun = time.process_time()
    for number in range(5_000):
        canonical(f"{texts[number % len(texts)]}?n={number}")
    assert time.process_time() - begun < 1.0  # ten times what the aim allows, for a machine that does much else
