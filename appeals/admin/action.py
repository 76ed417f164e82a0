"""The page of an action with what this room adds to it: how many letters were reported as sent."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from appeals.numbers import numbers_of
from campaigns.admin import UrgentActionAdmin
from campaigns.models import UrgentAction


@admin.register(UrgentAction)
class ReportedActionAdmin(UrgentActionAdmin):
    change_form_template = "admin/appeals/action_change_form.html"

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        action = context.get("original")
        numbers = numbers_of(action) if action is not None else None
        return super().render_change_form(request, {**context, "numbers": numbers}, *args, **kwargs)
