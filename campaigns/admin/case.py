"""The page of a case with what this room adds to it: its actions, and the way to start one."""

from contextlib import nullcontext
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from campaigns.admin.consent import consents_of
from campaigns.admin.dates import dates_of
from campaigns.admin.glance import actions_at_a_glance, people_at_a_glance
from campaigns.admin.start import start_action_page, too_late_to_start
from campaigns.assignments import follow_dates
from campaigns.rules import may_renew_consent, may_start_action, may_withdraw_consent
from cases.admin import CaseAdmin
from cases.admin.true_name import readings_of
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
        site = {**self.admin_site.each_context(request), "opts": self.opts}
        with transaction.atomic() if request.method == "POST" else nullcontext():
            case = self.get_object(request, unquote(object_id))
            if case is not None:
                return start_action_page(request, case, site)
        gone = self.gone_sentence(request, object_id)
        if request.method == "POST":
            return too_late_to_start(request, gone, site)
        messages.error(request, gone)
        return HttpResponseRedirect(reverse("admin:index"))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        original = context.get("original")
        context = {
            **context,
            "readings": readings_of(request, original),
            "consents": consents_of(original) if original is not None else [],
            "may_withdraw": may_withdraw_consent(request.user),
            "may_renew": may_renew_consent(request.user),
        }
        if (case := context.get("original")) is not None and request.user.has_perm("campaigns.view_urgentaction"):
            context = {
                **context,
                "actions": actions_at_a_glance(case, on=clock.today()),
                "whereabouts": people_at_a_glance(case),
                "may_start_action": may_start_action(request.user),
                **dates_of(request.user, case),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        follow_dates(form.instance.pk)
