"""Campaigns that group urgent actions."""

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from campaigns.models import Campaign
from campaigns.states import ActionStatus
from cases.admin.base import DeskAdmin


@admin.register(Campaign)
class CampaignAdmin(DeskAdmin):
    list_display = ("title", "starts_on", "ends_on", "open_actions")
    search_fields = ("title",)
    prepopulated_fields = {"slug": ("title",)}
    fields = (("title", "slug"), "summary", ("starts_on", "ends_on"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Campaign]:
        still_open = Count("actions", filter=Q(actions__status=ActionStatus.OPEN))
        return super().get_queryset(request).annotate(open_count=still_open)

    @admin.display(description="open actions", ordering="open_count")
    def open_actions(self, campaign: Campaign) -> int:
        count: int = campaign.open_count  # type: ignore[attr-defined]
        return count
