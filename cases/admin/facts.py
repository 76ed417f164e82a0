"""Facts on the pages of staff: each with its level, and none for somebody who may not read it.

A row that somebody may not read is not on the page that they see, so it is in nothing that they send back: it stays
as it is, whatever they save.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from cases.admin.base import DeskForm, DeskInline
from cases.admin.team_only import note_once
from cases.levels import is_sealed
from cases.models import CaseNote
from config import clock

LEVELS = ("level", "public_from")
WHERE_FROM: Any = ("Private", {"classes": ("private", "collapse"), "fields": ("source", "reliability")})


class FactInline(DeskInline):
    """Facts below a page: those that whoever looks may read."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        readable: QuerySet[Any] = rows.readable_by(request.user)
        return readable


class NoteForm(DeskForm):
    """A note; `by` is set by the page for whoever saves."""

    by: Any = None

    def save(self, commit: bool = True) -> Any:
        if self.instance.pk is None:
            self.instance.written_by, self.instance.written_at = self.by, clock.now()
        return super().save(commit)


class NoteInline(FactInline):
    model = CaseNote
    form = NoteForm
    # Nothing public is made of a note, so it waits for no moment.
    fields = ("text", "level", ("source", "reliability"))

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form = type(formset.form.__name__, (formset.form,), {"by": request.user})
        return formset


def note_readings(request: HttpRequest, inlines: Iterable[Any]) -> None:
    """Write down that the sealed facts among the rows of a page were shown to whoever asked for it."""
    rows = [form.instance for each in inlines for form in each.formset.initial_forms]
    note_reading_of(request, rows)


def note_reading_of(request: HttpRequest, rows: Iterable[Model]) -> None:
    """The same of some rows."""
    for row in rows:
        if is_sealed(row):
            note_once(request, row)
