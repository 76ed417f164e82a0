"""A proposal becomes drafts: case, action, sheet and all that hangs on them, in one transaction. Nothing is public.

No action is taken for the same by its number: somebody says so (`into`). The same document makes one draft, however
often and by however many people it is brought.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone

from accounts.acts import acting
from accounts.models import User
from campaigns.decisions import held_action
from campaigns.lifecycle import draft_sheet, start_action
from campaigns.models import Demand, ImportedSource, Sheet, UrgentAction
from campaigns.sheet_drafts.brought import Brought
from campaigns.sheet_drafts.facts import save_case, save_dates, save_people
from campaigns.sheet_drafts.matching import actions_by_number
from campaigns.sheet_drafts.offices import save_recipients
from campaigns.sheet_drafts.proposal import Proposal
from campaigns.sheet_reading.reading import READER_VERSION
from campaigns.what_changed import bring_up_to_date
from cases.models import Authority, Case
from cases.refusals import sentence_of

# What the sheet takes over as it stands.
_TAKEN = (
    "index_number", "headline", "summary", "story", "additional_information", "appeals_limit", "appeals_wording",
    "languages", "own_language", "late_note", "diplomatic_note",
)  # fmt: skip


@dataclass(frozen=True)
class SavedDraft:
    """What was made.

    Args:
        new_authorities: offices that were entered in the book, unverified.
        remarks: what a person has to look at, in sentences.
    """

    case: Case
    action: UrgentAction
    sheet: Sheet
    source: ImportedSource
    new_authorities: tuple[Authority, ...]
    remarks: tuple[str, ...]


class AlreadyImported(ValidationError):
    """The same document has made a draft before: `source.sheet`."""

    def __init__(self, source: ImportedSource) -> None:
        self.source = source
        sheet = source.sheet
        super().__init__(
            f"Nothing was saved: this document was imported on {timezone.localtime(source.imported_at):%-d %B %Y} by "
            f"{source.imported_by} and made {sheet}, which is {sheet.get_status_display()}. Go on there; or delete its "
            "source, and import the document anew."
        )


class PerhapsTheSame(ValidationError):
    """An action with this number is there: a person has to say whether it is the same."""

    def __init__(self, action: UrgentAction) -> None:
        self.action = action
        super().__init__(
            f"Nothing was saved: {action.reference} is there already, perhaps the same: {action.case.title}. Say "
            "whether the sheet belongs to it, or to an action of its own without a number."
        )


def already_imported(brought: Brought) -> ImportedSource | None:
    """The source that is this very document, by its bytes or by its text; None where there is none."""
    same = Q(file_hash=brought.file_hash) | Q(text_hash=brought.text_hash)
    return ImportedSource.objects.filter(same).select_related("sheet__action", "imported_by").first()


def save_draft(
    proposal: Proposal,
    brought: Brought,
    *,
    by: User,
    at: datetime,
    into: UrgentAction | None = None,
    is_unnumbered: bool = False,
) -> SavedDraft:
    """Make the drafts of a proposal, and keep the document with them.

    Args:
        proposal: as `propose` made it, and perhaps as a person changed it.
        brought: the document it was read from.
        into: the action to which the sheet belongs; None for an action of its own on a case of its own.
        is_unnumbered: an action of its own without its number, where another one has that.

    Returns:
        What was made. Offices that the book does not have are entered unverified; hearings and developments are for
        staff only.

    Raises:
        AlreadyImported: if the same document has made a draft.
        PerhapsTheSame: if another action has the number, and neither `into` nor `is_unnumbered` says what to do.
        ValidationError: with sentences, if no draft can be made of it as it stands. Nothing is saved then.
    """
    if before := already_imported(brought):
        raise AlreadyImported(before)
    remarks: list[str] = []
    try:
        with acting(by=by, at=at, reason=f"Imported from {brought.file_name or 'pasted text'}."[:300]):
            case, action = _whole(proposal, brought, into, by=by, at=at, is_unnumbered=is_unnumbered, remarks=remarks)
            added = save_people(case, proposal, at=at)
            if into is not None and added:
                remarks.append(f"New among the people of the case: {', '.join(added)}.")
            sheet = _sheet(action, proposal, by=by, at=at, remarks=remarks)
            offices = save_recipients(sheet, proposal, name=brought.file_name, remarks=remarks)
            save_dates(case, proposal, offices.on_sheet, name=brought.file_name, remarks=remarks)
            if sheet.follows:
                bring_up_to_date(sheet, at=at)
            source = _source(sheet, proposal, brought, by=by, at=at, remarks=remarks)
    except IntegrityError as error:
        # Somebody saved the same thing at this moment.
        if before := already_imported(brought):
            raise AlreadyImported(before) from error
        raise ValidationError(f"Nothing was saved. {sentence_of(error)}") from error
    return SavedDraft(case, action, sheet, source, tuple(offices.new), (*proposal.remarks, *remarks))


def _whole(
    proposal: Proposal,
    brought: Brought,
    into: UrgentAction | None,
    *,
    by: User,
    at: datetime,
    is_unnumbered: bool,
    remarks: list[str],
) -> tuple[Case, UrgentAction]:
    """The case and the action on which the sheet is drafted; the latter locked if it was there."""
    if into is not None:
        action = held_action(into.pk)
        if proposal.country and str(action.case.country) != proposal.country:
            remarks.append(
                f"The sheet is read to be on another country than the case of {action.reference}. The case stays as it "
                "is; look whether it is the same."
            )
        return action.case, action
    if not proposal.country:
        raise ValidationError("Nothing was saved: say on which country the sheet is. It does not say so itself.")
    number = None if is_unnumbered else proposal.number
    for action in actions_by_number(series=proposal.series, number=number, year=proposal.year):
        raise PerhapsTheSame(action)
    year = proposal.year or timezone.localtime(at).year
    if proposal.year is None:
        remarks.append(f"The sheet does not say its year, so the action is one of {year}. Correct it.")
    case = save_case(proposal, brought, by=by, at=at)
    action = start_action(
        case, by=by, at=at, series=proposal.series, number=number, year=year, is_unnumbered=number is None
    )
    return case, action


def _sheet(action: UrgentAction, proposal: Proposal, *, by: User, at: datetime, remarks: list[str]) -> Sheet:
    """The draft with what it says and asks. What a further sheet would carry on gives way to what was read."""
    kind = proposal.kind
    if kind == Sheet.Kind.FIRST and action.sheets.exists():
        kind = Sheet.Kind.FURTHER
        remarks.append(f"{action.reference} has a first sheet, so this one is drafted as further information.")
    sheet = draft_sheet(action, by=by, at=at, kind=kind)
    for name in _TAKEN:
        setattr(sheet, name, getattr(proposal, name))
    if proposal.dated is not None:
        sheet.dated = proposal.dated
    else:
        remarks.append("The sheet does not say its date, so the draft bears that of today. Correct it.")
        if sheet.appeals_limit is not None and sheet.appeals_limit <= sheet.dated:
            remarks.append(f"The appeals date, {sheet.appeals_limit:%-d %B %Y}, was left out: it is over by then.")
            sheet.appeals_limit = None
    empty = [name for name in ("headline", "summary") if not getattr(sheet, name)]
    sheet.full_clean(exclude=empty)
    sheet.save()
    _tell_if_older(sheet, remarks)
    sheet.demands.all().delete()
    if sheet.asks:
        for order, ask in enumerate(proposal.demands, start=1):
            demand = Demand(
                sheet=sheet, order=order, sheet_wording=ask.sheet_wording, letter_wording=ask.letter_wording
            )
            demand.full_clean()
            demand.save()
    return sheet


def _tell_if_older(sheet: Sheet, remarks: list[str]) -> None:
    shown = sheet.action.current_sheet
    if shown is not None and sheet.dated < shown.dated:
        remarks.append(
            f"This sheet is of {sheet.dated:%-d %B %Y}, and {sheet.action.reference} shows one of "
            f"{shown.dated:%-d %B %Y}. Issued, the older one would take its place."
        )


def _source(
    sheet: Sheet, proposal: Proposal, brought: Brought, *, by: User, at: datetime, remarks: list[str]
) -> ImportedSource:
    source = ImportedSource(
        sheet=sheet,
        file_name=brought.file_name,
        kind=brought.kind,
        text=brought.text,
        file_hash=brought.file_hash,
        text_hash=brought.text_hash,
        reader_version=READER_VERSION,
        places={name: trace.as_list() for name, trace in proposal.traces.items()},
        remarks=[*proposal.remarks, *remarks],
        imported_at=at,
        imported_by=by,
    )
    source.full_clean()
    source.save()
    return source
