"""Who has a form open beside somebody else, and what was sent from it a moment ago: two things kept for minutes.

Nothing waits for this and nothing is locked by it: it tells people of each other. That nothing is overwritten is seen
to elsewhere (`cases.admin.meanwhile`), whether or not anybody is noted here.
"""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.terms import OPEN_FORMS
from cases.models import OpenForm

# An open page says every minute that it is still there. One without JavaScript says so only when it is opened.
STAYS = OPEN_FORMS.lasts
_MOST_SWEPT = 200


def open_form(*, by: User, form: str, root: str, at: datetime) -> None:
    """Note that somebody has opened a form, and forget forms of which nothing was heard for long."""
    sweep(at)
    row = OpenForm(user=by, form=form, root=root, opened_at=at, seen_at=at)
    _write(row, "root", "opened_at", "seen_at")


def still_open(*, by: User, form: str, root: str, at: datetime) -> None:
    """Note that a form is open still; one that was forgotten meanwhile is open anew."""
    if not OpenForm.objects.filter(user=by, form=form, seen_at__isnull=False).update(seen_at=at):
        open_form(by=by, form=form, root=root, at=at)


def leave(*, by: User, form: str) -> None:
    """Note that somebody has left a form."""
    OpenForm.objects.filter(user=by, form=form).update(opened_at=None, seen_at=None)


def others_at(root: str, *, besides: User, at: datetime) -> QuerySet[OpenForm]:
    """The forms of a thing that other people have open, whoever opened first standing first."""
    return (
        OpenForm.objects.filter(root=root, seen_at__gt=at - STAYS)
        .exclude(user=besides)
        .select_related("user")
        .order_by("opened_at", "pk")
    )


def note_sent(*, by: User, form: str, root: str, sent: str, led_to: str, at: datetime) -> None:
    """Note what somebody sent from a form, in the transaction that saves it; they have left it by that."""
    row = OpenForm(user=by, form=form, root=root, sent=sent, sent_at=at, led_to=led_to)
    _write(row, "root", "opened_at", "seen_at", "sent", "sent_at", "led_to")


def sent_before(*, by: User, form: str, sent: str, at: datetime) -> OpenForm | None:
    """The note of the very same, if it was sent a moment ago: a double click, or back and once more."""
    return OpenForm.objects.filter(user=by, form=form, sent=sent, sent_at__gt=at - STAYS).first()


def sweep(at: datetime) -> int:
    """Forget what is older than minutes; says how much. What somebody else writes at this moment is passed over."""
    limit = at - STAYS
    old = OpenForm.objects.filter(
        Q(seen_at__isnull=True) | Q(seen_at__lte=limit), Q(sent_at__isnull=True) | Q(sent_at__lte=limit)
    )
    if not old.exists():
        return 0
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            old = old.select_for_update(skip_locked=True)
        return OpenForm.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:_MOST_SWEPT])).delete()[0]


def _write(row: OpenForm, *fields: str) -> None:
    """Make or change the one row of a user and a form, in one statement: two requests at once both succeed."""
    OpenForm.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["user", "form"], update_fields=list(fields)
    )
