"""How facts of the demo are entered: checked as the forms check them, through the functions that staff use.

The texts themselves stand in the modules beside this one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import models
from django.utils.text import slugify

from accounts.models import User
from campaigns.issuing import issue_sheet
from campaigns.lifecycle import draft_sheet
from campaigns.models import Demand, Recipient, Sheet, UrgentAction
from campaigns.review import approve_sheet, hash_now, submit_sheet
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
    appeals_limit: date
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
    by: User,
    at: datetime,
) -> Sheet:
    """A draft with this text, its demands and its recipients in the order given.

    On a further sheet the demands and recipients of the one before are replaced.
    """
    sheet = draft_sheet(action, by=by, at=at)
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
    return sheet


def review_and_issue(sheet: Sheet, *, author: User, approver: User, at: datetime) -> Sheet:
    """The way of a sheet from draft to issue, by two people.

    Raises:
        ValidationError: if something is missing.
    """
    submit_sheet(sheet, by=author, at=at)
    approve_sheet(sheet, by=approver, at=at, content_hash=hash_now(sheet))
    return issue_sheet(sheet, by=approver, at=at)
