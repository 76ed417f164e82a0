"""The way of a sheet, as pages that ask before they do: to review, approval, issue; and what an emergency needs."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse

from campaigns.admin.answers import NoQuestion, PublicNote, Reason, ReasonAndNote, ReasonIfAny
from campaigns.admin.checks_panel import kept_reasons
from campaigns.admin.consent import consents_of
from campaigns.admin.date_move import date_asked
from campaigns.admin.moves import Move
from campaigns.changes import changes_between
from campaigns.check_reasons import CheckedSheet, checked_sheet, has_given_reason, reasons_hash
from campaigns.content import content_of, hash_of
from campaigns.deadlines import days_left
from campaigns.issuing import approval_is_void, decision_of, issue_now, issue_sheet
from campaigns.models import Sheet
from campaigns.review import (
    approval_holds,
    approve_sheet,
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
from campaigns.states import OVER, ActionStatus, SheetStatus, Verb
from campaigns.what_changed import printed_before
from config import clock

_WHAT_BECAME = (
    "What it says became of each person is public from then on, in the list of outcomes too, and is written down in "
    "the case."
)


class Approval(forms.Form):
    """That somebody has read it; and, unseen, which content and which findings it was."""

    content_hash = forms.CharField(widget=forms.HiddenInput)
    checks_hash = forms.CharField(widget=forms.HiddenInput)
    has_read = forms.BooleanField(
        label="I have read all of it, as page and as PDF",
        error_messages={"required": "Read the page and the PDF first, then say so here."},
    )

    def clean(self) -> dict[str, Any]:
        """The hashes alone: the tick is for the person, not for the verb."""
        super().clean()
        return {name: self.cleaned_data.get(name, "") for name in ("content_hash", "checks_hash")}


def _now(sheet: Sheet) -> CheckedSheet:
    """What is found on a sheet that is under way, once for each page. No verb changes the row that a page is made of:
    each reads its own.
    """
    kept: dict[str, Any] = sheet.__dict__
    if "_checked_now" not in kept:
        kept["_checked_now"] = checked_sheet(sheet, on=clock.today())
    found: CheckedSheet = kept["_checked_now"]
    return found


def _missing(sheet: Sheet) -> Sequence[str]:
    return _now(sheet).hindrances


def _hinders_issue(sheet: Sheet) -> Sequence[str]:
    return [*_missing(sheet), *(() if approval_holds(sheet) else (approval_is_void(sheet),))]


def _red(sheet: Sheet) -> Sequence[str]:
    """In an emergency nobody is kept from acting by what is amber."""
    return [row.refusal for row in _now(sheet).checks if row.finding.is_red]


def _carried_by_the_emergency(sheet: Sheet) -> Sequence[str]:
    ambers = [row.finding.sentence for row in _now(sheet).checks if row.wants_a_reason]
    return [f"Your reason is kept for this as well, and the second look shows it: {sentence}" for sentence in ambers]


def _as_shown(sheet: Sheet) -> dict[str, Any]:
    """What an approval is of: the content, and the findings with their reasons."""
    now = _now(sheet)
    return {"content_hash": now.content_hash, "checks_hash": reasons_hash(now.checks)}


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
        return (
            f"The page of {reference} shows this sheet. It is over already, so followers are told nothing anew.",
            _WHAT_BECAME,
            *_what_it_does_to_others(sheet),
        )
    return (
        f"{reference} is {decision.label}: from this moment nothing asks anyone to write.",
        "Its page shows this sheet.",
        "Every reminder that is planned for it is cancelled, and followers are told.",
        _WHAT_BECAME,
        *_what_it_does_to_others(sheet),
    )


def _what_it_does_to_others(sheet: Sheet) -> Sequence[str]:
    others = sheet.ends_also()
    ending = [other.reference for other in others if ActionStatus(other.status) not in OVER]
    over = [other.reference for other in others if ActionStatus(other.status) in OVER]
    word = "stopped" if sheet.kind == Sheet.Kind.STOP else "closed"
    return [
        *([f"With it {word}, each with its followers told: {', '.join(ending)}."] if ending else []),
        *([f"Over already, and only said to end with it: {', '.join(over)}."] if over else []),
    ]


def what_it_says(sheet: Sheet) -> dict[str, Any]:
    """The whole content, read once, with its hash; and what is different from the sheet that was issued last."""
    content = _now(sheet).content if sheet.is_under_way else content_of(sheet)
    last = printed_before(sheet)
    return {
        "content": content,
        "content_hash": hash_of(content.as_json()),
        "last_sheet": last,
        "date_asked": date_asked(sheet),
        "changes": changes_between(content_of(last), content) if last else (),
        "consents": consents_of(sheet.action.case),
        "findings": _now(sheet).checks if sheet.is_under_way else [],
        "kept_reasons": [] if sheet.is_under_way else kept_reasons(sheet),
    }


def _not_an_author(user: Any, sheet: Sheet) -> str:
    if sheet.is_by(user):
        return "You wrote in this sheet: somebody else has to approve it."
    if has_given_reason(user, sheet):
        return "You gave a reason for what the checks found on it: somebody else has to approve it."
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
    initial=_as_shown,
    shows=what_it_says,
    template="admin/campaigns/approve.html",
    why_not=_not_an_author,
    # Its form holds the hash of all that it says.
    state=lambda sheet: str(sheet.status),
    asks_proof=True,
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
        *_carried_by_the_emergency(sheet),
    ),
    hinders=_red,
    do=issue_now,
    done="{} is issued, and waits for its second pair of eyes.",
    form=ReasonAndNote,
    is_grave=True,
    asks_proof=True,
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
