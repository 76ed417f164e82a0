"""The sweep: plan what is wanted, send what is due. The Celery task and ``send_due_reminders`` both call it.

The parts: `campaigns.occasions` decides which notices are wanted, `campaigns.planning` keeps the rows in line
with that, `campaigns.reasons` says why one is cancelled, `campaigns.notices` and `campaigns.emails` write the
mail, `campaigns.sending` sends it. Nothing depends on when or how often this runs: what is due is due until it
is sent, or cancelled with a reason.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction

from campaigns.models import Reminder
from campaigns.planning import Cancellation, Plan, key_of, plan_reminders
from campaigns.sender import lift_tide, what_holds, why_held
from campaigns.sending import Delivery, Outcome, rehearse_due, send_due
from campaigns.subscriptions import forget_unconfirmed
from campaigns.sweeps import note_begin, note_end

__all__ = ["SweepResult", "plan_reminders", "rehearse", "sweep", "watched_sweep"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SweepResult:
    """What one sweep did, or in a rehearsal would do."""

    plan: Plan
    deliveries: tuple[Delivery, ...]
    held: str = ""  # why nothing was sent at all
    waiting: int = 0  # due reminders that were kept back for that

    def count(self, outcome: Outcome) -> int:
        return sum(delivery.outcome == outcome for delivery in self.deliveries)

    @property
    def cancelled(self) -> tuple[Cancellation, ...]:
        """Everything that is cancelled, by the planner or just before sending."""
        late = (
            Cancellation(key_of(delivery.reminder), delivery.reminder.action_id, delivery.reason)
            for delivery in self.deliveries
            if delivery.outcome == Outcome.CANCELLED
        )
        return (*self.plan.cancelled, *late)


def watched_sweep(*, at: datetime, by: str, limit: int | None = None) -> SweepResult:
    """`sweep`, noting when it ran and what it did: a sweep that is missed is missed by somebody.

    Args:
        by: the kind of process, such as "worker".
    """
    note_begin(by=by, at=at)
    started = monotonic()
    result = sweep(at=at, limit=limit)
    note_end(
        began=at,
        took=timedelta(seconds=monotonic() - started),
        sent=result.count(Outcome.SENT),
        postponed=result.count(Outcome.POSTPONED),
        failed=result.count(Outcome.FAILED),
        held=result.held,
    )
    return result


def sweep(*, at: datetime, limit: int | None = None) -> SweepResult:
    """Plan, then send everything due up to and including `at`, unless the sender is held.

    Args:
        limit: how many due reminders to look at; the rest waits for the next sweep.
    """
    forget_unconfirmed(at=at)
    plan = plan_reminders(at=at)
    if held := why_held(at=at):
        waiting = Reminder.objects.due(at).count()
        logger.warning("sweep: nothing is sent, %d due: %s", waiting, held)
        return SweepResult(plan, (), held, waiting)
    lift_tide()
    result = SweepResult(plan, tuple(send_due(at=at, limit=limit)))
    if result.deliveries or plan.planned or plan.rearmed or plan.cancelled:
        logger.info(
            "sweep: %d planned, %d re-armed, %d cancelled; %d sent, %d postponed, %d failed",
            plan.planned,
            plan.rearmed,
            len(result.cancelled),
            result.count(Outcome.SENT),
            result.count(Outcome.POSTPONED),
            result.count(Outcome.FAILED),
        )
    return result


def rehearse(*, at: datetime, limit: int | None = None) -> SweepResult:
    """What `sweep` would do at this moment, without sending a mail or changing a row.

    It plans for real and takes the plan back with the transaction, so the two cannot differ. On SQLite it keeps
    other writers waiting meanwhile.
    """
    with transaction.atomic():
        result = SweepResult(plan_reminders(at=at), tuple(rehearse_due(at=at, limit=limit)), what_holds())
        transaction.set_rollback(True)
    return result
