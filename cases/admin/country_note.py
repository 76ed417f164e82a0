"""The notes for writers with ties to a country."""

from django.contrib import admin

from cases.admin.base import DeskAdmin
from cases.admin.search import CountryFilter
from cases.models import CountryNote


@admin.register(CountryNote)
class CountryNoteAdmin(DeskAdmin):
    list_display = ("country", "text")
    list_filter = (("country", CountryFilter),)
    search_fields = ("country", "text")
    search_help_text = "Country or text"
    list_per_page = 50
