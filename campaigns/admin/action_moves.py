"""The verbs of an action, as pages that ask before they do."""

from typing import Any

from django import forms
from django.utils import timezone

from campaigns.admin.answers import NoQuestion, ReasonAndEnd, ReasonIfAnyAndNote
from campaigns.admin.embargo_form import EmbargoForm, embargo_as_typed, embargo_in_words
from campaigns.admin.ending_moves import NO_OUTCOME, SILENCE
from campaigns.admin.moves import Move
from campaigns.consent import show_again
from campaigns.corrections import propose_correction
from campaigns.embargo import set_embargo
from campaigns.lifecycle import (
    ask_to_reopen,
    close_action,
    draft_sheet,
    pause_action,
    reopen_action,
    request_to_reopen,
    resume_action,
)
from campaigns.models import Sheet, UrgentAction
from campaigns.outdated import differences_of
from campaigns.rules import (
    may_ask_to_reopen,
    may_close,
    may_correct,
    may_draft_sheet,
    may_pause,
    may_reopen,
    may_resume,
    may_set_embargo,
    may_show_again,
)
from campaigns.states import OVER, ActionStatus
from config import clock


class NewSheet(forms.Form):
    """Which kind of sheet follows."""

    kind = forms.ChoiceField(
        label="Kind of sheet",
        choices=[(kind.value, kind.label) for kind in Sheet.Kind if kind != Sheet.Kind.FIRST],
        help_text="A stop or an outcome asks for no letters; once it is issued the action is stopped or closed. To "
        "stop at once, use “Stop” and write the sheet afterwards.",
    )


PAUSE = Move(
    name="pause",
    label="Pause",
    question="Pause {}?",
    permission="campaigns.stop_urgentaction",
    may=may_pause,
    brings_about=lambda action: ("The page asks nobody to write until somebody resumes the action.", SILENCE),
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
EMBARGO = Move(
    name="embargo",
    label="Embargo",
    question="Set an embargo for {}?",
    permission="campaigns.issue_sheet",
    may=lambda user, action: may_set_embargo(user, action, at=clock.now()),
    brings_about=lambda action: (
        "Until the moment that you choose nobody outside sees, finds, prints or hears of it, issued or not.",
        "At that minute it shows by itself, and mails about it go out. Nobody has to be there.",
        "Empty: there is no embargo. What is issued shows at once then.",
    ),
    do=set_embargo,
    done=lambda action, answers: f"{action.reference}: {embargo_in_words(action) or 'no embargo'}.",
    form=EmbargoForm,
    initial=lambda action: embargo_as_typed(action),
)
CLOSE = Move(
    name="close",
    label="Close",
    question="Close {}?",
    permission="campaigns.close_urgentaction",
    may=may_close,
    brings_about=lambda action: (
        "The action moves to the past ones and asks nobody to write any more.",
        SILENCE,
        NO_OUTCOME,
    ),
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
    asks_proof=True,
)
SHOW = Move(
    name="show-again",
    label="Show again",
    question="Show {} again?",
    permission="campaigns.close_urgentaction",
    may=may_show_again,
    brings_about=lambda action: (
        "Its page and its sheets are shown, listed and found again.",
        "It asks for no letters: to reopen it is another step.",
    ),
    do=show_again,
    done="{} is shown again.",
    is_grave=True,
)
NEW_SHEET = Move(
    name="new-sheet",
    label="New sheet",
    question="New sheet for {}?",
    permission="campaigns.add_sheet",
    may=lambda user, action: action.status != ActionStatus.DRAFT and may_draft_sheet(user, action),
    brings_about=lambda action: (
        "A draft opens with the text, demands and recipients of the last sheet.",
        "A stop or an outcome opens with its headline, and with a line for each person on what became of them.",
        "What is public now stays as it is until the draft is issued.",
    ),
    do=draft_sheet,
    done="The draft of {} is open.",
    form=NewSheet,
)
CORRECT = Move(
    name="correct",
    label="Propose a correction",
    question="Propose a correction of {}?",
    permission="campaigns.add_sheet",
    may=may_correct,
    brings_about=lambda action: (
        "A draft of a correction opens: the text, the demands and the date of the sheet as it stands, and the facts as "
        "they are today.",
        "It says what changed, in words that you can edit. Nothing public changes until it is approved and issued.",
    ),
    do=propose_correction,
    done="The draft of a correction is open: {}. Read it, then submit it for review.",
    form=NoQuestion,
    shows=lambda action: {"differences": differences_of([action], on=clock.today())[action.pk]},
    template="admin/campaigns/correct.html",
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
