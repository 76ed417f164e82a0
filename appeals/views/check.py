"""Does this sheet still hold? Asked by who is about to post, on a phone, through the code on the paper.

No cookie, no script, nothing kept by any cache (a stop must be seen at once), no address told to the next page, and
nothing written down: neither here nor in the log (`config/gunicorn.py`, `config/logs.py`). A code is no secret and
guards nothing that is not public, so nobody counts how often somebody asks.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appeals.check_answers import UNKNOWN, Answer, answer_to
from campaigns.check_codes import LONGEST_TYPED, read_code, spoken
from config import clock


@never_cache
@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    """One line about the sheet with this code; 404 on the same page if there is none."""
    return _page(request, answer_to(code, on=clock.today(), at=clock.now()), typed=code)


@never_cache
@require_safe
def check_typed(request: HttpRequest) -> HttpResponse:
    """The form for a code that nobody can scan; what is typed into it leads to its answer."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        return _page(request, None)
    code = read_code(typed)
    if code is None:
        return _page(request, UNKNOWN, typed=typed)
    return _without_trace(HttpResponseRedirect(reverse("appeals:check", args=[spoken(code)])))


def _page(request: HttpRequest, answer: Answer | None, *, typed: str = "") -> HttpResponse:
    is_unknown = answer is not None and not answer.is_known
    context = {
        "answer": answer,
        "typed": typed[:LONGEST_TYPED] if is_unknown else "",
        "longest": LONGEST_TYPED,
    }
    return _without_trace(render(request, "appeals/check.html", context, status=404 if is_unknown else 200))


def _without_trace(response: HttpResponse) -> HttpResponse:
    """Whatever is opened from here does not hear which sheet somebody holds."""
    response["Referrer-Policy"] = "no-referrer"
    return response
