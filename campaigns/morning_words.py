"""A row of the desk in words that may be read by whoever carries the mail: references, kinds and days.

Titles, names, and the courts of hearings stay behind the links of the list (`campaigns.morning_list`).
"""

from datetime import date
from typing import Any, cast

from django.utils import timezone

from campaigns.deadlines import days_left
from campaigns.models import Sheet, UrgentAction
from campaigns.states import ActionStatus
from cases.models import Authority, Deadline, Hearing


def line_for(name: str, row: Any, references: dict[int, str], on: date) -> str:
    """One row of a queue.

    Args:
        name: of the queue.
        references: how the actions of each case are called, by its key.
        on: the day of the list.
    """
    match row:
        case Hearing() | Deadline():
            whose = references.get(row.case_id, "a case without an action")
            return f"{_when(row.on, on)}: {row._meta.verbose_name}, {whose}"
        case UrgentAction() if name == "untold":
            ended = timezone.localtime(cast(Any, row).ended_at, timezone.get_default_timezone()).date()
            return f"{row.reference}, {row.get_status_display()} on {_written(ended)}"
        case UrgentAction() if name == "consents":
            return f"{row.reference}, {row.get_status_display()}"
        case UrgentAction() if row.status == ActionStatus.PAUSED:
            return f"{row.reference}, paused"
        case UrgentAction() if name in ("quiet", "outdated"):
            return f"{row.reference}, open until {_written(day_of(row))}"
        case UrgentAction():
            return f"{_when(day_of(row), on)}: last good day of {row.reference}"
        case Sheet() if name == "unreviewed":
            issued = timezone.localtime(row.issued_at, timezone.get_default_timezone())
            return f"{row.action.reference}, sheet {row.version}, issued on {_written(issued.date())} at {issued:%H:%M}"
        case Sheet():
            begun = timezone.localtime(row.created_at, timezone.get_default_timezone()).date()
            return f"{row.action.reference}, sheet {row.version}, begun on {_written(begun)}"
        case Authority():
            # What is printed on an open action is public; which other offices we know of may tell what comes next.
            office = str(row) if getattr(row, "is_in_use", False) else f"Address no. {row.pk}, on no open action"
            return f"{office}, {f'verified on {_written(row.verified_on)}' if row.verified_on else 'never verified'}"
    about = f"{row.action.reference}, " if row.action else ""
    return f"{about}{row.get_kind_display()} of {_written(row.about_on)}"


def _written(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _when(day: date, on: date) -> str:
    """The day, and how far it is: "tomorrow, 20 July 2011"."""
    days = days_left(day, on)
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return f"{near.get(days) or (f'in {days} days' if days > 0 else f'{-days} days ago')}, {_written(day)}"


def day_of(row: Any) -> date:
    """The day that a row is about: of a hearing or a deadline, or the last good day."""
    day: Any = row.last_good_day if isinstance(row, UrgentAction) else row.on
    return cast(date, day)
