"""Send what is due, one short transaction a mail.

Within that transaction the action's row is held against a stop, then the reminder's own row against another
sender, then everything is asked again, the mail is handed over, and the row is marked. A stop that comes while
a mail is handed over waits for it and lets none follow. If this process dies between the hand-over and the
commit, the next sweep sends that one mail again, with the same Message-ID: for a deadline twice is better than
never.

The action is locked before the reminder, in the order in which `campaigns.lifecycle` takes them; the other way
round a stop and a sender could each wait for the other.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import connection, transaction

from campaigns import erasure
from campaigns.models import Reminder, Subscription, UrgentAction
from campaigns.notices import days_until, mail_for
from campaigns.occasions import Wanted, wanted_notices
from campaigns.planning import key_of
from campaigns.reasons import reasons_for, superseded

logger = logging.getLogger(__name__)

# When the mail server fails for as many mails in a row, it is away, and the next sweep tries again.
FAILURES_IN_A_ROW = 3


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


class _Postponed(Exception):
    """Not now; its message goes into the log, so it names no address."""


class _Refused(Exception):
    """Never, as things stand; its message says why."""


def send_due(*, at: datetime, limit: int | None = None) -> list[Delivery]:
    """Send every planned notice whose moment has come, the oldest first; gives what became of each.

    Several of these may run at once: a reminder that another one holds is passed over.
    """
    deliveries: list[Delivery] = []
    failures = 0
    mail_server = get_connection()
    try:
        for pk, action_id in _due(at, limit):
            delivery = _send_one(pk, action_id, mail_server, at)
            if delivery is None:
                continue
            deliveries.append(delivery)
            if delivery.reason == erasure.REASON:
                # Its rows came back, from a backup perhaps: they go again, for good.
                erasure.erase(delivery.reminder.address, at=at)
            failures = failures + 1 if delivery.outcome == Outcome.POSTPONED else 0
            if failures == FAILURES_IN_A_ROW:
                logger.error("the mail server failed %d times in a row; the next sweep tries again", failures)
                break
    finally:
        mail_server.close()
    return deliveries


def rehearse_due(*, at: datetime, limit: int | None = None) -> list[Delivery]:
    """What `send_due` would do, without sending or changing anything."""
    deliveries = []
    for pk, _ in _due(at, limit):
        reminder = Reminder.objects.select_related("action").get(pk=pk)
        wanted = _decide(reminder, at)
        if isinstance(wanted, str):
            deliveries.append(Delivery(reminder, Outcome.CANCELLED, wanted))
            continue
        try:
            mail = _compose(reminder, wanted, at)
        except _Refused as refusal:
            deliveries.append(Delivery(reminder, Outcome.FAILED, str(refusal)))
            continue
        left = days_until(reminder, at=at)
        deliveries.append(Delivery(reminder, Outcome.WOULD_BE_SENT, days_left=left, subject=str(mail.subject)))
    return deliveries


def _due(at: datetime, limit: int | None) -> Iterator[tuple[int, int]]:
    yield from list(Reminder.objects.due(at).order_by("due_at", "pk").values_list("pk", "action_id")[:limit])


def _send_one(pk: int, action_id: int, mail_server: BaseEmailBackend, at: datetime) -> Delivery | None:
    """One reminder, one transaction; None if another sender has it or had it."""
    with transaction.atomic():
        _hold_action(action_id)
        reminder = (
            Reminder.objects.select_for_update(skip_locked=connection.features.has_select_for_update, of=("self",))
            .select_related("action")
            .filter(pk=pk, action_id=action_id)
            .due(at)
            .first()
        )
        if reminder is None:
            return None
        wanted = _decide(reminder, at)
        if isinstance(wanted, str):
            return _settle(reminder, Outcome.CANCELLED, at, wanted)
        try:
            mail = _compose(reminder, wanted, at)
            _hand_over(mail, mail_server)
        except _Postponed as problem:
            logger.warning("reminder %d stays planned: %s", pk, problem)
            return Delivery(reminder, Outcome.POSTPONED, str(problem))
        except _Refused as refusal:
            logger.error("reminder %d failed: %s", pk, refusal)
            return _settle(reminder, Outcome.FAILED, at, str(refusal))
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
        raise _Postponed("another action of its case is open now; the planner has not caught up")
    try:
        validate_email(reminder.address)
    except ValidationError:
        raise _Refused("the address is not one that mail can be sent to") from None
    action = UrgentAction.objects.get(pk=wanted.action_id)
    subscription = None
    if wanted.subscription_id is not None:
        subscription = Subscription.objects.with_scope().filter(pk=wanted.subscription_id).first()
        if subscription is None:
            raise _Postponed("its subscription ends at this very moment")
    return mail_for(reminder, action=action, subscription=subscription, at=at)


def _hand_over(mail: EmailMessage, mail_server: BaseEmailBackend) -> None:
    try:
        mail_server.send_messages([mail])
    except SMTPRecipientsRefused as problem:
        mail_server.close()
        codes = [code for code, _ in problem.recipients.values()]
        if codes and all(code >= 500 for code in codes):
            raise _Refused(f"the mail server refused the address for good (code {codes[0]})") from None
        raise _Postponed("the mail server refused the address for now") from None
    except SMTPDataError as problem:
        mail_server.close()
        if problem.smtp_code >= 500:
            raise _Refused(f"the mail server refused the mail for good (code {problem.smtp_code})") from None
        raise _Postponed(f"the mail server refused the mail for now (code {problem.smtp_code})") from None
    except (SMTPException, OSError) as problem:
        # Never the text of the problem: it may quote the address.
        mail_server.close()
        raise _Postponed(f"the mail server failed ({type(problem).__name__})") from None


def _settle(reminder: Reminder, outcome: Outcome, at: datetime, reason: str = "", subject: str = "") -> Delivery:
    reminder.status, reminder.settled_at, reminder.reason = Reminder.Status(outcome.value), at, reason
    reminder.save(update_fields=["status", "settled_at", "reason"])
    return Delivery(reminder, outcome, reason, days_until(reminder, at=at), subject)
