"""The page on which a consent is taken back, or given anew: what follows, and a form that asks why."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache

from accounts.models import User
from campaigns.admin.answers import Reason
from campaigns.consent import renew_consent, withdraw_consent
from campaigns.models import UrgentAction
from campaigns.rules import may_renew_consent, may_withdraw_consent
from campaigns.states import ActionStatus
from cases.admin.seen import NAME, is_as_shown, see
from cases.admin.sent import note_sent, sent_again
from cases.admin.team_only import note_reading
from cases.models import PersonAtRisk
from cases.teams import seen_by
from config import clock


def consent_urls(site: AdminSite) -> list[URLPattern]:
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        with transaction.atomic():
            return consent_page(site, request, pk)

    return [path("consent/<int:pk>/", site.admin_view(never_cache(view)), name="consent")]


def consent_page(site: AdminSite, request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then withdraw the consent of a person, or write down that they agree again."""
    people = PersonAtRisk.objects.filter(seen_by(request.user, "case")).select_for_update(of=("self",), no_key=True)
    person = people.filter(pk=pk).first()
    if person is None:
        raise Http404("There is no such person.")
    is_withdrawn = person.consent_withdrawn_at is not None
    may = may_renew_consent if is_withdrawn else may_withdraw_consent
    if not may(request.user):
        raise PermissionDenied
    note_reading(request, person)
    page, case = f"consent:{pk}", reverse("admin:cases_case_change", args=[person.case_id])
    form = Reason(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if again := sent_again(request, page):
            return again
        if not is_as_shown(request.POST, _state(person), of=page):
            form.add_error(None, "Nothing was done: somebody else was here after you were shown this page. Look again.")
        elif form.is_valid() and _is_done(request, form, person):
            return note_sent(request, HttpResponseRedirect(case), form=page, root=f"cases.case:{person.case_id}")
    label = "Write down that they agree again" if is_withdrawn else "Withdraw the consent"
    context = {
        **site.each_context(request),
        "title": f"{label}: {person}",
        "label": label,
        "person": person,
        "form": form,
        "consequences": _consequences(person),
        "back": case,
        NAME: see(page, _state(person), at=clock.now()).sealed(),
    }
    return TemplateResponse(request, "admin/campaigns/consent.html", context)


def _consequences(person: PersonAtRisk) -> list[str]:
    if person.consent_withdrawn_at is not None:
        return [
            "Sheets of this case can be issued again.",
            "What is hidden stays hidden until somebody shows it again, on the page of each action.",
        ]
    actions = UrgentAction.objects.filter(case=person.case_id).exclude(status=ActionStatus.DRAFT)
    named = ", ".join(action.reference for action in actions.defer("search_text"))
    return [
        f"Published actions of this case: {named or 'none'}. Those that ask for letters are stopped at once, and their "
        "followers are told to send nothing more.",
        "Nothing of their sheets is shown, printed, mailed or found any more. Each address says that nothing may be "
        "sent, and asks people to destroy what they have.",
        "No sheet of this case is issued until the person is taken off it, or agrees again.",
        "Paper that was printed, and mails that were sent, are out of our hands.",
    ]


def _is_done(request: HttpRequest, form: Reason, person: PersonAtRisk) -> bool:
    how: dict[str, Any] = {"by": cast(User, request.user), "at": clock.now(), "reason": form.cleaned_data["reason"]}
    try:
        if person.consent_withdrawn_at is not None:
            renew_consent(person, **how)
            messages.success(request, f"It is written down that {person} agrees again.")
        else:
            hidden = withdraw_consent(person, **how)
            names = ", ".join(action.reference for action in hidden)
            messages.success(request, f"The consent is withdrawn. Not shown any more: {names or 'nothing was public'}.")
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return False
    return True


def _state(person: PersonAtRisk) -> dict[str, str]:
    return {"withdrawn": str(person.consent_withdrawn_at)}
