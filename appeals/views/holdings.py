"""What we hold about an address: asked for by mail, shown to whoever has the signed link, changed and erased there."""

from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from appeals.filters import Option, Select
from appeals.following import (
    PACES,
    AddressForm,
    FirstLeadField,
    LanguageField,
    PaceField,
    answer_by_mail,
    first_lead_choices,
)
from campaigns import subscriptions
from campaigns.erasure import erase
from campaigns.holdings import VALID_DAYS, Holdings, held_about, held_mail, owner_of
from campaigns.models import Subscription
from campaigns.scopes import what_it_follows
from config import clock

SHOWN = 100  # rows of each table; the file has all

_read_or_post = require_http_methods(["GET", "HEAD", "POST"])


class ChangeForm(forms.Form):
    """What somebody does on their page; which subscription is looked up among their own."""

    act = forms.ChoiceField(choices=[(word, word) for word in ("change", "change-all", "end", "end-all", "erase")])
    subscription = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    first_lead = FirstLeadField()
    pace = PaceField()
    language = LanguageField()
    sure = forms.BooleanField(required=False)


@never_cache
@_read_or_post
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the link. The answer and the mail are the same whether the address is known or not."""
    form = AddressForm(request.POST or None)
    page: dict[str, object] = {"form": form, "problem": "", "is_sent": False, "valid_days": VALID_DAYS}
    if request.method != "POST":
        return render(request, "appeals/following/held_ask.html", page)
    if not form.is_valid():
        return render(request, "appeals/following/held_ask.html", page, status=422)
    email, at = form.cleaned_data["email"], clock.now()

    def write() -> EmailMessage:
        return held_mail(email, at=at)

    if refusal := answer_by_mail(request, email, write, at=at):
        page["problem"] = refusal.sentence
        return render(request, "appeals/following/held_ask.html", page, status=refusal.status)
    return render(request, "appeals/following/held_ask.html", {**page, "is_sent": True})


@never_cache
@csrf_exempt  # the signed link is the permission; it works where cookies are refused
@_read_or_post
def held(request: HttpRequest, token: str) -> HttpResponse:
    """Everything held about an address. Reading changes nothing; its buttons do."""
    at = clock.now()
    address = owner_of(token, at=at)
    if address is None:
        return render(request, "appeals/following/held_ask.html", _no_link(), status=404)
    done, problem = "", ""
    if request.method == "POST":
        form = ChangeForm(request.POST)
        if form.is_valid():
            done, problem = _act(form, address)
            if form.cleaned_data["act"] == "erase" and not problem:
                erase(address, at=at)
        else:
            problem = "That was not understood, so nothing was changed. Use the buttons of this page."
    holdings = held_about(address)
    page = {**_page(holdings), "token": token, "done": done, "problem": problem}
    return render(request, "appeals/following/held.html", page, status=422 if problem else 200)


@never_cache
@require_safe
def download(request: HttpRequest, token: str) -> HttpResponse:
    """All of it as a file."""
    address = owner_of(token, at=clock.now())
    if address is None:
        return render(request, "appeals/following/held_ask.html", _no_link(), status=404)
    answer = JsonResponse(held_about(address).as_json(), json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = 'attachment; filename="held-about-me.json"'
    return answer


def _act(form: ChangeForm, address: str) -> tuple[str, str]:
    """Do what was asked; gives a sentence for what is done, or one for what is not."""
    chosen = form.cleaned_data
    mine = Subscription.objects.of_address(address).with_scope()
    how = {name: chosen[name] for name in ("first_lead", "pace", "language")}
    if chosen["act"] == "erase":
        if not chosen["sure"]:
            return "", "Nothing was erased: tick the box first, for this cannot be taken back."
        return "Everything is erased. No mail follows.", ""
    if chosen["act"] == "end-all":
        first = mine.first()
        if first is not None:
            subscriptions.end(first, everything=True)
        return "All your reminders have ended.", ""
    if chosen["act"] == "change-all":
        subscriptions.change(*mine.confirmed(), **how)
        return "All your reminders come as you chose.", ""
    subscription = mine.filter(pk=chosen["subscription"] or 0).first()
    if subscription is None:
        return "", "These reminders have ended already, so nothing was changed."
    follows = what_it_follows(subscription)
    if chosen["act"] == "end":
        subscriptions.end(subscription)
        return f"Your reminders of {follows} have ended.", ""
    subscriptions.change(subscription, **how)
    return f"Your reminders of {follows} come as you chose.", ""


def _page(holdings: Holdings) -> dict[str, object]:
    confirmed = [row for row in holdings.subscriptions if row.confirmed_at]
    rows = [
        {"row": row, "follows": what_it_follows(row), "selects": _selects(row) if row.confirmed_at else []}
        for row in holdings.subscriptions
    ]
    return {
        "for_all": _selects(confirmed[0]) if len(confirmed) > 1 else [],
        "held": holdings,
        "rows": rows,
        "reminders": holdings.reminders[:SHOWN],
        "mails": holdings.mails[:SHOWN],
        "is_more": len(holdings.reminders) > SHOWN or len(holdings.mails) > SHOWN,
    }


def _selects(row: Subscription) -> list[Select]:
    """The lists by which it is chosen how notices come, as they stand for a subscription."""
    first_lead = "" if row.first_lead is None else str(row.first_lead)
    return [
        _select("first_lead", "When", first_lead_choices(), first_lead),
        _select("pace", "How often", PACES, row.pace),
        _select("language", "Language of the mails", settings.LANGUAGES, row.language),
    ]


def _select(name: str, label: str, choices: Sequence[tuple[str, str]], chosen: str) -> Select:
    return Select(name, label, [Option(value, words, value == chosen) for value, words in choices])


def _no_link() -> dict[str, object]:
    sentence = (
        f"This link does not work: it was cut on its way, or it is older than {VALID_DAYS} days. Ask for a new one."
    )
    return {"form": AddressForm(), "problem": sentence, "is_sent": False, "valid_days": VALID_DAYS}
