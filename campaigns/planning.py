"""Bring the rows of reminders into line with what is wanted. Sends nothing; see `campaigns.sending`.

`plan_reminders` may run any number of times and anywhere at once: it is a function of the database and `at`.
Rows that were sent or failed are never touched: they are the memory that keeps a mail from going twice.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from campaigns.audience import no_longer_wanted, plan_wanted
from campaigns.models import Reminder
from campaigns.occasions import Key, Moment
from campaigns.offers import offers
from campaigns.reasons import AT_ONCE, Facts, reasons_for

TRIES = 3
# Any number will do, as long as nothing else in this database uses it as an advisory lock.
_PLANNER_LOCK = 214_2011


@dataclass(frozen=True)
class Plan:
    """How many rows one run of the planner planned, new or anew or for another time, and how many it cancelled."""

    planned: int
    cancelled: int


def key_of(row: Reminder) -> Key:
    return Key(row.kind, row.subject_id, row.about_on, row.lead_days, row.address)


def plan_reminders(*, at: datetime) -> Plan:
    """Plan what is wanted, plan anew what is wanted again, cancel with a reason what no longer is.

    Two statements for whatever is wanted, and a constant number for each thousand rows that are cancelled. Memory
    grows with the dates and events, not with the followers (but for eight bytes for each row cancelled).
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
    on_offer = list(offers(at=at))
    with joined_by_hash():
        gone = no_longer_wanted(on_offer, horizon=Moment(at).horizon)
    cancelled = sum(_let_go(gone[start : start + AT_ONCE], at) for start in range(0, len(gone), AT_ONCE))
    with joined_by_hash():
        return Plan(plan_wanted(on_offer), cancelled)


@contextmanager
def joined_by_hash() -> Iterator[None]:
    """Keep PostgreSQL from comparing each row that is wanted with each that is there.

    How many are wanted is known to nobody before the statement runs. PostgreSQL takes it for a handful and then
    compares them all with one another: with 50,000 of each that took 70 seconds, by hash half a second.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL jit = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop = DEFAULT; SET LOCAL jit = DEFAULT")


def _let_go(ids: Sequence[int], at: datetime) -> int:
    """Cancel these, each with its reason. Each update names the state it found: a row sent meanwhile stays."""
    rows = list(Reminder.objects.planned().filter(pk__in=ids))
    by_reason: defaultdict[str, list[int]] = defaultdict(list)
    for pk, reason in reasons_for(rows, at=at).items():
        by_reason[reason].append(pk)
    still_good = set(by_reason.pop("", ()))
    _move([row for row in rows if row.pk in still_good], at)
    for reason, pks in by_reason.items():
        Reminder.objects.planned().filter(pk__in=pks).update(
            status=Reminder.Status.CANCELLED, settled_at=at, reason=reason
        )
    return sum(map(len, by_reason.values()))


def _move(rows: Sequence[Reminder], at: datetime) -> None:
    """Put off those that still go, but so late that they would not be planned yet: the hour or the pace changed."""
    facts = Facts(rows, Moment(at))
    for row in rows:
        Reminder.objects.planned().filter(pk=row.pk).update(due_at=facts.due_at(row))
