"""Does the database say what it should? What `check_consistency` asks after every outage and on a timer."""

from collections import Counter
from datetime import date, datetime, timedelta

from django.db import transaction

from campaigns.leads import how_early
from campaigns.models import Reminder, UrgentAction
from campaigns.occasions import Key
from campaigns.planning import key_of, plan_reminders


def orphans(*, at: datetime, grace: timedelta = timedelta()) -> list[str]:
    """Due reminders that were neither sent, cancelled with a reason, nor given up; each as a sentence.

    Those that no sweep has planned yet count too: they are planned here, looked at, and taken back.

    Args:
        grace: how long after its moment a reminder may wait for the sweep.
    """
    due = at - grace
    waiting = _waiting(due)
    with transaction.atomic():
        plan_reminders(at=due)
        waiting |= _waiting(due)
        transaction.set_rollback(True)
    notices = Counter(_notice(reminder) for reminder in waiting.values())
    return [f"{notice}; {count} waiting. Is the worker running?" for notice, count in sorted(notices.items())]


def _waiting(due: datetime) -> dict[Key, Reminder]:
    return {key_of(reminder): reminder for reminder in Reminder.objects.due(due).select_related("action")}


def _notice(reminder: Reminder) -> str:
    """Without the address: this goes into logs."""
    about = reminder.action.reference if reminder.action else "the desk"
    return (
        f"{about}: {reminder.get_kind_display()} on {reminder.about_on}, the notice "
        f"{how_early(reminder)}, due at {reminder.due_at:%Y-%m-%d %H:%M} UTC"
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
