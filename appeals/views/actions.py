"""The public lists of actions and the page of one.

Nothing here may be kept by a browser or a proxy (`never_cache` sends ``no-store``): a page out of a cache could
ask people to write hours after an action was stopped. ``no-cache`` alone would not do, because browsers show
such a page again unasked when somebody goes back to it. It also leaves no copy on a shared computer of what was
read. The pages are small and cost a few indexed queries.
"""

from datetime import date

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appeals.action_page import page_of, published_action
from appeals.cards import cards_of
from appeals.forms import LAST_PAGE, PER_PAGE, ActionFilterForm, PastActionFilterForm, read_page
from campaigns.country_lists import countries_open_on, countries_past_on
from campaigns.models import Campaign, UrgentAction
from campaigns.models.action import UrgentActionQuerySet
from campaigns.states import PUBLISHED
from cases.models import Concern
from config import clock

# A list is counted up to here. Counting all would read every row that fits.
MOST_COUNTED = PER_PAGE * LAST_PAGE


@never_cache
@require_safe
def open_actions(request: HttpRequest) -> HttpResponse:
    """Actions that ask people to write today, those that end first on top.

    Seven queries. Without a filter they read one page's rows, at most 1,001 entries of an index for the count,
    and a few entries for each country, so the page takes as long with 100,000 open actions as with 1,000. A
    later page costs in proportion to its number; the search as `UrgentActionQuerySet.found_by` says.
    """
    on = clock.today()
    form = ActionFilterForm(
        request.GET,
        countries=countries_open_on(on),
        concerns=list(Concern.objects.all()),
        campaigns=_public_campaigns(),
    )
    actions = form.narrow(UrgentAction.objects.open_on(on), on=on).order_by("last_good_day", "pk")
    return _list(request, "appeals/open_actions.html", form, actions, on=on)


@never_cache
@require_safe
def past_actions(request: HttpRequest) -> HttpResponse:
    """Actions that are over, those that ended last on top.

    Seven queries. The database walks the index `action_by_end` from its end and steps over what is still open, so
    the cost grows with the number of open actions, not with the archive.
    """
    on = clock.today()
    form = PastActionFilterForm(
        request.GET,
        countries=countries_past_on(on),
        concerns=list(Concern.objects.all()),
        campaigns=_public_campaigns(),
    )
    actions = form.narrow(UrgentAction.objects.past_on(on), on=on).order_by("-last_good_day", "-pk")
    return _list(request, "appeals/past_actions.html", form, actions, on=on)


@never_cache
@require_safe
def action(request: HttpRequest, slug: str) -> HttpResponse:
    """One action: where it stands, what to ask and of whom. An action in preparation is not found."""
    found = published_action(slug)
    if found is None:
        raise Http404("There is no published action at this address.")
    page = page_of(found, on=clock.today())
    return render(request, "appeals/action.html", {"action": found, "page": page, "content": page.content})


def _list(
    request: HttpRequest, template: str, form: ActionFilterForm, actions: UrgentActionQuerySet, *, on: date
) -> HttpResponse:
    number, odd_page = read_page(request.GET.get("page"))
    start = (number - 1) * PER_PAGE
    # One row more than fits tells whether there is a next page.
    rows = list(actions.with_current_sheet()[start : start + PER_PAGE + 1])
    counted = actions.order_by()[: MOST_COUNTED + 1].count()
    context = {
        "form": form,
        "notices": [*form.notices, odd_page] if odd_page else form.notices,
        "cards": cards_of(rows[:PER_PAGE], on=on),
        "count": min(counted, MOST_COUNTED),
        "is_more": counted > MOST_COUNTED,
        "number": number,
        "previous_query": form.query_string(page=number - 1) if number > 1 else "",
        "next_query": form.query_string(page=number + 1) if len(rows) > PER_PAGE and number < LAST_PAGE else "",
    }
    return render(request, template, context)


def _public_campaigns() -> list[Campaign]:
    """Campaigns with a published action; the title of one that is only being prepared stays inside."""
    published = UrgentAction.objects.filter(campaign=OuterRef("pk"), status__in=PUBLISHED)
    return list(Campaign.objects.filter(Exists(published)))
