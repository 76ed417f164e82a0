"""The ledger of reminders: what goes when, what went, and why something did not. To read only.

Nobody plans or sends from here: change the date, the owner or the action, and the next sweep follows.
"""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format

from campaigns.models import Reminder
from campaigns.reasons import lead_words


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
class ReminderAdmin(admin.ModelAdmin):
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
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reminder]:
        return super().get_queryset(request).select_related("action")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Reminder | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Reminder | None = None) -> bool:
        # A row that went is the memory that keeps a mail from going twice.
        return False

    @admin.display(description="of what", ordering="about_on")
    def what(self, reminder: Reminder) -> str:
        day = date_format(reminder.about_on, "j F Y")
        return f"{reminder.action.reference}: {reminder.get_kind_display()} on {day}, {lead_words(reminder.lead_days)}"

    @admin.display(description="status", ordering="status")
    def outcome(self, reminder: Reminder) -> str:
        return f"{reminder.get_status_display()}: {reminder.reason}" if reminder.reason else reminder.status

    @admin.display(description="how early", ordering="lead_days")
    def lead(self, reminder: Reminder) -> str:
        return lead_words(reminder.lead_days)

    @admin.display(description="to", ordering="address")
    def to(self, reminder: Reminder) -> str:
        return f"{reminder.address} ({'owner' if reminder.subscription_id is None else 'follower'})"
