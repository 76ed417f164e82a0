"""Paste or upload a sheet; review what was read beside its source; save it as drafts.

Nothing is kept between the two pages: the document travels in the review page, sealed, and what is closed without
saving is gone.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.cache import never_cache

from accounts.models import User
from campaigns.admin.import_form import OWN, UNNUMBERED, Review
from campaigns.admin.import_view import lines_shown, parts_shown
from campaigns.admin.moves import address_of
from campaigns.decisions import InvalidTransition
from campaigns.models import UrgentAction
from campaigns.rules import may_import_sheets
from campaigns.sheet_drafts.brought import Brought, brought_file, brought_text
from campaigns.sheet_drafts.matching import actions_by_number, actions_by_people
from campaigns.sheet_drafts.proposal import Proposal
from campaigns.sheet_drafts.proposing import propose
from campaigns.sheet_drafts.saving import AlreadyImported, PerhapsTheSame, SavedDraft, already_imported, save_draft
from campaigns.sheet_reading.reading import read_sheet
from campaigns.sheet_reading.refusals import Refused
from cases.admin.seen import NAME, is_as_shown, see
from cases.admin.sent import note_sent, sent_again
from config import clock

_SALT = "campaigns.admin.import"
_PAGE = "import-sheet"
_REMARKS = 5  # as many as are told at once
_CHANGED = (
    "Nothing was saved: since you were shown this page, an action that may be the same was started or changed. Look "
    "where the sheet belongs, then save it again. Everything you typed is still here."
)


class BringForm(forms.Form):
    """A file, or text that is pasted."""

    file = forms.FileField(
        required=False,
        allow_empty_file=True,
        help_text="Text, PDF whose text can be selected, Word (.docx) or a saved web page; at most 10 MB.",
        error_messages={"max_length": "The name of the file is too long. Rename it."},
    )
    text = forms.CharField(
        label="Or paste its text, or the HTML of its page",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "class": "vLargeTextField", "spellcheck": "false"}),
        help_text="At most 1 MB.",
    )
    brought: Brought

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file, text = cleaned.get("file"), cleaned.get("text", "")
        if file and text.strip():
            raise ValidationError("There is a file and a text: bring one sheet at a time.")
        try:
            self.brought = brought_file(file, name=file.name) if file else brought_text(text)
        except Refused as refused:
            self.add_error("file" if file else "text", str(refused))
        return cleaned


def import_urls(site: AdminSite) -> list[URLPattern]:
    def page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        return cast(Callable[..., HttpResponse], site.admin_view(never_cache(partial(view, site))))

    return [
        path("import/", page(import_page), name="import_sheet"),
        path("import/review/", page(review_page), name="import_review"),
    ]


def import_page(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Ask for a sheet; read it, and show the review of it."""
    if not may_import_sheets(request.user):
        raise PermissionDenied
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if before := already_imported(form.brought):
            messages.info(request, _already(AlreadyImported(before)))
            return HttpResponseRedirect(address_of(before.sheet, "change"))
        read = propose(read_sheet(form.brought.text), on=clock.today())
        return _show(site, request, form.brought, Review(read, _perhaps(read)))
    context = {**site.each_context(request), "title": "Paste or upload a sheet", "form": form}
    return TemplateResponse(request, "admin/campaigns/import.html", context)


def review_page(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Save what was reviewed, or show it again with everything that was typed."""
    if not may_import_sheets(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseRedirect(reverse("admin:import_sheet"))
    brought = _unsealed(request.POST.get("brought", ""))
    if brought is None:
        messages.error(request, "Nothing was saved: the page was broken on its way. Bring the sheet anew.")
        return HttpResponseRedirect(reverse("admin:import_sheet"))
    with transaction.atomic():
        if again := sent_again(request, _PAGE):
            return again
        read = propose(read_sheet(brought.text), on=clock.today())
        perhaps = _perhaps(read)
        review = Review(read, perhaps, request.POST)
        if not is_as_shown(request.POST, _state(perhaps), of=_PAGE):
            review.form.add_error(None, _CHANGED)
        if review.is_valid() and (saved := _save(request, review, brought, perhaps)):
            _tell(request, saved)
            answer = HttpResponseRedirect(address_of(saved.sheet, "change"))
            return note_sent(request, answer, form=_PAGE, root=_PAGE)
    return _show(site, request, brought, review)


def _show(site: AdminSite, request: HttpRequest, brought: Brought, review: Review) -> HttpResponse:
    perhaps = _perhaps(review.read)
    sealed = signing.dumps(
        [brought.text, brought.kind, brought.file_name, brought.file_hash], salt=_SALT, compress=True
    )
    context = {
        **site.each_context(request),
        "title": f"Review: {brought.file_name or 'pasted text'}",
        "review": review,
        "parts": parts_shown(review),
        "remarks": review.read.remarks,
        "perhaps": perhaps,
        "lines": lines_shown(brought.text),
        "brought": sealed,
        NAME: see(_PAGE, _state(perhaps), at=clock.now()).sealed(),
    }
    return TemplateResponse(request, "admin/campaigns/import_review.html", context)


def _unsealed(text: str) -> Brought | None:
    try:
        kept, kind, name, digest = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return Brought(kept, kind, name, digest)


def _perhaps(read: Proposal) -> list[UrgentAction]:
    """Actions that may be the same: by their number, else by the name of somebody in the same country."""
    found = actions_by_number(series=read.series, number=read.number, year=read.year)
    found += actions_by_people([one.published_as for one in read.people], country=read.country)
    return list(dict.fromkeys(found))


def _state(perhaps: list[UrgentAction]) -> dict[str, str]:
    """What a person decides on who says where the sheet belongs."""
    return {
        f"action-{action.pk}": f"{action.reference} {action.status} {action.case} {action.sheets.count()}"
        for action in perhaps
    }


def _save(request: HttpRequest, review: Review, brought: Brought, perhaps: list[UrgentAction]) -> SavedDraft | None:
    """The drafts; None where they are refused, with the reason in the form."""
    into = {str(action.pk): action for action in perhaps}.get(review.into)
    try:
        with transaction.atomic():
            return save_draft(
                review.proposal(),
                brought,
                by=cast(User, request.user),
                at=clock.now(),
                into=into,
                is_unnumbered=review.into == UNNUMBERED,
            )
    except PerhapsTheSame as refused:
        sentence = f"{' '.join(refused.messages)} Change the number, or choose an action without one."
        review.form.add_error("into" if review.into == OWN else None, sentence)
    except AlreadyImported as refused:
        review.form.add_error(None, _already(refused))
    except ValidationError as refused:
        review.form.add_error(None, refused.messages)
    except InvalidTransition as refused:
        review.form.add_error(None, str(refused))
    return None


def _already(refused: AlreadyImported) -> str:
    sheet = refused.source.sheet
    link = format_html('<a href="{}">{}</a>', address_of(sheet, "change"), sheet)
    return format_html("{} Open {}.", " ".join(refused.messages), link)


def _tell(request: HttpRequest, saved: SavedDraft) -> None:
    """What was made, and what to look at: the first remarks here, all of them beside the source."""
    for remark in saved.remarks[:_REMARKS]:
        messages.warning(request, remark)
    if (more := len(saved.remarks) - _REMARKS) > 0:
        messages.warning(request, f"{more} more remark{'' if more == 1 else 's'} beside the source.")
    messages.success(request, _made(saved))


def _made(saved: SavedDraft) -> str:
    return format_html(
        'This is the draft of {}, on the case <a href="{}">{}</a>. Nothing is public. <a href="{}">See it beside its '
        "source</a>.",
        saved.action.reference,
        address_of(saved.case, "change"),
        saved.case.title,
        reverse("admin:campaigns_sheet_source", args=[saved.sheet.pk]),
    )
