"""Where posts begin and which rows are quotes: the best of all ways to cut the page, by dynamic programming."""

from dataclasses import dataclass
from itertools import pairwise
from math import exp, log1p
from operator import itemgetter

from kg.pages import signs
from kg.pages.rows import Draft
from kg.pages.sheet import Sheet
from kg.pages.weights import total, weights

_WIDTH, _LAG = 6, 9.0
"""How many ways are kept at each row, and how far behind the best one."""
_REACH = 30
"""Two rows so near each other can be of one post."""
_NEAR = 6
"""So few rows up, a line may be of the post quoted last, quoted out of order."""
_NEVER = -99.0
_LEAST = -2.2
"""Rows with lower log-odds of being a quote are taken for their post's own words."""
_OWN, _QUOTE = 0, 1
_RANK = itemgetter(0, 1, 2)


@dataclass(slots=True)
class _Way:
    """One way to cut the page down to a row, which is its post's own words or a quote (`label`).

    The post at hand begins at the row `start` and has `size` characters; `own` says whether it has words of its
    own yet, `quoted` whether it has a quote, `curly` with which quotation marks it is written, and `told` which row its
    last quote repeats.
    """

    score: float
    row: int
    start: int
    label: int
    size: int
    own: bool
    quoted: bool
    curly: bool | None
    told: int | None
    back: "_Way | None"


def cut(sheet: Sheet, feed: bool) -> list[Draft]:
    """The posts of the page in reading order: which rows, and which of those are quotes."""
    judge = _Judge(sheet, feed)
    ways = [judge.begun(0, label, 0.0, None) for label in judge.labels[0]]
    for row in range(1, len(sheet.rows)):
        ways = _step(judge, ways, row)
    best: _Way | None = max(ways, key=lambda w: (w.score + judge.close(w), -w.start))
    drafts: list[Draft] = []
    while best is not None:
        if not drafts or drafts[-1].rows[0] != best.start:
            drafts.append(Draft(rows=list(range(best.start, best.row + 1)), head=sheet.rows[best.start].head))
        if best.label == _QUOTE:
            drafts[-1].quotes.add(best.row)
        best = best.back
    return drafts[::-1]


def _step(judge: "_Judge", ways: list[_Way], row: int) -> list[_Way]:
    """The best ways down to `row`, from the best down to the row before."""
    kept: dict[tuple[int, int, bool, bool], tuple[float, int, int, _Way]] = {}
    least = ways[0].score - 2 * _LAG  # what falls behind so far is not even looked at
    labels = judge.labels[row]
    best: list[tuple[float, _Way]] = [(-1e300, ways[0])] * len(labels)
    for way in ways:
        shared, closed = judge.odds(way, row), way.score + judge.close(way)
        for label in labels:
            odds = shared + judge.turn(way, row, label)
            cost = _softplus(-odds)  # to begin here costs this, to go on costs `odds` more
            if closed - cost > best[label][0]:
                best[label] = closed - cost, way
            on = way.score - odds - cost + judge.says(way, row, label)
            if on > least:
                key = (way.start, label, way.own or label == _OWN, way.quoted or label == _QUOTE)
                if key not in kept or kept[key][0] > -on:
                    kept[key] = -on, -way.start, label, way
    begun = [judge.begun(row, label, *best[label]) for label in labels]
    order = sorted([*kept.values(), *((-way.score, -row, way.label, way) for way in begun)], key=_RANK)[:_WIDTH]
    most = order[0][0] + _LAG
    return [
        way if start == -row else judge.gone_on(way, row, label, -loss)
        for loss, start, label, way in order
        if loss < most
    ]


class _Judge:
    """Scores of single decisions: log-odds from the weights, turned into log-probabilities."""

    def __init__(self, sheet: Sheet, feed: bool) -> None:
        self._sheet, self._feed = sheet, feed
        self._table = weights("begin", feed)
        self._post = weights("post")
        self._kinds = [f.curly for f in sheet.facts]
        self._sizes = sheet.sizes
        self._cut_off = [f.cut_off for f in sheet.facts]
        self._limit = 10**9 if sheet.limit is None else sheet.limit + 3
        self._origins = [f.repeat.first for f in sheet.facts]
        self._lasts = [None if feed else f.repeat.last for f in sheet.facts]
        self._begin = self._begin_odds()
        self._first = [total(signs.first_post(f), self._table) for f in sheet.facts[:6]]
        self._length = {
            (n, long): total(signs.length(n, long), self._table) for n in (1, 2, 3) for long in (True, False)
        }
        self._quote = self._quote_scores()
        # What enough speaks for may be a quote; everything may be its post's own words.
        self.labels = [(_OWN, _QUOTE) if q[0] > _LEAST else (_OWN,) for q in self._quote]
        plain = self._table.get("plain", 0.0) * signs.quoting(sheet.facts)
        names = ("quote", "quote_above", "quote_on", "other_marks")
        quote, above, on, self._other = (self._table.get(name, 0.0) for name in names)
        self._pairs = {(_OWN, _OWN): plain, (_QUOTE, _OWN): plain + above, (_OWN, _QUOTE): quote,
                       (_QUOTE, _QUOTE): quote + above + on}  # fmt: skip

    def _begin_odds(self) -> list[float]:
        """The log-odds of beginning a post with each row, by what it and the row above show."""
        facts = self._sheet.facts
        odds = [0.0] + [total(signs.begin(p, f), self._table) for p, f in pairwise(facts)]
        say = self._post["say_begin_feed" if self._feed else "say_begin"]
        say += self._post["no_mark"] if self._sheet.marked else 0.0
        for row in _together(self._origins, [f.repeat.last for f in facts]):
            odds[row] += self._post["quoted_together"]
        return [-_NEVER if r.cut else o + say for o, r in zip(odds, self._sheet.rows, strict=True)]

    def _quote_scores(self) -> list[tuple[float, ...]]:
        """For each row the log-odds of being a quote, and its scores as own words and as a quote.

        These come for each of the ways in which the post has come so far, see `says`.
        """
        facts, rows, table = self._sheet.facts, self._sheet.rows, weights("quote", self._feed)
        say = self._post["say_quote_feed" if self._feed else "say_quote"]
        out = []
        for row, fact in enumerate(facts):
            above = facts[row - 1] if row else None
            below = facts[row + 1] if row + 1 < len(facts) and not rows[row + 1].cut else None
            odds = say + total(signs.quote(above, fact, below, self._sheet.quoting), table)
            first = odds + table.get("first", 0.0) + (table.get("first_single", 0.0) if fact.single else 0.0)
            on = odds + table.get("on", 0.0)
            if above is not None and above.item and fact.item:
                on += table.get("on_item", 0.0)
            scores = [odds]
            for way in (odds, first, odds + table.get("again", 0.0), on):
                cost = _softplus(-way)
                scores += (-way - cost, -cost)
            out.append(tuple(scores))
        return out

    def begun(self, row: int, label: int, score: float, back: _Way | None) -> _Way:
        """The way on which a post begins with `row`."""
        own = label == _OWN
        curly, told = (self._kinds[row], None) if own else (None, self._origins[row])
        score += self._quote[row][3 + label]
        return _Way(score, row, row, label, self._sizes[row], own, not own, curly, told, back)

    def says(self, way: _Way, row: int, label: int) -> float:
        """The score of the label of a row with which the post at hand goes on."""
        if way.label == _QUOTE:
            return self._quote[row][7 + label]
        return self._quote[row][(5 if way.quoted else 1) + label]

    def gone_on(self, way: _Way, row: int, label: int, score: float) -> _Way:
        """The way on which the post at hand goes on with `row`."""
        own = label == _OWN
        kind, origin = self._kinds[row], self._origins[row]
        curly = way.curly if kind is None or not own else kind
        told = way.told if origin is None or own else origin
        size, quoted = way.size + self._sizes[row], way.quoted or not own
        return _Way(score, row, way.start, label, size, way.own or own, quoted, curly, told, way)

    def odds(self, way: _Way, row: int) -> float:
        """The log-odds that a post begins with `row`, after this way, whatever the row is."""
        odds = self._begin[row]
        if odds == -_NEVER:
            return odds
        start, size = way.start, way.size
        odds += self._length[min(row - start, 3), size > 600]
        if start == 0 and row <= 5:
            odds += self._first[row]
        last = self._lasts[row]
        if last is not None and last >= start:
            odds += self._post["own_words"]
        if size + self._sizes[row] > self._limit:
            odds += self._post["over_limit"]
        return odds

    def turn(self, way: _Way, row: int, label: int) -> float:
        """What it adds to these log-odds that the row is a quote, or the post's own words."""
        odds = self._pairs[way.label, label]
        if label == _OWN:
            kind = self._kinds[row]
            return odds if kind is None or way.curly is None or kind == way.curly else odds + self._other
        origin = self._origins[row]
        if origin is None or way.told is None or origin >= way.start:  # words of the post at hand: see odds()
            return odds
        ahead = origin - way.told
        name = "quotes_on" if 0 < ahead < _REACH else "quotes_near" if -_NEAR < ahead <= 0 else "quotes_back"
        return odds + self._post[name]

    def close(self, way: _Way) -> float:
        """What ending the post at the way's row costs."""
        cost = 0.0 if way.own or self._feed else self._post["only_quotes"]
        if way.label == _QUOTE:
            cost += self._post["ends_with_quote_feed" if self._feed else "ends_with_quote"]
        limit = self._sheet.limit
        if limit is not None and self._cut_off[way.row]:
            cost += self._post["at_limit" if abs(way.size - limit) <= 3 else "off_limit"]
        return cost


def _together(origins: list[int | None], lasts: list[int | None]) -> set[int]:
    """Rows between two rows that one answer quotes, one after the other: they are likely of one post."""
    out: set[int] = set()
    quoted = [(k, origin) for k, origin in enumerate(origins) if origin is not None]
    for (here, one), (there, two) in pairwise(quoted):
        if one < two < here and there - here < _REACH and two - one < _REACH:
            between = range(one + 1, two + 1)
            last = (lasts[k] for k in between)
            if not any(k is not None and k >= one for k in last):  # there a row is quoted already, by another post
                out.update(between)
    return out


def _softplus(x: float) -> float:
    return log1p(exp(x)) if x < 30 else x
