"""Moving the appeals date of an open action: a sheet with another date and nothing else, on its way at once.

What is printed is never changed, so the new date comes with a further information, which goes through review and
issue like any other. What is asked for here is kept as an event of its own, with the reason, so that whoever reviews
it sees that a date is to move and why.
"""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.acts import acting
from accounts.models import User
from campaigns.check_reasons import check_sheet_on
from campaigns.checks.days import LONGEST_APPEAL
from campaigns.deadlines import Wording, last_good_day
from campaigns.decisions import check_decision, held_action, record
from campaigns.lifecycle import draft_sheet
from campaigns.models import Sheet, UrgentAction
from campaigns.states import SheetStatus, Verb
from campaigns.what_changed import LONGEST, proposal_for


def move_appeals_date(
    action: UrgentAction, *, by: User, at: datetime, limit: date, wording: str, reason: str, public_note: str = ""
) -> Sheet:
    """Ask that an action runs for longer, also where its days are over, or for a shorter time.

    Args:
        limit: the new appeals date as it is to be printed.
        wording: whether people write before that day or until it.
        reason: for staff; the approver reads it.
        public_note: why, in words for everybody: they stand on the sheet, after the new day.

    Returns:
        The sheet that says so: in review; or still a draft, where a check wants a reason why something may stand.

    Raises:
        InvalidTransition: if the action is not open.
        ValidationError: if no reason is given, the date cannot be that, or the sheet lacks something.
    """
    if not reason.strip():
        raise ValidationError("Say why the date moves, in a few words; the reason is kept for staff.")
    on = timezone.localtime(at).date()
    with acting(by=by, at=at, reason=reason):
        action = held_action(action.pk)
        verb = verb_for(action, limit=limit, wording=wording)
        check_decision(action, verb)
        check_date(action, limit=limit, wording=wording, on=on)
        sheet = draft_sheet(action, by=by, at=at)
        sheet.appeals_limit, sheet.appeals_wording = limit, Wording(wording)
        sheet.save()
        _say_why(sheet, public_note)
        sheet.full_clean()
        checks = check_sheet_on(sheet, on=on)
        if missing := [row.refusal for row in checks if row.finding.is_red]:
            raise ValidationError(missing)
        if not any(row.wants_a_reason for row in checks):
            sheet.status, sheet.submitted_at = SheetStatus.IN_REVIEW, at
        sheet.save()
        record(action, verb, by=by, at=at, reason=reason, sheet=sheet)
    return sheet


def verb_for(action: UrgentAction, *, limit: date, wording: str) -> Verb:
    """Which of the two it is to an action."""
    is_earlier = action.last_good_day is not None and last_good_day(limit, wording) < action.last_good_day
    return Verb.SHORTEN if is_earlier else Verb.EXTEND


def check_date(action: UrgentAction, *, limit: date, wording: str, on: date) -> None:
    """Whether an action can run until this date.

    Raises:
        ValidationError: for the field "limit", with a sentence that says what would do.
    """
    last = last_good_day(limit, wording)
    if last < on:
        raise _refused(f"The last good day would be {last:%-d %B %Y}, which is over. Choose a day from today on.")
    dated = action.current_sheet.dated if action.current_sheet else on
    if last < dated:
        raise _refused(
            f"The last good day would be {last:%-d %B %Y}, before the date of the sheet, {dated:%-d %B %Y}. "
            "Choose a later day."
        )
    if last == action.last_good_day:
        raise _refused(f"The last good day is {last:%-d %B %Y} already, so nothing would change. Choose another day.")
    if last > on + LONGEST_APPEAL:
        raise _refused(
            f"{last:%-d %B %Y} is more than a year away. Look at the year; an action that goes on for longer gets a "
            "new date from time to time."
        )


def _refused(sentence: str) -> ValidationError:
    return ValidationError({"limit": sentence})


def _say_why(sheet: Sheet, public_note: str) -> None:
    """What changed: the new day, as it is proposed for any sheet, and then the words for everybody."""
    proposal = proposal_for(sheet)
    sheet.changes, sheet.changes_proposed = f"{proposal}\n\n{public_note.strip()}".strip(), not public_note.strip()
    if len(sheet.changes) > LONGEST:
        fits = max(LONGEST - len(proposal) - 2, 0)
        raise ValidationError(
            {"public_note": f"Together with what changed that is too long for the sheet: {fits} characters fit here."}
        )
