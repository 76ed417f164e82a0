"""The sheet as PDF for everybody while people should do as it says, and as page and PDF for staff at any time."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from appeals import archive
from appeals.pdf import html_to_pdf, unprintable
from appeals.pdf_errors import PDFError
from appeals.proofs import take_proof
from appeals.sheets import Paper, build_context, mark_of, render_html
from appeals.views.leaving import until_it_has_left
from appeals.views.over import over
from campaigns.admin.checks_panel import panel_context
from campaigns.content import content_of
from campaigns.models import Sheet, UrgentAction
from cases.admin.team_only import note_reading
from cases.teams import seen_by
from config import clock

# A copy in a cache must ask each time whether the action still runs.
ASK_EACH_TIME = "no-cache"

_PAPERS = {paper.value.lower(): paper.value for paper in Paper}

# Rendering takes a moment in which the action may get a newer sheet; then that one is rendered.
_ATTEMPTS = 3

View = Callable[..., HttpResponse]


@require_safe
def sheet_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The PDF of the current sheet, while the action asks people to write; and once it is over, that of a stop or an
    outcome sheet, which asks for nothing.

    Whatever is handed out was asked for together with the status, also after a rendering: an action that is
    stopped while its sheet is being made hands out nothing. A stop waits for the handing out, and for no rendering.
    """
    paper = _paper(request)
    if paper is None:
        return _no_such_paper(request)
    for _ in range(_ATTEMPTS):
        with ExitStack() as kept:
            pdf_hash = kept.enter_context(archive.handing_out(slug, paper=paper, on=clock.today(), at=clock.now()))
            if pdf_hash is not None:
                return until_it_has_left(_handed_out(request, pdf_hash, slug, paper), kept.pop_all())
        action = get_object_or_404(
            UrgentAction.objects.known(at=clock.now()).select_related("current_sheet"), slug=slug
        )
        if action.current_sheet is None or not archive.is_handed_out(action, on=clock.today()):
            return _over(request, action)
        try:
            archive.pdf_of_issued(action.current_sheet, paper=paper, at=clock.now())
        except PDFError as error:
            return _no_pdf(request, str(error), back=reverse("appeals:action", args=[slug]))
    return _no_pdf(
        request,
        "The sheet changed while it was printed. Please try again.",
        back=reverse("appeals:action", args=[slug]),
    )


def staff_only(view: View) -> View:
    """For members of staff who may see sheets; whoever is not logged in is asked to, as in the admin."""

    def allowed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("campaigns.view_sheet"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Asked at each request: who counts as logged in is for the staff site to say.
        response: HttpResponse = admin.site.admin_view(allowed)(request, *args, **kwargs)
        return response

    return guarded


@require_safe
@staff_only
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet as a page, as it would be printed today, with a band across it unless it may be sent."""
    sheet = _sheet(request, pk)
    mark = mark_of(sheet, action_is_open=sheet.action.is_open(on=clock.today()))
    context = build_context(content_of(sheet), paper=Paper.A4, mark=mark)
    try:
        missing = [f"{sign} (U+{ord(sign):04X})" for sign in unprintable(context.printed_text())]
        trouble = ""
    except PDFError as error:
        missing, trouble = [], str(error)
    if sheet.is_under_way:
        take_proof(sheet, at=clock.now())
    return render(
        request,
        "sheets/preview.html",
        {
            "sheet": context,
            "pk": sheet.pk,
            "papers": Paper.values,
            "missing": missing,
            "trouble": trouble,
            # What was printed and must not be sent any more is handed to staff for the file.
            "is_on_file": sheet.is_frozen and mark is not None,
            "change_url": _change_url(sheet),
            **panel_context(sheet, request.user, on=clock.today(), page=_change_url(sheet)),
        },
    )


@require_safe
@staff_only
def preview_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet as PDF: what everybody gets if it may be sent, else rendered now and marked on every page."""
    paper = _paper(request)
    if paper is None:
        return _no_such_paper(request)
    sheet = _sheet(request, pk)
    mark = mark_of(sheet, action_is_open=sheet.action.is_open(on=clock.today()))
    try:
        if mark is None:
            pdf = bytes(archive.pdf_of_issued(sheet, paper=paper, at=clock.now()).pdf)
        else:
            pdf = html_to_pdf(render_html(build_context(content_of(sheet), paper=paper, mark=mark)))
    except PDFError as error:
        return _no_pdf(request, str(error), back=reverse("appeals:sheet-preview", args=[pk]))
    name = _file_name(sheet.action.slug, sheet.version, paper, prefix=f"{mark}-" if mark else "")
    return _pdf_response(pdf, name)


@require_safe
@staff_only
def as_issued_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The kept PDF of any sheet that was issued, byte for byte, also where it must not be sent any more.

    For the file, and to see what lies in people's hands. Reached from the preview, which says why it must not be sent;
    the name of the file says so too, the bytes cannot.
    """
    paper = _paper(request)
    if paper is None:
        return _no_such_paper(request)
    sheet = _sheet(request, pk)
    if not sheet.is_frozen:
        raise Http404("Only what was issued is on file.")
    mark = mark_of(sheet, action_is_open=sheet.action.is_open(on=clock.today()))
    try:
        pdf = bytes(archive.pdf_of_issued(sheet, paper=paper, at=clock.now()).pdf)
    except PDFError as error:
        return _no_pdf(request, str(error), back=reverse("appeals:sheet-preview", args=[pk]))
    return _pdf_response(pdf, _file_name(sheet.action.slug, sheet.version, paper, prefix=f"{mark}-" if mark else ""))


def _sheet(request: HttpRequest, pk: int) -> Sheet:
    """A sheet that whoever asks may see; that somebody saw one of a sealed case is written down."""
    seen = Sheet.objects.filter(seen_by(request.user, "action__case"))
    sheet = get_object_or_404(seen.select_related("action__case"), pk=pk)
    note_reading(request, sheet)
    return sheet


def _paper(request: HttpRequest) -> str | None:
    """The paper asked for, A4 if none; None if there is no such paper."""
    asked = request.GET.get("paper")
    return _PAPERS.get(asked.lower()) if asked else "A4"


def _file_name(slug: str, version: int, paper: str, *, prefix: str = "") -> str:
    """``UA-214-11-v1.pdf``, ``UA-2011-RU-v1-Letter.pdf``: like a slug it never holds the name of a person."""
    suffix = "" if paper == "A4" else f"-{paper}"
    return f"{prefix}{slug.upper()}-v{version}{suffix}.pdf"


def _pdf_response(pdf: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def _handed_out(request: HttpRequest, pdf_hash: str, slug: str, paper: str) -> HttpResponse:
    etag = f'"{pdf_hash}"'
    stored = archive.pdf_with_hash(pdf_hash)
    response = _pdf_response(stored.pdf, _file_name(slug, stored.version, paper))
    response["Cache-Control"] = ASK_EACH_TIME
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def _over(request: HttpRequest, action: UrgentAction) -> HttpResponse:
    response = over(request, action)
    response["Cache-Control"] = ASK_EACH_TIME
    return response


def _no_such_paper(request: HttpRequest) -> HttpResponse:
    return _page(request, "sheets/no_such_paper.html", {"papers": Paper.values}, status=400)


def _no_pdf(request: HttpRequest, sentence: str, *, back: str) -> HttpResponse:
    return _page(request, "sheets/no_pdf.html", {"sentence": sentence, "back": back}, status=503)


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["Cache-Control"] = ASK_EACH_TIME
    return response


def _change_url(sheet: Sheet) -> str:
    try:
        return reverse("admin:campaigns_sheet_change", args=[sheet.pk])
    except NoReverseMatch:
        return ""
