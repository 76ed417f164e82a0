"""The admin site of staff: its home is the desk, a queue of work, and below it the list of everything."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, cast
from urllib.parse import unquote

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db import DataError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.utils.http import urlencode

from accounts.models import User
from campaigns.backups.drills import alarm, last_drill
from campaigns.desk import Whose, desk_for
from campaigns.missing_missions import MissingMissions, missing_missions
from campaigns.sender import what_holds
from campaigns.sweeps import standing
from config import clock

# Django's admin takes any other for one that reads.
METHODS = ("GET", "HEAD", "POST")
LETTERS_WEEKS = 4  # of which the home shows how many letters were reported


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
        from appeals.numbers import numbers_since
        from campaigns.admin.assignment import desk_choice, words_of_choice
        from campaigns.rules import may_import_sheets
        from cases.teams import opened_lately

        may_read = request.user.has_perm("campaigns.view_urgentaction")
        since = clock.today() - timedelta(weeks=LETTERS_WEEKS - 1)
        whose, is_later = desk_choice(request)
        context = {
            "desk": desk_for(cast(User, request.user), on=clock.today(), whose=whose, is_later=is_later),
            "choice": words_of_choice(whose, is_later),
            "other_time": words_of_choice(whose, not is_later),
            "choices": [(choice, words_of_choice(choice, is_later)) for choice in Whose],
            "quiet_weeks": settings.QUIET_WEEKS,
            "missions": self._missing_missions(request) if whose == Whose.EVERYBODY and not is_later else None,
            "letters": numbers_since(since) if may_read else None,
            "letters_weeks": LETTERS_WEEKS,
            "may_import": may_import_sheets(request.user),
            "opened": opened_lately(cast(User, request.user), at=clock.now()),
        }
        return super().index(request, {**context, **(extra_context or {})})

    def _missing_missions(self, request: HttpRequest) -> MissingMissions | None:
        """For whoever could enter them."""
        if not request.user.has_perm("cases.add_authority"):
            return None
        return missing_missions(on=clock.today())

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Django's guard of every page, and ours: an address that asks for the impossible gets the page without it.

        Django answers a bad filter itself, but not a null character, which PostgreSQL does not hold, nor a year
        beyond all numbers.
        """
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method not in METHODS:
                return HttpResponseNotAllowed(METHODS)
            if request.method == "POST" and request.user.is_anonymous and (kept := self._kept_for_login(request)):
                return kept
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

    def _kept_for_login(self, request: HttpRequest) -> HttpResponse | None:
        """What somebody gets whose login was over when they sent a form: all of it back, and nothing saved."""
        # Its pages read the registry of models, which is not filled while this module is imported.
        from cases.admin.kept import kept_page, typed_by_name

        typed = typed_by_name(request.POST)
        if not typed:
            return None
        page = kept_page(
            request,
            self.each_context(request),
            title="You were logged out",
            sentence="Nothing was saved: your login had ended before you sent this. Here is what you typed, to copy. "
            "Log in, open the page again and put it back.",
            typed=typed,
            back=("Log in", f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.path})}"),
        )
        page.status_code = 401
        return page.render()

    def get_urls(self) -> list[Any]:
        # Its pages read the registry of models, which is not filled while this module is imported.
        from campaigns.admin.assignment import assignment_urls
        from campaigns.admin.consent import consent_urls
        from campaigns.admin.import_pages import import_urls
        from campaigns.admin.lock_down import lock_down_urls
        from campaigns.admin.sender import sender_urls
        from campaigns.admin.stop_list import stop_urls
        from cases.admin.deleted import deleted_urls
        from cases.admin.here import open_form_urls

        ours = (
            assignment_urls, consent_urls, deleted_urls, import_urls, open_form_urls, sender_urls, lock_down_urls,
            stop_urls,
        )  # fmt: skip
        return [*(url for urls in ours for url in urls(self)), *super().get_urls()]

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether somebody is in, by more than a password where that is not enough (`accounts.middleware`)."""
        return super().has_permission(request) and not getattr(request, "lacks_factor", False)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page of staff may know: also how the sender stands, and why no mail leaves where that is so."""
        context = {**super().each_context(request), "sender_held": "", "sender_standing": None}
        if self.has_permission(request):
            at, drill = clock.now(), last_drill()
            context |= {"sender_held": what_holds(), "sender_standing": standing(at=at)}
            context |= {"last_drill": drill, "drill_alarm": alarm(drill, at=at)}
        return context

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, ChoicesView.as_view(admin_site=self)(request))


def _without_the_question(request: HttpRequest) -> HttpResponse:
    messages.warning(request, "The address asked for something that cannot be, so everything is shown.")
    return HttpResponseRedirect(request.path)
