"""Send what is due, one short transaction a mail.

First the attempt is written into the journal and committed. Then, in one transaction, the rows of the actions are
held against a stop, the reminders' own rows against another sender, everything is asked again, the mail is handed
over, and the rows are marked. A stop that comes while a mail is handed over waits for it and lets none follow. If
this process dies between the hand-over and the commit, the journal shows it, and the next sweep sends that one mail
again, with the same Message-ID and once only: for a deadline twice is better than never.

The actions are locked before the reminders, in the order in which `campaigns.lifecycle` takes them; the other way
round a stop and a sender could each wait for the other.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import DatabaseError, transaction

from accounts.models import User
from campaigns import erasure, journal
from campaigns.bounces import note_refusal
from campaigns.mail_server import Away, Never, NobodyKnows, NotNow, hand_over, reach
from campaigns.mailbags import Mailbag, mailbags
from campaigns.models import Reminder
from campaigns.morning_list import waiting_for
from campaigns.notices import Notice, days_until, mail_for
from campaigns.occasions import Moment
from campaigns.reasons import Facts
from campaigns.sender import ON_HOLD, why_held
from campaigns.suppression import why_silent, why_suppressed
from campaigns.under_lock import Busy, hold
from cases.text import validate_line

logger = logging.getLogger(__name__)

# When the mail server fails for as many mails in a row, it is away, and the next sweep tries again.
FAILURES_IN_A_ROW = 3
# Mail servers end a connection after some number of mails; we begin a new one before they do.
MAILS_A_CONNECTION = 100
# So many due notices are looked at before the sender looks again what has become due first: a stop, above all.
AT_A_LOOK = 200


class Outcome(StrEnum):
    SENT = "sent"
    WOULD_BE_SENT = "would be sent"
    POSTPONED = "postponed"  # stays planned: the next sweep tries again
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True)
class Delivery:
    """What became of one due reminder. Those that went in one mail share its subject and its Message-ID."""

    reminder: Reminder
    outcome: Outcome
    reason: str = ""
    days_left: int = 0
    subject: str = ""


class _NothingMore(Exception):
    """The mail server is away, or the sender was held; nothing more is sent in this sweep."""


def send_due(*, at: datetime, limit: int | None = None) -> list[Delivery]:
    """Send every planned notice whose moment has come, stops first, then the oldest; gives what became of each.

    Several of these may run at once: a reminder that another one has in hand is passed over. On SQLite there is one
    sender at a time, and a second one does nothing. None leaves while the sender is held, which is asked before each.

    Args:
        limit: after about so many reminders it is enough for now.
    """
    with journal.one_sender() as number:
        if number is None:
            logger.info("another sender is at work on this database; it sends what is due")
            return []
        mail_server = get_connection()
        sender = _Sender(number, mail_server, at)
        try:
            while limit is None or len(sender.deliveries) < limit:
                left = AT_A_LOOK if limit is None else min(AT_A_LOOK, limit - len(sender.deliveries))
                if not sender.send(list(mailbags(at=at, limit=left))):
                    break
        except _NothingMore as problem:
            logger.error("nothing more is sent in this sweep: %s", problem)
        finally:
            mail_server.close()
        return sender.deliveries


class _Sender:
    """One sender at work, on one connection to the mail server."""

    def __init__(self, number: int, mail_server: BaseEmailBackend, at: datetime) -> None:
        self.number, self.mail_server, self.moment, self.at = number, mail_server, Moment(at), at
        self.deliveries: list[Delivery] = []
        self.mails = self.failures = 0
        self.refusal: Never | None = None  # of the mail that is being sent

    def send(self, bags: Sequence[Mailbag]) -> bool:
        """Send these; False if none of them was there to be sent, so that looking again is no use.

        Raises:
            _NothingMore: if nothing more can be sent now.
        """
        # Whether somebody holds the sender is asked again before each mail; where we are does not change so soon.
        if held := why_held(at=self.at):
            raise _NothingMore(held)
        living = journal.living_senders() if any(bag[0].in_hand_by for bag in bags) else set()
        before = len(self.deliveries)
        for bag in bags:
            if bag[0].in_hand_by not in living:
                self._send_bag(bag)
        return len(self.deliveries) > before

    def _send_bag(self, bag: Mailbag) -> None:
        if self.mails and self.mails % MAILS_A_CONNECTION == 0:
            self.mail_server.close()
        try:
            reach(self.mail_server)
        except Away as problem:
            raise _NothingMore(str(problem)) from None
        message_id = bag[0].message_id or journal.message_id_for(due.key for due in bag)
        pks = [due.pk for due in bag]
        taken = journal.take_in_hand(
            pks, sender=self.number, cut_off=bag[0].in_hand_by, message_id=message_id, at=self.at
        )
        if not taken:
            return
        self.mails += 1
        self.refusal = None
        done: list[Delivery] = []
        try:
            done = self._in_one_transaction(taken, bag[0].address)
        except _NothingMore:
            journal.let_go(taken, sender=self.number)
            raise
        except Busy:
            pass  # the planner has one of them under lock, or a stop goes to that address first: at the next look
        if len(done) < len(taken):
            journal.let_go(taken, sender=self.number)
        self._note(done)

    def _in_one_transaction(self, pks: Sequence[int], address: str) -> list[Delivery]:
        with transaction.atomic():
            bag = hold(pks, address=address, sender=self.number, at=self.at)
            if bag.is_held:
                raise _NothingMore(ON_HOLD)
            if bag.is_behind_a_stop:
                raise Busy
            facts = Facts(bag.rows, self.moment, actions=bag.actions, subscriptions=bag.subscriptions)
            silence = why_silent(bag.causes)
            going, settled = [], []
            for row in bag.rows:
                if why := _why_not(row, facts, silence):
                    settled += _settle([row], Outcome.CANCELLED, self.at, why)
                elif journal.is_for_a_person(row, at=self.at):
                    settled += _give_up([row], journal.MAY_HAVE_GONE, self.at)
                else:
                    going.append(row)
            return settled + (self._hand_over(going, facts) if going else [])

    def _hand_over(self, rows: list[Reminder], facts: Facts) -> list[Delivery]:
        at = self.at
        try:
            mail = _compose(rows, facts, at)
            hand_over(mail, self.mail_server)
        except NobodyKnows as problem:
            for row in rows:
                row.unsure += 1
            lost = [row for row in rows if journal.is_for_a_person(row, at=at)]
            again = [row for row in rows if row not in lost]
            return _give_up(lost, journal.MAY_HAVE_GONE, at) + _postpone(again, str(problem), facts, at)
        except NotNow as problem:
            return _postpone(rows, str(problem), facts, at)
        except Never as refusal:
            self.refusal = refusal
            return _give_up(rows, str(refusal), at)
        return _settle(rows, Outcome.SENT, at, subject=str(mail.subject))

    def _note(self, done: list[Delivery]) -> None:
        self.deliveries += done
        if self.refusal is not None:
            # After the transaction: it waits for the planner, who may wait for us.
            refused = [delivery.reminder for delivery in done if delivery.outcome == Outcome.FAILED]
            note_refusal(refused, self.refusal, at=self.at)
        for delivery in done:
            if delivery.reason == erasure.REASON:
                # Its rows came back, from a backup perhaps: they go again, for good.
                erasure.erase(delivery.reminder.address, at=self.at)
                break
        if any(delivery.outcome == Outcome.POSTPONED for delivery in done):
            self.failures += 1
        elif done:
            self.failures = 0
        if self.failures == FAILURES_IN_A_ROW:
            raise _NothingMore(f"the mail server failed {FAILURES_IN_A_ROW} times in a row; the next sweep tries again")


def rehearse_due(*, at: datetime, limit: int | None = None) -> list[Delivery]:
    """What `send_due` would do, without sending or changing anything."""
    deliveries: list[Delivery] = []
    moment = Moment(at)
    for bag in mailbags(at=at, limit=limit):
        rows = list(Reminder.objects.filter(pk__in=[due.pk for due in bag]).order_by("due_at", "pk"))
        facts = Facts(rows, moment)
        silence = why_suppressed(bag[0].address)
        reasons = {row.pk: _why_not(row, facts, silence) for row in rows}
        deliveries += [Delivery(row, Outcome.CANCELLED, reasons[row.pk]) for row in rows if reasons[row.pk]]
        going = [row for row in rows if not reasons[row.pk]]
        outcome, reason, subject = Outcome.WOULD_BE_SENT, "", ""
        try:
            subject = str(_compose(going, facts, at).subject) if going else ""
        except (Never, NotNow) as problem:
            outcome = Outcome.FAILED if isinstance(problem, Never) else Outcome.POSTPONED
            reason = str(problem)
        deliveries += [Delivery(row, outcome, reason, days_until(row, at=at), subject) for row in going]
    return deliveries


def _why_not(row: Reminder, facts: Facts, silence: str) -> str:
    """Ask everything again: why this does not go; empty if it does.

    Args:
        silence: why no mail to a follower goes to this address.
    """
    if why := facts.why_not(row):
        return why
    if row.kind == Reminder.Kind.DESK:
        user = User.objects.get(pk=row.subject_id)
        return "" if waiting_for(user, on=row.about_on) else "nothing waits for them this morning"
    return silence if row.subscription_id is not None else ""


def _compose(rows: Sequence[Reminder], facts: Facts, at: datetime) -> EmailMessage:
    """The one mail with all of these.

    Raises:
        Never, NotNow: if it cannot be written.
    """
    try:
        validate_email(rows[0].address)
        # Between quotation marks it may hold a control character, which would end the headers of the mail.
        validate_line(rows[0].address)
    except ValidationError:
        raise Never("the address is not one that mail can be sent to") from None
    notices = [
        Notice(row, facts.actions.get(row.action_id or 0), facts.subscriptions.get(row.subscription_id or 0))
        for row in rows
    ]
    try:
        return mail_for(notices, message_id=rows[0].message_id, at=at)
    except DatabaseError:
        raise
    except Exception:
        # A mistake in one mail must not keep all the others waiting behind it.
        logger.exception("reminder %d cannot be written", rows[0].pk)
        raise NotNow("its mail could not be written; the log says why") from None


def _postpone(rows: Sequence[Reminder], problem: str, facts: Facts, at: datetime) -> list[Delivery]:
    """Try again later, but not when it would be too late: then it has failed."""
    done = []
    for row in rows:
        again = journal.next_try(row.attempts, at=at, last_day=facts.last_day(row))
        if again is None:
            gone = journal.MAY_HAVE_GONE if row.unsure else f"tried {row.attempts} times; {problem}"
            done += _give_up([row], gone, at)
            continue
        logger.warning("reminder %d stays planned: %s", row.pk, problem)
        row.not_before, row.in_hand_by = again, None
        row.save(update_fields=["not_before", "in_hand_by", "unsure"])
        done.append(Delivery(row, Outcome.POSTPONED, problem))
    return done


def _give_up(rows: Sequence[Reminder], why: str, at: datetime) -> list[Delivery]:
    """The alarm: an error in the log, and a row on the desk of staff."""
    for row in rows:
        logger.error("reminder %d failed: %s", row.pk, why)
    return _settle(rows, Outcome.FAILED, at, why)


def _settle(
    rows: Sequence[Reminder], outcome: Outcome, at: datetime, reason: str = "", subject: str = ""
) -> list[Delivery]:
    """Write down what became of these."""
    journal.settle(rows, Reminder.Status(outcome.value), at=at, reason=reason)
    return [Delivery(row, outcome, reason, days_until(row, at=at), subject) for row in rows]
