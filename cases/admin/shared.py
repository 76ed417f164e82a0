"""Pages that several people may have open at once: nobody saves over, or deletes, what they have not been shown.

A page carries the seal of what it showed (`cases.admin.seen`). When it is posted, the row that holds the thing
together is locked, what is stored is read again, and where it differs nothing is saved: the page comes back with
both (`cases.admin.meanwhile`). The lists seal what they show where an action of theirs relies on it.
"""

from collections.abc import Iterable
from copy import copy
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Model
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from cases.admin.asked import AskedByWhatItShows
from cases.admin.deleting import (
    HIDDEN_GOES,
    asked_again,
    changed_among,
    delete_selected,
    hidden_among,
    sealed,
    values_of_rows,
    what_goes,
)
from cases.admin.here import note_page
from cases.admin.kept import kept_page, typed_below, typed_into
from cases.admin.meanwhile import Meanwhile, Rows, compare
from cases.admin.saves import Saves
from cases.admin.seen import NAME, label_of, model_of, see, unseal, values_of
from cases.admin.sent import note_sent, sent_again
from cases.admin.team_only import TeamOnly
from config import clock


class SharedAdmin(TeamOnly, AskedByWhatItShows):
    """A page that saves only over what it has shown."""

    # The list carries a seal of its rows, for an action that must not touch what was changed meanwhile.
    acts_on_what_is_listed = False

    def root_of(self, obj: Any) -> Model:
        """What holds a thing together with everything that can be changed from other pages; its row is locked."""
        return cast(Model, obj)

    def frozen_because(self, obj: Any) -> str:
        """Why this row can no longer be changed, as a sentence; empty while it can."""
        return ""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row; held until the end of the transaction while it is being saved, so that nobody changes it."""
        found = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST" or not connection.in_atomic_block:
            return found
        return self.held(request, found)

    def held(self, request: HttpRequest, obj: Any, *, to_delete: bool = False) -> Any:
        """The row as it is stored, locked together with its root; None if it is gone by now.

        Args:
            to_delete: nobody may add anything to it either.
        """
        while obj is not None:
            root = self.root_of(obj)
            if root != obj:
                _hold(root)
            _hold(obj, to_delete=to_delete)
            again = super().get_object(request, str(obj.pk))
            if again is None or self.root_of(again) == root:
                return again
            obj = again  # moved to another root before we had the lock
        return None

    # Saving

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            to_field = request.POST.get(TO_FIELD_VAR, request.GET.get(TO_FIELD_VAR))
            held = self.get_object(request, unquote(object_id), to_field)
            answer = self._instead_of_saving(request, object_id, held)
            return answer or super().changeform_view(request, object_id, form_url, extra_context)

    def _instead_of_saving(self, request: HttpRequest, object_id: str, held: Any) -> HttpResponse | None:
        """What to answer where there is nothing to save, or nothing to save to; else None, and what to save is set."""
        if not self.has_change_permission(request, held):
            raise PermissionDenied
        if held is None:
            return self._kept(request, object_id)
        if again := sent_again(request, label_of(held)):
            return again
        if self.frozen_because(held):
            return None
        meanwhile = self._meanwhile(request, held)
        if meanwhile is None:
            return None
        if not meanwhile.is_unseen and not meanwhile.has_own:
            messages.info(request, "There was nothing to save: somebody saved the same meanwhile.")
            return self.response_post_save_change(request, held)
        request.POST = meanwhile.data  # type: ignore[assignment]
        if meanwhile.is_unseen:
            request.meanwhile = meanwhile  # type: ignore[attr-defined]
        return None

    def _meanwhile(self, request: HttpRequest, held: Any) -> Meanwhile | None:
        """What has become of the thing since the page was shown; None if it is exactly as it was shown."""
        asking = copy(request)
        asking.method = "GET"
        fields = flatten_fieldsets(self.get_fieldsets(request, held))
        form = self.get_form(request, held, change=True, fields=fields)(instance=held)
        formsets, inlines = self._create_formsets(asking, held, change=True)  # type: ignore[attr-defined]
        below = [
            Rows(formset, inline.has_change_permission(request, held))
            for formset, inline in zip(formsets, inlines, strict=True)
            if inline.has_change_permission(request, held) or inline.has_delete_permission(request, held)
        ]
        for rows in below:
            _hold_rows(rows.formset, held)
        seen = unseal(request.POST.get(NAME, ""), of=label_of(held))
        if seen is not None and seen.shows(values_of(form, [rows.formset for rows in below])):
            return None
        return compare(seen, form, below, request.POST, Saves(request.user))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        response = super().response_change(request, obj)
        return note_sent(request, response, form=label_of(obj), root=label_of(self.root_of(obj)))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        if change and obj is not None and self.has_change_permission(request, obj):
            below = [each for each in context["inline_admin_formsets"] if _is_editable(each)]
            values = values_of(context["adminform"].form, [each.formset for each in below])
            context = {
                **context,
                NAME: see(label_of(obj), values, at=clock.now()).sealed(),
                "meanwhile": _set_beside(request, context),
                "here": note_page(request, form=label_of(obj), root=label_of(self.root_of(obj))),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    # What is gone

    def _kept(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Everything that was typed into the form of a thing that is gone."""
        typed = typed_into(self.get_form(request, None)(), request.POST)
        for formset_class, _ in self.get_formsets_with_inlines(request):
            typed += typed_below(formset_class(prefix=formset_class.get_default_prefix()), request.POST)
        listed = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return kept_page(
            request,
            {**self.admin_site.each_context(request), "opts": self.opts},
            title="Nothing to save it to any more",
            sentence=f"{self.gone_sentence(request, object_id)} Nothing was saved. Here is everything you typed, "
            "to copy what is still needed.",
            typed=typed,
            back=(f"To the {self.opts.verbose_name_plural}", listed),
        )

    def gone_sentence(self, request: HttpRequest, object_id: str) -> str:
        """Who deleted it, as far as that is known."""
        kind = self.opts.verbose_name
        save = Saves(request.user).deleted(self.model, unquote(object_id))
        if save is None:
            return f"There is no such {kind}; perhaps it was deleted."
        return f"{'You' if save.is_own else save.by} deleted this {kind} {save.when}."

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        self.message_user(request, self.gone_sentence(request, object_id), messages.WARNING)
        return HttpResponseRedirect(reverse("admin:index"))

    # Deleting, and what lists do

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What would go; nothing of it, and no deletion, where somebody may not read all of it."""
        hidden = hidden_among(self, request, list(objs))
        if not hidden:
            return super().get_deleted_objects(objs, request)
        return [], {}, {HIDDEN_GOES}, []

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        """Delete what was shown; where something of it was changed since, show that first."""
        if request.method != "POST":
            response = super().delete_view(request, object_id, extra_context)
            thing = (getattr(response, "context_data", None) or {}).get("object")
            return response if thing is None else sealed(response, _of_delete(thing), what_goes(self, request, [thing]))
        with transaction.atomic():
            thing = self.get_object(request, unquote(object_id))
            held = None if thing is None else self.held(request, thing, to_delete=True)
            if held is None or not self.has_delete_permission(request, held):
                return super().delete_view(request, object_id, extra_context)
            rows = what_goes(self, request, [held])
            seen = unseal(request.POST.get(NAME, ""), of=_of_delete(held))
            if changed := changed_among(seen, rows, request=request):
                response = super().delete_view(asked_again(request), object_id, extra_context)
                return sealed(response, _of_delete(held), rows, changed)
            return super().delete_view(request, object_id, extra_context)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if "delete_selected" in actions:
            actions["delete_selected"] = (delete_selected, *actions["delete_selected"][1:])
        return actions

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        response = super().changelist_view(request, extra_context)
        if self.acts_on_what_is_listed and isinstance(response, TemplateResponse):
            data = response.context_data or {}
            if "cl" in data:
                of = f"{self.opts.label_lower}/list"
                data[NAME] = see(of, values_of_rows(data["cl"].result_list), at=clock.now()).sealed()
        return response

    def left_alone(self, request: HttpRequest, rows: Iterable[Any]) -> list[Any]:
        """Those of the rows that were changed after the list was shown that an action was chosen from."""
        of, unlike = f"{self.opts.label_lower}/list", []
        seen = unseal(request.POST.get(NAME, ""), of=of)
        for row in rows if NAME in request.POST else ():
            values = values_of_rows([row])
            if seen is None or any(seen.knows(key) and not seen.has(key, words) for key, words in values.items()):
                unlike.append(row)
        return unlike


def _hold(row: Model, *, to_delete: bool = False) -> None:
    """Lock a row until the end of the transaction. Who only refers to it, as reminders do, waits for a deletion."""
    rows = type(row)._default_manager.select_for_update(no_key=not to_delete).filter(pk=row.pk).order_by()
    rows.values_list("pk").first()


def _hold_rows(formset: BaseInlineFormSet, held: Model) -> None:
    """Lock the rows below a page: a verb that changes one of them locks that row, and not what it belongs to."""
    rows = model_of(formset)._default_manager.select_for_update(no_key=True).filter(**{formset.fk.name: held})
    list(rows.order_by("pk").values_list("pk"))


def _is_editable(below: Any) -> bool:
    return bool(below.has_change_permission or below.has_delete_permission)


def _of_delete(thing: Model) -> str:
    return f"{label_of(thing)}/delete"


def _set_beside(request: HttpRequest, context: dict[str, Any]) -> Meanwhile | None:
    """Put what others stored beside the boxes of the page, and what they did to rows above these."""
    meanwhile: Meanwhile | None = getattr(request, "meanwhile", None)
    if meanwhile is None:
        return None
    rows = [form for below in context["inline_admin_formsets"] for form in below.formset.forms]
    for form in (context["adminform"].form, *rows):
        form.row_note = meanwhile.rows.get(form.prefix)
        for box in form:
            box.beside = meanwhile.beside.get(box.html_name)
        form.has_beside = any(box.beside for box in form)
    return meanwhile
