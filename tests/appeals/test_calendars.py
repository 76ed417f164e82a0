"""The iCalendar file: what is written out for given entries."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.calendars import EDITION, Calendar, Entry, Status, as_icalendar
from tests.calendars import read

ABOUT = Calendar(
    "Urgent actions: Kenya", "Days of urgent actions.", "http://desk.example/", "http://desk.example/c.ics"
)
ENTRY = Entry(
    uid="action-7@desk.example",
    day=date(2011, 8, 22),
    title="Last day to write: UA 214/11, Kenya",
    words="What to ask, and of whom: http://desk.example/actions/ua-214-11/",
    url="http://desk.example/actions/ua-214-11/",
    status=Status.CONFIRMED,
    changed_at=datetime(2011, 7, 13, 8, 0, 30, 999_999, tzinfo=UTC),
    changes=1,
)


def test_entry_is_a_whole_day_that_keeps_nobody_busy() -> None:
    (event,) = read(as_icalendar(ABOUT, [ENTRY])).events

    assert {name: values for name, values in event.properties.items() if name != "SEQUENCE"} == {
        "UID": [("action-7@desk.example", "")],
        "DTSTART": [("20110822", ";VALUE=DATE")],
        "DTEND": [("20110823", ";VALUE=DATE")],
        "DTSTAMP": [("20110713T080030Z", "")],
        "LAST-MODIFIED": [("20110713T080030Z", "")],
        "SUMMARY": [("Last day to write: UA 214/11, Kenya", "")],
        "DESCRIPTION": [("What to ask, and of whom: http://desk.example/actions/ua-214-11/", "")],
        "URL": [("http://desk.example/actions/ua-214-11/", "")],
        "STATUS": [("CONFIRMED", "")],
        "TRANSP": [("TRANSPARENT", "")],
        "CLASS": [("PUBLIC", "")],
    }
    assert event.parts == []


def test_calendar_says_its_name_and_when_to_ask_again() -> None:
    calendar = read(as_icalendar(ABOUT, [ENTRY]))

    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "Urgent actions: Kenya"
    assert calendar["DESCRIPTION"] == calendar["X-WR-CALDESC"] == "Days of urgent actions."
    assert calendar.properties["REFRESH-INTERVAL"] == [("PT6H", ";VALUE=DURATION")]
    assert calendar["X-PUBLISHED-TTL"] == "PT6H"
    assert calendar.properties["SOURCE"] == [("http://desk.example/c.ics", ";VALUE=URI")]
    assert "METHOD" not in calendar.properties


def test_file_that_is_taken_once_names_no_source_and_no_time_to_ask_again() -> None:
    calendar = read(as_icalendar(replace(ABOUT, source=""), [ENTRY]))

    assert {"SOURCE", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"} & set(calendar.properties) == set()


def test_calendar_without_entries_is_still_one() -> None:
    """RFC 5545 asks for at least one component; `read` refuses a calendar without."""
    calendar = read(as_icalendar(ABOUT, []))

    assert [part.name for part in calendar.parts] == ["VTIMEZONE"]


def test_alarm_rings_in_the_morning_for_days_that_hold_and_for_no_other() -> None:
    paused = replace(ENTRY, uid="action-8@desk.example", status=Status.TENTATIVE)
    stopped = replace(ENTRY, uid="action-9@desk.example", status=Status.CANCELLED)

    calendar = read(as_icalendar(ABOUT, [ENTRY, paused, stopped], alarm_days=7))

    alarms = {event["UID"]: [(part["ACTION"], part["TRIGGER"]) for part in event.parts] for event in calendar.events}
    assert alarms == {
        "action-7@desk.example": [("DISPLAY", "-P6DT15H")],
        "action-8@desk.example": [],
        "action-9@desk.example": [],
    }


def test_same_entries_give_the_same_bytes() -> None:
    assert as_icalendar(ABOUT, [ENTRY]) == as_icalendar(ABOUT, [replace(ENTRY)])


def test_entry_of_staff_is_marked_private() -> None:
    (event,) = read(as_icalendar(ABOUT, [replace(ENTRY, is_private=True)])).events

    assert event["CLASS"] == "PRIVATE"


@pytest.mark.parametrize(
    ("changed_at", "changes", "sequence"),
    [
        (datetime(2010, 1, 1, 0, 0, 5, tzinfo=UTC), 1, 6),
        # A second change in the same second.
        (datetime(2010, 1, 1, 0, 0, 5, tzinfo=UTC), 2, 7),
        # A restored backup lost two changes; the one that is made again comes later.
        (datetime(2010, 1, 1, 0, 5, 0, tzinfo=UTC), 1, 301),
        # What is older than the count of seconds.
        (datetime(1990, 1, 1, tzinfo=UTC), 3, 3),
    ],
)
def test_sequence_rises_with_the_moment_and_with_the_number_of_changes(changed_at, changes, sequence) -> None:
    assert replace(ENTRY, changed_at=changed_at, changes=changes).sequence == sequence + EDITION


def test_sequence_fits_its_32_bits_for_decades() -> None:
    assert replace(ENTRY, changed_at=datetime(2077, 12, 31, tzinfo=UTC)).sequence < 2**31


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)) | st.just("\n")), st.integers(0, 3))
def test_any_text_can_be_read_back_by_two_readers(text: str, repeated: int) -> None:
    title = f"Ж{text}" * repeated + "."
    written = as_icalendar(replace(ABOUT, name=title), [replace(ENTRY, title=title, words=title)])

    calendar = read(written)
    assert (calendar["NAME"], calendar["X-WR-CALNAME"], calendar.events[0]["SUMMARY"]) == (title, title, title)
    library = icalendar.Calendar.from_ical(written)
    assert [str(event["DESCRIPTION"]) for event in library.events] == [title]


def test_library_reads_the_day_and_the_alarm() -> None:
    (event,) = icalendar.Calendar.from_ical(as_icalendar(ABOUT, [ENTRY], alarm_days=1)).events

    assert (event.start, event.end) == (date(2011, 8, 22), date(2011, 8, 23))
    assert [alarm.TRIGGER for alarm in event.walk("VALARM")] == [timedelta(hours=-15)]
