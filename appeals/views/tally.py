"""Tallies: a group opens one for its evening and reports by its code. No account and no cookie.

Whoever has the code may report, so it is told to nobody else: nothing of it in a log (`config/logs.py`), no address
told to the next page, nothing kept by a cache, nothing for search engines.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appeals.clients import client_of
from appeals.models import Tally
from appeals.tallies import (
    CHANGEABLE,
    MOST_ACTIONS,
    PLAUSIBLE,
    ReportedMeanwhile,
    is_changeable,
    open_tally,
    report,
    tally_with,
)
from appeals.tally_form import TallyForm
from appeals.tally_opening import choices_of, read_choice
from appeals.tally_page import TallySheet, page_of_tally, read_tally
from campaigns.attempts import TooMany, count_form
from campaigns.check_codes import LONGEST_TYPED, read_code, spoken
from config import clock

_read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@csrf_exempt  # nobody is logged in; whoever may read the page may do all that its form does
@_read_or_post
def tallies(request: HttpRequest) -> HttpResponse:
    """Open a tally, or go to one by its code."""
    if typed := request.GET.get("code", "").strip():
        code = read_code(typed)
        if code and request.method != "POST":
            return _private(HttpResponseRedirect(reverse("appeals:tally", args=[spoken(code)])))
        problem = "This is not a whole code. It has eight letters and figures, such as 7K3F-9QXM."
        return _opening(request, code_problem=problem, typed=typed, status=404)
    if request.method != "POST":
        return _opening(request)
    on = clock.today()
    chosen, problem = read_choice(request.POST, on=on, at=clock.now())
    if not problem:
        try:
            count_form("tally", client=client_of(request))
            tally = open_tally(chosen, on=on)
        except TooMany as refused:
            return _opening(request, problem=str(refused), status=429)
        except ValidationError as refused:
            problem = refused.messages[0]
        else:
            return _private(HttpResponseRedirect(reverse("appeals:tally", args=[spoken(tally.code)])))
    return _opening(request, problem=problem, status=422)


@never_cache
@csrf_exempt  # the code is the permission
@_read_or_post
def tally(request: HttpRequest, code: str) -> HttpResponse:
    """What a group sent, and the form to state it; read only a week after the first report."""
    found = tally_with(code)
    if found is None:
        problem = "We have no tally with this code. Look at it again: it has eight letters and figures."
        return _opening(request, code_problem=problem, typed=code, status=404)
    if request.method == "POST":
        return _report(request, found)
    sheet, on = read_tally(found), clock.today()
    form = TallyForm(boxes=sheet.boxes, initial={"posted_on": found.posted_on or on, "seen": found.edition})
    return _page(request, sheet, form, said="saved" if request.GET.get("saved") == "1" else "")


def _report(request: HttpRequest, found: Tally) -> HttpResponse:
    sheet, on = read_tally(found), clock.today()
    form = TallyForm(request.POST, boxes=sheet.boxes)
    if not is_changeable(found, on=on):
        return _page(request, sheet, TallyForm(boxes=sheet.boxes), said="closed", status=409)
    try:
        count_form("report", client=client_of(request))
    except TooMany as refused:
        return _page(request, sheet, form, problem=str(refused), status=429)
    if not form.is_valid():
        return _page(request, sheet, form, said="invalid", status=422)
    try:
        posted_on = form.cleaned_data["posted_on"]
        report(found, form.numbers, posted_on=posted_on, seen=form.seen_edition, on=on, at=clock.now())
    except ReportedMeanwhile:
        now = read_tally(Tally.objects.get(pk=found.pk))
        merged = form.merged(now.boxes, edition=now.tally.edition)
        return _page(request, now, merged, said="meanwhile", status=409)
    except ValidationError as refused:
        form.add_error("posted_on", refused.messages)
        return _page(request, sheet, form, said="invalid", status=422)
    return _private(HttpResponseRedirect(f"{reverse('appeals:tally', args=[spoken(found.code)])}?saved=1"))


def _page(
    request: HttpRequest, sheet: TallySheet, form: TallyForm, *, said: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "page": page_of_tally(sheet, form, on=clock.today()),
        "form": form,
        "said": said,
        "problem": problem,
        "days": CHANGEABLE.days,
        "plausible": PLAUSIBLE,
    }
    return _private(render(request, "appeals/tally/tally.html", context, status=status))


def _opening(request: HttpRequest, *, status: int = 200, **said: Any) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    context = {
        "choices": choices_of(asked, on=clock.today(), at=clock.now()),
        "numbers": asked.get("numbers", "")[:500],
        "problem": "",
        "code_problem": "",
        "typed": "",
        "most": MOST_ACTIONS,
        "days": CHANGEABLE.days,
        **said,
    }
    context["typed"] = context["typed"][:LONGEST_TYPED]
    return _private(render(request, "appeals/tally/tallies.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """Whatever is opened from here does not hear the code, and no search engine keeps it."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
