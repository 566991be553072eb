"""Claims and rebuttals over time, a line for each speaker; by the order of posts where the source has no times."""

from collections import Counter, defaultdict
from datetime import UTC, datetime
from math import log10

from kg.graph import Ref
from kg.scene import Scene
from kg.views._debate import Debate, Stance, debate, fragment, moment, verb
from kg.views._lanes import Arc, Turn, picture
from kg.views._markup import Markup, join, tag
from kg.views._page import empty, head, page, read
from kg.views._tints import tints

_LANES = 40  # lines in the picture; whoever says less shares the last one
_STEP, _PAUSE = 30.0, 20.0  # pixels from one post to the next: at least, and for each tenfold of the minutes between


def draw(scene: Scene) -> str:
    """The page for a scene: the picture, and a table that says the same."""
    found = debate(scene)
    shown = _shown(found)
    if not shown:
        return empty(scene)
    stances = [s for s in found.stances if s.source in shown and s.target in shown]
    by_post: dict[str, list[Ref]] = defaultdict(list)
    for ref in found.said:
        if ref in shown:
            by_post[found.said[ref].post].append(ref)
    times = {post: _time(found.said[refs[0]].posted) for post, refs in by_post.items()}
    turns = _turns(found, by_post, times)
    lanes, rest = _lanes(turns)
    body = join(
        head(scene),
        _notes(times, stances, found, rest),
        picture(turns, lanes, rest, _arcs(found, stances)),
        _table(found, turns, scene.page("reader")),
    )
    return page(scene, body, tints() + read("timeline.css"))


def _shown(found: Debate) -> set[Ref]:
    """The claims that the question asked for, and those that they answer or that answer them."""
    ends = {
        end for s in found.stances for end in (s.source, s.target) if s.source in found.own or s.target in found.own
    }
    return {ref for ref in found.own | ends if ref[0] == "Claim" and ref in found.said}


def _time(posted: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(posted)
    except ValueError:
        return None
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)


def _turns(found: Debate, by_post: dict[str, list[Ref]], times: dict[str, datetime | None]) -> list[Turn]:
    """The posts from left to right: the longer the pause between two, the wider the gap, but never to scale."""
    known = {post: time for post, time in times.items() if time}
    timed = len(known) == len(times)
    order = {post: place for place, post in enumerate(by_post)}
    posts = sorted(by_post, key=lambda post: (known[post] if timed else order[post], order[post]))
    turns: list[Turn] = []
    x, before = 30.0, None
    for post in posts:
        time = known.get(post) if timed else None
        if turns:
            minutes = (time - before).total_seconds() / 60 if time and before else 0.0
            x += _STEP + _PAUSE * log10(1 + minutes)
        first = found.said[by_post[post][0]]
        who = found.authors.get(post) or first.who
        turns.append(Turn(post, who, moment(first.posted), tuple(by_post[post]), round(x, 1), timed))
        before = time
    return turns


def _lanes(turns: list[Turn]) -> tuple[list[str], str]:
    """Whose lines these are, in the order of their first post; and the name of the line that all others share."""
    said = Counter[str]()
    for turn in turns:
        said[turn.who] += len(turn.claims)
    order = list(dict.fromkeys(turn.who for turn in turns))
    if len(order) <= _LANES:
        return order, ""
    busiest = set(sorted(order, key=lambda who: (-said[who], who))[: _LANES - 1])
    return [who for who in order if who in busiest], f"{len(order) - len(busiest):,} others"


def _arcs(found: Debate, stances: list[Stance]) -> list[Arc]:
    """What posts do to each other, once for each pair and side."""
    counts = Counter((found.said[s.source].post, found.said[s.target].post, s.against) for s in stances)
    return [Arc(*key, count) for key, count in sorted(counts.items()) if key[0] != key[1]]


def _notes(times: dict[str, datetime | None], stances: list[Stance], found: Debate, rest: str) -> Markup:
    lacking = sum(time is None for time in times.values())
    if not lacking:
        notes = ["Time runs from left to right: the longer the pause, the wider the gap, though not to scale."]
    elif lacking == len(times):
        notes = ["The source tells no times: the posts stand in their order from left to right."]
    else:
        notes = [f"The source tells no time for {lacking:,} of {len(times):,} posts: all stand in their order instead."]
    notes.append("A disc is a post with the number of its claims; an arc leads back from an answer to what it answers.")
    inside = sum(found.said[s.source].post == found.said[s.target].post for s in stances)
    if inside:
        notes.append(f"{inside:,} stances within one post are not drawn; the table has them.")
    if rest:
        notes.append(f"The busiest speakers have a line of their own; {rest} share the last one.")
    key = (
        tag("li", tag("span", class_=f"line {kind}"), f" {words}")
        for kind, words in (("against", "rebuts, undercuts or questions"), ("for", "supports, agrees or concedes"))
    )
    return join(tag("ul", key, class_="key"), tag("p", " ".join(notes), class_="note"))


def _table(found: Debate, turns: list[Turn], reader: str | None) -> Markup:
    numbers = {ref: i for i, ref in enumerate((ref for turn in turns for ref in turn.claims), 1)}
    heads = tag("tr", (tag("th", name, scope="col") for name in ("No.", "When", "Who", "Claim", "Does to others")))
    rows = (_rows(found, turn, place, numbers, reader) for place, turn in enumerate(turns, 1))
    table = tag("table", tag("caption", "The same as a table"), tag("thead", heads), rows)
    return tag("div", table, class_="wide", role="region", aria_label="The same as a table", tabindex=0)


def _rows(found: Debate, turn: Turn, place: int, numbers: dict[Ref, int], reader: str | None) -> Markup:
    rows = []
    for ref in turn.claims:
        said = found.said[ref]
        does = (
            tag(
                "span",
                tag("span", verb(s.type), class_=f"chip {s.type}"),
                " ",
                _number(s.target, numbers),
                class_="pair",
            )
            for s in found.by[ref]
            if s.target in numbers
        )
        words = tag("a", said.words, href=reader + fragment(ref)) if reader else said.words
        cells = (str(numbers[ref]), turn.posted or "–", tag("span", turn.who, dir="auto"))
        rows.append(
            tag(
                "tr",
                (tag("td", cell) for cell in cells),
                tag("td", words, dir="auto", class_="words"),
                tag("td", does),
                id=f"claim-{numbers[ref]}",
            )
        )
    return tag("tbody", rows, id=f"turn-{place}")


def _number(ref: Ref, numbers: dict[Ref, int]) -> Markup:
    return tag("a", f"no. {numbers[ref]}", href=f"#claim-{numbers[ref]}")
