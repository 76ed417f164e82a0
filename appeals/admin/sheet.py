"""The page of a sheet with what this room adds to it: before a sheet moves on, it is known how it prints."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse

from appeals.proofs import take_proof
from campaigns.admin import SheetAdmin
from campaigns.admin.moves import Move
from campaigns.admin.sheet_moves import APPROVE, ISSUE, ISSUE_NOW, SUBMIT
from campaigns.models import Sheet
from config import clock

# On their pages it is decided whether a sheet may go on as it stands.
_JUDGE_THE_PRINT = (SUBMIT, APPROVE, ISSUE, ISSUE_NOW)


@admin.register(Sheet)
class PrintedSheetAdmin(SheetAdmin):
    def move_view(self, request: HttpRequest, object_id: str, *, move: Move) -> HttpResponse:
        if move in _JUDGE_THE_PRINT and move.is_for(request.user):
            self._take_proof(request, object_id)
        return super().move_view(request, object_id, move=move)

    def explain_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if request.user.has_perm("campaigns.change_sheet"):
            self._take_proof(request, object_id)
        return super().explain_view(request, object_id)

    def _take_proof(self, request: HttpRequest, object_id: str) -> None:
        sheet = self.get_object(request, unquote(object_id))
        if sheet is not None and sheet.is_under_way:
            take_proof(sheet, at=clock.now())
