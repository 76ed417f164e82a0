"""The page of a case with what this room adds to it: its actions, and the way to start one."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from campaigns.admin.start import start_action_page
from campaigns.models import UrgentAction
from campaigns.rules import may_start_action
from cases.admin import CaseAdmin
from cases.models import Case
from config import clock


@admin.register(Case)
class CaseWithActionsAdmin(CaseAdmin):
    change_form_template = "admin/campaigns/case_change_form.html"

    def get_urls(self) -> list[URLPattern]:
        start = self.admin_site.admin_view(self.start_action_view)
        return [
            path("<path:object_id>/start-action/", start, name="cases_case_start_action"),
            *super().get_urls(),
        ]

    def start_action_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        case = self.get_object(request, unquote(object_id))
        if case is None:
            messages.error(request, "There is no such case; perhaps it was deleted.")
            return HttpResponseRedirect(reverse("admin:index"))
        return start_action_page(request, case, {**self.admin_site.each_context(request), "opts": self.opts})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        if (case := context.get("original")) is not None and request.user.has_perm("campaigns.view_urgentaction"):
            actions = UrgentAction.objects.filter(case=case).select_related("current_sheet", "campaign")
            context = {
                **context,
                "actions": [(action, action.days_left(on=clock.today())) for action in actions.defer("search_text")],
                "may_start_action": may_start_action(request.user),
            }
        return super().render_change_form(request, context, *args, **kwargs)
