"""``manage.py send_due_reminders``: the sweep of reminders by hand, for real or as a rehearsal."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns.leads import how_early
from campaigns.management.moments import moment
from campaigns.models import Reminder, UrgentAction
from campaigns.occasions import section_zone
from campaigns.reminders import SweepResult, rehearse, sweep, watched_sweep
from campaigns.sending import Delivery, Outcome
from config import clock

References = dict[int | None, tuple[str, str]]
THE_DESK = ("the desk", "")  # in the place of reference and slug, for what is about no action

# What became of a due reminder; a cancelled one is told among the cancelled.
_NOT_A_MAIL = {Outcome.CANCELLED}


class Command(BaseCommand):
    help = (
        "Plan reminders and send those that are due, as the worker does each minute. "
        "With --dry-run it shows what would go and changes nothing: the plan is made and taken back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", metavar="ISO", help="as if it were this moment, such as 2011-07-16T08:00+02:00")
        parser.add_argument("--dry-run", action="store_true", help="show what would go; send and change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON document instead of text")

    def handle(self, *args: Any, **options: Any) -> None:
        at = moment(options["at"]) if options["at"] else clock.now()
        if options["dry_run"]:
            result = rehearse(at=at)
        elif options["at"]:
            result = sweep(at=at, tell_cancelled=True)  # not noted: it says nothing of whether sweeps run in time
        else:
            result = watched_sweep(at=at, by="command", tell_cancelled=True)
        references = _references(result)
        if options["json"]:
            document = as_document(result, references, at=at, is_rehearsal=options["dry_run"])
            self.stdout.write(json.dumps(document, indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(as_lines(result, references, at=at, is_rehearsal=options["dry_run"])))


def as_document(result: SweepResult, references: References, *, at: datetime, is_rehearsal: bool) -> dict[str, Any]:
    """The outcome as plain data: ``reminders`` (what goes or went) and ``cancelled`` (what does not, and why)."""
    return {
        "at": _iso(at),
        "dry_run": is_rehearsal,
        "held": result.held,
        "reminders": [_mail_as_data(delivery, references) for delivery in _mails(result)],
        "cancelled": [_cancellation_as_data(cancelled, references) for cancelled in result.cancelled],
    }


def as_lines(result: SweepResult, references: References, *, at: datetime, is_rehearsal: bool) -> Iterable[str]:
    """The outcome as text for a person."""
    mails = _mails(result)
    yield f"At {_iso(at)}{', a rehearsal: nothing was sent or changed' if is_rehearsal else ''}."
    if result.held:
        yield f"No mail leaves: {result.held}."
    yield f"{len(mails) + result.waiting} due."
    for delivery in mails:
        reminder = delivery.reminder
        reference, _ = references.get(reminder.action_id, THE_DESK)
        because = f" ({delivery.reason})" if delivery.reason else ""
        yield (
            f"  {delivery.outcome}: {reference}, {reminder.get_kind_display()} on {reminder.about_on}, "
            f"{how_early(reminder)}, to {reminder.address} ({_audience(delivery)}){because}"
        )
    yield f"{len(result.cancelled)} cancelled."
    for row in result.cancelled:
        reference, _ = references.get(row.action_id, THE_DESK)
        yield (
            f"  {reference}, {row.get_kind_display()} on {row.about_on}, {how_early(row)}, "
            f"to {row.address}: {row.reason}"
        )


def _mails(result: SweepResult) -> list[Delivery]:
    return [delivery for delivery in result.deliveries if delivery.outcome not in _NOT_A_MAIL]


def _mail_as_data(delivery: Delivery, references: References) -> dict[str, Any]:
    reminder = delivery.reminder
    reference, slug = references.get(reminder.action_id, THE_DESK)
    return {
        "outcome": str(delivery.outcome),
        "reason": delivery.reason,
        "kind": reminder.kind,
        "reference": reference,
        "action": slug,
        "about_on": reminder.about_on.isoformat(),
        "lead_days": reminder.lead_days,
        "days_left": delivery.days_left,
        "due_at": _iso(reminder.due_at),
        "to": reminder.address,
        "audience": _audience(delivery),
        "subject": delivery.subject,
    }


def _cancellation_as_data(row: Reminder, references: References) -> dict[str, Any]:
    reference, slug = references.get(row.action_id, THE_DESK)
    return {
        "reason": row.reason,
        "kind": row.kind,
        "reference": reference,
        "action": slug,
        "about_on": row.about_on.isoformat(),
        "lead_days": row.lead_days,
        "to": row.address,
    }


def _audience(delivery: Delivery) -> str:
    if delivery.reminder.subscription_id is not None:
        return "follower"
    return "owner" if delivery.reminder.action_id is not None else "staff"


def _references(result: SweepResult) -> References:
    """Reference and slug of every action in the result."""
    rows = [*(delivery.reminder for delivery in result.deliveries), *result.cancelled]
    ids = {row.action_id for row in rows if row.action_id is not None}
    actions = UrgentAction.objects.filter(pk__in=ids).only("series", "number", "year", "slug")
    return {action.pk: (action.reference, action.slug) for action in actions}


def _iso(at: datetime) -> str:
    return timezone.localtime(at, section_zone()).isoformat(timespec="minutes")
