"""How facts of the demo are entered: checked as the forms check them, through the functions that staff use.

The texts themselves stand in the modules beside this one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify

from accounts.acts import acting
from accounts.models import User
from campaigns.check_reasons import check_sheet_on
from campaigns.issuing import issue_sheet
from campaigns.lifecycle import draft_sheet
from campaigns.models import Demand, Outcome, Recipient, Sheet, UrgentAction
from campaigns.review import Said, approve_sheet, explain, hash_now, submit_sheet
from cases.models import Authority, Case, Concern

Entered = TypeVar("Entered", bound=models.Model)


@dataclass(frozen=True)
class SheetText:
    """What an editor types into one sheet."""

    headline: str
    summary: str
    story: str
    demands: Sequence[tuple[str, str]]  # (sheet wording, letter wording)
    dated: date
    appeals_limit: date | None
    languages: Sequence[str]
    additional_information: str = ""
    index_number: str = ""
    appeals_wording: str = "before"
    own_language: bool = True
    late_note: str | None = None  # None: the usual one
    diplomatic_note: str | None = None


def enter(thing: Entered) -> Entered:
    """Check a new row with all its rules and save it.

    Raises:
        ValidationError: as a form would show it.
    """
    thing.full_clean()
    thing.save()
    return thing


def name_concerns(case: Case, *names: str) -> None:
    """Give a case its concerns, adding to the list those that it does not have yet."""
    for name in names:
        slug = slugify(name)
        case.concerns.add(Concern.objects.filter(slug=slug).first() or enter(Concern(name=name, slug=slug)))


def write_sheet(
    action: UrgentAction,
    text: SheetText,
    *,
    appeals_to: Sequence[Authority],
    copies_to: Sequence[Authority] = (),
    outcomes: Sequence[Mapping[str, str]] = (),
    kind: str | None = None,
    by: User,
    at: datetime,
) -> Sheet:
    """A draft with this text, its demands and its recipients in the order given.

    On a further sheet the demands and recipients of the one before are replaced, and so is what became of people.

    Args:
        outcomes: fields of each, with the published name under "name".
    """
    with acting(by=by, at=at):
        sheet = draft_sheet(action, by=by, at=at, kind=kind)
        _write(sheet, text, appeals_to, copies_to)
        _tell(sheet, outcomes)
    return sheet


def _write(sheet: Sheet, text: SheetText, appeals_to: Sequence[Authority], copies_to: Sequence[Authority]) -> None:
    for field in ("headline", "summary", "story", "additional_information", "index_number", "dated",
                  "appeals_limit", "appeals_wording", "own_language"):  # fmt: skip
        setattr(sheet, field, getattr(text, field))
    sheet.languages = list(text.languages)
    if text.late_note is not None:
        sheet.late_note = text.late_note
    if text.diplomatic_note is not None:
        sheet.diplomatic_note = text.diplomatic_note
    enter(sheet)
    sheet.demands.all().delete()
    sheet.recipients.all().delete()
    for order, (on_sheet, in_letter) in enumerate(text.demands, start=1):
        enter(Demand(sheet=sheet, order=order, sheet_wording=on_sheet, letter_wording=in_letter))
    for role, authorities in ((Recipient.Role.APPEALS, appeals_to), (Recipient.Role.COPIES, copies_to)):
        for order, authority in enumerate(authorities, start=1):
            enter(Recipient(sheet=sheet, authority=authority, role=role, order=order))


def _tell(sheet: Sheet, outcomes: Sequence[Mapping[str, str]]) -> None:
    sheet.outcomes.all().delete()
    people = {person.published_as: person for person in sheet.action.case.people.all()}
    for told in outcomes:
        own = {field: value for field, value in told.items() if field != "name"}
        enter(Outcome(sheet=sheet, person=people[told["name"]], **own))


def give_reasons(sheet: Sheet, reasons: Mapping[str, str], *, by: User, at: datetime) -> None:
    """Say why ambers may stand, by the name of their check: each finding of it gets the same reason.

    Raises:
        ValidationError: if a check of that name finds nothing, for then the demo tells something untrue.
    """
    found = [row for row in check_sheet_on(sheet, on=at.date()) if row.wants_a_reason]
    said = [
        Said(row.finding.key, row.seen, reasons[name])
        for row in found
        if (name := row.finding.key.partition(":")[0]) in reasons
    ]
    if idle := reasons.keys() - {one.key.partition(":")[0] for one in said}:
        raise ValidationError(f"{sheet}: nothing was found of {', '.join(sorted(idle))}.")
    explain(sheet, said, by=by, at=at)


def review_and_issue(sheet: Sheet, *, author: User, approver: User, at: datetime, note: str = "") -> Sheet:
    """The way of a sheet from draft to issue, by two people.

    Raises:
        ValidationError: if something is missing.
    """
    # Each in its own minute, as it is with people.
    sheet = submit_sheet(sheet, by=author, at=at + timedelta(minutes=1))
    approve_sheet(sheet, by=approver, at=at + timedelta(minutes=2), content_hash=hash_now(sheet))
    return issue_sheet(sheet, by=approver, at=at + timedelta(minutes=3), public_note=note)
