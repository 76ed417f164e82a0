"""Who takes a matter of the desk on, and until when it may wait: one function writes it, others say what may be asked.

Anybody may take a matter that they can read: whoever sees the danger first must not need leave to act, and a matter
must not lie because its person is ill. Giving it to somebody else is for editors and approvers, who see all queues
and answer for what goes out; so nobody can rid themselves of a matter by putting it on a colleague's list.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.acts import acting
from accounts.models import User
from accounts.roles import staff_who_may
from campaigns.matters import ABOUT, Hand, Matter, falls_to, hands_of, with_whose
from campaigns.models import Assignment
from campaigns.turns import courses_in
from cases.levels import may_be_listed

LONGEST_WAIT = 90  # days
STALE = "changed_meanwhile"  # the code of the refusal to overwrite what somebody has not seen


@dataclass(frozen=True)
class Agreed:
    """A matter as it stands: its subject, in whose hands it is, and the last day until which it may wait."""

    subject: Any
    hand: Hand
    default: User | None  # who has it where nobody took it; None: it falls to a role
    latest: date  # `not_before` lies no later
    own_day: date | None  # of the hearing or deadline, or the last good day, where it is still to come

    @property
    def in_whose_hands(self) -> str:
        """A name, or whose it is as a group."""
        return str(self.hand.whose) if self.hand.whose else self.hand.falls_to_words

    @property
    def seen_at(self) -> datetime | None:
        """What a form has to hand back, so that nobody overwrites what they have not seen."""
        return self.hand.assignment.at if self.hand.assignment else None


def find_matter(matter: str, subject_id: int, *, on: date) -> Agreed | None:
    """A matter and what was agreed about it; None where its subject is not there, or not any more."""
    about = ABOUT[matter]
    subject = with_whose(about.model._default_manager.all(), matter).filter(pk=subject_id).first()
    if subject is None:
        return None
    day: date | None = getattr(subject, about.day) if about.day else None
    own_day = day if day is not None and day >= on else None
    longest = on + timedelta(days=LONGEST_WAIT)
    return Agreed(
        subject=subject,
        hand=hands_of([(matter, [subject])])[matter, subject_id],
        default=User.objects.filter(pk=subject.default_id).first(),
        latest=min(longest, own_day) if own_day else longest,
        own_day=own_day,
    )


def is_seen(matter: str, subject_id: int, *, by: User) -> bool:
    """Whether somebody may see what a matter is about: what belongs to a sealed case is for its team."""
    about = ABOUT[matter]
    return about.model._default_manager.filter(about.seen_by(by), pk=subject_id).exists()


def may_give(user: User) -> bool:
    """Give a matter to somebody else, or put off one that is somebody else's."""
    return user.has_perm("campaigns.change_assignment")


def assign(
    matter: str,
    subject_id: int,
    *,
    assignee: User | None,
    not_before: date | None,
    note: str,
    seen_at: datetime | None,
    by: User,
    at: datetime,
) -> Assignment:
    """Say who takes a matter on and until when it waits. Nobody, no day and no note: nothing is agreed any more.

    The row stays in any case, so that one can see who decided last.

    Args:
        assignee: None leaves the matter to whom it falls by itself.
        not_before: until this day it stands in no queue.
        seen_at: `Agreed.seen_at` of what `by` was shown.

    Raises:
        ValidationError: with sentences, where `by` may not, where the assignee could not see it, where it would
            wait for too long, or where somebody has changed it since `by` was shown it.
    """
    on = timezone.localtime(at, timezone.get_default_timezone()).date()
    with acting(by=by, at=at):
        # Held until the end, so that of two people who save at once the second is told of the first.
        held = Assignment.objects.select_for_update().filter(matter=matter, subject_id=subject_id).first()
        stands = find_matter(matter, subject_id, on=on)
        if stands is None:
            raise ValidationError("Nothing was saved: what this was about is not there any more. Go back to the desk.")
        if (held.at if held else None) != seen_at:
            raise ValidationError(_changed(held), code=STALE)
        _check_person(matter, stands, assignee, not_before, by)
        _check_day(matter, stands, not_before, on)
        row = held or Assignment(matter=matter, subject_id=subject_id)
        row.assignee, row.not_before, row.note, row.at, row.by = assignee, not_before, note, at, by
        row.full_clean(validate_unique=False, validate_constraints=False)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            # Nobody had it when we looked, so there was no row to hold; somebody made it at this moment.
            first = Assignment.objects.select_related("by").get(matter=matter, subject_id=subject_id)
            raise ValidationError(_changed(first), code=STALE) from None
    return row


def _changed(row: Assignment | None) -> str:
    if row is None:
        return "Nothing was saved: this has been changed meanwhile. Look at it as it stands now, then decide."
    moment = timezone.localtime(row.at, timezone.get_default_timezone())
    return (
        f"Nothing was saved: {row.by} changed this on {moment:%-d %B} at {moment:%H:%M}. "
        "Look at it as it stands now, then decide."
    )


def _check_person(matter: str, stands: Agreed, assignee: User | None, not_before: date | None, by: User) -> None:
    readers = staff_who_may(ABOUT[matter].reading)
    if not readers.filter(pk=by.pk).exists() or not may_be_listed(stands.subject, by):
        raise ValidationError("Nothing was saved: your account does not show you this matter.")
    sees_it = assignee is None or (readers.filter(pk=assignee.pk).exists() and may_be_listed(stands.subject, assignee))
    if not sees_it:
        raise ValidationError(
            {
                "assignee": f"{assignee} could not see it: the account is closed, has no role that shows this, or is "
                "not of the team of the case. Choose somebody else."
            }
        )
    if assignee is not None and not is_seen(matter, stands.subject.pk, by=assignee):
        raise ValidationError(
            {"assignee": f"{assignee} could not see it: the case is sealed. Its owner can let them into its team."}
        )
    if may_give(by) or assignee == by:
        return
    if assignee is not None:
        raise ValidationError(
            {"assignee": "Only editors and approvers give a matter to somebody else. Take it yourself, or ask them."}
        )
    if not _is_with(by, stands.hand.whose, matter):
        raise ValidationError({"assignee": f"It is with {stands.in_whose_hands}. Take it yourself, or leave it there."})
    # Letting go of a matter puts nothing off: a day is for whoever has it then.
    if not_before is not None and not _is_with(by, stands.default, matter):
        raise ValidationError({"not_before": "You can put off what is yours. Take this matter, then it may wait."})


def _is_with(user: User, whose: User | None, matter: str) -> bool:
    return whose == user or (whose is None and falls_to(user, matter))


def _check_day(matter: str, stands: Agreed, not_before: date | None, on: date) -> None:
    if not_before is None:
        return
    if not ABOUT[matter].may_wait:
        raise ValidationError(
            {"not_before": "This cannot wait: it went out without a second pair of eyes. Look it over now, or take it."}
        )
    if not_before < on:
        raise ValidationError({"not_before": f"That day is over. Choose a day from {on:%-d %B %Y} on."})
    if stands.own_day is not None and not_before > stands.own_day:
        what = {"hearing": "The hearing is on", "deadline": "The deadline is on"}.get(matter, "The last good day is")
        raise ValidationError(
            {
                "not_before": f"{what} {stands.own_day:%-d %B %Y}: a matter never waits beyond its own day. "
                "Choose that day or an earlier one."
            }
        )
    if not_before > stands.latest:
        raise ValidationError(
            {
                "not_before": f"That is more than {LONGEST_WAIT} days away. Choose {stands.latest:%-d %B %Y} or an "
                "earlier day, and put it off again then."
            }
        )


def follow_dates(case_id: int, *, at: datetime) -> None:
    """Let what was agreed about a hearing that moved go on to where it moved, and back when that was taken back."""
    for course in courses_in(case_id, at=at):
        if course.kind != Matter.HEARING:
            continue
        agreed = Assignment.objects.filter(matter=Matter.HEARING, subject_id__in=course.subjects)
        rows = list(agreed.select_for_update().order_by("-at", "-pk"))
        if rows and course.subject_id not in {row.subject_id for row in rows}:
            rows[0].subject_id = course.subject_id
            rows[0].save(update_fields=["subject_id"])
