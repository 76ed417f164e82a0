"""Envelopes, labels and window letters for the offices of an action: chosen on a page, printed, and not kept.

What is typed comes in the body of a POST and leaves in the PDF. Nothing of it is written anywhere: no row, no log, no
name of a file, no metadata; ``no-store`` keeps it out of caches, and a report of an error does not show it.
"""

from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from appeals.asking import kept_asking
from appeals.envelope_form import MOST_ADDRESSES, EnvelopeForm, usual_posting
from appeals.envelopes import LeftOut, PostPages, alignment_page, document, envelope_pages, label_pages
from appeals.letters import office_of
from appeals.pdf_errors import PDFError
from appeals.post_formats import LABELS
from appeals.posting import post_plan
from appeals.print_room import html_to_pdf
from appeals.views.leaving import until_it_has_left
from appeals.views.over import over
from appeals.views.typed import refusal_of
from appeals.writer import country_asked_for
from campaigns.content import Addressee, SheetContent, content_of
from campaigns.models import UrgentAction
from cases.address_lines import lines_for_post
from config import clock

# On an envelope to an embassy, above its name.
FORWARD = "Please forward to: {office}"
_ATTEMPTS = 3  # while it is printed, the action may get a newer sheet

TEMPLATE = "appeals/envelopes.html"


@dataclass(frozen=True)
class _Order:
    """What is to be printed."""

    html: SafeString
    printed: int
    left_out: tuple[LeftOut, ...]
    name: str  # of the file


@sensitive_post_parameters()
@never_cache
@csrf_exempt  # it changes nothing and is open to everybody; so no cookie is set for it
@require_http_methods(["GET", "HEAD", "POST"])
def envelopes(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose what to print on; a POST gives the PDF for all offices of the sheet that holds.

    A stop while it is printed: nothing leaves but the page that says so.
    """
    form = EnvelopeForm(request.POST or None)
    refusal = refusal_of("envelopes", request)
    for _ in range(_ATTEMPTS):
        action = get_object_or_404(
            UrgentAction.objects.known(at=clock.now()).select_related("current_sheet"), slug=slug
        )
        if action.current_sheet is None or not action.is_open(on=clock.today()):
            return over(request, action)
        content = content_of(action.current_sheet)
        form.initial = _usual(request, content)
        page = {"action": action, "content": content, **_offices(content), "form": form, "most": MOST_ADDRESSES}
        if request.method != "POST":
            return render(request, TEMPLATE, page)
        if refusal:
            return render(request, TEMPLATE, {**page, "problem": refusal}, status=429)
        order = _ordered(content, form, slug, is_test="test" in request.POST) if form.is_valid() else None
        if order is None or not order.printed or (order.left_out and not form.cleaned_data["without"]):
            return render(request, TEMPLATE, {**page, "order": order}, status=422)
        try:
            pdf = html_to_pdf(document(order.html, title=f"Envelopes and labels, {content.reference}"))
        except PDFError as problem:
            return render(request, TEMPLATE, {**page, "problem": str(problem)}, status=503)
        with ExitStack() as kept:
            if kept.enter_context(kept_asking(slug, on=clock.today())) == action.current_sheet.pk:
                return until_it_has_left(_pdf_response(pdf, order.name), kept.pop_all())
    return render(request, TEMPLATE, {**page, "problem": "The sheet changed meanwhile. Please try again."}, status=503)


def _usual(request: HttpRequest, content: SheetContent) -> dict[str, object]:
    country, _ = country_asked_for(request.GET)
    embassy = bool(content.diplomatic_note)
    return {"kind": "l7160", "start": 1, "each": 1, "posted_in": usual_posting(country), "to_embassy": embassy}


def _offices(content: SheetContent) -> dict[str, list[Addressee]]:
    """Those that have a postal address, and those that have none."""
    return {
        "offices": [office for office in content.recipients if office.postal_lines],
        "without_address": [office for office in content.recipients if not office.postal_lines],
    }


def _ordered(content: SheetContent, form: EnvelopeForm, slug: str, *, is_test: bool) -> _Order | None:
    """The pages that a valid form asks for; None with an error in the form if they are too many."""
    chosen = form.cleaned_data
    kind, name = chosen["kind"], f"{slug.upper()}-{chosen['kind']}"
    if is_test:
        return _Order(alignment_page(kind), 1, (), f"{name}-alignment.pdf")
    addresses = _addresses(content, form)
    if len(addresses) * chosen["each"] > MOST_ADDRESSES:
        most = MOST_ADDRESSES // len(addresses)
        form.add_error("each", f"These are more than {MOST_ADDRESSES} addresses. Type {most} or less, and print again.")
        return None
    pages = _pages([lines for lines in addresses for _ in range(chosen["each"])], chosen)
    # Told once, not once for each copy.
    left_out = {lines.lines: lines for lines in pages.left_out}
    return _Order(pages.html, pages.printed, tuple(left_out.values()), f"{name}.pdf")


def _addresses(content: SheetContent, form: EnvelopeForm) -> list[tuple[str, ...]]:
    """The lines of each office in the order of the sheet, and of the embassy; where no post goes, by way of it."""
    posted_in, language = form.posting
    plan = post_plan(content, from_country=posted_in, on=clock.today(), to_embassy=form.cleaned_data["to_embassy"])
    via = plan.via
    addresses = []
    for office in (*content.recipients, *((plan.to_embassy,) if plan.to_embassy else ())):
        to = via.get(office.authority_id, office)
        forward = () if to is office else (FORWARD.format(office=office_of(office)),)
        if to.postal_lines:
            lines = lines_for_post(to.name_lines, country=to.country, posted_in=posted_in, language=language)
            addresses.append((*forward, *lines))
    return addresses


def _pages(addresses: list[tuple[str, ...]], chosen: dict[str, Any]) -> PostPages:
    if chosen["kind"] in LABELS:
        return label_pages(addresses, chosen["kind"], start=chosen["start"])
    return envelope_pages(addresses, chosen["kind"], sender=chosen["sender"])


def _pdf_response(pdf: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
