"""The pages of a hearing and of a deadline, with the ways to move it, and to take back what was done last."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from campaigns.assignments import follow_dates
from cases.admin.dates import DeadlineAdmin, HearingAdmin
from cases.models import Case, DateMove, Deadline, Hearing
from cases.models.date_move import DateMoveQuerySet
from cases.rules import may_move, may_undo
from config import clock

# Looked at for one that can be taken back; what lies further back has something built upon it, mostly.
LAST = 3


def undoable(user: Any, moves: DateMoveQuerySet) -> list[DateMove]:
    """Of some moves the last few that this person can take back."""
    last = moves.readable_by(user).standing().select_related("by").order_by("-at", "-pk")[:LAST]
    return [move for move in last if may_undo(user, move)]


class _MovingDatedAdmin(admin.ModelAdmin):
    change_form_template = "admin/campaigns/dated_change_form.html"

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        thing = context.get("original")
        if thing is not None:
            kind = "hearing" if isinstance(thing, Hearing) else "deadline"
            own = DateMove.objects.filter(**{kind: thing.pk})
            if kind == "hearing":
                own = own | DateMove.objects.filter(to_hearing=thing.pk)
            context = {
                **context,
                "kind": kind,
                "may_move": may_move(request.user, thing),
                "undoable": undoable(request.user, own),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        follow_dates(form.instance.case_id, at=clock.now())


@admin.register(Hearing)
class MovingHearingAdmin(_MovingDatedAdmin, HearingAdmin):
    pass


@admin.register(Deadline)
class MovingDeadlineAdmin(_MovingDatedAdmin, DeadlineAdmin):
    pass


def dates_of(user: Any, case: Case) -> dict[str, Any]:
    """What the page of a case says of its dates: those that can move, and the moves that can be taken back."""
    readable = case.hearings.readable_by(user).select_related("adjourned_to", "court")
    hearings = [row for row in readable if may_move(user, row)]
    deadlines = [row for row in case.deadlines.readable_by(user) if may_move(user, row)]
    return {
        "movable_hearings": hearings,
        "movable_deadlines": deadlines,
        "undoable": undoable(user, DateMove.objects.filter(case=case)),
    }
