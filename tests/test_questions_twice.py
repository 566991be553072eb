"""What was loaded twice and what was quoted otherwise: answers worked out by hand, from both stores."""

from contextlib import closing

from kg.graph import Record
from kg.questions import queries
from tests.graphs import FOUND, Place, load_node, node, relation

MONDAY, FRIDAY = "monday.json", "friday.json"


def snapshots() -> list[Record]:
    """A thread on Monday and on Friday: p1 stays, one claim of it went and one came; p2 came."""
    ann = node("Speaker", "ann", FRIDAY, MONDAY)
    thread = node("Discussion", "d", FRIDAY, MONDAY, site="x", title="cats")
    part = node("Discussion", "e", FRIDAY, "comments.json", site="x")
    posts = {id: node("Post", id, *sources, text=id, position=at, posted=f"2024-0{at + 1}-01")
             for at, (id, sources) in enumerate({"p1": (FRIDAY, MONDAY), "p2": (FRIDAY,), "p3": ("comments.json",)}.items())}  # fmt: skip
    rows: list[Record] = [load_node(MONDAY), load_node(FRIDAY), load_node("comments.json"), ann, thread, part]
    said = {"stays": ("p1", FRIDAY, MONDAY), "goes": ("p1", MONDAY), "comes": ("p1", FRIDAY), "late": ("p2", FRIDAY),
            "else": ("p3", "comments.json")}  # fmt: skip
    for id, (post, *sources) in said.items():
        claim = node("Claim", id, *sources, text=id, kind="claim", post=post, start_char=0, end_char=4)
        rows += [claim, relation("STATES", posts[post], claim, *sources, start_char=0, end_char=4)]
    for id, home in (("p1", thread), ("p2", thread), ("p3", part)):
        sources = posts[id].properties["sources"]
        rows += [posts[id], relation("PART_OF", posts[id], home, *sources)]
        rows += [relation("WROTE", ann, posts[id], *sources)] if id != "p3" else []
    return rows


def test_what_changed_is_told_of_discussions_that_two_sources_hold(place: Place) -> None:
    with closing(place.open()) as store:
        store.load(snapshots())
        query = queries.get("changed")

        def asked(**given: str) -> list[tuple[str, ...]]:
            rows = queries.run(store, query, given).rows
            return [(r[0].id, r[1], r[2].id, r[3], r[4], *r[5:]) for r in rows]

        late = ("d", "came", "late", "ann", "2024-02-01", MONDAY, FRIDAY)
        came, went = ("d", "came", "comes", "ann", "2024-01-01"), ("d", "went", "goes", "ann", "2024-01-01")
        assert asked(old=MONDAY, new=FRIDAY) == [
            (*came, FRIDAY, MONDAY),
            (*late[:5], FRIDAY, MONDAY),
            (*went, MONDAY, FRIDAY),
        ]
        by_name = [("d", "came", "goes"), ("d", "went", "comes"), ("d", "went", "late")]
        assert [row[:3] for row in asked()] == by_name  # friday.json comes first by name
        assert asked(old=MONDAY, new="sunday.json") == []


def test_a_quote_in_other_words_is_shown_with_what_was_put_in_and_left_out(place: Place) -> None:
    said = "🙂 Cats may sleep too much, “I think”."
    first, second = (
        node("Post", "p1", "a", text=said),
        node("Post", "p2", "a", text="> Cats always sleep too much\nNo."),
    )
    ann, ben = (node("Speaker", name, "a") for name in ("Ann", "Ben"))
    rows: list[Record] = [load_node("a"), first, second, ann, ben]
    rows += [relation("WROTE", ann, first, "a"), relation("WROTE", ben, second, "a")]
    for rule, at in (("quotes:near", 2), ("quotes:exact", 3)):
        quote = {
            **FOUND,
            "rule": rule,
            "evidence": "Cats always sleep too much",
            "evidence_post": "p2",
            "start_char": at,
        }
        rows.append(relation("QUOTES", second, first, "a", **quote, end_char=28, source_start=2, source_end=25))
    with closing(place.open()) as store:
        store.load(rows)
        ((by, whose, quote_, original, put_in, left_out, *_),) = queries.run(store, queries.get("misquoted"), {}).rows
        assert (by, whose, quote_, original) == ("Ben", "Ann", "Cats always sleep too much", "Cats may sleep too much")
        assert (put_in, left_out) == (["always"], ["may"])
