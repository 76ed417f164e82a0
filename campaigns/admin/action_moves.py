"""The verbs of an action, as pages that ask before they do."""

from typing import Any

from django import forms
from django.utils import timezone

from campaigns.admin.moves import Move, NoQuestion, ReasonAndEnd, ReasonAndNote, ReasonIfAnyAndNote
from campaigns.lifecycle import (
    ask_to_reopen,
    close_action,
    draft_sheet,
    pause_action,
    reopen_action,
    request_to_reopen,
    resume_action,
    stop_action,
)
from campaigns.models import Sheet, UrgentAction
from campaigns.rules import (
    may_ask_to_reopen,
    may_close,
    may_draft_sheet,
    may_pause,
    may_reopen,
    may_resume,
    may_stop,
)
from campaigns.states import OVER, ActionStatus

_SILENCE = "Every reminder that is planned for it is cancelled."


class NewSheet(forms.Form):
    """Which kind of sheet follows."""

    kind = forms.ChoiceField(
        label="Kind of sheet",
        choices=[(kind.value, kind.label) for kind in Sheet.Kind if kind != Sheet.Kind.FIRST],
        help_text="A stop or an outcome asks for no letters; once it is issued the action is stopped or closed. To "
        "stop at once, use “Stop” and write the sheet afterwards.",
    )


STOP = Move(
    name="stop",
    label="Stop",
    question="Stop {}?",
    permission="campaigns.stop_urgentaction",
    may=may_stop,
    brings_about=lambda action: (
        "From this moment nothing asks anyone to write: the page says STOP, the sheet is no longer offered.",
        _SILENCE,
        "Letters can be asked for again only if one person asks for that and another agrees.",
    ),
    do=stop_action,
    done="{} is stopped. Nothing asks anyone to write any more.",
    form=ReasonAndNote,
    is_grave=True,
)
PAUSE = Move(
    name="pause",
    label="Pause",
    question="Pause {}?",
    permission="campaigns.stop_urgentaction",
    may=may_pause,
    brings_about=lambda action: ("The page asks nobody to write until somebody resumes the action.", _SILENCE),
    do=pause_action,
    done="{} is paused.",
    form=ReasonIfAnyAndNote,
)
RESUME = Move(
    name="resume",
    label="Resume",
    question="Resume {}?",
    permission="campaigns.close_urgentaction",
    may=may_resume,
    brings_about=lambda action: (
        f"People are asked to write again, until {action.last_good_day:%-d %B %Y}.",
        "Reminders for the days still to come are planned anew.",
    ),
    do=resume_action,
    done="{} is open again.",
    form=ReasonIfAnyAndNote,
)
CLOSE = Move(
    name="close",
    label="Close",
    question="Close {}?",
    permission="campaigns.close_urgentaction",
    may=may_close,
    brings_about=lambda action: ("The action moves to the past ones and asks nobody to write any more.", _SILENCE),
    do=close_action,
    done="{} is closed.",
    form=ReasonAndEnd,
)
ASK_REOPEN = Move(
    name="ask-to-reopen",
    label="Ask to reopen",
    question="Ask to reopen {}?",
    permission="campaigns.stop_urgentaction",
    may=may_ask_to_reopen,
    brings_about=lambda action: (
        "Nothing public changes. An approver other than you can then reopen it.",
        "People were told to stop: ask only if you know that letters help again.",
    ),
    do=ask_to_reopen,
    done="{} can now be reopened by somebody else.",
)
REOPEN = Move(
    name="reopen",
    label="Reopen",
    question="Reopen {}?",
    permission="campaigns.close_urgentaction",
    may=may_reopen,
    brings_about=lambda action: (
        *_asked_by(action),
        f"People are asked to write again, until {action.last_good_day:%-d %B %Y}.",
        "Followers who were told that it was over are told so. Reminders for the days still to come are planned anew.",
    ),
    do=reopen_action,
    done="{} is open again.",
    form=ReasonIfAnyAndNote,
    is_grave=True,
    why_not=lambda user, action: _why_not_reopen(user, action),
)
NEW_SHEET = Move(
    name="new-sheet",
    label="New sheet",
    question="New sheet for {}?",
    permission="campaigns.add_sheet",
    may=lambda user, action: action.status != ActionStatus.DRAFT and may_draft_sheet(user, action),
    brings_about=lambda action: (
        "A draft opens with the text, demands and recipients of the last sheet.",
        "A stop or an outcome opens with its headline alone.",
        "What is public now stays as it is until the draft is issued.",
    ),
    do=draft_sheet,
    done="The draft of {} is open.",
    form=NewSheet,
)
FIRST_SHEET = Move(
    name="first-sheet",
    label="First sheet",
    question="First sheet for {}?",
    permission="campaigns.add_sheet",
    may=lambda user, action: action.status == ActionStatus.DRAFT and may_draft_sheet(user, action),
    brings_about=lambda action: ("A draft opens with the summary of the case.",),
    do=draft_sheet,
    done="The draft of {} is open.",
    form=NoQuestion,
)


def _asked_by(action: UrgentAction) -> list[str]:
    asked = request_to_reopen(action)
    return [f"{asked.by} asked for it on {timezone.localtime(asked.at):%-d %B}: {asked.reason}"] if asked else []


def _why_not_reopen(user: Any, action: UrgentAction) -> str:
    if action.status not in OVER:
        return ""
    asked = request_to_reopen(action)
    if asked is None:
        return "Nobody has asked to reopen it yet. It takes two: one who asks, and another who reopens it."
    return "You asked for it yourself. It takes two: somebody else has to reopen it." if asked.by == user else ""
