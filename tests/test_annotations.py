"""annotations.json: exact words everywhere, and their places in every copy of a page."""

import json
from pathlib import Path

import pytest

import kg
from kg import spans
from kg.discussion import Place
from kg.exports.annotations import annotations

A = "Cars should be banned from the centre of every large town, says arXiv:2311.08379."
B = "I disagree, because the old people need them to get to a doctor."
C = "Fair point, but buses would do for them as well as cars do."
D = "Nobody here has counted what a bus costs in a small town."


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text("\n".join([A, D, A, B, C, A, D, B, C]), encoding="utf-8")
    return path


def test_every_offset_holds_in_its_post_and_in_every_copy_of_the_page(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    found = annotations(kg.extract(str(page)))
    texts = {p["id"]: p["text"] for p in found["posts"]}
    assert found["claims"]
    assert found["quotes"]
    assert found["mentions"]
    for kind in ("claims", "quotes", "mentions"):
        for item in found[kind]:
            words = texts[item["post"]][item["start"] : item["end"]]
            assert words
            assert item["places"]
            assert {text[a:b] for a, b in item["places"]} == {words}
    (first,) = [c for c in found["claims"] if texts[c["post"]][c["start"] : c["end"]] == D]
    assert len(first["places"]) == 2
    (quote,) = found["quotes"]
    origin = texts[quote["source_post"]][quote["source_start"] : quote["source_end"]]
    assert origin.rstrip(".") == A.rstrip(".")
    for post in found["posts"]:
        assert (
            "".join(text[a:b] for a, b in post["spans"])
            .replace("\n", "")
            .startswith(post["text"].replace("\n", "")[:20])
        )


def test_keys_are_those_that_the_form_names(page: Path, tmp_path: Path) -> None:
    kg.build(str(page), db=str(tmp_path / "g.kgl"))
    kg.export(tmp_path / "a.json", "annotations", db=str(tmp_path / "g.kgl"))
    found = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    keys = {
        "documents": {"id", "path", "format", "sha256"},
        "speakers": {"id", "name", "aliases"},
        "posts": {"id", "source_id", "document", "speaker", "reply_to", "text", "spans"},
        "quotes": {"post", "start", "end", "source_post", "source_start", "source_end", "places"},
        "claims": {"id", "post", "start", "end", "kind", "places"},
        "works": {"id", "title"},
        "mentions": {"work", "post", "start", "end", "places"},
        "relations": {"source", "target", "type", "confidence", "rule"},
    }
    assert {k: set(v[0]) for k, v in found.items()} == keys
    ids = {c["id"] for c in found["claims"]} | {w["id"] for w in found["works"]}
    assert all(r["source"] in ids and r["target"] in ids for r in found["relations"])
    kg.export(tmp_path / "b.json", "annotations", db=str(tmp_path / "g.kgl"))
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert found == annotations(kg.extract(str(page))), "a graph gives back what was extracted"


@pytest.mark.parametrize(
    ("span", "places"),
    [
        ((0, 5), [(100, 105), (200, 205)]),
        ((8, 12), [(108, 112), (209, 213)]),
        ((3, 12), [(103, 112), (203, 213)]),
        ((12, 15), [(112, 115)]),
        ((30, 40), []),
    ],
)
def test_where_a_span_stands_in_copies_that_differ_a_little(
    span: tuple[int, int], places: list[tuple[int, int]]
) -> None:
    kept = [Place(0, 100, 20), Place(0, 200, 6), Place(6, 207, 6)]
    assert spans.within(kept, *span) == places
    assert spans.read(spans.write(kept)) == kept
    assert spans.whole(kept) == [(100, 120), (200, 213)]
