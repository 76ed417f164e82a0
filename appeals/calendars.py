"""Entries of a calendar, and the iCalendar file (RFC 5545) that holds them. No models, no clock.

The same entries always give the same bytes: every moment in the file is that of the last change, and none is the
moment at which it was asked for. Where entries come from is said in `appeals.calendar_entries`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Alarm, Event, Timezone, TimezoneStandard, vText
from icalendar import Calendar as Component

# Raise it by one whenever the words or the shape of an entry change, so that no program keeps the old ones.
EDITION = 1
# How often a program should ask again.
ASK_AGAIN = timedelta(hours=6)
# In a download somebody can have a reminder this many days before each day, at this hour of their own clock.
ALARM_DAYS = (1, 3, 7, 14)
ALARM_HOUR = 9

_BEGAN = datetime(2010, 1, 1, tzinfo=UTC)
_KEPT_FOR_NEXT_TIME = 4_096  # entries written out, about a kilobyte each


class Status(StrEnum):
    """What a day is, in the words of RFC 5545."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Entry:
    """One whole day of a calendar.

    Args:
        uid: the name by which programs know it again for good.
        changed_at: the moment of the last change of anything it says.
        changes: how many changes are recorded.
        is_private: whether it is for the eyes of staff only.
    """

    uid: str
    day: date
    title: str
    words: str
    url: str
    status: Status
    changed_at: datetime
    changes: int
    is_private: bool = False

    @property
    def sequence(self) -> int:
        """A number that rises with each change and never falls (RFC 5545, 3.8.7.4); it fits 32 bits until 2078.

        A count alone would fall when a backup is restored or a hearing moves to another case; seconds alone would
        miss the second of two changes in one second.
        """
        seconds = int((self.changed_at - _BEGAN).total_seconds())
        return max(seconds, 0) + self.changes + EDITION


@dataclass(frozen=True)
class Calendar:
    """What a calendar says of itself."""

    name: str
    words: str
    url: str  # of the page that shows the same
    source: str = ""  # the address at which it is asked for again; empty for a file that is taken once


def uid_of(kind: str, pk: int) -> str:
    """ "hearing-7@desk.example.org": never the name of anybody."""
    return f"{kind}-{pk}@{urlsplit(settings.SITE_URL).hostname}"


def address_on_site(path: str) -> str:
    """A path of this site as a whole address."""
    return f"{settings.SITE_URL}{path}"


def as_icalendar(calendar: Calendar, entries: Iterable[Entry], *, alarm_days: int | None = None) -> bytes:
    """The file.

    Args:
        alarm_days: a reminder so many days before each day that holds; for downloads only, since a program that asks
            again and again would ring for all of them.
    """
    events = [_event(entry, alarm_days) for entry in entries]
    end = b"END:VCALENDAR\r\n"
    head = _head(calendar).to_ical().removesuffix(end)
    # A calendar without any component is not allowed (RFC 5545, 3.6), and some programs refuse it.
    return head + b"".join(events or [_UTC]) + end


def _head(calendar: Calendar) -> Component:
    head = Component()
    head.add("prodid", "-//Urgent Action Desk//Calendar//EN")
    head.add("version", "2.0")
    head.add("calscale", "GREGORIAN")
    # No METHOD: these are days as they stand, not a message about them (RFC 5546), and DTSTAMP is then the moment
    # of the last change.
    # Said twice, for programs that know RFC 7986 and for those before it. `vText`, because the library leaves text
    # as it is where it does not know the name.
    for name in ("name", "x-wr-calname"):
        head.add(name, vText(calendar.name))
    for name in ("description", "x-wr-caldesc"):
        head.add(name, vText(calendar.words))
    head.add("url", calendar.url)
    if calendar.source:
        head.add("source", calendar.source, parameters={"VALUE": "URI"})
        head.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
        head.add("x-published-ttl", "PT6H")
    return head


@lru_cache(maxsize=_KEPT_FOR_NEXT_TIME)
def _event(entry: Entry, alarm_days: int | None) -> bytes:
    """One entry, written out. It follows from its arguments alone, so remembering it keeps nothing alive."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("description", entry.words)
    event.add("url", entry.url)
    event.add("status", entry.status.value)
    # A day to know of, not an appointment: nobody is shown as busy.
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE" if entry.is_private else "PUBLIC")
    if alarm_days is not None and entry.status == Status.CONFIRMED:
        event.add_component(_alarm(entry, alarm_days))
    written: bytes = event.to_ical()
    return written


def _alarm(entry: Entry, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.title)
    # Counted from the midnight with which the day begins, wherever the reader is.
    alarm.add("trigger", timedelta(hours=ALARM_HOUR) - timedelta(days=days))
    return alarm


def _time_zone() -> bytes:
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "UTC")
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001  # RFC 5545 wants it without a zone
    standard.add("tzoffsetfrom", timedelta(0))
    standard.add("tzoffsetto", timedelta(0))
    zone.add_component(standard)
    written: bytes = zone.to_ical()
    return written


_UTC = _time_zone()
