"""The document from which a draft was made, beside what the draft says; and the way to delete its text for good."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from accounts.models import User
from campaigns.admin.import_view import Where, lines_shown
from campaigns.admin.moves import address_of
from campaigns.models import ImportedSource, Sheet
from campaigns.rules import may_delete_source, may_see_source
from campaigns.sheet_drafts.sources import delete_source
from cases.admin.seen import NAME, is_as_shown, label_of, see
from cases.countries import country_name
from cases.languages import language_name
from config import clock

# The fields of a sheet that are shown as they stand.
_SHOWN = {
    "headline": "Headline", "summary": "Summary", "story": "Story", "index_number": "Index number",
    "additional_information": "Additional information", "late_note": "Late note",
    "diplomatic_note": "Copies to diplomats",
}  # fmt: skip


def source_page(request: HttpRequest, sheet: Sheet, context: dict[str, Any]) -> HttpResponse:
    """Show the source; when it is asked for, delete it.

    Raises:
        PermissionDenied: for somebody who may not see it, or not delete it.
    """
    may = may_delete_source if request.method == "POST" else may_see_source
    if not may(request.user):
        raise PermissionDenied
    back = address_of(sheet, "change")
    source = ImportedSource.objects.filter(sheet=sheet).select_related("imported_by").first()
    if source is None:
        messages.info(request, f"{sheet} was not made of an old document, or its source was deleted.")
        return HttpResponseRedirect(back)
    page, refusal = f"{label_of(sheet)}/source", ""
    if request.method == "POST":
        if is_as_shown(request.POST, _state(source), of=page):
            delete_source(source, by=cast(User, request.user), at=clock.now())
            messages.success(request, "The source is deleted; its text is gone for good. The draft stays as it is.")
            return HttpResponseRedirect(back)
        refusal = "Nothing was deleted: another source has taken its place. Look at it, then decide anew."
    shown = {
        **context,
        "title": f"Source of {sheet}",
        "sheet": sheet,
        "source": source,
        "back": back,
        "refusal": refusal,
        "fields": _fields(sheet, source),
        "lines": lines_shown(source.text),
        "may_delete": may_delete_source(request.user),
        NAME: see(page, _state(source), at=clock.now()).sealed(),
    }
    return TemplateResponse(request, "admin/campaigns/import_source.html", shown)


def _state(source: ImportedSource) -> dict[str, str]:
    return {"source": f"{source.pk} {source.text_hash}"}


def _fields(sheet: Sheet, source: ImportedSource) -> list[tuple[str, str, Where | None]]:
    """Label, value and place: of what the draft says today, whoever changed it since."""
    places = {name: Where.of(kept) for name, kept in source.places_of().items()}
    case = sheet.action.case
    rows = [
        ("Action", sheet.action.reference, "number"),
        ("Country", country_name(case.country), "country"),
        ("Date of the sheet", f"{sheet.dated:%-d %B %Y}", "dated"),
        ("Appeals date", f"{sheet.appeals_limit:%-d %B %Y}" if sheet.appeals_limit else "", "appeals_limit"),
        ("Languages", ", ".join(language_name(code) for code in sheet.languages), "languages"),
    ]
    rows += [(label, getattr(sheet, name), name) for name, label in _SHOWN.items()]
    lists = {
        "Demand": [("demands", row.sheet_wording) for row in sheet.demands.all()],
        "Recipient": [("recipients", row.authority.office) for row in sheet.recipients.select_related("authority")],
        "Person": [("people", person.published_as) for person in case.people.all()],
    }
    for label, values in lists.items():
        rows += [(f"{label} {n + 1}", value, f"{key}-{n}") for n, (key, value) in enumerate(values)]
    return [(label, value, places.get(name)) for label, value, name in rows if value or name in places]
