"""What a list may be asked for by its address."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest


class AskedByWhatItShows(admin.ModelAdmin):
    """A list that is filtered by what it shows or offers to filter by, and by nothing else.

    Django answers ``?column__startswith=x`` for every column of the table, shown or not: yes or no, one letter at a
    time, whoever may open the list reads all of it.
    """

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        name = lookup.partition("__")[0]
        try:
            self.opts.get_field(name)
        except FieldDoesNotExist:
            # "pk", or the word of a filter of ours, which takes it as it likes.
            return super().lookup_allowed(lookup, value, request)
        return name in _shown(self, request) and super().lookup_allowed(lookup, value, request)


def _shown(page: admin.ModelAdmin, request: HttpRequest) -> set[str]:
    filters = [entry[0] if isinstance(entry, tuple) else entry for entry in page.get_list_filter(request)]
    named: list[Any] = [*filters, *page.get_list_display(request), page.date_hierarchy, page.opts.pk.name]
    return {entry.partition("__")[0] for entry in named if isinstance(entry, str)}
