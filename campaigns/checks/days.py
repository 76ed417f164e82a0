"""The dates of a sheet: whether they make sense, and how they lie to the dates of its case."""

from collections.abc import Iterator
from datetime import timedelta

from campaigns.checks.finding import Finding, amber, on_sheet, red
from campaigns.checks.reading import Reading, event_in_words
from cases.models import Deadline

# A sheet may be made ready a few days ahead. One that is dated more than a month ahead has a wrong month or year.
A_FEW_DAYS_AHEAD = timedelta(days=7)
FURTHEST_AHEAD = timedelta(days=31)
OLDEST = timedelta(days=14)
LONGEST_APPEAL = timedelta(days=366)  # the longest real one ran for three months
# Appeals that end so shortly before a day end because of it: what is posted later comes too late.
BOUND_TO = timedelta(days=3)
# After these there is nothing left to ask for, or a letter hurts.
_NO_WAY_BACK = (Deadline.Kind.EXTRADITION, Deadline.Kind.EXECUTION, Deadline.Kind.EVICTION)


def last_good_day_is_over(reading: Reading) -> Iterator[Finding]:
    content = reading.content
    if content.asks and content.last_good_day < reading.on:
        yield red(
            "last_good_day_is_over",
            f"The last good day, {content.last_good_day:%-d %B %Y}, is over: set a later appeals date.",
            on_sheet("id_appeals_limit"),
        )


def date_makes_no_sense(reading: Reading) -> Iterator[Finding]:
    content = reading.content
    if content.dated > reading.on + FURTHEST_AHEAD:
        yield red(
            "date_makes_no_sense:dated",
            f"The sheet is dated {content.dated:%-d %B %Y}, which is still to come.",
            on_sheet("id_dated"),
        )
    elif reading.before is not None and content.dated < reading.before.dated:
        yield red(
            "date_makes_no_sense:dated",
            f"The sheet is dated {content.dated:%-d %B %Y}, before the sheet that it follows "
            f"({reading.before.dated:%-d %B %Y}).",
            on_sheet("id_dated"),
        )
    if content.asks and content.last_good_day > content.dated + LONGEST_APPEAL:
        yield red(
            "date_makes_no_sense:appeals",
            f"Appeals run until {content.last_good_day:%-d %B %Y}, more than a year: is the year right?",
            on_sheet("id_appeals_limit"),
        )


def date_is_another_day(reading: Reading) -> Iterator[Finding]:
    """A draft that lay about keeps the date of the day on which it was begun; another was made ready very early."""
    dated, on = reading.content.dated, reading.on
    if dated < on - OLDEST:
        far = f"more than {OLDEST.days} days ago"
    elif on + A_FEW_DAYS_AHEAD < dated <= on + FURTHEST_AHEAD:
        far = f"more than {A_FEW_DAYS_AHEAD.days} days from now"
    else:
        return
    yield amber(
        "date_is_another_day",
        f"The sheet is dated {dated:%-d %B %Y}, {far}: give it the day on which it goes out.",
        on_sheet("id_dated"),
        dated,
    )


def appeals_end_before(reading: Reading) -> Iterator[Finding]:
    """A public day of the case that comes when nobody is asked to write any more."""
    content = reading.content
    for event in reading.public_events if content.asks else ():
        if event.on > content.last_good_day + BOUND_TO:
            yield amber(
                f"appeals_end_before:{event._meta.model_name}:{event.pk}",
                f"Appeals end on {content.last_good_day:%-d %B %Y}, before {event_in_words(event)}: should people not "
                "write until then?",
                on_sheet("id_appeals_limit"),
                event.on,
                content.last_good_day,
            )


def appeals_outlast(reading: Reading) -> Iterator[Finding]:
    """A day after which there is no way back, and letters still asked for behind it."""
    content = reading.content
    for event in reading.events if content.asks else ():
        if not isinstance(event, Deadline) or event.kind not in _NO_WAY_BACK:
            continue
        if event.on < content.last_good_day:
            yield amber(
                f"appeals_outlast:{event.pk}",
                f"Appeals run until {content.last_good_day:%-d %B %Y}, after {event_in_words(event)}: these letters "
                "come too late.",
                on_sheet("id_appeals_limit"),
                event.on,
                content.last_good_day,
            )
