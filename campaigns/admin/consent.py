"""The page on which uses of a consent are taken back, or agreed to anew: what follows of each, and why."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.models import User
from campaigns.admin.answers import Reason
from campaigns.consent import SHOWN, hidden_by, withdraw_consent
from campaigns.rules import may_renew_consent, may_withdraw_consent
from campaigns.states import ActionStatus
from cases.admin.seen import NAME, is_as_shown, see
from cases.admin.sent import note_sent, sent_again
from cases.admin.team_only import note_reading
from cases.consents import Standing, agree_again, in_words, once_named, standings_of
from cases.models import Case, Consent, Giver, PersonAtRisk, Use
from cases.teams import seen_by
from config import clock


class _Uses(Reason):
    """Which uses, and why."""

    uses = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "Tick at least one use."}
    )
    field_order = ("uses", "giver", "who", "given_on", "reason")

    def __init__(self, uses: list[Use], data: Any = None) -> None:
        super().__init__(data, auto_id=f"id_{self.verb}_%s", initial={"uses": uses, "given_on": clock.today()})
        cast(Any, self.fields["uses"]).choices = [(use.value, use.label) for use in uses]

    verb = ""

    def clean_uses(self) -> list[Use]:
        return [Use(value) for value in self.cleaned_data["uses"]]


class Withdrawing(_Uses):
    verb = "withdraw"

    def __init__(self, uses: list[Use], data: Any = None) -> None:
        super().__init__(uses, data)
        self.fields["uses"].label = "What is taken back"
        self.fields["reason"].help_text = "Who took it back, and how you know. Only staff read it."


class Renewing(_Uses):
    verb = "renew"

    giver = forms.ChoiceField(label="Given by", choices=Giver.choices)
    who = cast(
        forms.CharField, Consent._meta.get_field("who").formfield(widget=forms.TextInput(attrs={"class": "vTextField"}))
    )
    given_on = forms.DateField(label="Given on", widget=AdminDateWidget)

    def __init__(self, uses: list[Use], data: Any = None) -> None:
        super().__init__(uses, data)
        self.fields["uses"].label = "What they agree to again"


@dataclass(frozen=True)
class Row:
    """A use as it stands, and what happens if it is taken back."""

    use: Use
    state: str
    follows: str


def consent_urls(site: AdminSite) -> list[URLPattern]:
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        with transaction.atomic():
            return consent_page(site, request, pk)

    return [path("consent/<int:pk>/", site.admin_view(never_cache(view)), name="consent")]


def consents_of(case: Case) -> list[tuple[PersonAtRisk, Standing]]:
    """Each person of a case, and to what they agreed, as it stands now."""
    people = list(case.people.all())
    standings = standings_of(people, at=clock.now())
    return [(person, standings[person.pk]) for person in people]


def consent_page(site: AdminSite, request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was agreed to and what follows if it is taken back; do what one of its two forms asks for."""
    if not (may_withdraw_consent(request.user) or may_renew_consent(request.user)):
        raise PermissionDenied
    people = PersonAtRisk.objects.filter(seen_by(request.user, "case")).select_for_update(of=("self",), no_key=True)
    person = people.filter(pk=pk).first()
    if person is None:
        raise Http404("There is no such person.")
    note_reading(request, person)
    standing = standings_of([person], at=clock.now())[person.pk]
    shown = _forms(request, standing)
    page, case = f"consent:{pk}", reverse("admin:cases_case_change", args=[person.case_id])
    if request.method == "POST":
        form = shown.get(request.POST.get("verb", Withdrawing.verb))
        if form is None:
            raise PermissionDenied
        if again := sent_again(request, page):
            return again
        if not is_as_shown(request.POST, _state(standing), of=page):
            form.add_error(None, "Nothing was done: somebody else was here after you were shown this page. Look again.")
        elif form.is_valid() and _is_done(request, form, person):
            return note_sent(request, HttpResponseRedirect(case), form=page, root=f"cases.case:{person.case_id}")
    context = {
        **site.each_context(request),
        "title": f"Consent: {person}",
        "person": person,
        "standing": standing,
        "rows": [_row(person, standing, use) for use in Use],
        "withdrawing": shown.get(Withdrawing.verb),
        "renewing": shown.get(Renewing.verb),
        "errors": any(form.errors for form in shown.values()),
        "back": case,
        NAME: see(page, _state(standing), at=clock.now()).sealed(),
    }
    return TemplateResponse(request, "admin/campaigns/consent.html", context)


def _forms(request: HttpRequest, standing: Standing) -> dict[str, _Uses]:
    """Those that this person may send, by their verb; where one was sent, with what was typed."""
    sent = request.POST.get("verb", Withdrawing.verb) if request.method == "POST" else ""
    withdrawn = [use for use in Use if use in standing.withdrawn]
    standing_uses = [use for use in Use if use not in standing.withdrawn]
    forms_shown: dict[str, _Uses] = {}
    # Whoever is late to take back what another has just taken back is answered, too.
    if may_withdraw_consent(request.user) and (standing_uses or sent == Withdrawing.verb):
        forms_shown["withdraw"] = Withdrawing(standing_uses, request.POST if sent == "withdraw" else None)
    if may_renew_consent(request.user) and (withdrawn or sent == Renewing.verb):
        forms_shown["renew"] = Renewing(withdrawn, request.POST if sent == "renew" else None)
    return forms_shown


def _row(person: PersonAtRisk, standing: Standing, use: Use) -> Row:
    if use in standing.withdrawn:
        row = next(row for row in standing.withdrawals if row.use == use)
        by = f" by {row.by}" if row.by else ""
        return Row(
            use, f"withdrawn on {timezone.localtime(row.at):%-d %B %Y}{by}", "It stays so until they agree again."
        )
    given = [consent for consent in standing.consents if use in consent.uses]
    state = str(given[-1]) if given else "nobody has written down that they agreed"
    return Row(use, state, _what_follows(person, use))


def _what_follows(person: PersonAtRisk, use: Use) -> str:
    """What is stopped and hidden at once, and what cannot be done from then on."""
    actions = list(hidden_by(person, [use]).defer("search_text").order_by("pk"))
    named = ", ".join(action.reference for action in actions)
    are_stopped = any(action.status in (ActionStatus.OPEN, ActionStatus.PAUSED) for action in actions)
    verbs = "Stopped and hidden" if are_stopped else "Hidden"
    at_once = f"{verbs} at once: {named}. " if named else "Nothing public rests on it now. "
    if use == Use.NAME:
        is_shown = bool(once_named(person))
        then = "Until they are shown in a chosen form, no sheet of this case that asks for letters is issued; none may "
        return f"{at_once}{then}hold a word of the name." if is_shown else f"{at_once}They are not shown by name."
    if use in SHOWN | {Use.LETTER}:
        return f"{at_once}No sheet of this case that asks for letters is issued while they are on it."
    return "It is written down. Nothing that this site gives out rests on it; heed it in what you do elsewhere."


def _is_done(request: HttpRequest, form: _Uses, person: PersonAtRisk) -> bool:
    typed = form.cleaned_data
    how: dict[str, Any] = {"by": cast(User, request.user), "at": clock.now(), "reason": typed["reason"]}
    uses, words = typed["uses"], in_words(typed["uses"])
    try:
        if isinstance(form, Renewing):
            agree_again(person, uses, **how, giver=typed["giver"], who=typed["who"], given_on=typed["given_on"])
            messages.success(request, f"It is written down that {person} agrees again to {words}.")
            return True
        hidden = withdraw_consent(person, uses, **how)
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return False
    names = ", ".join(action.reference for action in hidden)
    messages.success(
        request, f"The consent is withdrawn for {words}. Not shown any more: {names or 'nothing was public by it'}."
    )
    if hidden and set(uses) == {Use.NAME}:
        messages.warning(
            request,
            f"Show {person} in a chosen form, take the name out of the texts, and start a new action on this case: "
            "its sheet can be issued without the name.",
        )
    return True


def _state(standing: Standing) -> dict[str, str]:
    return {"withdrawn": ", ".join(f"{row.use} {row.pk}" for row in standing.withdrawals)}
