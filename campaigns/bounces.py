"""What follows when a mail of ours comes back, or is refused for good while it is handed over.

Anybody can write a delivery report, so one counts only if it returns the Message-ID of a reminder that was handed
over, which nobody can guess, and speaks of the address that this reminder went to.

A notice that came back has failed, like one that was refused at once. For staff, and where the address itself is
not the trouble, it stands on the desk and a person decides. Where the address of a follower is dead there is
nothing to decide: no mail goes there any more until its owner confirms a subscription, and the list of
subscriptions says so. See docs/adr/0013-a-bounce-must-know-the-message-id.md.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from campaigns import suppression
from campaigns.delivery_reports import DeliveryReport, Fate, NotAReport, read_report, spelling
from campaigns.mail_server import Never
from campaigns.mail_status import says_address_is_dead
from campaigns.models import Reminder, Suppression
from campaigns.planning import one_writer_at_a_time

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Noted:
    """What was made of a mail that may be a report; the sentence names no address."""

    sentence: str
    failed: int = 0  # notices that have failed by it
    has_silenced: bool = False  # whether no mail goes to the address any more


class _DoesNotCount(Exception):
    """A report that nothing follows from; its message says why."""


def note_bounce(raw: bytes, *, at: datetime) -> Noted:
    """Note what a mail says that came to the address for bounces. Noting it twice is noting it once.

    Args:
        raw: the whole mail with its headers, as the mail server got it.
    """
    try:
        report = read_report(raw)
        with transaction.atomic():
            one_writer_at_a_time()
            rows = _rows(report)
            noted = _note(rows, _fate_of(rows, report), at)
    except (NotAReport, _DoesNotCount) as problem:
        noted = Noted(f"Not noted: {problem}.")
    logger.info("a mail came to the address for bounces: %s", noted.sentence)
    return noted


def note_refusal(reminders: Sequence[Reminder], refusal: Never, *, at: datetime) -> bool:
    """Draw the consequence where a mail server refused a dead address as the mail was handed over.

    Call it after the transaction in which the reminders failed, never inside: it waits for the planner, who may be
    waiting for these rows.

    Args:
        reminders: those of one mail, all to the same address and failed already.

    Returns:
        Whether no mail goes to the address any more.
    """
    followers = [reminder for reminder in reminders if reminder.subscription_id is not None]
    if not followers or not refusal.is_address_dead:
        return False
    with transaction.atomic():
        one_writer_at_a_time()
        failed = Reminder.objects.filter(pk__in=[row.pk for row in followers], status=Reminder.Status.FAILED)
        failed.update(decided_at=F("settled_at"), decided_by=None)
        _silence(followers[0].address, at)
    return True


def _rows(report: DeliveryReport) -> list[Reminder]:
    """The reminders that went with the mail which came back, held until the end of the transaction.

    Whoever is handing one of them over at this moment is waited for.
    """
    if not report.message_id:
        raise _DoesNotCount("it does not say clearly which mail came back")
    tried = Reminder.objects.filter(message_id=report.message_id, attempts__gt=0)
    rows = list(tried.select_for_update(of=("self",)).order_by("pk"))
    if not rows:
        raise _DoesNotCount("no reminder went with the Message-ID that it returns")
    return rows


def _fate_of(rows: list[Reminder], report: DeliveryReport) -> Fate:
    """What the report says of the address to which these reminders went."""
    addresses = {spelling(row.address) for row in rows}
    mine = [fate for fate in report.fates if fate.address in addresses]
    if not mine and len(report.fates) == 1 and not report.fates[0].address:
        # Its recipient cannot be read, but the mail had one only.
        mine = list(report.fates)
    if len(addresses) != 1 or not mine:
        raise _DoesNotCount("it speaks of another recipient than the one that the reminder went to")
    if not all(fate.is_final for fate in mine):
        raise _DoesNotCount("the mail is not given up: it is under way, delayed or delivered")
    # Where it speaks of one address twice, all of it has to say that the address is dead.
    return next((fate for fate in mine if not says_address_is_dead(fate.status)), mine[0])


def _note(rows: list[Reminder], fate: Fate, at: datetime) -> Noted:
    is_dead = says_address_is_dead(fate.status)
    back = [row for row in rows if _is_news(row, is_dead=is_dead)]
    if not back:
        return Noted("Not noted: what became of this mail is known already.")
    code = f"code {fate.status}" if fate.status else "without a code"
    reason = f"it came back: {suppression.BOUNCED} ({code})" if is_dead else f"it came back undelivered ({code})"
    for row in back:
        row.status, row.settled_at, row.reason = Reminder.Status.FAILED, at, reason
        row.in_hand_by = row.not_before = None
        if row.subscription_id is not None and is_dead:
            row.decided_at, row.decided_by = at, None
        else:
            logger.error("reminder %d failed: %s", row.pk, reason)
        row.save(
            update_fields=["status", "settled_at", "reason", "in_hand_by", "not_before", "decided_at", "decided_by"]
        )
    followers = [row for row in back if row.subscription_id is not None]
    if is_dead and followers:
        _silence(followers[0].address, at)
        return Noted("Noted: the address is dead, and no reminder goes there any more.", len(back), has_silenced=True)
    return Noted("Noted: the mail was not delivered, which is on the desk of staff now.", len(back))


def _is_news(row: Reminder, *, is_dead: bool) -> bool:
    match Reminder.Status(row.status):
        case Reminder.Status.SENT:
            return True
        case Reminder.Status.FAILED:
            # It was unsure whether it went. Once somebody decided, a second report of the same changes nothing.
            return row.decided_at is None or row.settled_at is None or row.decided_at < row.settled_at
        case Reminder.Status.PLANNED:
            return is_dead  # else the next attempt may succeed
        case _:
            return False


def _silence(address: str, at: datetime) -> None:
    suppression.suppress(address, Suppression.Cause.BOUNCED, at=at)
    to_followers = Reminder.objects.planned().filter(address=address, subscription__isnull=False)
    to_followers.update(status=Reminder.Status.CANCELLED, settled_at=at, reason=suppression.BOUNCED)
