"""Is the sender at work? What each sweep notes of itself, and what the desk, the health page and the alarm read.

A sweep that did not run tells nobody, so its absence is the alarm: it is looked for from outside, by the health
page, by `check_consistency` and by everybody who opens a page of staff.
"""

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q, Sum

from campaigns.history_watch import history_alarms
from campaigns.leads import how_early
from campaigns.models import LastSweep, Reminder, ReminderCount
from campaigns.models.sweep import THE_ONLY
from campaigns.occasions import section_day, section_zone

LATEST = timedelta(minutes=5)  # five rings missed
LONGEST = timedelta(minutes=10)  # a task that runs longer is ended by Celery (config.settings)
REASONS = 12  # reasons of cancellation that are told apart; the rest is one number
MOMENTS = 6  # moments to come
MONTHS = 12  # of which the numbers are told


@dataclass(frozen=True)
class Standing:
    """How the sender stands at a moment."""

    last: LastSweep | None
    overdue: int  # due reminders that have waited longer than `LATEST`
    oldest: datetime | None  # since when the oldest of them is due
    alarms: tuple[str, ...]  # sentences; they tell nothing private, the health page shows them
    history: tuple[str, ...]  # those of them that are about the history


@dataclass(frozen=True)
class Tally:
    """What became of reminders since a moment."""

    sent: int
    failed: int
    cancelled: int
    reasons: tuple[tuple[str, int], ...]  # of the cancelled, the commonest first
    other_reasons: int


def note_begin(*, by: str, at: datetime) -> None:
    """Note that a sweep begins.

    Args:
        by: the kind of process, such as "worker".
    """
    # The first label of the machine's name; the rest tells of the house it stands in.
    process = f"{by} on {socket.gethostname().split('.', 1)[0]}"[:120]
    LastSweep.objects.update_or_create(pk=THE_ONLY, defaults={"began_at": at, "ended_at": None, "process": process})


def note_end(*, began: datetime, took: timedelta, sent: int, postponed: int, failed: int, held: str) -> None:
    """Note what a sweep did. A later one may have begun meanwhile, which then has the row."""
    LastSweep.objects.filter(pk=THE_ONLY, began_at=began).update(
        ended_at=began + took, sent=sent, postponed=postponed, failed=failed, held=held[:200]
    )


def standing(*, at: datetime) -> Standing:
    """The last sweep, what waits, and how the history was found, in three queries."""
    last = LastSweep.objects.first()
    waiting = Reminder.objects.due(at - LATEST).aggregate(count=Count("pk"), oldest=Min("due_at"))
    alarms = []
    if last is None:
        alarms.append("No sweep has run yet. Is the worker running, and beat?")
    elif _is_late(last, at):
        alarms.append("The last sweep is more than five minutes old. Is the worker running, and beat?")
    if waiting["count"]:
        alarms.append("A reminder that is due has waited for more than five minutes.")
    history = tuple(history_alarms(at=at))
    return Standing(last, waiting["count"], waiting["oldest"], (*alarms, *history), history)


def _is_late(last: LastSweep, at: datetime) -> bool:
    if last.ended_at is None:
        return at - last.began_at > LONGEST
    return at - last.ended_at > LATEST


def tally(*, since: datetime) -> Tally:
    """What became of the reminders that were settled since a moment, in two queries."""
    settled = Reminder.objects.exclude(status=Reminder.Status.PLANNED).filter(settled_at__gte=since)
    by_status = dict(settled.order_by().values_list("status").annotate(count=Count("pk")))
    cancelled = settled.filter(status=Reminder.Status.CANCELLED).order_by()
    reasons: Sequence[tuple[str, int]] = list(
        cancelled.values_list("reason").annotate(count=Count("pk")).order_by("-count", "reason")[:REASONS]
    )
    total = by_status.get(Reminder.Status.CANCELLED, 0)
    return Tally(
        sent=by_status.get(Reminder.Status.SENT, 0),
        failed=by_status.get(Reminder.Status.FAILED, 0),
        cancelled=total,
        reasons=tuple(reasons),
        other_reasons=total - sum(count for _, count in reasons),
    )


def beginning_of_day(*, at: datetime, days_ago: int = 0) -> datetime:
    """Midnight in the section's zone, of the day of a moment or so many days before."""
    return beginning_of(section_day(at) - timedelta(days=days_ago))


def beginning_of(day: date) -> datetime:
    """Midnight of a day in the section's zone."""
    return datetime(day.year, day.month, day.day, tzinfo=section_zone())


def next_moments(*, at: datetime) -> list[tuple[datetime, int]]:
    """When reminders go next, and how many are planned for each moment so far."""
    coming = Reminder.objects.planned().filter(due_at__gt=at).order_by()
    return list(coming.values_list("due_at").annotate(count=Count("pk")).order_by("due_at")[:MOMENTS])


def numbers_before(*, months: int) -> list[tuple[date, int, int, int]]:
    """How many notices were sent, failed and cancelled whose rows are gone: by month, the latest first. One query."""
    rows = (
        ReminderCount.objects.order_by()
        .values_list("month")
        .annotate(
            sent=Sum("number", filter=Q(status="sent"), default=0),
            failed=Sum("number", filter=Q(status="failed"), default=0),
            cancelled=Sum("number", filter=Q(status="cancelled"), default=0),
        )
    )
    return list(rows.order_by("-month")[:months])


def oldest_due(*, at: datetime) -> tuple[Reminder, str] | None:
    """The reminder that has been due for longest without having gone, and how early it was to be."""
    reminder = Reminder.objects.due(at).select_related("action").defer("action__search_text").first()
    return (reminder, how_early(reminder)) if reminder else None
