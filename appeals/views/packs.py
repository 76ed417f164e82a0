"""The pack for an evening: a form, a page to check what it gives, and the PDF, or a page on which to wait for it.

What is typed is in the request and in its answer and nowhere else, as with letters. All actions of a pack must ask for
letters, by the sheets that were shown, at the moment when it is handed out.
"""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from kombu.exceptions import OperationalError

from appeals.asking import kept_asking
from appeals.filters import echo
from appeals.large_packs import TAKEN_WITHIN, TooManyPacks, ask_for_pack, forget_pack
from appeals.pack_check import check_of_pack
from appeals.pack_form import Offer, PackForm
from appeals.pack_making import pdf_of_pack
from appeals.pack_orders import written_out
from appeals.pack_tallies import CodeTaken, forget_tallies, new_codes, open_tallies
from appeals.pack_worker import pass_on_soon
from appeals.packs import MOST_ACTIONS, MOST_LETTERS, MOST_WRITERS, PackOrder, pack_of
from appeals.pdf_errors import PDFError
from appeals.standing import standing_of
from appeals.tasks import make_large_pack
from appeals.views.leaving import until_it_has_left
from appeals.views.typed import is_larger, posted, refusal_of
from campaigns.content import content_of
from campaigns.models import UrgentAction
from config import clock

# A list of five thousand names is answered with a sentence and comes back as it was; it takes half of this.
LARGEST_REQUEST = 1024 * 1024  # bytes
MOST_OFFERED = 60
# Letters and envelopes of a pack that is made while its reader waits: some five seconds. More is made by a worker.
MOST_AT_ONCE = 300
# Making a pack takes seconds in which an action may get a newer sheet; then that one is shown.
_ATTEMPTS = 3
_FORM, _CHECK = "appeals/packs/pack.html", "appeals/packs/check.html"


@sensitive_post_parameters()
@never_cache
@csrf_exempt  # it changes nothing and is open to everybody; so no cookie is set for it
@require_http_methods(["GET", "HEAD", "POST"])
def packs(request: HttpRequest) -> HttpResponse:
    """Choose actions and writers; check; make the pack.

    A stop while it is made: nothing leaves but the page that says which action it was.
    """
    if is_larger(request, LARGEST_REQUEST):
        return render(request, "appeals/packs/too_much.html", {"most": MOST_WRITERS}, status=413)
    typed = posted(request)
    is_change = typed is not None and typed.get("output") == "change"
    refusal = "" if typed is None or is_change else refusal_of("packs", request)
    for _ in range(_ATTEMPTS):
        form = _form(request, typed)
        if typed is None or is_change or not form.is_valid():
            return _page(request, form, status=200 if typed is None or is_change else 422)
        if refusal:
            return _page(request, form, status=429, problem=refusal)
        codes = new_codes(form.order)
        answer = _answer(request, form, typed, codes)
        with ExitStack() as kept:
            # Before the actions are kept standing: then nothing may be written any more.
            is_open = not is_pdf(answer) or _opened(codes, form.order)
            if is_open and all_ask(((one.slug, one.sheet_id) for one in form.order.actions), kept):
                return until_it_has_left(answer, kept.pop_all())
        forget_tallies(codes)
    return _page(request, form, status=503, problem="A sheet changed while the pack was made. Please try again.")


def is_pdf(answer: HttpResponse) -> bool:
    return answer.headers["Content-Type"] == "application/pdf"


def _opened(codes: Sequence[str], order: PackOrder) -> bool:
    """Whether the tallies are open that stand in the pack; not if an action of it is over."""
    try:
        open_tallies(codes, [one.slug for one in order.actions], on=clock.today())
    except (ValidationError, CodeTaken):
        return False
    return True


def _answer(request: HttpRequest, form: PackForm, typed: QueryDict, codes: Sequence[str]) -> HttpResponse:
    """The pack, if its maker has seen the sheets of which it is made; else the page to check."""
    pack = pack_of(form.order, tally_codes=codes)
    seen = set(typed.getlist("seen"))
    newer = [action for action in form.order.actions if action.seen not in seen] if seen else []
    if not pack.sets:
        return _page(request, form, status=422, problem="None of these letters can be printed with our fonts.")
    try:
        if typed.get("output") == "pdf" and seen and not newer:
            if form.order.pages_at_least > MOST_AT_ONCE:
                return _begun(request, form, codes)
            return pack_file(pdf_of_pack(pack), form.order.day.isoformat())
        check = check_of_pack(pack)
    except PDFError as error:
        return _page(request, form, status=503, problem=str(error))
    is_large = form.order.pages_at_least > MOST_AT_ONCE
    return render(request, _CHECK, {"form": form, "check": check, "newer": newer, "is_large": is_large})


def _begun(request: HttpRequest, form: PackForm, codes: Sequence[str]) -> HttpResponse:
    """A large pack: a worker makes it, and its reader waits on a page that says how far it is."""
    if refusal := refusal_of("large-packs", request):
        return _page(request, form, status=429, problem=refusal)
    total = form.order.pages_at_least
    try:
        row, token = ask_for_pack(total, at=clock.now())
    except TooManyPacks as busy:
        return _page(request, form, status=503, problem=str(busy))
    pass_on_soon(row.pk, {**written_out(form.order), "codes": list(codes), "token": token, "total": total})
    try:
        make_large_pack.apply_async((row.pk,), expires=TAKEN_WITHIN.total_seconds(), retry=False)
    except OperationalError:
        forget_pack(token)
        problem = "Large packs cannot be made at this moment. Please try again in some minutes, or make smaller ones."
        return _page(request, form, status=503, problem=problem)
    return HttpResponseRedirect(reverse("appeals:large-pack", args=[token]))


def pack_file(pdf: bytes, day: str) -> HttpResponse:
    """The answer that is a pack."""
    # A name without any place or person. To be saved: who shows such an answer anew asks for it without the form.
    name = f"evening-pack-{day}.pdf"
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def all_ask(actions: Iterable[tuple[str, int]], kept: ExitStack) -> bool:
    """Whether all actions ask by these sheets; they are kept so until the stack is closed.

    They are entered in one order everywhere, so that two packs never wait for each other.
    """
    on = clock.today()
    return all(kept.enter_context(kept_asking(slug, on=on)) == sheet_id for slug, sheet_id in sorted(actions))


def _form(request: HttpRequest, typed: QueryDict | None) -> PackForm:
    asked = typed.getlist("actions") if typed is not None else request.GET.getlist("action")
    chosen = list(dict.fromkeys(asked))[: MOST_ACTIONS + 1]
    offers, gone = _offers(chosen)
    known = {offer.slug for offer in offers}
    initial = {"actions": [slug for slug in chosen if slug in known]}
    return PackForm(typed, offers=offers, gone=gone, on=clock.today(), initial=initial)


def _notices(request: HttpRequest, form: PackForm) -> list[str]:
    """Why an action is not chosen that the address asks for."""
    asked = list(dict.fromkeys(request.GET.getlist("action")))[: MOST_ACTIONS + 1]
    missing = [slug for slug in asked if slug not in form.offers]
    return [form.gone.get(slug) or f"There is no open action {echo(slug)}." for slug in missing]


def _offers(chosen: Sequence[str]) -> tuple[list[Offer], dict[str, str]]:
    """The actions that end first and all that were chosen; and why one that was chosen is not among them."""
    on = clock.today()
    open_now = (
        UrgentAction.objects.open_on(on)
        .past_embargo(at=clock.now())
        .with_current_sheet()
        .order_by("last_good_day", "pk")
    )
    found = {action.slug: action for action in open_now[:MOST_OFFERED]}
    others = [slug for slug in chosen if slug not in found]
    gone = {}
    # The column is no longer than this; and PostgreSQL takes no NUL in a text.
    askable = [slug for slug in others if len(slug) <= 100 and "\0" not in slug]
    for action in UrgentAction.objects.known(at=clock.now()).filter(slug__in=askable).select_related("current_sheet"):
        if action.is_open(on=on) and action.current_sheet is not None:
            found[action.slug] = action
        else:
            standing = standing_of(action, on=on)
            gone[action.slug] = f"{action.reference} asks for no letters ({standing.label}), so no pack has it."
    rows = sorted(found.values(), key=lambda action: (action.last_good_day, action.pk))
    sheets = [(row.slug, row.current_sheet) for row in rows]
    return [Offer(slug, sheet.pk, content_of(sheet)) for slug, sheet in sheets if sheet is not None], gone


def _page(request: HttpRequest, form: PackForm, *, status: int = 200, problem: str = "") -> HttpResponse:
    page: dict[str, Any] = {
        "form": form,
        "problem": problem,
        "notices": [] if form.is_bound else _notices(request, form),
        "most_offered": MOST_OFFERED,
        "most_writers": MOST_WRITERS,
        "most_actions": MOST_ACTIONS,
        "most_letters": MOST_LETTERS,
    }
    return render(request, _FORM, page, status=status)
