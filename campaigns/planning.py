"""Bring the rows of reminders into line with what is wanted. Sends nothing; see `campaigns.sending`.

`plan_reminders` may run any number of times and anywhere at once: it is a function of the database and `at`.
Rows that were sent or failed are never touched: they are the memory that keeps a mail from going twice.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from campaigns.models import Reminder
from campaigns.occasions import FOLLOWERS_AHEAD, Key, Wanted, section_day, wanted_notices
from campaigns.reasons import reasons_for, superseded

TRIES = 3
AT_ONCE = 500  # rows a statement
# Any number will do, as long as nothing else in this database uses it as an advisory lock.
_PLANNER_LOCK = 214_2011


@dataclass(frozen=True)
class Cancellation:
    """A notice that will not be sent, and why."""

    key: Key
    action_id: int
    reason: str


@dataclass(frozen=True)
class Plan:
    """What one run of the planner changed."""

    planned: int
    rearmed: int
    cancelled: tuple[Cancellation, ...]


def key_of(row: Reminder) -> Key:
    return Key(row.kind, row.subject_id, row.about_on, row.lead_days, row.address)


def message_id_for(key: Key) -> str:
    """The Message-ID of a notice: the same whenever it is computed, and telling nothing of the address."""
    text = "|".join(str(part) for part in key)
    digest = salted_hmac("campaigns.planning.message_id", text, algorithm="sha256").hexdigest()[:40]
    host = settings.SITE_URL.split("://", 1)[-1].split(":", 1)[0].split("/", 1)[0]
    return f"<reminder.{digest}@{host}>"


def plan_reminders(*, at: datetime) -> Plan:
    """Plan what is wanted, re-arm what is wanted again, cancel with a reason what no longer is.

    The number of queries does not depend on the number of actions (beyond one statement for some hundred rows
    written).
    """
    for attempt in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                one_writer_at_a_time()
                return _plan(at)
        except IntegrityError:
            # A subscription or an action was deleted between our reading and our commit; look again.
            if attempt == TRIES:
                raise
    raise AssertionError("unreachable")


def one_writer_at_a_time() -> None:
    """Wait for the planner, or for whoever else rewrites many reminders, until the end of the transaction.

    Two that write the same rows in different orders could lock one another out. SQLite needs nothing: its
    transactions begin IMMEDIATE, so writers already stand in line.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PLANNER_LOCK])


def _plan(at: datetime) -> Plan:
    new = {notice.key: notice for notice in wanted_notices(at=at)}
    gone: list[Reminder] = []
    cancelled: list[Reminder] = []
    rearmed: list[Reminder] = []
    changed: list[Reminder] = []
    judged_until = at + FOLLOWERS_AHEAD
    for row in _rows_in_question(at):
        notice = new.pop(row.key, None)
        match row.status, notice:
            case Reminder.Status.PLANNED, None:
                # A follower's row beyond the horizon is not wanted yet, which is no reason to cancel it.
                if row.subscription_id is None or row.due_at <= judged_until:
                    gone.append(row.reminder())
            case Reminder.Status.PLANNED, Wanted(superseded_by=int(lead)):
                cancelled.append(row.reminder(reason=superseded(lead)))
            case Reminder.Status.PLANNED, Wanted() if row.places != (
                notice.action_id, notice.subscription_id, notice.due_at
            ):  # fmt: skip
                changed.append(_aligned(row, notice))
            case Reminder.Status.CANCELLED, Wanted(superseded_by=None):
                rearmed.append(_aligned(row, notice))
    reasons = reasons_for(gone, at=at)
    for reminder in gone:
        reminder.reason = reasons[reminder.pk]
    return _write(new.values(), [*cancelled, *gone], rearmed, changed, at)


class _Row(NamedTuple):
    """A row of the table, read without the cost of a model instance: there may be hundreds of thousands."""

    pk: int
    kind: str
    subject_id: int
    about_on: date
    lead_days: int
    address: str
    status: str
    action_id: int
    subscription_id: int | None
    due_at: datetime

    @property
    def key(self) -> Key:
        return Key(self.kind, self.subject_id, self.about_on, self.lead_days, self.address)

    @property
    def places(self) -> tuple[int, int | None, datetime]:
        return self.action_id, self.subscription_id, self.due_at

    def reminder(self, **changes: Any) -> Reminder:
        return Reminder(**{**self._asdict(), **changes})


def _rows_in_question(at: datetime) -> Iterator[_Row]:
    """Every row still planned, and every row about a day that is not over."""
    rows = Reminder.objects.filter(Q(status=Reminder.Status.PLANNED) | Q(about_on__gte=section_day(at)))
    for values in rows.order_by("pk").values_list(*_Row._fields).iterator(chunk_size=5_000):
        yield _Row(*values)


def _aligned(row: _Row, notice: Wanted) -> Reminder:
    return row.reminder(
        action_id=notice.action_id, subscription_id=notice.subscription_id, due_at=notice.due_at, status="planned"
    )


def _write(
    new: Collection[Wanted],
    cancelled: list[Reminder],
    rearmed: list[Reminder],
    changed: list[Reminder],
    at: datetime,
) -> Plan:
    """Write the differences. Each update names the state it found: a row sent meanwhile stays as it is."""
    for reminder in cancelled:
        reminder.status, reminder.settled_at = Reminder.Status.CANCELLED, at
    places = ["action_id", "subscription_id", "due_at"]
    planned = Reminder.objects.filter(status=Reminder.Status.PLANNED)
    planned.bulk_update(cancelled, ["status", "settled_at", "reason"], batch_size=AT_ONCE)
    planned.bulk_update(changed, places, batch_size=AT_ONCE)
    Reminder.objects.filter(status=Reminder.Status.CANCELLED).bulk_update(
        rearmed, [*places, "status", "settled_at", "reason"], batch_size=AT_ONCE
    )
    Reminder.objects.bulk_create([_new_row(notice, at) for notice in new], batch_size=AT_ONCE, ignore_conflicts=True)
    born_cancelled = [notice for notice in new if notice.superseded_by is not None]
    return Plan(
        planned=len(new) - len(born_cancelled),
        rearmed=len(rearmed),
        cancelled=(
            *(Cancellation(key_of(row), row.action_id, row.reason) for row in cancelled),
            *(Cancellation(n.key, n.action_id, superseded(n.superseded_by or 0)) for n in born_cancelled),
        ),
    )


def _new_row(notice: Wanted, at: datetime) -> Reminder:
    row = Reminder(
        **notice.key._asdict(),
        action_id=notice.action_id,
        subscription_id=notice.subscription_id,
        due_at=notice.due_at,
        message_id=message_id_for(notice.key),
    )
    if notice.superseded_by is not None:
        # Kept all the same, so that whoever asks why no such mail came finds the answer.
        row.status, row.settled_at = Reminder.Status.CANCELLED, at
        row.reason = superseded(notice.superseded_by)
    return row
