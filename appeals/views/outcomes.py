"""What happened: the public page of outcomes. For the header it sends see `appeals.views.actions`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appeals import bars
from appeals.cards import outcome_cards_of
from appeals.forms import LAST_PAGE, PER_PAGE, read_page
from appeals.outcome_filters import OutcomeFilterForm
from appeals.views.actions import MOST_COUNTED
from campaigns.models import UrgentAction
from campaigns.outcome_lists import countries_with_outcomes, counts_by_word, years_with_outcomes
from config import clock


@never_cache
@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """What became of people, action by action, what was told last on top; and how many of each.

    Six queries. The list walks an index in its order; one page of it and at most 1,001 entries for the count, unless
    a word or a year is asked for that few have. The counts by word grow with the outcomes that are counted.
    """
    on = clock.today()
    form = OutcomeFilterForm(request.GET, countries=countries_with_outcomes(), years=years_with_outcomes())
    number, odd_page = read_page(request.GET.get("page"))
    start = (number - 1) * PER_PAGE
    actions = form.narrow(UrgentAction.objects.shown(at=clock.now()).filter(outcome_on__isnull=False)).order_by(
        "-outcome_on", "-pk"
    )
    rows = list(actions.with_current_sheet()[start : start + PER_PAGE + 1])
    counted = actions.order_by()[: MOST_COUNTED + 1].count()
    counts = [
        (words, count, form.query_string(outcome=value))
        for value, words, count in counts_by_word(form.country_and_year)
    ]
    context = {
        "form": form,
        "notices": [*form.notices, odd_page] if odd_page else form.notices,
        "cards": outcome_cards_of(rows[:PER_PAGE], on=on),
        "count": min(counted, MOST_COUNTED),
        "is_more": counted > MOST_COUNTED,
        "counts": counts,
        "drawing": bars.draw([(words, count) for words, count, _ in counts]),
        "number": number,
        "previous_query": form.query_string(page=number - 1) if number > 1 else "",
        "next_query": form.query_string(page=number + 1) if len(rows) > PER_PAGE and number < LAST_PAGE else "",
    }
    return render(request, "appeals/outcomes.html", context)
