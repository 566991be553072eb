"""Lines of the page itself: names, dates, votes and buttons are told from what people say."""

import pytest

from kg.pages.rows import Head
from kg.pages.traces import find, heads

ONE, TWO, THREE = "I think that the plan is good.", "That depends on what it costs.", "It costs little."


@pytest.mark.parametrize(
    ("above", "below", "head"),
    [
        (["[-]Ann Vale1mo11"], ["Reply"], Head("Ann Vale", None, 11)),
        (["[–]ann_vale 42 points a year ago"], ["permalink", "embed", "save"], Head("ann_vale", None, 42)),
        (["ann_vale · Nov 5, 2023"], ["Permalink"], Head("ann_vale", "2023-11-05", None)),
        (["Ann Vale", "2y", "2"], [], Head("Ann Vale", None, 2)),
        (["ann_vale", "a year ago"], ["Upvote", "49", "Downvote", "Reply", "Share"], Head("ann_vale", None, 49)),
        (["ann-vale 2y 3 points"], [], Head("ann-vale", None, 3)),
        (["Dec 17, 2020"], ["Reply"], Head(None, "2020-12-17", None)),
        (["Dec 17, 2020", "Ann Vale"], ["Reply"], Head("Ann Vale", "2020-12-17", None)),
        (["1 point by ann_vale 3 hours ago | prev | next [–]"], ["reply"], Head("ann_vale", None, 1)),
        (["3 points by ann_vale 2 days ago | parent | on: How to mend a bridge"], [], Head("ann_vale", None, 3)),
        (["ann_vale — 2021-03-12 14:05"], ["Like (2) Reply Report"], Head("ann_vale", "2021-03-12", None)),
        (["Posted by ann_vale on 5 November 2023"], [], Head("ann_vale", "2023-11-05", None)),
    ],
)
def test_what_a_page_says_above_and_below_posts_is_read_and_taken_out(
    above: list[str], below: list[str], head: Head
) -> None:
    lines = [*above, ONE, *below, *above, TWO, *below, *above, THREE, *below]
    found = find(lines)
    assert [line for n, line in enumerate(lines) if n not in found] == [ONE, TWO, THREE]
    after, before = heads(found)
    at = lines.index(TWO)
    seen = after[at] if above else Head()
    under = before.get(at, Head())
    votes = under.votes if seen.votes is None else seen.votes
    assert Head(seen.name, seen.day, votes) == head


@pytest.mark.parametrize(
    "lines",
    [
        [ONE, TWO],
        ["GTA", "Mass Effect", "Elder Scrolls", "The list goes on."],
        ["Scenario 1:", "You win.", "Scenario 2:", "You lose."],
        ["It was 3 years ago that we met.", "He said so 2 days ago, twice."],
        ["∆", "Yes.", "No.", "∆", "Yes."],
        ["1. Save the money", "2. Share it", "3. Reply to her"],
        ["Matthew 2:11", "Luke 2:7"],
        ["2015", "2016", "2017"],
        [""],
    ],
)
def test_what_people_say_is_no_trace(lines: list[str]) -> None:
    assert find(lines) == {}


def test_a_time_alone_in_one_line_of_a_page_is_words() -> None:
    assert find([ONE, "3 hours ago", TWO]) == {}


def test_a_short_word_below_a_day_is_a_name_only_where_most_days_have_one() -> None:
    days = ["May 3, 2019", "May 4, 2019", "May 5, 2019"]
    assert find([days[0], ONE, days[1], "Maybe", TWO, days[2], THREE]).keys() == {0, 2, 5}
    assert find([days[0], "Ann", ONE, days[1], "Bob", TWO, days[2], "Ann", THREE]).keys() == {0, 1, 3, 4, 6, 7}
