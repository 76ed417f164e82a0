"""The way of a sheet, as pages that ask before they do: to review, approval, issue; and what an emergency needs."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse

from campaigns.admin.moves import Move, NoQuestion, PublicNote, Reason, ReasonAndNote, ReasonIfAny
from campaigns.changes import changes_between
from campaigns.checks import missing_for_issue
from campaigns.content import content_of, hash_of
from campaigns.deadlines import days_left
from campaigns.issuing import approval_is_void, decision_of, issue_now, issue_sheet
from campaigns.models import ActionEvent, Sheet
from campaigns.review import (
    approval_holds,
    approve_sheet,
    hash_now,
    review_issued,
    send_back,
    submit_sheet,
    withdraw_draft,
)
from campaigns.rules import (
    may_approve,
    may_issue,
    may_issue_now,
    may_review,
    may_send_back,
    may_submit,
    may_withdraw,
)
from campaigns.states import FROZEN, SheetStatus, Verb
from config import clock

LONGEST_NOTE = ActionEvent._meta.get_field("public_note").max_length or 0


class Approval(forms.Form):
    """That somebody has read it; and, unseen, which content it was."""

    content_hash = forms.CharField(widget=forms.HiddenInput)
    has_read = forms.BooleanField(
        label="I have read all of it, as page and as PDF",
        error_messages={"required": "Read the page and the PDF first, then say so here."},
    )

    def clean(self) -> dict[str, Any]:
        """The hash alone: the tick is for the person, not for the verb."""
        super().clean()
        return {"content_hash": self.cleaned_data.get("content_hash", "")}


def _missing(sheet: Sheet) -> Sequence[str]:
    return missing_for_issue(sheet, on=clock.today())


def _hinders_issue(sheet: Sheet) -> Sequence[str]:
    return [*_missing(sheet), *(() if approval_holds(sheet) else (approval_is_void(sheet),))]


def _what_issuing_does(sheet: Sheet) -> Sequence[str]:
    content = content_of(sheet)
    if not content.asks:
        return _what_an_end_does(sheet)
    left = days_left(content.last_good_day, clock.today())
    before = sheet.action.sheets.filter(status=SheetStatus.ISSUED).first()
    sentences = [
        f"{content.reference} is open to everybody at {reverse('appeals:action', args=[sheet.action.slug])}.",
        f"People are asked to write until {content.last_good_day:%-d %B %Y}: {left} day{'' if left == 1 else 's'} "
        f"from today, to {len(content.appeals_to)} recipient{'' if len(content.appeals_to) == 1 else 's'}.",
        "The text, the addresses and the salutations are frozen: any change after this is a new sheet.",
        "Reminders are planned for its hearings, deadlines and last good day.",
    ]
    return [*sentences, f"It takes the place of sheet {before.version}."] if before else sentences


def _what_an_end_does(sheet: Sheet) -> Sequence[str]:
    reference = sheet.action.reference
    decision = decision_of(sheet, Verb.ISSUE)
    if decision == Verb.RECORD:
        return (f"The page of {reference} shows this sheet. It is over already, so followers are told nothing anew.",)
    return (
        f"{reference} is {decision.label}: from this moment nothing asks anyone to write.",
        "Its page shows this sheet.",
        "Every reminder that is planned for it is cancelled, and followers are told.",
    )


def what_it_says(sheet: Sheet) -> dict[str, Any]:
    """The whole content, read once, with its hash; and what is different from the sheet that was issued last."""
    content = content_of(sheet)
    last = _asked_before(sheet)
    return {
        "content": content,
        "content_hash": hash_of(content.as_json()),
        "last_sheet": last,
        "changes": changes_between(content_of(last), content) if last else (),
    }


def _asked_before(sheet: Sheet) -> Sheet | None:
    """The last sheet before this one that people may have printed to write by."""
    printed = sheet.action.sheets.filter(status__in=FROZEN, version__lt=sheet.version).exclude(kind__in=Sheet.ENDING)
    return printed.order_by("-version").first()


def _proposed_note(sheet: Sheet) -> dict[str, Any]:
    """What changed since the sheet that people printed, as a first text of the public note."""
    last = _asked_before(sheet)
    proposal = ""
    for sentence in changes_between(content_of(last), content_of(sheet)) if last and sheet.asks else ():
        longer = f"{proposal}\n\n{sentence}".strip()
        if len(longer) > LONGEST_NOTE:
            break
        proposal = longer
    return {"public_note": proposal}


def _not_an_author(user: Any, sheet: Sheet) -> str:
    if sheet.is_by(user):
        return "You began this sheet or were the last to edit it: somebody else has to approve it."
    return ""


SUBMIT = Move(
    name="submit",
    label="Submit for review",
    question="Submit {} for review?",
    permission="campaigns.change_sheet",
    may=may_submit,
    brings_about=lambda sheet: (
        "It stands on the desk of the approvers; nothing becomes public.",
        "Nobody edits it while it is in review. Send it back to change it.",
    ),
    hinders=_missing,
    do=submit_sheet,
    done="{} is in review.",
    form=NoQuestion,
)
SEND_BACK = Move(
    name="send-back",
    label="Send back",
    question="Send {} back to be changed?",
    permission="campaigns.change_sheet",
    or_permission="campaigns.issue_sheet",
    may=may_send_back,
    brings_about=lambda sheet: ("It is a draft again and can be edited. An approval it had is gone.",),
    do=send_back,
    done="{} is a draft again.",
    form=Reason,
)
APPROVE = Move(
    name="approve",
    label="Approve",
    question="Approve {}?",
    permission="campaigns.issue_sheet",
    may=may_approve,
    brings_about=lambda sheet: (
        "Exactly what is shown here can be issued. If any of it changes, this approval is void.",
        "Nothing becomes public yet.",
    ),
    hinders=_missing,
    do=approve_sheet,
    done="{} is approved. It can be issued now.",
    form=Approval,
    initial=lambda sheet: {"content_hash": hash_now(sheet)},
    shows=what_it_says,
    template="admin/campaigns/approve.html",
    why_not=_not_an_author,
)
ISSUE = Move(
    name="issue",
    label="Issue",
    question="Issue {}?",
    permission="campaigns.issue_sheet",
    may=may_issue,
    brings_about=_what_issuing_does,
    hinders=_hinders_issue,
    do=issue_sheet,
    done="{} is issued.",
    form=PublicNote,
    initial=_proposed_note,
)
ISSUE_NOW = Move(
    name="issue-now",
    label="Issue without approval",
    question="Issue {} without a second pair of eyes?",
    permission="campaigns.issue_sheet_alone",
    may=may_issue_now,
    brings_about=lambda sheet: (
        "For an emergency only, when nobody can approve it in time. The reason is kept.",
        "Somebody else must look it over within 24 hours; until then it stands on the desk of the approvers.",
        *_what_issuing_does(sheet),
    ),
    hinders=_missing,
    do=issue_now,
    done="{} is issued, and waits for its second pair of eyes.",
    form=ReasonAndNote,
    initial=_proposed_note,
    is_grave=True,
)
REVIEW = Move(
    name="review",
    label="Looked over",
    question="Have you looked {} over, and may it stand?",
    permission="campaigns.issue_sheet",
    may=may_review,
    brings_about=lambda sheet: (
        f"It was issued without approval: {sheet.emergency_reason}",
        "You say that you have read it and that it may stand. If it may not, stop or pause the action, or issue a "
        "correction.",
    ),
    do=review_issued,
    done="{} has had its second pair of eyes.",
    form=ReasonIfAny,
    shows=what_it_says,
    template="admin/campaigns/approve.html",
)
WITHDRAW = Move(
    name="withdraw",
    label="Withdraw draft",
    question="Withdraw the draft of {}?",
    permission="campaigns.change_sheet",
    may=may_withdraw,
    brings_about=lambda sheet: ("The draft is put aside and can still be read. Nothing public changes.",),
    do=withdraw_draft,
    done="The draft of {} is withdrawn.",
    form=ReasonIfAny,
)
