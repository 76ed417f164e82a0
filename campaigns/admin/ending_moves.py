"""Stopping an action, and with it others that end for the same reason."""

from datetime import datetime
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts.models import User
from campaigns.admin.answers import ReasonAndNote
from campaigns.admin.moves import Move
from campaigns.admin.other_actions import ByNumber, OtherActions, look_up, offered, tick
from campaigns.lifecycle import stop_action
from campaigns.models import UrgentAction
from campaigns.rules import may_stop
from campaigns.stopping import stop_several

SILENCE = "Every reminder that is planned for it is cancelled."
NO_OUTCOME = (
    "What became of each person is told by a stop or an outcome sheet; without one its page says nothing of it."
)


class ReasonNoteAndOthers(ReasonAndNote):
    """Why, what everybody may be told, and what else stops for the same reason."""

    also = OtherActions(
        UrgentAction.objects.none(),
        label="Stop with it",
        required=False,
        error_messages={
            "invalid_choice": "One of those that were ticked is not open any more, and is not in the list now. Look at "
            "it again, then stop the rest.",
        },
    )
    by_number = ByNumber(
        help_text="As UA 26/00, UA 233/99. Each is looked up and shown here before anything is stopped."
    )

    def __init__(self, *args: Any, action: UrgentAction | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action = action or UrgentAction()
        if action is not None:
            self._offer()

    def _offer(self) -> None:
        ticked = cast(QueryDict, self.data).getlist("also") if self.is_bound else ()
        # Which actions are of one case is told to nobody who may not see it, and this page is for them too.
        is_open = not self.action.case.is_sealed
        queryset = offered(self.action, ticked=ticked, is_over_too=False, of_same_case=is_open)
        self.fields["also"].queryset = queryset  # type: ignore[attr-defined]
        none = "The case has no other open action." if is_open else "Type the number of any other below."
        self.fields["also"].help_text = "" if queryset.exists() else none

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        also = list(cleaned.get("also") or ())
        found = self._found(cleaned.pop("by_number", ""))
        if new := [action for action in found if action not in also]:
            tick(self, "also", new)
            self._offer()
            names = ", ".join(action.reference for action in new)
            raise ValidationError(
                f"Nothing is stopped yet. {names}: see under “Stop with it” what was found, take the tick away where "
                "it is not the one you mean, then stop."
            )
        return {**cleaned, "also": also}

    def _found(self, text: str) -> list[UrgentAction]:
        try:
            return look_up(text, self.action, is_over_too=False)
        except ValidationError as refused:
            self.add_error("by_number", refused)
            return []


def _stop(
    action: UrgentAction, *, by: User, at: datetime, reason: str, public_note: str, also: list[UrgentAction]
) -> UrgentAction:
    if not also:
        return stop_action(action, by=by, at=at, reason=reason, public_note=public_note)
    stop_several([action, *also], by=by, at=at, reason=reason, public_note=public_note)
    action.refresh_from_db()
    return action


def _stopped(action: UrgentAction, answers: dict[str, Any]) -> str:
    names = [action.reference, *(other.reference for other in answers["also"])]
    if len(names) == 1:
        return f"{names[0]} is stopped. Nothing asks anyone to write any more."
    return f"{', '.join(names[:-1])} and {names[-1]} are stopped. Nothing asks anyone to write any more."


STOP = Move(
    name="stop",
    label="Stop",
    question="Stop {}?",
    permission="campaigns.stop_urgentaction",
    may=may_stop,
    brings_about=lambda action: (
        "From this moment nothing asks anyone to write: the page says STOP, the sheet is no longer offered.",
        SILENCE,
        NO_OUTCOME,
        "The same holds for every action that is ticked below: all of them stop, with one reason and one note, or "
        "none does.",
        "Letters can be asked for again only if one person asks for that and another agrees.",
    ),
    do=_stop,
    done=_stopped,
    form=ReasonNoteAndOthers,
    knows=lambda action: {"action": action},
    is_grave=True,
    asks_proof=True,
)
