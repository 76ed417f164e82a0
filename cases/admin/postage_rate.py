"""The table of postage: what a letter costs, by where it is posted and where it goes."""

from django.contrib import admin

from cases.admin.base import DeskAdmin
from cases.admin.search import CountryFilter
from cases.models import PostageRate


@admin.register(PostageRate)
class PostageRateAdmin(DeskAdmin):
    list_display = ("posted_in", "where_to", "costs", "valid_from")
    list_filter = ("zone", ("posted_in", CountryFilter))
    search_fields = ("source", "currency")
    search_help_text = "Source or currency"
    list_per_page = 50
    fieldsets = (
        (None, {"fields": ("posted_in", "zone", "destinations")}),
        ("What it costs", {"fields": (("price", "currency"), "up_to_grams")}),
        ("How it is known", {"fields": (("valid_from", "valid_until"), "source")}),
    )

    @admin.display(description="costs", ordering="price")
    def costs(self, rate: PostageRate) -> str:
        return f"{rate.currency} {rate.price}, up to {rate.up_to_grams} g"

    @admin.display(description="where to", ordering="zone")
    def where_to(self, rate: PostageRate) -> str:
        return rate.to_words
