"""The page of a name that is withheld: who kept, read and gave it up; and a form for each of the three.

The name stands in the answer to whoever has just said why, and in no address, message, cookie or list.
"""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from accounts.models import User
from cases.models import PersonAtRisk, TrueName, TrueNameEvent
from cases.rules import may_keep_names, may_reveal, may_see_readings
from cases.text import tidy, validate_line
from cases.true_names import events_of_case, give_up_true_name, keep_true_name, reveal_true_name
from config import clock


class Why(forms.Form):
    reason = forms.CharField(
        label="Why",
        max_length=300,
        validators=[validate_line],
        help_text="In a few words, and without the name. Whoever answers for the case reads it.",
        error_messages={"required": "Say why, in a few words; whoever answers for the case reads it."},
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )

    def clean_reason(self) -> str:
        return tidy(self.cleaned_data["reason"])


class NameAndWhy(Why):
    name = forms.CharField(
        label="The name",
        max_length=200,
        validators=[validate_line],
        error_messages={"required": "Write the name that is withheld."},
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )
    field_order = ("name", "reason")


def true_name_page(site: AdminSite, request: HttpRequest, person: PersonAtRisk) -> HttpResponse:
    """Show who did what with the name, and do what a form on the page asks for."""
    if not (may_reveal(request.user) or may_keep_names(request.user) or may_see_readings(request.user, person.case)):
        raise PermissionDenied
    verb = request.POST.get("verb", "") if request.method == "POST" else ""
    forms_shown: dict[str, Why] = {
        name: kind(request.POST if verb == name else None, auto_id=f"id_{name}_%s") for name, kind in _FORMS.items()
    }
    name, done = "", ""
    if verb in _FORMS:
        if not _MAY[verb](request.user):
            raise PermissionDenied
        name, done = _do(verb, forms_shown[verb], person, cast(User, request.user))
        if done:
            forms_shown[verb] = _FORMS[verb](auto_id=f"id_{verb}_%s")
    is_kept = TrueName.objects.filter(person=person).exists()
    context = {
        **site.each_context(request),
        "title": f"Withheld name: {person}",
        "opts": PersonAtRisk._meta,
        "person": person,
        "name": name,
        "done": done,
        "is_kept": is_kept,
        "is_chosen": person.form == PersonAtRisk.Form.CHOSEN,
        "reading": forms_shown["read"] if is_kept and may_reveal(request.user) else None,
        "giving_up": forms_shown["give-up"] if is_kept and may_keep_names(request.user) else None,
        "keeping": forms_shown["keep"] if not is_kept and may_keep_names(request.user) else None,
        "events": [event for event in events_of_case(person.case) if event.person_number == person.pk],
    }
    return TemplateResponse(request, "admin/cases/true_name.html", context)


_FORMS: dict[str, type[Why]] = {"read": Why, "keep": NameAndWhy, "give-up": Why}
_MAY: dict[str, Callable[[Any], bool]] = {"read": may_reveal, "keep": may_keep_names, "give-up": may_keep_names}


def _do(verb: str, form: Why, person: PersonAtRisk, by: User) -> tuple[str, str]:
    """Do it; gives the name, where that was asked for, and what was done. Where it is refused the form says why."""
    if not form.is_valid():
        return "", ""
    how: dict[str, Any] = {"by": by, "at": clock.now(), "reason": form.cleaned_data["reason"]}
    try:
        match verb:
            case "read":
                return reveal_true_name(person, **how), "It is written down below that you read this name."
            case "keep":
                keep_true_name(person, form.cleaned_data["name"], **how)
                return "", "The name is kept. Nothing but this page shows it, and only to whoever says why."
        give_up_true_name(person, **how)
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return "", ""
    return "", "The name is forgotten."


def readings_of(request: HttpRequest, case: Any) -> list[tuple[TrueNameEvent, str]]:
    """Who did what with which withheld name of a case, for the page of the case; nothing for others to see."""
    if case is None or case.pk is None or not may_see_readings(request.user, case):
        return []
    names = {person.pk: str(person) for person in case.people.all()}
    return [(event, names.get(event.person_number, "somebody who is deleted")) for event in events_of_case(case)]
