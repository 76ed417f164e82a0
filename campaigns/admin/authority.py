"""The page of an authority with what this room adds to it: by which sheets people write to it, and what a change does
to these."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from campaigns.admin.moves import address_of
from campaigns.models import UrgentAction
from campaigns.outdated import outdated, watched
from cases.admin import AuthorityAdmin
from cases.admin.base import changes_what_is_published
from cases.models import Authority
from config import clock

MOST_NAMED = 12


@admin.register(Authority)
class AuthorityOnSheetsAdmin(AuthorityAdmin):
    change_form_template = "admin/campaigns/authority_change_form.html"

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if (
            change
            and changes_what_is_published(form, formsets)
            and request.user.has_perm("campaigns.view_urgentaction")
        ):
            self._tell_of_sheets(request, form.instance)

    def _tell_of_sheets(self, request: HttpRequest, authority: Authority) -> None:
        """Which open actions print it otherwise, while whoever changed it is there to read so."""
        today = clock.today()
        actions = outdated(today, among=printed_on(authority)).order_by("last_good_day", "pk")
        if count := actions.count():
            sentence = (
                "{} prints it otherwise: {}. The desk proposes its correction."
                if count == 1
                else "{} print it otherwise: {}. The desk proposes their correction."
            )
            how_many = "1 open action" if count == 1 else f"{count} open actions"
            messages.warning(request, format_html(sentence, how_many, _links(actions, count)))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        authority = context.get("original")
        if authority is not None and request.user.has_perm("campaigns.view_urgentaction"):
            actions = printed_on(authority).order_by("last_good_day", "pk")
            count = actions.count()
            context = {**context, "printed_on": count, "printing": _links(actions, count)}
        return super().render_change_form(request, context, *args, **kwargs)


def printed_on(authority: Authority) -> QuerySet[UrgentAction]:
    """The open and paused actions by whose sheet people write to an authority."""
    return watched(clock.today()).filter(current_sheet__recipients__authority=authority)


def _links(actions: QuerySet[UrgentAction], count: int) -> str:
    named = list(actions.only("pk", "series", "number", "year")[:MOST_NAMED])
    links = format_html_join(
        ", ", '<a href="{}">{}</a>', ((address_of(action, "change"), action.reference) for action in named)
    )
    if count <= len(named):
        return links
    return format_html('{} and <a href="{}">{} more</a>', links, reverse("admin:index"), count - len(named))
