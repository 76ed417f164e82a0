"""Send what is due, one short transaction a mail.

First the attempt is written into the journal and committed. Then, in one transaction, the action's row is held
against a stop, the reminder's own row against another sender, everything is asked again, the mail is handed over,
and the row is marked. A stop that comes while a mail is handed over waits for it and lets none follow. If this
process dies between the hand-over and the commit, the journal shows it, and the next sweep sends that one mail
again, with the same Message-ID and once only: for a deadline twice is better than never.

The action is locked before the reminder, in the order in which `campaigns.lifecycle` takes them; the other way
round a stop and a sender could each wait for the other.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import DatabaseError, connection, transaction

from campaigns import erasure, journal
from campaigns.mail_server import Away, Never, NobodyKnows, NotNow, hand_over, reach
from campaigns.models import Reminder, Subscription, UrgentAction
from campaigns.notices import days_until, mail_for
from campaigns.occasions import Wanted, wanted_notices
from campaigns.planning import key_of
from campaigns.reasons import reasons_for, superseded
from campaigns.sender import why_held

logger = logging.getLogger(__name__)

# When the mail server fails for as many mails in a row, it is away, and the next sweep tries again.
FAILURES_IN_A_ROW = 3
# Mail servers end a connection after some number of mails; we begin a new one before they do.
MAILS_A_CONNECTION = 100


class Outcome(StrEnum):
    SENT = "sent"
    WOULD_BE_SENT = "would be sent"
    POSTPONED = "postponed"  # stays planned: the next sweep tries again
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True)
class Delivery:
    """What became of one due reminder."""

    reminder: Reminder
    outcome: Outcome
    reason: str = ""
    days_left: int = 0
    subject: str = ""


class _Due(NamedTuple):
    pk: int
    action_id: int
    in_hand_by: int | None


class _PlannerBehind(Exception):
    """The facts changed a moment ago and the planner has not caught up; its message goes into the log."""


def send_due(*, at: datetime, limit: int | None = None) -> list[Delivery]:
    """Send every planned notice whose moment has come, the oldest first; gives what became of each.

    Several of these may run at once: a reminder that another one has in hand is passed over. On SQLite there is one
    sender at a time, and a second one does nothing. None leaves while the sender is held, which is asked before each.
    """
    with journal.one_sender() as sender:
        if sender is None:
            logger.info("another sender is at work on this database; it sends what is due")
            return []
        mail_server = get_connection()
        try:
            return _send_all(_due(at, limit), sender, mail_server, at)
        finally:
            mail_server.close()


def _send_all(due: list[_Due], sender: int, mail_server: BaseEmailBackend, at: datetime) -> list[Delivery]:
    living = journal.living_senders() if any(row.in_hand_by for row in due) else set()
    deliveries: list[Delivery] = []
    failures = 0
    for row in due:
        if row.in_hand_by in living:
            continue
        if why_held(at=at):
            break
        if deliveries and len(deliveries) % MAILS_A_CONNECTION == 0:
            mail_server.close()
        try:
            reach(mail_server)
        except Away as problem:
            logger.error("nothing more is sent in this sweep: %s", problem)
            break
        if not journal.take_in_hand(row.pk, sender=sender, cut_off=row.in_hand_by, at=at):
            continue
        delivery = _send_one(row, sender, mail_server, at)
        if delivery is None:
            journal.let_go(row.pk, sender=sender)
            continue
        deliveries.append(delivery)
        if delivery.reason == erasure.REASON:
            # Its rows came back, from a backup perhaps: they go again, for good.
            erasure.erase(delivery.reminder.address, at=at)
        failures = failures + 1 if delivery.outcome == Outcome.POSTPONED else 0
        if failures == FAILURES_IN_A_ROW:
            logger.error("the mail server failed %d times in a row; the next sweep tries again", failures)
            break
    return deliveries


def rehearse_due(*, at: datetime, limit: int | None = None) -> list[Delivery]:
    """What `send_due` would do, without sending or changing anything."""
    deliveries = []
    for row in _due(at, limit):
        reminder = Reminder.objects.select_related("action").get(pk=row.pk)
        wanted = _decide(reminder, at)
        if isinstance(wanted, str):
            deliveries.append(Delivery(reminder, Outcome.CANCELLED, wanted))
            continue
        try:
            mail = _compose(reminder, wanted, at)
        except (Never, NotNow, _PlannerBehind) as problem:
            outcome = Outcome.FAILED if isinstance(problem, Never) else Outcome.POSTPONED
            deliveries.append(Delivery(reminder, outcome, str(problem)))
            continue
        left = days_until(reminder, at=at)
        deliveries.append(Delivery(reminder, Outcome.WOULD_BE_SENT, days_left=left, subject=str(mail.subject)))
    return deliveries


def _due(at: datetime, limit: int | None) -> list[_Due]:
    # Of those due at the same moment, the one that may have been what cut a sender off comes last.
    rows = Reminder.objects.to_try(at).order_by("due_at", "attempts", "pk")
    return [_Due(*row) for row in rows.values_list("pk", "action_id", "in_hand_by")[:limit]]


def _send_one(row: _Due, sender: int, mail_server: BaseEmailBackend, at: datetime) -> Delivery | None:
    """One reminder in hand, one transaction; None if it is not due any more, or the planner has it."""
    with transaction.atomic():
        _hold_action(row.action_id)
        reminder = (
            Reminder.objects.select_for_update(skip_locked=connection.features.has_select_for_update, of=("self",))
            .select_related("action")
            .filter(pk=row.pk, action_id=row.action_id, in_hand_by=sender)
            .due(at)
            .first()
        )
        if reminder is None:
            return None
        wanted = _decide(reminder, at)
        if isinstance(wanted, str):
            return _settle(reminder, Outcome.CANCELLED, at, wanted)
        if journal.is_for_a_person(reminder, at=at):
            return _give_up(reminder, journal.MAY_HAVE_GONE, at)
        try:
            mail = _compose(reminder, wanted, at)
            hand_over(mail, mail_server)
        except _PlannerBehind as problem:
            logger.warning("reminder %d stays planned: %s", row.pk, problem)
            return None
        except NobodyKnows as problem:
            reminder.unsure += 1
            if journal.is_for_a_person(reminder, at=at):
                return _give_up(reminder, journal.MAY_HAVE_GONE, at)
            return _postpone(reminder, str(problem), at)
        except NotNow as problem:
            return _postpone(reminder, str(problem), at)
        except Never as refusal:
            return _give_up(reminder, str(refusal), at)
        return _settle(reminder, Outcome.SENT, at, subject=str(mail.subject))


def _hold_action(action_id: int) -> None:
    """Let nobody stop, pause or reissue the action until this transaction ends; other senders may hold it too.

    Django has no word for FOR SHARE, hence the SQL. SQLite needs none: this transaction began IMMEDIATE and is
    the only writer.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(UrgentAction._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR SHARE", [action_id])  # noqa: S608


def _decide(reminder: Reminder, at: datetime) -> Wanted | str:
    """Ask everything again: the notice as it is wanted now, or the reason why it is not."""
    key = key_of(reminder)
    wanted = next((notice for notice in wanted_notices(at=at, only=reminder) if notice.key == key), None)
    if wanted is None:
        return reasons_for([reminder], at=at)[reminder.pk]
    if wanted.subscription_id is not None and erasure.is_erased(reminder.address):
        return erasure.REASON
    return wanted if wanted.superseded_by is None else superseded(wanted.superseded_by)


def _compose(reminder: Reminder, wanted: Wanted, at: datetime) -> EmailMessage:
    if wanted.action_id != reminder.action_id:
        raise _PlannerBehind("another action of its case is open now")
    try:
        validate_email(reminder.address)
    except ValidationError:
        raise Never("the address is not one that mail can be sent to") from None
    action = UrgentAction.objects.get(pk=wanted.action_id)
    subscription = None
    if wanted.subscription_id is not None:
        subscription = Subscription.objects.with_scope().filter(pk=wanted.subscription_id).first()
        if subscription is None:
            raise _PlannerBehind("its subscription ends at this very moment")
    try:
        return mail_for(reminder, action=action, subscription=subscription, at=at)
    except DatabaseError:
        raise
    except Exception:
        # A mistake in one mail must not keep all the others waiting behind it.
        logger.exception("reminder %d cannot be written", reminder.pk)
        raise NotNow("its mail could not be written; the log says why") from None


def _postpone(reminder: Reminder, problem: str, at: datetime) -> Delivery:
    """Try again later, but not when it would be too late: then it has failed."""
    last_good_day = reminder.action.last_good_day or reminder.about_on
    again = journal.next_try(reminder.attempts, at=at, last_day=min(reminder.about_on, last_good_day))
    if again is None:
        gone = journal.MAY_HAVE_GONE if reminder.unsure else f"tried {reminder.attempts} times; {problem}"
        return _give_up(reminder, gone, at)
    logger.warning("reminder %d stays planned: %s", reminder.pk, problem)
    reminder.not_before, reminder.in_hand_by = again, None
    reminder.save(update_fields=["not_before", "in_hand_by", "unsure"])
    return Delivery(reminder, Outcome.POSTPONED, problem)


def _give_up(reminder: Reminder, why: str, at: datetime) -> Delivery:
    """The alarm: an error in the log, and a row on the desk of staff."""
    logger.error("reminder %d failed: %s", reminder.pk, why)
    return _settle(reminder, Outcome.FAILED, at, why)


def _settle(reminder: Reminder, outcome: Outcome, at: datetime, reason: str = "", subject: str = "") -> Delivery:
    reminder.status, reminder.settled_at, reminder.reason = Reminder.Status(outcome.value), at, reason
    reminder.in_hand_by = reminder.not_before = None
    reminder.save(update_fields=["status", "settled_at", "reason", "in_hand_by", "not_before", "unsure"])
    return Delivery(reminder, outcome, reason, days_until(reminder, at=at), subject)
