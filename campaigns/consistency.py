"""Does the database say what it should? What `check_consistency` asks after every outage and on a timer."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction

from campaigns.models import Reminder, UrgentAction
from campaigns.planning import plan_reminders


def orphans(*, at: datetime, grace: timedelta = timedelta()) -> list[str]:
    """Due reminders that were neither sent, cancelled with a reason, nor given up; each as a sentence.

    Those that no sweep has planned yet count too: they are planned here, looked at, and taken back.

    Args:
        grace: how long after its moment a reminder may wait for the sweep.
    """
    due = at - grace
    waiting = set(_sentences(due))
    with transaction.atomic():
        plan_reminders(at=due)
        waiting |= set(_sentences(due))
        transaction.set_rollback(True)
    return sorted(waiting)


def _sentences(due: datetime) -> Iterator[str]:
    for reminder in Reminder.objects.due(due).select_related("action"):
        yield (
            f"{reminder.action.reference}: {reminder} ({reminder.get_kind_display()} {reminder.subject_id}) was due "
            f"at {reminder.due_at:%Y-%m-%d %H:%M} UTC and is still waiting. Is the worker running?"
        )


def days_that_disagree() -> list[str]:
    """Actions whose last good day is not the one that their issued sheet says; each as a sentence."""
    found = []
    published = UrgentAction.objects.published().order_by("pk")
    rows = published.values_list("series", "number", "year", "pk", "last_good_day", "current_sheet__frozen")
    for series, number, year, pk, last_good_day, frozen in rows.iterator():
        printed = date.fromisoformat(frozen["last_good_day"]) if frozen else None
        if printed != last_good_day:
            reference = UrgentAction(series=series, number=number, year=year).reference
            found.append(
                f"{reference} (action {pk}) ends on {last_good_day} in the lists, but its sheet says {printed}."
            )
    return found
