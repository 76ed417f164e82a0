"""“I have sent it”: one press by somebody who writes alone. No cookie, and nothing kept but a sum."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appeals.action_page import published_action
from appeals.clients import client_of, is_from_another_site
from appeals.presses import PressedBefore, StaleForm
from appeals.sent import Sent, count_sent, read_sent, sent_form
from appeals.standing import standing_of
from appeals.written_to import written_to_of
from campaigns.attempts import TooMany, count_form
from campaigns.models import UrgentAction
from config import clock


@never_cache
@csrf_exempt  # nobody is logged in and no cookie is set; `is_from_another_site` keeps other pages from pressing it
@require_http_methods(["GET", "HEAD", "POST"])
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Tick to whom a letter went and how, and have it counted once; after a stop, that it is over."""
    action = published_action(slug, at=clock.now())
    if action is None:
        raise Http404("There is no published action at this address.")
    if request.method != "POST" or not action.is_open(on=clock.today()):
        return _page(request, action, said="late" if request.method == "POST" else "")
    offices = written_to_of([action])[action.pk]
    ticked: Sequence[Sent] = ()
    try:
        ticked = read_sent(request.POST, offices)
        if is_from_another_site(request):
            raise StaleForm
        count_form("sent", client=client_of(request))
        count_sent(action, ticked, token=request.POST.get("token", ""), on=clock.today())
    except ValidationError as refused:
        return _page(request, action, problem=refused.messages[0], status=422)
    except TooMany as refused:
        return _page(request, action, ticked, problem=str(refused), status=429)
    except PressedBefore:
        return _page(request, action, said="before")
    except StaleForm:
        old = "This page was opened long ago, so nothing was counted. Press the button again, and it is."
        return _page(request, action, ticked, problem=old, status=409)
    return _page(request, action, said="counted", number=len(ticked))


def _page(
    request: HttpRequest,
    action: UrgentAction,
    ticked: Sequence[Sent] = (),
    *,
    said: str = "",
    problem: str = "",
    number: int = 0,
    status: int = 200,
) -> HttpResponse:
    on = clock.today()
    standing = standing_of(action, on=on)
    offices = written_to_of([action])[action.pk] if standing.asks else ()
    context = {
        "action": action,
        "standing": standing,
        "sent": sent_form(action.slug, offices, on=on, ticked=ticked) if standing.asks and not said else None,
        "said": said,
        "problem": problem,
        "number": number,
    }
    return render(request, "appeals/sent.html", context, status=status)
