"""Everything that happens to an action, one function a verb: who (`by`), when (`at`), one transaction.

The admin, the demo and the tests go through these doors, and for sheets through those of `campaigns.review` and
`campaigns.issuing`. Stopping takes one person, undoing a stop or an end takes two. Whether somebody may is asked
before, in `campaigns.rules`; whether it can be done at all is decided here.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.acts import acting
from accounts.models import User
from campaigns.answers import wait_for_answers
from campaigns.consent import NEEDED, SHOWN, withdrawn_on
from campaigns.content import content_of
from campaigns.deadlines import Wording, default_appeal_date
from campaigns.decisions import InvalidTransition, cancel_notices, check_decision, decide, held_action
from campaigns.issuing import show
from campaigns.models import ActionEvent, Campaign, Demand, Recipient, Sheet, UrgentAction
from campaigns.numbering import next_number, slug_for
from campaigns.outcomes import propose_outcomes
from campaigns.states import DECISIONS, OVER, ActionStatus, SheetStatus, Verb
from campaigns.what_changed import propose
from cases.models import Case

# What a further sheet starts with.
_CARRIED_ON = (
    "headline", "summary", "story", "additional_information", "languages", "own_language", "late_note",
    "diplomatic_note",
)  # fmt: skip


def start_action(
    case: Case,
    *,
    by: User,
    at: datetime,
    series: str = UrgentAction.Series.UA,
    number: int | None = None,
    year: int | None = None,
    is_unnumbered: bool = False,
    campaign: Campaign | None = None,
) -> UrgentAction:
    """A new action on a case, in preparation. Takes the next free number of the year unless one is given.

    Args:
        is_unnumbered: for an old document that shows no number.

    Raises:
        ValidationError: if the number is taken or out of range.
    """
    year = year or timezone.localtime(at).year
    with acting(by=by, at=at):
        if number is None and not is_unnumbered:
            number = next_number(series, year)
        action = UrgentAction(
            case=case,
            campaign=campaign,
            series=series,
            number=number,
            year=year,
            slug=slug_for(series=series, number=number, year=year, country=str(case.country)),
            created_at=at,
            created_by=by,
        )
        action.full_clean()
        try:
            with transaction.atomic():
                action.save()
        except IntegrityError as error:
            raise ValidationError(
                f"Somebody else took {action.reference} at this very moment. Try again, or choose another number."
            ) from error
    return action


def draft_sheet(action: UrgentAction, *, by: User, at: datetime, kind: str | None = None) -> Sheet:
    """A draft: the first sheet of an action, or a further one that starts from the last that asked for letters.

    A stop or an outcome sheet starts from the headline and from what is known to have become of each person: it
    asks nothing of nobody. A correction keeps the appeals date as it is printed, unless that is over.

    Raises:
        ValidationError: if the action has a draft already, or a sheet in review or approved; or if it is over, and
            this kind of sheet would ask people to write.
    """
    asking = action.sheets.exclude(status=SheetStatus.WITHDRAWN).exclude(kind__in=Sheet.ENDING)
    last = asking.order_by("-version").first()
    highest = action.sheets.order_by("-version").values_list("version", flat=True).first() or 0
    day = timezone.localtime(at).date()
    sheet = Sheet(action=action, version=highest + 1, dated=day, created_at=at, created_by=by, edited_by=by)
    sheet.kind = kind or (Sheet.Kind.FIRST if last is None else Sheet.Kind.FURTHER)
    if sheet.asks and ActionStatus(action.status) in OVER:
        raise ValidationError(
            f"{action.reference} is {action.get_status_display()}: only a stop or an outcome can be written. "
            "For a sheet that asks for letters, have the action reopened first."
        )
    if last is None:
        sheet.summary = action.case.summary
    else:
        for field in _CARRIED_ON if sheet.asks else ("headline",):
            setattr(sheet, field, getattr(last, field))
    if sheet.asks:
        _set_limit(sheet, last)
    with acting(by=by, at=at):
        # Nobody has approved, issued or reviewed what is only begun.
        sheet.validate_constraints(exclude={"approved_by", "issued_by", "reviewed_by", "frozen"})
        sheet.save()
        if last is not None and sheet.asks:
            _copy_parts(last, sheet)
            propose(sheet)
            sheet.save(update_fields=["changes", "changes_proposed"])
        if sheet.kind != Sheet.Kind.FIRST:
            propose_outcomes(sheet)
    return sheet


def _set_limit(sheet: Sheet, last: Sheet | None) -> None:
    sheet.appeals_limit, sheet.appeals_wording = default_appeal_date(sheet.dated), Wording.BEFORE
    if last is None or last.last_good_day is None or sheet.kind != Sheet.Kind.CORRECTION:
        return
    if last.last_good_day >= sheet.dated:
        sheet.appeals_limit, sheet.appeals_wording = last.appeals_limit, last.appeals_wording


def _copy_parts(last: Sheet, sheet: Sheet) -> None:
    Demand.objects.bulk_create(
        Demand(
            sheet=sheet,
            order=demand.order,
            sheet_wording=demand.sheet_wording,
            letter_wording=demand.letter_wording,
        )
        for demand in last.demands.all()
    )
    Recipient.objects.bulk_create(
        Recipient(sheet=sheet, authority=recipient.authority, role=recipient.role, order=recipient.order)
        for recipient in last.recipients.select_related("authority")
    )


def pause_action(
    action: UrgentAction, *, by: User, at: datetime, reason: str = "", public_note: str = ""
) -> UrgentAction:
    """Ask nobody to write for a while; followers are told with the next sweep."""
    return _quieten(action, Verb.PAUSE, by=by, at=at, reason=reason, public_note=public_note)


def resume_action(
    action: UrgentAction, *, by: User, at: datetime, reason: str = "", public_note: str = ""
) -> UrgentAction:
    """Ask people to write again after a pause."""
    with acting(by=by, at=at, reason=reason):
        locked = held_action(action.pk)
        check_decision(locked, Verb.RESUME)
        decide(locked, Verb.RESUME, by=by, at=at, reason=reason, public_note=public_note)
    action.refresh_from_db()
    return action


def stop_action(action: UrgentAction, *, by: User, at: datetime, reason: str, public_note: str = "") -> UrgentAction:
    """Stop an action at once: from the moment this returns nothing asks anyone to write.

    Followers are told with the next sweep, before it sends anything else.

    Args:
        reason: for staff only.
        public_note: what everybody may be told of it.

    Raises:
        InvalidTransition: if it is neither open nor paused.
        ValidationError: if no reason is given, or the note cannot be printed.
    """
    return _quieten(action, Verb.STOP, by=by, at=at, reason=reason, public_note=public_note)


def close_action(action: UrgentAction, *, by: User, at: datetime, reason: str, public_note: str = "") -> UrgentAction:
    """End an action that has run its course.

    Args:
        public_note: how it ended, in words for those who wrote.
    """
    return _quieten(action, Verb.CLOSE, by=by, at=at, reason=reason, public_note=public_note)


def ask_to_reopen(action: UrgentAction, *, by: User, at: datetime, reason: str) -> UrgentAction:
    """Ask that an action which is over asks for letters again. Nothing changes until somebody else reopens it.

    Raises:
        InvalidTransition: if it is neither stopped nor closed.
        ValidationError: if no reason is given.
    """
    if not reason.strip():
        raise ValidationError("Say why letters help again, in a few words; the reason is kept for staff.")
    with acting(by=by, at=at, reason=reason):
        locked = held_action(action.pk)
        check_decision(locked, Verb.ASK_REOPEN)
        decide(locked, Verb.ASK_REOPEN, by=by, at=at, reason=reason)
    action.refresh_from_db()
    return action


def reopen_action(
    action: UrgentAction, *, by: User, at: datetime, reason: str = "", public_note: str = ""
) -> UrgentAction:
    """Let an action that was stopped or closed ask for letters again: the second of the two people it takes.

    Args:
        public_note: what those who were told to stop are told now.

    Raises:
        InvalidTransition: if it is neither stopped nor closed, or nobody has asked for it since it was.
        ValidationError: if `by` is the one who asked.
    """
    with acting(by=by, at=at, reason=reason):
        locked = held_action(action.pk)
        check_decision(locked, Verb.REOPEN)
        if locked.hidden_at is not None:
            raise InvalidTransition(
                f"{locked.reference} is not shown, because a consent was withdrawn. Have it shown again first."
            )
        if still := withdrawn_on(locked, SHOWN | NEEDED):
            names = ", ".join(f"“{name}”" for name in still)
            raise InvalidTransition(f"The consent of {names} is withdrawn, so {locked.reference} asks for no letters.")
        asked = request_to_reopen(locked)
        if asked is None:
            raise InvalidTransition(
                f"{locked.reference} is {locked.get_status_display()}, and nobody has asked to reopen it since. "
                "It takes two: one who asks, and another who reopens it."
            )
        if asked.by_id == by.pk:
            raise ValidationError("You asked for it yourself. It takes two: somebody else has to reopen it.")
        _show_what_asks(locked)
        decide(locked, Verb.REOPEN, by=by, at=at, reason=reason, public_note=public_note)
    action.refresh_from_db()
    return action


def _show_what_asks(action: UrgentAction) -> None:
    """Where a stop or an outcome sheet is shown, the last sheet that asked for letters takes its place again."""
    if action.current_sheet is None or action.current_sheet.asks:
        return
    asking = action.sheets.filter(status=SheetStatus.SUPERSEDED).exclude(kind__in=Sheet.ENDING)
    before = asking.order_by("-version")[:1].get()  # an action is over only after it has asked
    action.sheets.filter(pk=action.current_sheet.pk).update(status=SheetStatus.SUPERSEDED)
    action.sheets.filter(pk=before.pk).update(status=SheetStatus.ISSUED)
    before.status = SheetStatus.ISSUED
    show(action, before, content_of(before))


def request_to_reopen(action: UrgentAction) -> ActionEvent | None:
    """Who asked last that an action which is over be reopened; None if nobody has since it ended."""
    about = (*DECISIONS, Verb.ASK_REOPEN)
    last = action.events.filter(verb__in=about).select_related("by").order_by("-at", "-pk").first()
    return last if last is not None and last.verb == Verb.ASK_REOPEN else None


def _quieten(
    action: UrgentAction, verb: Verb, *, by: User, at: datetime, reason: str, public_note: str
) -> UrgentAction:
    """Pause, stop or close: one transaction that also cancels every notice still planned."""
    if verb in (Verb.STOP, Verb.CLOSE) and not reason.strip():
        raise ValidationError("Say why, in a few words; the reason is kept for staff.")
    with acting(by=by, at=at, reason=reason):
        locked = held_action(action.pk)
        check_decision(locked, verb)
        decide(locked, verb, by=by, at=at, reason=reason, public_note=public_note)
        cancel_notices(locked, f"the action was {verb.label}", at=at)
        wait_for_answers(locked)
    action.refresh_from_db()
    return action
