"""A date moves, with all that staff decide in the same breath: of the date, its matter on the desk, and the sheets.

The facts are moved by the verbs of `cases`; reminders follow with the next sweep by themselves. One undo takes it
back. What follows from a move is looked up before it is made, by the same functions, in `campaigns.foresight`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from campaigns.assignments import follow_dates
from campaigns.deadlines import Wording
from campaigns.lifecycle import draft_sheet
from campaigns.models import Sheet, UrgentAction
from campaigns.review import withdraw_draft
from campaigns.states import SheetStatus
from cases.deadline_moves import lift_deadline, move_deadline
from cases.hearing_moves import adjourn_hearing, cancel_hearing, correct_hearing
from cases.models import DateMove, Deadline, Hearing
from cases.taking_back import undo_move


class What(StrEnum):
    """What becomes of a date."""

    TO_A_DAY = "day"
    NO_NEW_DAY = "no-day"
    OFF = "off"
    WRONG = "wrong"


@dataclass(frozen=True)
class Wish:
    """What somebody wants to become of a hearing or a deadline. A deadline knows two of the four."""

    what: What
    to: date | None = None
    starts_at: time | None = None
    time_zone: str = ""
    reason: str = ""


@dataclass(frozen=True)
class DraftWish:
    """A draft to begin with the move.

    Args:
        limit: its appeals date; that of the last sheet where it is left out.
    """

    action: UrgentAction
    kind: str
    limit: date | None = None


def make_move(thing: Hearing | Deadline, wish: Wish, *, by: User, at: datetime) -> DateMove:
    """Move the facts alone.

    Raises:
        ValidationError: if it cannot be done.
    """
    said = {"by": by, "at": at, "reason": wish.reason}
    if isinstance(thing, Deadline):
        if wish.what == What.OFF:
            return lift_deadline(thing, **said)  # type: ignore[arg-type]
        return move_deadline(thing, to=_day_of(wish), **said)  # type: ignore[arg-type]
    hours = {"starts_at": wish.starts_at, "time_zone": wish.time_zone}
    match wish.what:
        case What.TO_A_DAY:
            return adjourn_hearing(thing, to=_day_of(wish), **hours, **said)  # type: ignore[arg-type]
        case What.NO_NEW_DAY:
            return adjourn_hearing(thing, to=None, **said)  # type: ignore[arg-type]
        case What.OFF:
            return cancel_hearing(thing, **said)  # type: ignore[arg-type]
        case What.WRONG:
            return correct_hearing(thing, on=_day_of(wish), **hours, **said)  # type: ignore[arg-type]


def move_date(
    thing: Hearing | Deadline, wish: Wish, *, by: User, at: datetime, drafts: Sequence[DraftWish] = ()
) -> DateMove:
    """Move a date, hand its matter on the desk on to the new hearing, and begin the drafts that were asked for.

    Raises:
        ValidationError: if any of it cannot be done; then nothing is.
    """
    with transaction.atomic():
        move = make_move(thing, wish, by=by, at=at)
        follow_dates(move.case_id, at=at)
        for wanted in drafts:
            _begin_draft(wanted, by=by, at=at)
    return move


def take_back(move: DateMove, *, by: User, at: datetime, withdraw: Sequence[Sheet] = ()) -> DateMove:
    """Take a move back, with the matter on the desk and the drafts that were begun with it.

    Args:
        withdraw: of `drafts_begun_with` those to put aside.

    Raises:
        ValidationError, InvalidTransition: if any of it cannot be done; then nothing is.
    """
    with transaction.atomic():
        undo_move(move, by=by, at=at)
        follow_dates(move.case_id, at=at)
        for sheet in withdraw:
            withdraw_draft(sheet, by=by, at=at, reason="the move of a date was taken back")
    return move


def drafts_begun_with(move: DateMove) -> list[Sheet]:
    """The drafts that were begun with a move and are under way still: by the same person at the same moment."""
    begun = Sheet.objects.filter(
        action__case_id=move.case_id, created_at=move.at, created_by=move.by_id, status=SheetStatus.DRAFT
    )
    return list(begun.select_related("action").order_by("pk"))


def _day_of(wish: Wish) -> date:
    if wish.to is None:
        raise ValidationError({"to": "Give the new day."})
    return wish.to


def _begin_draft(wanted: DraftWish, *, by: User, at: datetime) -> Sheet:
    last = wanted.action.current_sheet
    sheet = draft_sheet(wanted.action, by=by, at=at, kind=wanted.kind)
    if wanted.limit is not None:
        sheet.appeals_limit, sheet.appeals_wording = wanted.limit, Wording.BEFORE
    elif last is not None:
        sheet.appeals_limit, sheet.appeals_wording = last.appeals_limit, last.appeals_wording
    sheet.validate_constraints()
    sheet.save(update_fields=["appeals_limit", "appeals_wording"])
    return sheet
