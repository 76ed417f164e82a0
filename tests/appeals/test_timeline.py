from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from appeals.timeline import WIDTH, Mark, draw

TODAY = date(2011, 7, 13)


def make_mark(first: date, last: date | None = None, *, what: str = "something", shape: str = "event") -> Mark:
    return Mark(first, last or first, str(first), what, shape)


def shapes(marks: list[Mark]) -> list[str]:
    return [point.shape for point in draw(marks, on=TODAY, today="Today").points]


def test_draw_without_dates_shows_today_alone() -> None:
    timeline = draw([], on=TODAY, today="Today, 13 July 2011")

    assert [point.when.text for point in timeline.points] == ["Today, 13 July 2011"]
    assert timeline.segments == ()
    assert timeline.description == "Today, 13 July 2011. No other date."


def test_draw_puts_today_between_past_and_future() -> None:
    marks = [make_mark(date(2011, 7, 19), shape="hearing"), make_mark(date(2010, 11, 3))]

    assert shapes(marks) == ["event", "today", "hearing"]


def test_draw_puts_what_is_due_today_above_the_mark_of_today() -> None:
    assert shapes([make_mark(TODAY, shape="limit")]) == ["limit", "today"]


def test_draw_marks_as_past_only_what_is_wholly_over() -> None:
    marks = [make_mark(date(2011, 6, 1), date(2011, 6, 30)), make_mark(date(2011, 7, 1), date(2011, 7, 31))]

    assert [point.is_past for point in draw(marks, on=TODAY, today="Today").points] == [True, False, False]


def test_draw_gives_a_date_without_a_day_some_length() -> None:
    month, day, _ = draw(
        [make_mark(date(2011, 6, 1), date(2011, 6, 30)), make_mark(date(2011, 7, 1))], on=TODAY, today="Today"
    ).points

    assert (month.until_y > month.y, day.until_y == day.y) == (True, True)


def test_draw_makes_a_longer_wait_longer() -> None:
    days, months, years = (
        draw([make_mark(TODAY - timedelta(gap))], on=TODAY, today="Today").segments[0] for gap in (60, 300, 3_000)
    )

    lengths = [segment.until_y - segment.y for segment in (days, months, years)]
    assert lengths == sorted(set(lengths))
    assert [segment.is_long for segment in (days, months, years)] == [False, False, True]


def test_draw_tells_what_lies_ahead() -> None:
    segments = draw([make_mark(date(2011, 7, 1)), make_mark(date(2011, 8, 1))], on=TODAY, today="Today").segments

    assert [segment.is_ahead for segment in segments] == [False, True]


def test_draw_cuts_long_words_and_says_so() -> None:
    point, _ = draw([make_mark(date(2011, 7, 1), what="W" * 500)], on=TODAY, today="Today").points

    assert len(point.what) == 1
    assert point.what[0].text.endswith("…")
    assert len(point.what[0].text) < 40


def test_draw_breaks_words_into_two_lines_at_most() -> None:
    point, _ = draw([make_mark(date(2011, 7, 1), what="a short word " * 40)], on=TODAY, today="Today").points

    assert [line.text.endswith("…") for line in point.what] == [False, True]


def test_draw_keeps_to_the_dates_nearest_to_today_and_counts_the_others() -> None:
    marks = [make_mark(TODAY - timedelta(days)) for days in range(1, 31)]

    timeline = draw(marks, on=TODAY, today="Today")

    assert [point.when.text for point in timeline.points][:-1] == [
        str(TODAY - timedelta(days)) for days in range(12, 0, -1)
    ]
    assert timeline.left_out == 18


def test_draw_describes_itself_in_words() -> None:
    marks = [make_mark(date(2011, 7, 1)), make_mark(date(2011, 8, 1))]

    assert draw(marks, on=TODAY, today="Today").description == (
        "2 dates from 2011-07-01 to 2011-08-01, from top to bottom. Today. The table lists them."
    )


@st.composite
def any_mark(strategy: st.DrawFn) -> Mark:
    first = strategy(st.dates())
    last = strategy(st.dates(min_value=first))
    return Mark(first, last, "when", strategy(st.text(max_size=200)), "event")


@given(st.lists(any_mark(), max_size=30), st.dates())
def test_draw_never_lets_words_overlap_or_leave_the_drawing(marks: list[Mark], on: date) -> None:
    timeline = draw(marks, on=on, today="Today")

    baselines = [line.y for point in timeline.points for line in (point.when, *point.what)]
    assert baselines == sorted(baselines)
    assert all(below - above >= 13 for above, below in pairwise(baselines))
    assert max(baselines) < timeline.height
    assert all(0 < point.y <= point.until_y < timeline.height for point in timeline.points)
    assert len(timeline.segments) == len(timeline.points) - 1
    assert timeline.width == WIDTH
