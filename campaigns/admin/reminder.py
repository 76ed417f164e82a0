"""The ledger of reminders: what goes when, what went, and why something did not.

Nobody plans or sends from here: change the date, the owner or the action, and the next sweep follows. Only what
becomes of a notice that failed is decided here.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format

from campaigns.admin.answers import NoQuestion
from campaigns.admin.moves import Move, MovingAdmin
from campaigns.leads import how_early
from campaigns.models import Reminder
from campaigns.rules import may_decide
from campaigns.unsent import leave_unsent, send_again
from cases.teams import Visitor, seen_by


def _what_sending_again_does(reminder: Reminder) -> Sequence[str]:
    sentences = [
        "The next sweep, within a minute or two, asks everything again: if the day is over or has moved, or the "
        "action is not open, the notice is cancelled with that reason; else it is sent."
    ]
    if reminder.unsure:
        sentences.append("The first mail may have gone. Then the same mail arrives twice, with the same Message-ID.")
    return sentences


SEND_AGAIN = Move(
    name="send-again",
    label="Send again",
    question="Send again: {}?",
    permission="campaigns.decide_reminder",
    may=may_decide,
    brings_about=_what_sending_again_does,
    do=send_again,
    done="Back in the plan: {}.",
    form=NoQuestion,
)
LEAVE = Move(
    name="leave",
    label="Leave it",
    question="Leave it unsent: {}?",
    permission="campaigns.decide_reminder",
    may=may_decide,
    brings_about=lambda reminder: ("No mail goes. The notice stays in the ledger and goes from the desk.",),
    do=leave_unsent,
    done="Left: {}.",
    form=NoQuestion,
)


class AudienceFilter(admin.SimpleListFilter):
    """Whom it goes to: the owner of the case, or those who follow."""

    title = "audience"
    parameter_name = "to"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("owner", "the owner of the case"), ("follower", "followers")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Reminder]) -> QuerySet[Reminder]:
        if self.value() not in ("owner", "follower"):
            return queryset
        return queryset.filter(subscription__isnull=self.value() == "owner")


@admin.register(Reminder)
class ReminderAdmin(MovingAdmin):
    moves = (SEND_AGAIN, LEAVE)
    change_form_template = "admin/campaigns/reminder_change_form.html"
    list_display = ("due_at", "what", "outcome", "to")
    list_display_links = ("due_at",)
    list_filter = ("status", "kind", AudienceFilter)
    date_hierarchy = "due_at"
    search_fields = ("address", "action__slug", "action__number")
    search_help_text = "By e-mail address, number of the action, or its address such as ua-214-11."
    list_select_related = ("action",)
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-due_at", "-pk")
    fields = (
        "action",
        "kind",
        "about_on",
        "lead",
        "to",
        "due_at",
        "status",
        "settled_at",
        "reason",
        "message_id",
        "attempts",
        "attempted_at",
        "unsure",
        "not_before",
        "decided_by",
        "decided_at",
    )
    readonly_fields = fields

    def seen_rows(self, user: Visitor) -> Q:
        """Followers hear of what is public. What the owner of a sealed case is told of, its team sees."""
        return Q(subscription__isnull=False) | Q(action__isnull=True) | seen_by(user, "action__case")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reminder]:
        return super().get_queryset(request).select_related("action")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Reminder | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Reminder | None = None) -> bool:
        # A row that went is the memory that keeps a mail from going twice.
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        reminder = self.get_object(request, object_id)
        moves = [] if reminder is None else self.possible_moves(request, reminder)
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "moves": moves})

    @admin.display(description="of what", ordering="about_on")
    def what(self, reminder: Reminder) -> str:
        day = date_format(reminder.about_on, "j F Y")
        about = reminder.action.reference if reminder.action else "the desk"
        return f"{about}: {reminder.get_kind_display()} on {day}, {how_early(reminder)}"

    @admin.display(description="status", ordering="status")
    def outcome(self, reminder: Reminder) -> str:
        return f"{reminder.get_status_display()}: {reminder.reason}" if reminder.reason else reminder.status

    @admin.display(description="how early", ordering="lead_days")
    def lead(self, reminder: Reminder) -> str:
        return how_early(reminder)

    @admin.display(description="to", ordering="address")
    def to(self, reminder: Reminder) -> str:
        return f"{reminder.address} ({'owner' if reminder.subscription_id is None else 'follower'})"
