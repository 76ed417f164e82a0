"""The public lists of actions and the page of one.

Nothing here may be kept by a browser or a proxy (`never_cache` sends ``no-store``): a page out of a cache could
ask people to write hours after an action was stopped. ``no-cache`` alone would not do, because browsers show
such a page again unasked when somebody goes back to it. It also leaves no copy on a shared computer of what was
read. The pages are small and cost a few indexed queries.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appeals.action_page import page_of, published_action
from appeals.cards import cards_of
from appeals.evening import LeftOut, Reach
from appeals.evening_form import OpenActionFilterForm
from appeals.forms import LAST_PAGE, LEAST_WRITTEN, PER_PAGE, ActionFilterForm, PastActionFilterForm, read_page
from appeals.numbers import least_written_first, numbers_of
from appeals.outlets import outlet_of
from appeals.post_section import post_section
from appeals.replaced import replaced_page
from appeals.sent import sent_form
from appeals.standing import standing_of
from appeals.views.over import hidden
from appeals.written_to import offices_of
from campaigns.country_lists import countries_open_on, countries_past_on
from campaigns.models import Campaign, CurrentOutcome, UrgentAction
from campaigns.models.action import UrgentActionQuerySet
from campaigns.outcomes import outcomes_of
from campaigns.scopes import Scope
from cases.models import Concern
from config import clock

# A list is counted up to here. Counting all would read every row that fits.
MOST_COUNTED = PER_PAGE * LAST_PAGE


@never_cache
@require_safe
def open_actions(request: HttpRequest) -> HttpResponse:
    """Actions that ask people to write today, those that end first on top; or those least written for.

    Seven queries. Without a filter they read one page's rows, at most 1,001 entries of an index for the count,
    and a few entries for each country, so the page takes as long with 100,000 open actions as with 1,000. A
    later page costs in proportion to its number; the search as `UrgentActionQuerySet.found_by` says, and the sort by
    letters as `appeals.numbers.least_written_first` says, for every open action that fits. For an evening
    (``?posted=2011-07-16&from=CH``) it takes three more, which ask for the recipients of every action that fits.
    """
    on, at = clock.today(), clock.now()
    form = OpenActionFilterForm(
        request.GET,
        on=on,
        countries=countries_open_on(on, at=at),
        concerns=list(Concern.objects.all()),
        campaigns=_public_campaigns(at),
    )
    actions = form.narrow(UrgentAction.objects.open_on(on).past_embargo(at=at), on=on).order_by("last_good_day", "pk")
    left_out = None
    if form.evening:
        reach = Reach.of(form.evening)
        left_out = reach.left_out(actions)
        actions = reach.reached(actions)
    if form.sort == LEAST_WRITTEN:
        actions = least_written_first(actions)
    return _list(request, "appeals/open_actions.html", form, actions, on=on, left_out=left_out)


@never_cache
@require_safe
def past_actions(request: HttpRequest) -> HttpResponse:
    """Actions that are over, those that ended last on top.

    Eight queries. The database walks the index `action_by_end` from its end and steps over what is still open, so
    the cost grows with the number of open actions, not with the archive.
    """
    on, at = clock.today(), clock.now()
    form = PastActionFilterForm(
        request.GET,
        countries=countries_past_on(on, at=at),
        concerns=list(Concern.objects.all()),
        campaigns=_public_campaigns(at),
    )
    actions = form.narrow(UrgentAction.objects.past_on(on).past_embargo(at=at), on=on).order_by("-last_good_day", "-pk")
    return _list(request, "appeals/past_actions.html", form, actions, on=on, tell=outcomes_of)


@never_cache
@require_safe
def action(request: HttpRequest, slug: str) -> HttpResponse:
    """One action: where it stands, what to ask and of whom. An action in preparation is not found.

    ``?from=CH`` says from where somebody writes: until when to post is counted for that country, and its embassy
    is shown. Nothing of it is kept.
    """
    found = published_action(slug, at=clock.now())
    if found is None:
        raise Http404("There is no published action at this address.")
    if found.hidden_at is not None:
        return hidden(request, found)
    on = clock.today()
    page = page_of(found, at=clock.now())
    outlets = [outlet_of(Scope(action=found))]
    context = {
        "action": found,
        "page": page,
        "content": page.content,
        "outlets": outlets,
        "post": post_section(page.content, request.GET, dates=page.dates, on=on) if page.standing.asks else None,
        "sent": sent_form(slug, offices_of(page.content.recipients), on=on) if page.standing.asks else None,
        "numbers": numbers_of(found),
    }
    return render(request, "appeals/action.html", context)


@never_cache
@require_safe
def replaced_sheet(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """What a sheet said that does not hold any more; the one that holds is the page of its action."""
    found = published_action(slug, at=clock.now())
    if found is not None and found.hidden_at is not None:
        return hidden(request, found)
    standing = standing_of(found, on=clock.today()) if found else None
    page = replaced_page(found, version, standing=standing) if found and standing else None
    if page is None:
        raise Http404("There is no such sheet of a published action.")
    if page.line.is_current:
        return redirect("appeals:action", slug)
    context = {"action": found, "page": page, "standing": standing, "content": page.content}
    return render(request, "appeals/replaced_sheet.html", context, status=200 if page.content else 410)


def _list(
    request: HttpRequest,
    template: str,
    form: ActionFilterForm,
    actions: UrgentActionQuerySet,
    *,
    on: date,
    tell: Callable[[Iterable[int]], Mapping[int, Sequence[CurrentOutcome]]] | None = None,
    left_out: LeftOut | None = None,
) -> HttpResponse:
    number, odd_page = read_page(request.GET.get("page"))
    start = (number - 1) * PER_PAGE
    # One row more than fits tells whether there is a next page.
    rows = list(actions.with_current_sheet()[start : start + PER_PAGE + 1])
    shown = rows[:PER_PAGE]
    counted = actions.order_by()[: MOST_COUNTED + 1].count()
    context = {
        "form": form,
        "outlets": [outlet_of(scope) for scope in form.scopes],
        "notices": [*form.notices, odd_page] if odd_page else form.notices,
        "cards": cards_of(shown, on=on, at=clock.now(), told=tell(action.pk for action in shown) if tell else None),
        "left_out": left_out,
        "count": min(counted, MOST_COUNTED),
        "is_more": counted > MOST_COUNTED,
        "number": number,
        "previous_query": form.query_string(page=number - 1) if number > 1 else "",
        "next_query": form.query_string(page=number + 1) if len(rows) > PER_PAGE and number < LAST_PAGE else "",
    }
    return render(request, template, context)


def _public_campaigns(at: datetime) -> list[Campaign]:
    """Campaigns with a published action; the title of one that is only being prepared stays inside."""
    published = UrgentAction.objects.known(at=at).filter(campaign=OuterRef("pk"))
    return list(Campaign.objects.filter(Exists(published)))
