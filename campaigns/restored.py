"""What a restored database can say of itself before it is released: where it stands, and what it cannot know."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from campaigns.models import ActionEvent, Reminder, SenderState, Suppression, UrgentAction
from campaigns.states import ActionStatus

MOST = 200  # open actions that are named; the rest is a number


@dataclass(frozen=True)
class Known:
    """The last of everything that is in a database. What happened later is in none of it."""

    backup_of: datetime | None  # when the backup was made; unknown where it was restored by other means
    last_decision: ActionEvent | None
    last_mail_at: datetime | None
    erased: int
    last_erased_at: datetime | None
    open: tuple[UrgentAction, ...]
    more_open: int


def what_is_known() -> Known:
    """Five queries, however much there is."""
    state = SenderState.objects.first()
    erased = Suppression.objects.filter(cause=Suppression.Cause.ERASED).aggregate(count=Count("pk"), last=Max("since"))
    sent = Reminder.objects.filter(status=Reminder.Status.SENT).aggregate(last=Max("settled_at"))
    asking = UrgentAction.objects.filter(status=ActionStatus.OPEN).defer("search_text").order_by("pk")
    return Known(
        backup_of=state.backup_of if state else None,
        last_decision=ActionEvent.objects.select_related("action").order_by("-at", "-pk").first(),
        last_mail_at=sent["last"],
        erased=erased["count"],
        last_erased_at=erased["last"],
        open=tuple(asking[:MOST]),
        more_open=max(0, asking.count() - MOST),
    )
