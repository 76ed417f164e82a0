"""A passage: everything that a mail says about one notice, as text without any markup.

Each sentence is translated whole. Text from a case comes in through `one_line` or `prose`, so it can neither
begin a line of its own nor turn the direction of what stands around it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from django.utils.dateformat import format as format_date
from django.utils.text import normalize_newlines
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from cases.partial_dates import PartialDate

# Days and languages kept in memory: a sweep tells thousands of followers of the same few days.
_DAYS = 512
# Controls, and all that turns the direction of the text around it (UAX 9) or cannot be seen.
_UNWANTED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)


class Group(IntEnum):
    """Under which heading a passage stands in a mail that holds several."""

    HALT = 0
    LAST_DAYS = 1
    DATES = 2
    CHANGED = 3
    NEW = 4
    ENDED = 5

    @property
    def title(self) -> str:
        match self:
            case Group.HALT:
                return _("Please do not write")
            case Group.LAST_DAYS:
                return _("Last days to write")
            case Group.DATES:
                return _("Hearings and other dates")
            case Group.CHANGED:
                return _("What changed")
            case Group.NEW:
                return _("New actions")
            case Group.ENDED:
                return _("Ended")


# In one mail all days that draw near stand before all news; among the days, the soonest comes first.
_URGENCY = {Group.HALT: 0, Group.LAST_DAYS: 1, Group.DATES: 1, Group.CHANGED: 2, Group.NEW: 3, Group.ENDED: 4}


class Fact(NamedTuple):
    label: str
    value: str


class Link(NamedTuple):
    label: str
    url: str


@dataclass(frozen=True)
class Passage:
    """What a mail says about one notice.

    Args:
        subject: of a mail that holds nothing else; ``%(about)s`` stands for the reference, or the number of actions.
        on: the day it is about; of passages of one group the soonest comes first.
        told: paragraphs about this notice alone.
        listed: sentences that are listed one below the other.
        note: what staff tell everybody, in paragraphs.
        advice: what to do. The same for many notices of its kind, so a mail with several says it once.
    """

    group: Group
    on: date
    subject: str
    title: str
    facts: tuple[Fact, ...] = ()
    told: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    note: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def urgency(self) -> tuple[int, date]:
        """Sorted by it, the most urgent comes first."""
        return _URGENCY[self.group], self.on


def one_line(text: str) -> str:
    """Text from a case on one line, without characters that nobody sees."""
    return " ".join(_UNWANTED.sub("", text).split())


def prose(text: str) -> tuple[str, ...]:
    """The paragraphs of a text from a case, each as `one_line`."""
    paragraphs = normalize_newlines(text).split("\n\n")
    return tuple(line for line in map(one_line, paragraphs) if line)


def long_day(day: date) -> str:
    """ "Tuesday 19 July 2011", in the language that is active."""
    return _long_day(day, get_language())


def short_day(day: date) -> str:
    """ "19 July 2011"."""
    return _short_day(day, get_language())


def known_date(known: PartialDate) -> str:
    """ "19 July 2011", "July 2011", "2011": as much as is known of a date."""
    match known.precision:
        case "day":
            return short_day(known.first_day)
        case "month":
            return format_date(known.first_day, pgettext("format of a month, for Django's date filter", "F Y"))
        case _:
            return str(known.year)


def day_in_year(day: date) -> str:
    """ "Tuesday 19 July", where the year has been said."""
    return _day_in_year(day, get_language())


# The first of a month has a format of its own in each: French writes "1er août", but "2 août".


@lru_cache(maxsize=_DAYS)
def _long_day(day: date, language: str | None) -> str:
    if day.day == 1:
        return format_date(
            day, pgettext("format of the first of a month with its weekday, for Django's date filter", "l j F Y")
        )
    return format_date(day, pgettext("format of a day with its weekday, for Django's date filter", "l j F Y"))


@lru_cache(maxsize=_DAYS)
def _short_day(day: date, language: str | None) -> str:
    if day.day == 1:
        return format_date(day, pgettext("format of the first of a month, for Django's date filter", "j F Y"))
    return format_date(day, pgettext("format of a day, for Django's date filter", "j F Y"))


@lru_cache(maxsize=_DAYS)
def _day_in_year(day: date, language: str | None) -> str:
    if day.day == 1:
        return format_date(
            day,
            pgettext("format of the first of a month with its weekday and no year, for Django's date filter", "l j F"),
        )
    return format_date(day, pgettext("format of a day with its weekday and no year, for Django's date filter", "l j F"))


def clock_time(at: time) -> str:
    """ "09:30"."""
    return format_date(at, pgettext("format of a time, for Django's time filter", "H:i"))


def by_days(days: int, *, today: Callable[[], str], tomorrow: Callable[[], str], later: Callable[[], str]) -> str:
    """The one of three sentences that fits a number of days to come; the other two are not even looked up."""
    match days:
        case 0:
            return today()
        case 1:
            return tomorrow()
        case _:
            return later()


def subject_of_date(days: int) -> str:
    """The subject of a mail about a hearing or a deadline; it says no more, for it shows on locked screens."""
    return by_days(
        days,
        today=lambda: _("Reminder: a date today (%(about)s)"),
        tomorrow=lambda: _("Reminder: a date tomorrow (%(about)s)"),
        later=lambda: ngettext(
            "Reminder: a date in %(days)s day (%(about)s)", "Reminder: a date in %(days)s days (%(about)s)", days
        ),
    ).replace("%(days)s", str(days))


def subject_of_last_day(days: int) -> str:
    """The subject of a mail about the last good day."""
    return by_days(
        days,
        today=lambda: _("Reminder: the last day to write is today (%(about)s)"),
        tomorrow=lambda: _("Reminder: the last day to write is tomorrow (%(about)s)"),
        later=lambda: ngettext(
            "Reminder: the last day to write is in %(days)s day (%(about)s)",
            "Reminder: the last day to write is in %(days)s days (%(about)s)",
            days,
        ),
    ).replace("%(days)s", str(days))
