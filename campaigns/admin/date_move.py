"""Extending an action, or shortening it: a sheet with another appeals date, handed to the approvers at once."""

from typing import Any

from django import forms

from campaigns.admin.answers import NoteField, Reason
from campaigns.admin.moves import Move
from campaigns.appeals_date import move_appeals_date
from campaigns.deadlines import Wording
from campaigns.models import Sheet, UrgentAction
from campaigns.rules import may_move_date
from campaigns.states import SheetStatus


class NewDate(Reason):
    """Until when, why, and what everybody may know of it."""

    field_order = ("wording", "limit", "reason", "public_note")

    wording = forms.ChoiceField(
        choices=Wording.choices,
        help_text="“Before 23 August” makes the 22nd the last good day; “until” makes it the 23rd.",
    )
    limit = forms.DateField(
        label="New appeals date",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="As it is to be printed.",
        error_messages={"invalid": "Write the day as 2011-08-23.", "required": "Say the new date."},
    )
    public_note = NoteField(
        label="Why, for everybody",
        help_text="Printed on the sheet after the new day, and told to followers in the mail about it. May be empty.",
    )


def _brings_about(action: UrgentAction) -> tuple[str, ...]:
    return (
        f"The last good day is {action.last_good_day:%-d %B %Y} now, and stays so until the new sheet is issued.",
        "A further information with the new date and all else as it stands goes to the approvers at once; where the "
        "checks want a reason for something, it waits for that first.",
        "They read that it asks for another date, and your reason. Once it is issued, followers hear of the new day, "
        "and reminders are planned anew.",
        "An earlier date shortens the action in the same way. To end it today, stop or close it.",
    )


def _on_its_way(sheet: Sheet, answers: dict[str, Any]) -> str:
    if sheet.status == SheetStatus.DRAFT:
        return f"{sheet} is a draft with the new date: the checks want a reason first. Give it, then submit it."
    return f"{sheet} is in review. The date moves when it is issued."


MOVE_DATE = Move(
    name="move-date",
    label="Extend or shorten",
    question="Extend or shorten {}?",
    permission="campaigns.add_sheet",
    may=may_move_date,
    brings_about=_brings_about,
    do=move_appeals_date,
    done=_on_its_way,
    form=NewDate,
    initial=lambda action: {"wording": action.current_sheet.appeals_wording},
)


def date_asked(sheet: Any) -> Any:
    """The event in which somebody asked for the date of a sheet; None for any other sheet."""
    return sheet.events.filter(verb__in=("extend", "shorten")).select_related("by").order_by("-pk").first()
