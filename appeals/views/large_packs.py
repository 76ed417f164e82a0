"""A large pack while it is made, and when it is there: a page that says how far it is, and the file.

The address is the key to it. Who has it can fetch the pack for an hour, on another machine too; nobody else can.
"""

from contextlib import ExitStack

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from appeals.large_packs import MadePack, Stage, forget_pack, made_pack, progress_of
from appeals.pack_making import PackGivenUp
from appeals.pack_tallies import CodeTaken, forget_tallies, open_tallies
from appeals.pack_worker import check_actions_ask
from appeals.views.leaving import until_it_has_left
from appeals.views.packs import all_ask, pack_file
from config import clock

LOOK_AGAIN = 4  # seconds
_TEMPLATE = "appeals/packs/large.html"


@never_cache
@csrf_exempt  # who has the address may do all that its form does; so no cookie is set for it
@require_http_methods(["GET", "HEAD", "POST"])
def large_pack(request: HttpRequest, token: str) -> HttpResponse:
    """How far a pack is; it looks again by itself as long as there is anything to wait for. POST forgets the pack."""
    if request.method == "POST":
        forget_pack(token)
        return HttpResponseRedirect(reverse("appeals:packs"))
    progress = progress_of(token, at=clock.now())
    if progress is None:
        return render(request, _TEMPLATE, {"progress": None, "stage": ""}, status=404)
    page = {"progress": progress, "stage": progress.stage.name.lower(), "token": token}
    response = render(request, _TEMPLATE, page)
    if progress.stage in (Stage.WAITS, Stage.BEING_MADE):
        response.headers["Refresh"] = str(LOOK_AGAIN)
    return response


@never_cache
@require_safe
def large_pack_file(request: HttpRequest, token: str) -> HttpResponse:
    """The pack, if all its actions still ask for letters by the sheets of which it was made; else it is forgotten."""
    made = made_pack(token, at=clock.now())
    if made is None:
        return HttpResponseRedirect(reverse("appeals:large-pack", args=[token]))
    with ExitStack() as kept:
        if _is_opened(made) and all_ask(made.actions, kept):
            return until_it_has_left(pack_file(made.pdf, made.day), kept.pop_all())
    forget_tallies(made.codes)
    forget_pack(token)
    return render(request, _TEMPLATE, {"progress": None, "stage": "stopped", "sentence": _why(made)}, status=410)


def _is_opened(made: MadePack) -> bool:
    """Whether the tallies are open whose codes stand in the pack."""
    try:
        open_tallies(made.codes, [slug for slug, _ in made.actions], on=clock.today())
    except (ValidationError, CodeTaken):
        return False
    return True


def _why(made: MadePack) -> str:
    try:
        check_actions_ask(made.actions, on=clock.today())
    except PackGivenUp as reason:
        return str(reason)
    return "A sheet changed while the pack was handed out, so it was thrown away. Make it again."
