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
from campaigns.admin.team_page import open_page, team_page
from campaigns.assignments import follow_dates
from campaigns.rules import may_renew_consent, may_start_action, may_withdraw_consent
from cases.admin import CaseAdmin
from cases.admin.saves import Saves
from cases.admin.true_name import readings_of
from cases.belonging import open_glass
from cases.models import Case
from cases.teams import is_in_team
from config import clock


@admin.register(Case)
class CaseWithActionsAdmin(CaseAdmin):
    change_form_template = "admin/campaigns/case_change_form.html"

    def get_urls(self) -> list[URLPattern]:
        start = self.admin_site.admin_view(self.start_action_view)
        return [
            path("<path:object_id>/start-action/", start, name="cases_case_start_action"),
            path("<path:object_id>/team/", self.admin_site.admin_view(self.team_view), name="cases_case_team"),
            path("<path:object_id>/open/", self.admin_site.admin_view(self.open_view), name="cases_case_open"),
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

    def team_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        case = self.get_object(request, unquote(object_id))
        if case is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return team_page(self.admin_site, request, case)

    def open_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return open_page(self.admin_site, request, unquote(object_id))

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """Of a case that was deleted: who did it. Of any other number the way into one that is sealed, if it is."""
        number = unquote(object_id)
        is_known = Saves(request.user).deleted(Case, number) is not None
        if is_known or not number.isdecimal() or not request.user.has_perm("cases.view_case"):
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        return HttpResponseRedirect(reverse("admin:cases_case_open", args=[number]))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        original = context.get("original")
        context = {
            **context,
            "readings": readings_of(request, original),
            **_who_sees(request, original),
            "consents": consents_of(original) if original is not None else [],
            "may_withdraw": may_withdraw_consent(request.user),
            "may_renew": may_renew_consent(request.user),
        }
        if (case := context.get("original")) is not None and request.user.has_perm("campaigns.view_urgentaction"):
            context = {
                **context,
                "actions": actions_at_a_glance(case, on=clock.today()),
                "whereabouts": people_at_a_glance(case, request.user),
                "may_start_action": may_start_action(request.user),
                **dates_of(request.user, case),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        follow_dates(form.instance.pk, at=clock.now())


def _who_sees(request: HttpRequest, case: Case | None) -> dict[str, Any]:
    """For its team: the way to the page of the team, and who is in it by broken glass."""
    if case is None or not is_in_team(request.user, case):
        return {"is_of_team": False}
    return {"is_of_team": True, "glass": list(open_glass(clock.now()).filter(case=case))}
