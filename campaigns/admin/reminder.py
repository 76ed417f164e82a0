"""The ledger of reminders: what goes when, what went, and why something did not. To read only.

Nobody plans or sends from here: change the date, the owner or the action, and the next sweep follows.
"""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from campaigns.models import Reminder
from campaigns.reasons import lead_words


@admin.register(Reminder)
class ReminderAdmin(admin.ModelAdmin):
    list_display = ("due_at", "action", "kind", "about_on", "lead", "to", "status", "reason", "settled_at")
    list_display_links = ("due_at",)
    list_filter = ("status", "kind", ("subscription", admin.EmptyFieldListFilter))
    date_hierarchy = "due_at"
    search_fields = ("address", "action__slug", "action__number")
    search_help_text = "By e-mail address, number of the action, or its address such as ua-214-11."
    list_select_related = ("action",)
    list_per_page = 50
    show_full_result_count = False
    ordering = ("due_at", "pk")
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

    @admin.display(description="how early", ordering="lead_days")
    def lead(self, reminder: Reminder) -> str:
        return lead_words(reminder.lead_days)

    @admin.display(description="to", ordering="address")
    def to(self, reminder: Reminder) -> str:
        return f"{reminder.address} ({'owner' if reminder.subscription_id is None else 'follower'})"
