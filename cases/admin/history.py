"""The page "History" of everything that staff keep."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from accounts.history import Kept
from cases.admin.team_only import note_reading
from cases.chronicle import Act, chronicle_of


class HistoryPages(admin.ModelAdmin):
    """Who changed what, when, with all that belongs to the thing: old and new, the newest first."""

    def told_of_acts(self, thing: Any, acts: Sequence[Act]) -> Mapping[UUID, list[str]]:
        """What else is known of these acts, as sentences."""
        return {}

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not issubclass(self.model, Kept):
            return super().history_view(request, object_id, extra_context)
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_view_or_change_permission(request, thing):
            raise PermissionDenied
        note_reading(request, thing)
        before = act_named_by(request)
        chronicle = chronicle_of(
            thing,
            reader=request.user,
            may_see=lambda model: model is self.model or may_view(request, model),
            before=before,
        )
        known = self.told_of_acts(thing, chronicle.acts)
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {thing}",
            "opts": self.opts,
            "thing": thing,
            "acts": [(act, known.get(act.number, [])) for act in chronicle.acts],
            "older": chronicle.older,
            "is_newest": before is None,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/history.html", context)


def may_view(request: HttpRequest, model: Any) -> bool:
    label = f"{model._meta.app_label}.{{}}_{model._meta.model_name}"
    return request.user.has_perm(label.format("view")) or request.user.has_perm(label.format("change"))


def act_named_by(request: HttpRequest) -> UUID | None:
    """The act after which a page begins; none where the address names none, so that the newest page is shown."""
    try:
        return UUID(request.GET.get("before", ""))
    except ValueError:
        return None
