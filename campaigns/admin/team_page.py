"""Who sees a case: its team, who opened it by broken glass, and who read what. And the way in for everybody else.

Who may not see a case is told the same of a sealed one as of one that never was; only whoever says why, and shows anew
who they are, finds out which it is, and that is written down and told to its owner.
"""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.models import User
from accounts.proof import proof_wanted
from accounts.roles import staff_who_may
from campaigns.admin.answers import Reason, ReasonIfAny
from campaigns.sealed_mails import open_and_tell
from cases.belonging import open_glass
from cases.models import AccessEvent, Case
from cases.readings import readings_of_case
from cases.rules import may_see_readings
from cases.teams import (
    OPEN_FOR,
    add_to_team,
    end_glass,
    is_in_team,
    may_keep_team,
    may_see,
    remove_from_team,
    seal_case,
    unseal_case,
)
from config import clock

_DONE = {
    "seal": "The case is sealed: nobody but its team sees it from now on.",
    "unseal": "The case is not sealed any more: everybody with the role sees it.",
    "add": "{} is in the team.",
    "remove": "{} is not in the team any more.",
    "end": "The case is closed again to {}.",
}


class WhyOpen(Reason):
    """Why somebody outside of the team must see a case."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = "In a few words, and without a name. Whoever answers for the case reads it."


class NewMember(ReasonIfAny):
    """Whom to let in."""

    user = forms.ModelChoiceField(
        User.objects.none(), label="Whom", error_messages={"required": "Choose whom to let in."}
    )
    field_order = ("user", "reason")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readers = staff_who_may("cases.view_case").exclude(pk=case.owner_id).exclude(teams__case=case)
        cast(forms.ModelChoiceField, self.fields["user"]).queryset = readers.order_by("name", "email")


def team_page(site: AdminSite, request: HttpRequest, case: Case) -> HttpResponse:
    """Show who sees a case and who read what of it; do what its owner asks for.

    Raises:
        PermissionDenied: for whoever is not of the team.
    """
    user, at = cast(User, request.user), clock.now()
    if not is_in_team(user, case, at=at):
        raise PermissionDenied
    member = NewMember(request.POST if request.POST.get("verb") == "add" else None, case=case)
    if request.method == "POST" and (answer := _do(request, case, member)):
        return answer
    keeps = may_keep_team(user, case)
    context = {
        **site.each_context(request),
        "title": f"Who sees it: {case}",
        "opts": Case._meta,
        "case": case,
        "keeps": keeps,
        "member": member if keeps else None,
        "team": case.team.select_related("user", "added_by"),
        "glass": open_glass(at).filter(case=case),
        "events": events_of(case),
        "reads": readings_of_case(case) if may_see_readings(user, case) else None,
        "hours": hours_open(),
    }
    return TemplateResponse(request, "admin/campaigns/team.html", context)


def hours_open() -> int:
    return int(OPEN_FOR.total_seconds()) // 3600


def events_of(case: Case) -> list[AccessEvent]:
    """Who sealed it, let whom in, opened it; the newest first."""
    return list(AccessEvent.objects.filter(case_number=case.pk).select_related("by", "whom"))


def _do(request: HttpRequest, case: Case, member: NewMember) -> HttpResponse | None:
    """Do what a button asks for and show the page anew; None where the form has something to say first."""
    how: dict[str, Any] = {"by": cast(User, request.user), "at": clock.now()}
    verb, whom = request.POST.get("verb", ""), ""
    try:
        match verb:
            case "seal":
                seal_case(case, **how)
            case "unseal":
                unseal_case(case, **how)
            case "add":
                if not member.is_valid():
                    return None
                whom = str(member.cleaned_data["user"])
                add_to_team(case, member.cleaned_data["user"], reason=member.cleaned_data["reason"], **how)
            case "remove":
                row = _named(case.team.select_related("user"), request)
                whom = str(row.user)
                remove_from_team(case, row.user, **how)
            case "end":
                row = _named(case.broken_glass.select_related("user", "case"), request)
                whom = str(row.user)
                end_glass(row, **how)
            case _:
                raise PermissionDenied
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, _DONE[verb].format(whom))
    seen = may_see(how["by"], case)
    return HttpResponseRedirect(reverse("admin:cases_case_team", args=[case.pk]) if seen else reverse("admin:index"))


def _named(rows: Any, request: HttpRequest) -> Any:
    """The row that a button names.

    Raises:
        ValidationError: if it is not there.
    """
    key = request.POST.get("row", "")
    row = rows.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    if row is None:
        raise ValidationError("Nothing was done: that is not there any more. Look at the page as it stands now.")
    return row


def open_page(site: AdminSite, request: HttpRequest, number: str) -> HttpResponse:
    """Ask why somebody must see a case of this number, whether there is one or not; then open it to them."""
    if not request.user.has_perm("cases.view_case"):
        raise PermissionDenied
    user, at = cast(User, request.user), clock.now()
    case = Case.objects.select_related("owner").filter(pk=number).first() if _is_number(number) else None
    if case is not None and may_see(user, case, at=at):
        return HttpResponseRedirect(reverse("admin:cases_case_change", args=[case.pk]))
    form, proof = WhyOpen(request.POST if request.method == "POST" else None), proof_wanted(request)
    if form.is_bound and form.is_valid() and (proof is None or proof.is_valid()):
        if case is None or not case.is_sealed:
            messages.error(request, f"There is no case number {number}; perhaps it was deleted. Nothing was opened.")
            return HttpResponseRedirect(reverse("admin:index"))
        try:
            open_and_tell(case, by=user, at=at, reason=form.cleaned_data["reason"])
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            messages.warning(request, f"The case is open to you for {hours_open()} hours, and its owner was told.")
            return HttpResponseRedirect(reverse("admin:cases_case_change", args=[case.pk]))
    context = {
        **site.each_context(request),
        "title": "No case that you may see",
        "opts": Case._meta,
        "number": number,
        "form": form,
        "proof": proof,
        "hours": hours_open(),
    }
    return TemplateResponse(request, "admin/campaigns/glass.html", context)


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 19
