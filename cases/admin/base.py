"""What every page of the admin keeps: no error 500 for a constraint, and words of ours for what is refused.

The pages themselves stand beside this module, one for each thing of the field.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.db.models import DateTimeField, QuerySet, UniqueConstraint, URLField
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse

from cases.admin.history import HistoryPages
from cases.admin.moments import MomentField, MomentInput
from cases.admin.search import having_every_word
from cases.admin.shared import SharedAdmin
from cases.admin.team_only import choices_of
from cases.published import PUBLISHED, is_published
from cases.refusals import sentence_of


class DeskForm(forms.ModelForm):
    """A form whose every rule is asked before it saves.

    Django leaves out the constraints that touch a field the form does not hold, the number of the row among
    them, and the database then says no with an error. The row's own values are known, so they are asked here.
    """

    refusal = ""
    # Shown again to be looked at: however right it is, it is not saved.
    is_held_back = False

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_held_back

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refusal:
            raise ValidationError(self.refusal, code="refused_by_the_database")
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        said = set(self.non_field_errors())
        failed = {name for name in self.errors if name != NON_FIELD_ERRORS}
        try:
            self.instance.validate_constraints(exclude=failed)
        except ValidationError as refused:
            for field, messages in refused.message_dict.items():
                self.add_error(
                    field if field in self.fields else None,
                    [message for message in messages if message not in said],
                )


def changes_what_is_published(form: Any, formsets: Sequence[Any]) -> bool:
    """Whether a page that was just saved changed something that everybody may come to read."""
    rows = [form, *(row for formset in formsets for row in formset.forms)]
    gone = [row for formset in formsets for row in formset.deleted_forms if row.instance.pk]
    return any(is_published(row._meta.model, row.changed_data) for row in rows) or any(
        row._meta.model in PUBLISHED for row in gone
    )


class DeskFormSet(BaseInlineFormSet):
    """Rows of a page, with the words of the constraint where the same row is typed twice."""

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        for constraint in self.form._meta.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and set(unique_check) <= set(constraint.fields):
                return str(constraint.get_violation_error_message())
        return super().get_unique_error_message(unique_check)

    def get_form_error(self) -> str:
        return "See the message above: this row is there twice."


class _DeskFields(BaseModelAdmin):
    """Form fields as the desk wants them.

    Beside a choice one may add or open what is chosen, but not delete it: that has its own page. An address of
    the web that is typed without its scheme is one of https.
    """

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> QuerySet[Any] | None:
        """What somebody may choose; nothing of a sealed case of whose team they are not."""
        chosen: QuerySet[Any] | None = super().get_field_queryset(db, db_field, request)
        seen = choices_of(self, db_field.remote_field.model, request)
        return chosen if seen is None else seen

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, URLField):
            kwargs.setdefault("assume_scheme", "https")
        if isinstance(db_field, DateTimeField):
            kwargs |= {"form_class": MomentField, "widget": MomentInput}
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        return field


class DeskInline(_DeskFields, admin.StackedInline):
    """Rows below a page, each field with its own label (tables of bare fields fail accessibility checks)."""

    form = DeskForm
    formset = DeskFormSet
    extra = 0


class DeskAdmin(_DeskFields, HistoryPages, SharedAdmin):
    """A page that answers every refusal with a sentence and keeps what was typed."""

    form = DeskForm

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A frozen row is shown to read.

        A form that was opened before it froze is still answered, with the reason and with everything that was
        typed; `get_form` sees to it that nothing of it is saved.
        """
        may: bool = super().has_change_permission(request, obj)
        if may and obj is not None and self.frozen_because(obj):
            return request.method == "POST"
        return may

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", "") or (self.frozen_because(obj) if obj is not None else "")
        is_held_back = getattr(request, "meanwhile", None) is not None
        if not refusal and not is_held_back:
            return form
        return type(form.__name__, (form,), {"refusal": refusal, "is_held_back": is_held_back})

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return having_every_word(queryset, search_term, self.get_search_fields(request)), False

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Save; and where the database still says no, show the same form again with the reason."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            request.refusal = sentence_of(error)  # type: ignore[attr-defined]
            response: HttpResponse = super().changeform_view(request, object_id, form_url, extra_context)
            return response
