"""The life of an action and of its sheets, as tables. Leaf module: no models.

One function per verb lives in `campaigns.lifecycle`; it may only make the moves that stand here.
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
    ISSUED = "issued", "issued"
    SUPERSEDED = "superseded", "superseded"
    WITHDRAWN = "withdrawn", "withdrawn"


# Seen by everybody, whatever they say on top.
PUBLISHED = frozenset({ActionStatus.OPEN, ActionStatus.PAUSED, ActionStatus.STOPPED, ActionStatus.CLOSED})
# The sheet's text is frozen.
FROZEN = frozenset({SheetStatus.ISSUED, SheetStatus.SUPERSEDED})


class Verb(models.TextChoices):
    ISSUE = "issue", "issued"
    PAUSE = "pause", "paused"
    RESUME = "resume", "resumed"
    STOP = "stop", "stopped"
    CLOSE = "close", "closed"
    WITHDRAW = "withdraw", "draft withdrawn"


ACTION_TRANSITIONS: dict[Verb, tuple[frozenset[ActionStatus], ActionStatus]] = {
    Verb.ISSUE: (frozenset({ActionStatus.DRAFT, ActionStatus.OPEN}), ActionStatus.OPEN),
    Verb.PAUSE: (frozenset({ActionStatus.OPEN}), ActionStatus.PAUSED),
    Verb.RESUME: (frozenset({ActionStatus.PAUSED}), ActionStatus.OPEN),
    Verb.STOP: (frozenset({ActionStatus.OPEN, ActionStatus.PAUSED}), ActionStatus.STOPPED),
    Verb.CLOSE: (frozenset({ActionStatus.OPEN, ActionStatus.PAUSED}), ActionStatus.CLOSED),
}
