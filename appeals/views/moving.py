"""Move a date: what follows is shown before it happens, one button does it, one takes it back. For staff."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from appeals.moving import (
    Consequences,
    ShownOtherwise,
    confirm_move,
    confirm_undo,
    consequences_of,
    consequences_of_undo,
    drafts_offered,
)
from appeals.views.moving_forms import DraftsForm, MoveForm, UndoForm
from campaigns.admin.assignment import name_of
from campaigns.admin.moves import address_of
from campaigns.decisions import InvalidTransition
from campaigns.foresight import Outlook
from campaigns.moving_dates import drafts_begun_with
from cases.admin.dates import time_zones
from cases.admin.facts import note_reading_of
from cases.admin.team_only import note_reading
from cases.date_moves import why_not_move
from cases.levels import may_read
from cases.models import DateMove, Deadline, Hearing
from cases.refusals import sentence_of
from cases.rules import moves_dates
from cases.taking_back import why_not_undo
from cases.teams import seen_by
from config import clock

Dated = Hearing | Deadline

_CHANGED = "changed_meanwhile"
_HAS_CHANGED = "Nothing was done: what follows has changed since it was shown to you. Look at it as it stands now."
_MODELS: dict[str, type[Dated]] = {"hearing": Hearing, "deadline": Deadline}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def move_date(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Ask for the new day, show what follows, then do it."""
    if kind not in _MODELS:
        raise Http404
    response: HttpResponse = admin.site.admin_view(_move_date)(request, kind, pk)
    return response


def _move_date(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    if not moves_dates(request.user, kind):
        raise PermissionDenied
    dated = _MODELS[kind]._default_manager.filter(seen_by(request.user, "case"))
    thing = dated.select_related("case").filter(pk=pk).first()
    if thing is None or not may_read(request.user, thing):
        messages.error(request, f"There is no such {kind}; perhaps it was deleted, or a move to it was taken back.")
        return HttpResponseRedirect(reverse("admin:index"))
    note_reading_of(request, [thing])
    note_reading(request, thing)
    form = MoveForm(request.POST if request.method == "POST" else None, thing=thing)
    shown, drafts = None, None
    if not why_not_move(thing) and form.is_bound and form.is_valid():
        if "confirm" in request.POST:
            drafts = _drafts_form(request, drafts_offered(thing, form.wish(), on=clock.today()))
            done = _confirmed(request, form, drafts) if drafts.is_valid() else None
            if done is not None:
                messages.success(request, f"Done: the {done}.")
                return HttpResponseRedirect(reverse("appeals:date-move", args=[done.pk]))
        if not form.errors or form.has_error(NON_FIELD_ERRORS, _CHANGED):
            shown = _shown(request, form)
            drafts = _drafts_form(request, shown.outlooks) if shown is not None else None
    return _page(
        request,
        "admin/appeals/move_date.html",
        thing,
        title=f"Adjourn or move: {name_of(thing)}",
        form=form,
        drafts=drafts,
        shown=shown,
        hindrance=why_not_move(thing),
        last_move=DateMove.objects.standing().of(thing).first(),
        time_zones=time_zones() if kind == "hearing" else (),
    )


def _drafts_form(request: HttpRequest, outlooks: Sequence[Outlook]) -> DraftsForm:
    """The drafts that this person can begin; with what was ticked, where they confirmed."""
    may_draft = request.user.has_perm("campaigns.add_sheet")
    return DraftsForm(request.POST if "confirm" in request.POST else None, outlooks=outlooks if may_draft else ())


def _shown(request: HttpRequest, form: MoveForm) -> Consequences | None:
    by, at = cast(User, request.user), clock.now()
    found: Consequences | None = _try(form, lambda: consequences_of(form.thing, form.wish(), by=by, at=at))
    return found


def _confirmed(request: HttpRequest, form: MoveForm, drafts: DraftsForm) -> DateMove | None:
    """The move that was made; None where it was not, with the reason on the form."""
    by, shown = cast(User, request.user), request.POST.get("shown", "")

    def confirm() -> DateMove:
        return confirm_move(form.thing, form.wish(), shown=shown, drafts=drafts.wishes(), by=by, at=clock.now())

    done: DateMove | None = _try(form, confirm)
    return done


def _try(form: forms.Form, do: Callable[[], Any]) -> Any:
    """What this gives; None where it is refused, with the reason on the form."""
    try:
        return do()
    except ShownOtherwise:
        form.add_error(None, ValidationError(_HAS_CHANGED, code=_CHANGED))
    except InvalidTransition as refused:
        form.add_error(None, str(refused))
    except ValidationError as refused:
        _tell(form, refused)
    except IntegrityError as refused:
        form.add_error(None, sentence_of(refused))
    return None


def _tell(form: forms.Form, refused: ValidationError) -> None:
    """Put each sentence where it belongs."""
    if getattr(refused, "code", "") in ("same_day", "far_away"):
        form.add_error("to", refused)
        return
    said = refused.message_dict if hasattr(refused, "error_dict") else {NON_FIELD_ERRORS: refused.messages}
    for field, sentences in said.items():
        form.add_error(field if field in form.fields else None, sentences)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def date_move(request: HttpRequest, pk: int) -> HttpResponse:
    """A move that was made: what it was, and the button that takes it back."""
    response: HttpResponse = admin.site.admin_view(_date_move)(request, pk)
    return response


def _date_move(request: HttpRequest, pk: int) -> HttpResponse:
    moves = DateMove.objects.readable_by(request.user).filter(seen_by(request.user, "case"))
    move = moves.select_related("case", "by", "undone_by").filter(pk=pk).first()
    if move is None:
        messages.error(request, "There is no such move; perhaps its case was deleted.")
        return HttpResponseRedirect(reverse("admin:index"))
    note_reading(request, move)
    if not request.user.has_perm(f"cases.view_{move.kind}"):
        raise PermissionDenied
    thing = _MODELS[move.kind]._default_manager.filter(pk=move.subject_id).first()
    note_reading_of(request, [thing] if thing is not None else [])
    hindrance = why_not_undo(move)
    may = moves_dates(request.user, move.kind)
    begun = drafts_begun_with(move)
    posted = request.POST if request.method == "POST" else None
    form = UndoForm(posted, begun=begun, move=move)
    by, at = cast(User, request.user), clock.now()
    if posted is not None and not may:
        raise PermissionDenied
    if posted is not None and not hindrance and form.is_valid():
        chosen = list(form.cleaned_data.get("withdraw", ()))
        shown = posted.get("shown", "")
        if _try(form, lambda: confirm_undo(move, shown=shown, withdraw=chosen, by=by, at=at)):
            messages.success(request, f"Taken back: the {move}.")
            return HttpResponseRedirect(reverse("appeals:date-move", args=[pk]))
    elif posted is not None and hindrance:
        messages.error(request, f"Nothing was done. {hindrance}")
    return _page(
        request,
        "admin/appeals/date_move.html",
        thing,
        title=f"The {move}" if move.undone_at is None else f"Taken back: the {move}",
        move=move,
        form=form,
        begun=begun,
        hindrance=hindrance,
        may_undo=may,
        shown=None if hindrance or not may else consequences_of_undo(move, by=by, at=at),
        next_hearing=Hearing.objects.filter(pk=move.to_hearing_id or 0).first(),
    )


def _page(request: HttpRequest, template: str, thing: Dated | None, **context: Any) -> HttpResponse:
    case = thing.case if thing is not None else context["move"].case
    return TemplateResponse(
        request,
        template,
        {
            **admin.site.each_context(request),
            "thing": thing,
            "name": name_of(thing) if thing is not None else "",
            "thing_url": address_of(thing, "change") if thing is not None else "",
            "case": case,
            "case_url": address_of(case, "change"),
            "may_draft": request.user.has_perm("campaigns.add_sheet"),
            **context,
        },
    )
