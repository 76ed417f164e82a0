"""The table of postal routes: how long post takes to a country, and where none goes at present."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from cases.admin.authority import age_in_words
from cases.admin.base import DeskAdmin
from cases.admin.search import CountryFilter
from cases.models import PostalRoute
from config import clock


@admin.register(PostalRoute)
class PostalRouteAdmin(DeskAdmin):
    list_display = ("country", "working_days", "is_suspended", "suspension_reason", "source", "age")
    list_filter = ("is_suspended", ("country", CountryFilter))
    search_fields = ("country", "suspension_reason", "note", "source")
    search_help_text = "Country, reason, note or source"
    actions = ("mark_as_verified",)
    list_per_page = 50
    fieldsets = (
        (None, {"fields": ("country", "working_days")}),
        ("Suspended", {"fields": ("is_suspended", ("suspended_since", "suspension_reason"))}),
        ("How it is known", {"fields": ("source", "verified_on", "note")}),
    )

    @admin.display(description="verified", ordering="verified_on")
    def age(self, route: PostalRoute) -> str:
        return age_in_words(route.verified_on, clock.today())

    @admin.action(description="Mark as verified today", permissions=["change"])
    def mark_as_verified(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for route in queryset:
            route.verified_on = clock.today()
            route.save(update_fields=["verified_on"])
        count = len(queryset)
        are = "1 route is" if count == 1 else f"{count} routes are"
        self.message_user(request, f"{are} marked as verified on {clock.today():%-d %B %Y}.", messages.SUCCESS)
