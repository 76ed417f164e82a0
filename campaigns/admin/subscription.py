"""Who follows what. Staff may end a subscription for somebody who asks, not begin one: only its owner can."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from campaigns import subscriptions
from campaigns.leads import lead_words
from campaigns.models import Reminder, Subscription
from campaigns.occasions import address_key
from campaigns.scopes import EVERYTHING, what_it_follows
from campaigns.suppression import refused_since, silence_in_words
from cases.admin.shared import SharedAdmin


class ConfirmedFilter(admin.SimpleListFilter):
    title = "confirmed"
    parameter_name = "confirmed"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", "yes"), ("no", "not yet")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> QuerySet[Subscription]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(confirmed_at__isnull=self.value() == "no")


class ExtentFilter(admin.SimpleListFilter):
    title = "follows"
    parameter_name = "follows"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("one", "one action"),
            ("campaign", "a campaign"),
            ("concern", "a concern"),
            ("country", "a country"),
            ("every", "every open action"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> QuerySet[Subscription]:
        match self.value():
            case "one":
                return queryset.filter(action__isnull=False)
            case "campaign":
                return queryset.filter(campaign__isnull=False)
            case "concern":
                return queryset.filter(concern__isnull=False)
            case "country":
                return queryset.exclude(country="")
            case "every":
                return queryset.filter(**EVERYTHING.columns)
            case _:
                return queryset


class SubscriptionList(ChangeList):
    """The list knows of all addresses on its page at once whether mail goes there."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        since = refused_since(row.email for row in self.result_list)
        for row in self.result_list:
            row.silent_since = since.get(address_key(row.email))


@admin.register(Subscription)
class SubscriptionAdmin(SharedAdmin):
    list_display = ("email", "what", "how_early", "pace", "language", "is_confirmed", "silence", "created_at")
    list_filter = (ConfirmedFilter, ExtentFilter, "pace", "language")
    search_fields = ("email", "action__slug", "action__number")
    list_select_related = ("action", "campaign", "concern")
    list_per_page = 50
    show_full_result_count = False
    fields = ("email", "what", "how_early", "pace", "language", "created_at", "confirmed_at", "silence")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Subscription | None = None) -> bool:
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return SubscriptionList

    def get_deleted_objects(
        self, objs: Sequence[Subscription] | QuerySet[Subscription], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """The notices of a subscription go with it, though nobody may delete one by itself."""
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, needed - {Reminder._meta.verbose_name}, protected

    def delete_model(self, request: HttpRequest, obj: Subscription) -> None:
        # Through the same door as the link in the mail, so that no mail goes twice to an address that stays.
        subscriptions.end(obj)

    def delete_queryset(self, request: HttpRequest, queryset: Iterable[Subscription]) -> None:
        for subscription in queryset:
            subscriptions.end(subscription)

    @admin.display(description="follows", ordering="action")
    def what(self, subscription: Subscription) -> str:
        return what_it_follows(subscription)

    @admin.display(description="first notice", ordering="first_lead")
    def how_early(self, subscription: Subscription) -> str:
        return "every notice" if subscription.first_lead is None else lead_words(subscription.first_lead)

    @admin.display(description="confirmed", boolean=True, ordering="confirmed_at")
    def is_confirmed(self, subscription: Subscription) -> bool:
        return subscription.confirmed_at is not None

    @admin.display(description="mail", empty_value="")
    def silence(self, subscription: Subscription) -> str:
        if hasattr(subscription, "silent_since"):
            return silence_in_words(subscription.silent_since)
        return silence_in_words(refused_since([subscription.email]).get(address_key(subscription.email)))
