"""The life of an action and of its sheets, as tables. Leaf module: no models.

One function per verb lives in `campaigns.lifecycle` (actions), `campaigns.review` (sheets on their way) and
`campaigns.issuing`; it may only make the moves that stand here.
"""

from django.db import models


class ActionStatus(models.TextChoices):
    DRAFT = "draft", "in preparation"
    OPEN = "open", "open"
    PAUSED = "paused", "paused"
    STOPPED = "stopped", "stopped"
    CLOSED = "closed", "closed"


class SheetStatus(models.TextChoices):
    DRAFT = "draft", "draft"
    IN_REVIEW = "review", "in review"
    APPROVED = "approved", "approved"
    ISSUED = "issued", "issued"
    SUPERSEDED = "superseded", "superseded"
    WITHDRAWN = "withdrawn", "withdrawn"


# Seen by everybody, whatever they say on top.
PUBLISHED = frozenset({ActionStatus.OPEN, ActionStatus.PAUSED, ActionStatus.STOPPED, ActionStatus.CLOSED})
# Over: nothing asks for letters until two people have reopened the action.
OVER = frozenset({ActionStatus.STOPPED, ActionStatus.CLOSED})
# The sheet's text is frozen.
FROZEN = frozenset({SheetStatus.ISSUED, SheetStatus.SUPERSEDED})
# On its way: an action has at most one such sheet.
UNDER_WAY = frozenset({SheetStatus.DRAFT, SheetStatus.IN_REVIEW, SheetStatus.APPROVED})


class Verb(models.TextChoices):
    SUBMIT = "submit", "submitted for review"
    SEND_BACK = "send_back", "sent back to draft"
    APPROVE = "approve", "approved"
    ISSUE = "issue", "issued"
    ISSUE_NOW = "issue_now", "issued without approval"
    REVIEW = "review", "reviewed after issue"
    WITHDRAW = "withdraw", "withdrawn"
    PAUSE = "pause", "paused"
    RESUME = "resume", "resumed"
    STOP = "stop", "stopped"
    CLOSE = "close", "closed"
    EXTEND = "extend", "asked to be extended"
    SHORTEN = "shorten", "asked to be shortened"
    ASK_REOPEN = "ask_reopen", "asked to be reopened"
    REOPEN = "reopen", "reopened"
    RECORD = "record", "written down"
    HIDE = "hide", "taken off the site"
    SHOW = "show", "shown again"
    EMBARGO = "embargo", "given another embargo"


# A sheet that asks for letters is public from here on.
ISSUES = frozenset({Verb.ISSUE, Verb.ISSUE_NOW})
# Ask for a sheet that moves the appeals date alone. Nothing is told of it before that sheet is issued.
MOVE_DATE = frozenset({Verb.EXTEND, Verb.SHORTEN})
# What everybody is told of. All other verbs are between members of staff and take nothing back of these.
DECISIONS = frozenset({*ISSUES, Verb.PAUSE, Verb.RESUME, Verb.STOP, Verb.CLOSE, Verb.REOPEN})

ACTION_TRANSITIONS: dict[Verb, tuple[frozenset[ActionStatus], ActionStatus | None]] = {
    Verb.ISSUE: (frozenset({ActionStatus.DRAFT, ActionStatus.OPEN}), ActionStatus.OPEN),
    Verb.ISSUE_NOW: (frozenset({ActionStatus.DRAFT, ActionStatus.OPEN}), ActionStatus.OPEN),
    Verb.PAUSE: (frozenset({ActionStatus.OPEN}), ActionStatus.PAUSED),
    Verb.RESUME: (frozenset({ActionStatus.PAUSED}), ActionStatus.OPEN),
    Verb.STOP: (frozenset({ActionStatus.OPEN, ActionStatus.PAUSED}), ActionStatus.STOPPED),
    Verb.CLOSE: (frozenset({ActionStatus.OPEN, ActionStatus.PAUSED}), ActionStatus.CLOSED),
    # The date moves when the sheet that says so is issued. An open action whose days are over can be extended too.
    Verb.EXTEND: (frozenset({ActionStatus.OPEN}), None),
    Verb.SHORTEN: (frozenset({ActionStatus.OPEN}), None),
    # One person asks, another reopens: in between the action stands as it stood.
    Verb.ASK_REOPEN: (OVER, None),
    Verb.REOPEN: (OVER, ActionStatus.OPEN),
    # A stop or an outcome sheet that follows what one person decided at once. It tells nobody anew.
    Verb.RECORD: (OVER, None),
    # Where a consent was withdrawn (`campaigns.consent`). Neither asks anybody for letters.
    Verb.HIDE: (OVER, None),
    Verb.SHOW: (OVER, None),
    # Only while nobody outside knows of the action (`campaigns.embargo`).
    Verb.EMBARGO: (frozenset({ActionStatus.DRAFT, ActionStatus.OPEN, ActionStatus.PAUSED}), None),
}

SHEET_TRANSITIONS: dict[Verb, tuple[frozenset[SheetStatus], SheetStatus | None]] = {
    Verb.SUBMIT: (frozenset({SheetStatus.DRAFT}), SheetStatus.IN_REVIEW),
    Verb.SEND_BACK: (frozenset({SheetStatus.IN_REVIEW, SheetStatus.APPROVED}), SheetStatus.DRAFT),
    # Approved once more where something that it prints has changed since.
    Verb.APPROVE: (frozenset({SheetStatus.IN_REVIEW, SheetStatus.APPROVED}), SheetStatus.APPROVED),
    Verb.ISSUE: (frozenset({SheetStatus.APPROVED}), SheetStatus.ISSUED),
    Verb.ISSUE_NOW: (UNDER_WAY, SheetStatus.ISSUED),
    Verb.REVIEW: (frozenset({SheetStatus.ISSUED, SheetStatus.SUPERSEDED}), None),
    Verb.WITHDRAW: (UNDER_WAY, SheetStatus.WITHDRAWN),
}
