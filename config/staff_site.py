"""The admin site of staff: its home is the desk, a queue of work, and below it the list of everything."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import unquote

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db import DataError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from accounts.models import User
from campaigns.desk import Whose, desk_for
from campaigns.sender import what_holds
from campaigns.sweeps import standing
from config import clock


class ChoicesView(AutocompleteJsonView):
    """The choices of an autocomplete box, with what helps to tell them apart where a page has it."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        result: dict[str, str] = super().serialize_result(obj, to_field_name)
        label = getattr(self.model_admin, "choice_label", None)
        return {**result, "text": label(obj)} if label else result


class StaffSite(AdminSite):
    site_header = "Urgent Action Desk"
    site_title = "Urgent Action Desk"
    index_title = "What needs doing"
    empty_value_display = "–"

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The desk of whoever is logged in: all that they may read, or what they chose of it."""
        # Its pages read the registry of models, which is not filled while this module is imported.
        from campaigns.admin.assignment import desk_choice, words_of_choice

        whose, is_later = desk_choice(request)
        context = {
            "desk": desk_for(cast(User, request.user), on=clock.today(), whose=whose, is_later=is_later),
            "choice": words_of_choice(whose, is_later),
            "other_time": words_of_choice(whose, not is_later),
            "choices": [(choice, words_of_choice(choice, is_later)) for choice in Whose],
            "quiet_weeks": settings.QUIET_WEEKS,
        }
        return super().index(request, {**context, **(extra_context or {})})

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Django's guard of every page, and ours: an address that asks for the impossible gets the page without it.

        Django answers a bad filter itself, but not a null character, which PostgreSQL does not hold, nor a year
        beyond all numbers.
        """
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            asked = unquote(request.META.get("QUERY_STRING", ""))
            if "\x00" in asked:
                return _without_the_question(request)
            try:
                response = guarded(request, *args, **kwargs)
                return response.render() if isinstance(response, TemplateResponse) else response
            except (OverflowError, DataError):
                if request.method != "GET" or not asked:
                    raise
                return _without_the_question(request)

        return answer

    def get_urls(self) -> list[Any]:
        # Its pages read the registry of models, which is not filled while this module is imported.
        from campaigns.admin.assignment import assignment_urls
        from campaigns.admin.sender import sender_urls

        return [*assignment_urls(self), *sender_urls(self), *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page of staff may know: also how the sender stands, and why no mail leaves where that is so."""
        context = {**super().each_context(request), "sender_held": "", "sender_standing": None}
        if request.user.is_active and request.user.is_staff:
            context |= {"sender_held": what_holds(), "sender_standing": standing(at=clock.now())}
        return context

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, ChoicesView.as_view(admin_site=self)(request))


def _without_the_question(request: HttpRequest) -> HttpResponse:
    messages.warning(request, "The address asked for something that cannot be, so everything is shown.")
    return HttpResponseRedirect(request.path)
