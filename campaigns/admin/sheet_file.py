"""A sheet as a JSON file, for those who may read it and the facts of its case."""

import json

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.proof import is_fresh
from campaigns.models import Sheet
from campaigns.sheet_export import exported, may_export
from config import clock


def sheet_file(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The file, to be kept by nobody on the way; first a new proof of who asks, where the last one is old.

    Raises:
        PermissionDenied: this person may not read everything that is in it.
    """
    if not may_export(request.user, sheet):
        raise PermissionDenied
    if not is_fresh(request):
        return redirect_to_login(request.get_full_path(), reverse("account_reauthenticate"))
    # Whoever finds the file where it should not be can ask who took it out.
    given_out = {"to": request.user.get_username(), "at": clock.now().isoformat(timespec="minutes")}
    return HttpResponse(
        json.dumps({**exported(sheet, with_texts=True), "given_out": given_out}, ensure_ascii=False, indent=1),
        content_type="application/json",
        headers={
            # The address of an action never holds a name.
            "Content-Disposition": f'attachment; filename="{sheet.action.slug}-{sheet.version}.json"',
            "Cache-Control": "private, no-store",
        },
    )
