"""The sweep: plan what is wanted, send what is due. The Celery task and ``send_due_reminders`` both call it.

The parts: `campaigns.offers` finds what people are told of and when, `campaigns.audience` who gets it,
`campaigns.planning` keeps the rows in line with that, `campaigns.reasons` says why one does not go,
`campaigns.mailbags` which go together, `campaigns.notices` and `campaigns.emails` write the mail,
`campaigns.sending` sends it. Nothing depends on when or how often this runs: what is due is due until it
is sent, or cancelled with a reason.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction

from campaigns.models import Reminder
from campaigns.planning import Plan, plan_reminders
from campaigns.sender import lift_tide, what_holds, why_held
from campaigns.sending import Delivery, Outcome, rehearse_due, send_due
from campaigns.subscriptions import forget_unconfirmed
from campaigns.sweeps import note_begin, note_end

__all__ = ["SweepResult", "plan_reminders", "rehearse", "send_on", "sweep", "watched_sweep"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SweepResult:
    """What one sweep did, or in a rehearsal would do."""

    plan: Plan
    deliveries: tuple[Delivery, ...]
    held: str = ""  # why nothing was sent at all
    waiting: int = 0  # due reminders that were kept back for that
    cancelled: tuple[Reminder, ...] = ()  # by the planner or just before sending; where it was asked for

    def count(self, outcome: Outcome) -> int:
        return sum(delivery.outcome == outcome for delivery in self.deliveries)


def watched_sweep(*, at: datetime, by: str, limit: int | None = None, tell_cancelled: bool = False) -> SweepResult:
    """`sweep`, noting when it ran and what it did: a sweep that is missed is missed by somebody.

    Args:
        by: the kind of process, such as "worker".
    """
    note_begin(by=by, at=at)
    started = monotonic()
    result = sweep(at=at, limit=limit, tell_cancelled=tell_cancelled)
    note_end(
        began=at,
        took=timedelta(seconds=monotonic() - started),
        sent=result.count(Outcome.SENT),
        postponed=result.count(Outcome.POSTPONED),
        failed=result.count(Outcome.FAILED),
        held=result.held,
    )
    return result


def sweep(*, at: datetime, limit: int | None = None, tell_cancelled: bool = False) -> SweepResult:
    """Plan, then send everything due up to and including `at`, unless the sender is held.

    Args:
        limit: after about so many due reminders it is enough; the rest waits for the next sweep.
        tell_cancelled: read again what was cancelled at this moment; there may be very many.
    """
    forget_unconfirmed(at=at)
    plan = plan_reminders(at=at)
    if held := why_held(at=at):
        waiting = Reminder.objects.due(at).count()
        logger.warning("sweep: nothing is sent, %d due: %s", waiting, held)
        return SweepResult(plan, (), held, waiting, _cancelled(at) if tell_cancelled else ())
    lift_tide()
    deliveries = tuple(send_due(at=at, limit=limit))
    result = SweepResult(plan, deliveries, cancelled=_cancelled(at) if tell_cancelled else ())
    if result.deliveries or plan.planned or plan.cancelled:
        logger.info(
            "sweep: %d planned, %d cancelled; %d sent, %d postponed, %d failed",
            plan.planned,
            plan.cancelled + result.count(Outcome.CANCELLED),
            result.count(Outcome.SENT),
            result.count(Outcome.POSTPONED),
            result.count(Outcome.FAILED),
        )
    return result


def send_on(*, at: datetime, limit: int) -> list[Delivery]:
    """Send what a sweep left over, without planning anew; nothing if the sender is held.

    Args:
        limit: after about so many due reminders it is enough.
    """
    return [] if why_held(at=at) else send_due(at=at, limit=limit)


def rehearse(*, at: datetime, limit: int | None = None) -> SweepResult:
    """What `sweep` would do at this moment, without sending a mail or changing a row.

    It plans for real and takes the plan back with the transaction, so the two cannot differ. On SQLite it keeps
    other writers waiting meanwhile.
    """
    with transaction.atomic():
        plan = plan_reminders(at=at)
        deliveries = tuple(rehearse_due(at=at, limit=limit))
        late = (_as_cancelled(delivery) for delivery in deliveries if delivery.outcome == Outcome.CANCELLED)
        result = SweepResult(plan, deliveries, what_holds(), cancelled=(*_cancelled(at), *late))
        transaction.set_rollback(True)
    return result


def _cancelled(at: datetime) -> tuple[Reminder, ...]:
    rows = Reminder.objects.filter(status=Reminder.Status.CANCELLED, settled_at=at)
    return tuple(rows.select_related("action").defer("action__search_text").order_by("due_at", "pk"))


def _as_cancelled(delivery: Delivery) -> Reminder:
    delivery.reminder.reason = delivery.reason
    return delivery.reminder
