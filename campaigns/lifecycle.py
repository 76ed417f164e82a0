"""Everything that happens to an action, one function a verb: who (`by`), when (`at`), one transaction.

The admin, the demo and the tests go through these doors. Whether somebody may is asked before, in
`campaigns.rules`; whether it can be done at all is decided here.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from campaigns.checks import missing_for_issue
from campaigns.content import SheetContent, content_of, hash_of
from campaigns.deadlines import Wording, default_appeal_date
from campaigns.models import ActionEvent, Campaign, Demand, Recipient, Reminder, Sheet, UrgentAction
from campaigns.numbering import next_number, slug_for
from campaigns.states import ACTION_TRANSITIONS, ActionStatus, SheetStatus, Verb
from cases.countries import country_code3
from cases.folding import fold
from cases.models import Case


class InvalidTransition(Exception):
    """The verb does not fit the state. Its message is for people."""


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
    with transaction.atomic():
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
    """An empty draft: the first sheet of an action, or a further one that starts from the last.

    Raises:
        ValidationError: if the action has a draft already.
    """
    last = action.sheets.exclude(status=SheetStatus.WITHDRAWN).order_by("-version").first()
    highest = action.sheets.order_by("-version").values_list("version", flat=True).first() or 0
    day = timezone.localtime(at).date()
    sheet = Sheet(action=action, version=highest + 1, dated=day, created_at=at, created_by=by)
    if last is None:
        sheet.kind = kind or Sheet.Kind.FIRST
        sheet.summary = action.case.summary
    else:
        sheet.kind = kind or Sheet.Kind.FURTHER
        for field in ("headline", "summary", "story", "additional_information", "languages", "own_language",
                      "late_note", "diplomatic_note"):  # fmt: skip
            setattr(sheet, field, getattr(last, field))
    sheet.appeals_limit = default_appeal_date(day)
    sheet.appeals_wording = Wording.BEFORE
    with transaction.atomic():
        sheet.validate_constraints()
        sheet.save()
        if last is not None:
            _copy_parts(last, sheet)
    return sheet


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


def issue_sheet(sheet: Sheet, *, by: User, at: datetime, public_note: str = "") -> Sheet:
    """Issue a draft: freeze its content, open the action, supersede the sheet before it.

    Args:
        public_note: what followers are told of it besides what the sheets themselves show.

    Raises:
        InvalidTransition: if the sheet is no draft or the action cannot take a new one.
        ValidationError: with one sentence for each thing that is missing or wrong.
    """
    with transaction.atomic():
        action = _locked(sheet.action_id)
        sheet = Sheet.objects.select_for_update(of=("self",)).select_related("action__case").get(pk=sheet.pk)
        if sheet.status != SheetStatus.DRAFT:
            raise InvalidTransition(f"{sheet} is {sheet.get_status_display()}; only a draft can be issued.")
        _check_move(action, Verb.ISSUE)
        if sheet.appeals_limit is None:
            sheet.appeals_limit = default_appeal_date(sheet.dated)
            sheet.appeals_wording = Wording.BEFORE
        sheet.full_clean()
        if missing := missing_for_issue(sheet, on=timezone.localtime(at).date()):
            raise ValidationError(missing)
        content = content_of(sheet)

        action.sheets.filter(status=SheetStatus.ISSUED).update(status=SheetStatus.SUPERSEDED)
        sheet.frozen = content.as_json()
        sheet.content_hash = hash_of(sheet.frozen)
        sheet.status, sheet.issued_at, sheet.issued_by = SheetStatus.ISSUED, at, by
        sheet.save()

        action.current_sheet = sheet
        action.last_good_day = content.last_good_day
        action.country = content.country
        action.search_text = search_text_of(content)
        if action.opened_at is None:
            action.opened_at, action.opened_on = at, content.dated
        _move(action, Verb.ISSUE, by=by, at=at, sheet=sheet, public_note=public_note)
    return sheet


def search_text_of(content: SheetContent) -> str:
    """The folded words by which the public search finds an action, with a space before and after each.

    The spaces let the search tell whole words from parts of words (`UrgentActionQuerySet.found_by`).
    """
    names = [f"{person.name} {person.other_spellings}" for person in content.people]
    holders = [recipient.holder for recipient in content.recipients]
    codes = [content.country, country_code3(content.country)]
    numbers = [content.reference, str(content.year), content.index_number]
    return f" {fold(' '.join([*numbers, content.country_name, *codes, content.headline, *names, *holders]))} "


def pause_action(
    action: UrgentAction, *, by: User, at: datetime, reason: str = "", public_note: str = ""
) -> UrgentAction:
    """Ask nobody to write for a while; followers are told with the next sweep."""
    return _quieten(action, Verb.PAUSE, by=by, at=at, reason=reason, public_note=public_note)


def resume_action(
    action: UrgentAction, *, by: User, at: datetime, reason: str = "", public_note: str = ""
) -> UrgentAction:
    """Ask people to write again after a pause."""
    with transaction.atomic():
        locked = _locked(action.pk)
        _check_move(locked, Verb.RESUME)
        _move(locked, Verb.RESUME, by=by, at=at, reason=reason, public_note=public_note)
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


def withdraw_draft(sheet: Sheet, *, by: User, at: datetime, reason: str = "") -> Sheet:
    """Put a draft aside; nothing was public and nothing becomes so.

    Raises:
        InvalidTransition: if the sheet is no draft.
    """
    with transaction.atomic():
        sheet = Sheet.objects.select_for_update(of=("self",)).select_related("action").get(pk=sheet.pk)
        if sheet.status != SheetStatus.DRAFT:
            raise InvalidTransition(f"{sheet} is {sheet.get_status_display()}; only a draft can be withdrawn.")
        sheet.status = SheetStatus.WITHDRAWN
        sheet.save(update_fields=["status"])
        ActionEvent.objects.create(action=sheet.action, sheet=sheet, verb=Verb.WITHDRAW, at=at, by=by, reason=reason)
    return sheet


def _quieten(
    action: UrgentAction, verb: Verb, *, by: User, at: datetime, reason: str, public_note: str
) -> UrgentAction:
    """Pause, stop or close: one transaction that also cancels every notice still planned."""
    if verb in (Verb.STOP, Verb.CLOSE) and not reason.strip():
        raise ValidationError("Say why, in a few words; the reason is kept for staff.")
    with transaction.atomic():
        locked = _locked(action.pk)
        _check_move(locked, verb)
        _move(locked, verb, by=by, at=at, reason=reason, public_note=public_note)
        _cancel_notices(locked, f"the action was {verb.label}", at=at)
    action.refresh_from_db()
    return action


def _cancel_notices(action: UrgentAction, reason: str, *, at: datetime) -> None:
    """Cancel what is planned. What the planner has in hand at this moment is passed over, so that a stop never waits
    for it; the sender asks again before each mail, and the next sweep cancels the rest.
    """
    notices = Reminder.objects.planned().filter(action=action)
    if connection.features.has_select_for_update_skip_locked:
        free = notices.order_by().select_for_update(skip_locked=True, of=("self",))
        notices = Reminder.objects.filter(pk__in=free.values("pk"))
    notices.update(status=Reminder.Status.CANCELLED, settled_at=at, reason=reason)


def _locked(pk: int) -> UrgentAction:
    """The action's row, locked: a mail in flight ends before it, and none follows unseen.

    NO KEY, because the planner of reminders, which may hold rows that the caller is about to cancel, must be able
    to make sure that the action exists; the sender's FOR SHARE has to wait all the same.
    """
    return UrgentAction.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def _check_move(action: UrgentAction, verb: Verb) -> None:
    from_states, _ = ACTION_TRANSITIONS[verb]
    if ActionStatus(action.status) not in from_states:
        raise InvalidTransition(
            f"{action.reference} is {action.get_status_display()}; it cannot be {verb.label} from there."
        )


def _move(
    action: UrgentAction,
    verb: Verb,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    public_note: str = "",
    sheet: Sheet | None = None,
) -> None:
    _, action.status = ACTION_TRANSITIONS[verb]
    action.save()
    event = ActionEvent(
        action=action,
        sheet=sheet or action.current_sheet,
        verb=verb,
        at=at,
        by=by,
        reason=reason[:300],
        public_note=public_note,
    )
    # Its text reaches everybody, so it is checked whoever wrote it.
    event.public_note = ActionEvent._meta.get_field("public_note").clean(public_note, event)
    event.save()
