"""What somebody chooses when they ask for reminders, read from an address or a form that may hold anything."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException
from typing import Any

from django import forms
from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation.trans_real import parse_accept_lang_header
from django_countries import countries

from appeals.clients import client_of
from appeals.filters import Option, PlainSelect, Select, readable
from campaigns.attempts import TooMany, count_request
from campaigns.leads import lead_words
from campaigns.models import Campaign, UrgentAction
from campaigns.models.subscription import Pace
from campaigns.scopes import EVERYTHING, Scope
from campaigns.sender import SenderHeld, send
from campaigns.subscriptions import FIRST_LANGUAGE
from cases.countries import country_name, in_order_of_names
from cases.models import Concern

logger = logging.getLogger(__name__)

PACES = [
    (Pace.AT_ONCE.value, "At once"),
    (Pace.DAILY.value, "Once a day, in one mail"),
    (Pace.WEEKLY.value, "Once a week, in one mail"),
]
_HOW_OFTEN = {
    Pace.AT_ONCE: "Each comes as soon as there is something to tell.",
    Pace.DAILY: "What a day brings comes in one mail.",
    Pace.WEEKLY: "What a week brings comes in one mail on Monday; what would be too late then comes sooner.",
}

_LONGEST = 100  # letters of a value in an address


def how_often(pace: Pace) -> str:
    """What a pace means, in a sentence for people."""
    return f"{_HOW_OFTEN[pace]} A stop always comes at once."


def how_early(first_lead: int | None = None, pace: Pace = Pace.AT_ONCE) -> str:
    """When reminders come, for people: "14, 7, 3 and 1 days before, and on the day itself".

    Args:
        first_lead: how early they begin; None for all that there are.
        pace: a weekly mail brings what is due until the next one, and so comes up to six days earlier.
    """
    leads = sorted(settings.REMINDER_LEAD_DAYS, reverse=True)
    if first_lead is not None:
        leads = [lead for lead in leads if lead <= first_lead] or leads[-1:]
    if pace == Pace.WEEKLY:
        if leads[0] == 0:
            return "on the Monday of the same week"
        return f"on Mondays, the first time {leads[0]} to {leads[0] + 6} days before"
    before = [str(days) for days in leads if days > 0]
    parts = []
    if before:
        listed = " and ".join(part for part in (", ".join(before[:-1]), before[-1]) if part)
        parts.append(f"{listed} {'day' if before == ['1'] else 'days'} before")
    if 0 in leads:
        parts.append("on the day itself")
    return ", and ".join(parts)


class FirstLeadField(forms.TypedChoiceField):
    """How early reminders begin; None for all that there are. The nearest one comes in any case."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="When",
            required=False,
            coerce=int,
            empty_value=None,
            choices=first_lead_choices,
            widget=PlainSelect(attrs={"aria-describedby": "lead-hint lead-error"}),
            error_messages={"invalid_choice": "Choose one of the days in the list."},
            **kwargs,
        )


class PaceField(forms.ChoiceField):
    """How news is collected: one of `Pace`; nothing said is at once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="How often",
            required=False,
            choices=PACES,
            widget=PlainSelect(attrs={"aria-describedby": "pace-hint pace-error"}),
            error_messages={"invalid_choice": "Choose at once, once a day or once a week."},
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        return str(super().clean(value) or Pace.AT_ONCE)


class LanguageSelect(PlainSelect):
    """Languages to choose from; each says to a screen reader in which voice to read its name."""

    option = '<option value="{0}" lang="{0}"{1}>{2}</option>'


class LanguageField(forms.ChoiceField):
    """The language of the mails: one of ours, each named in itself; nothing said is the first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Language of the mails",
            required=False,
            choices=lambda: settings.LANGUAGES,
            widget=LanguageSelect(attrs={"aria-describedby": "language-error"}),
            error_messages={"invalid_choice": "Choose one of the languages in the list."},
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        return str(super().clean(value) or FIRST_LANGUAGE)


def language_preferred(request: HttpRequest) -> str:
    """Which of our languages the browser asks for before the others; the first of ours where it asks for none."""
    ours = dict(settings.LANGUAGES)
    asked = (code.split("-")[0] for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")))
    return next((code for code in asked if code in ours), FIRST_LANGUAGE)


def _has_ascii_form(host: str) -> bool:
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return True


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "aria-describedby": "email-hint email-error"}),
        error_messages={
            "required": "Type your e-mail address, such as anna@example.org.",
            "invalid": "This is not a whole e-mail address. Write it as anna@example.org.",
            "max_length": "This address is too long for an e-mail address. Write it as anna@example.org.",
        },
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        # A quotation mark is allowed by the standard, met nowhere, and a way to smuggle strange characters into a
        # mail. A host that has no form in ASCII, for an invisible mark pasted with it, can be sent no mail.
        if '"' in email or not _has_ascii_form(email.rpartition("@")[2]):
            raise forms.ValidationError(self.fields["email"].error_messages["invalid"])
        return email


@dataclass(frozen=True)
class Refusal:
    """Why a request that a mail would answer got none, in a sentence for people."""

    sentence: str
    status: int  # of HTTP


def answer_by_mail(
    request: HttpRequest, email: str, write: Callable[[], EmailMessage], *, at: datetime
) -> Refusal | None:
    """Count the request, then write the mail and send it; None if it left."""
    try:
        count_request(client=client_of(request), email=email)
        send(write(), at=at)
    except TooMany as problem:
        return Refusal(str(problem), 429)
    except (SenderHeld, SMTPException, OSError) as problem:
        # Never the text of the problem: it may quote the address.
        logger.warning("a mail that somebody asked for was not sent: %s", type(problem).__name__)
        return Refusal(
            "We cannot send mail at the moment, so nothing has begun. Please try again in some minutes.", 503
        )
    return None


def first_lead_choices() -> list[tuple[str, str]]:
    """The value and the words of each choice, the earliest first."""
    leads = sorted(settings.REMINDER_LEAD_DAYS, reverse=True)
    return [("", "All of them"), *((str(lead), _only(lead)) for lead in leads[1:])]


def _only(lead: int) -> str:
    return "Only on the day itself" if lead == 0 else f"Only from {lead_words(lead)} on"


class FollowForm(AddressForm):
    first_lead = FirstLeadField()
    pace = PaceField()
    language = LanguageField()


def _known_campaigns(at: datetime) -> QuerySet[Campaign]:
    """Those with an action that everybody may know of; the title of one that is only being prepared stays inside."""
    return Campaign.objects.filter(actions__in=UrgentAction.objects.known(at=at)).distinct()


def scopes_to_choose(*, at: datetime) -> list[Select]:
    """The countries, concerns and campaigns that can be followed, each kind where there is one."""
    campaigns = _known_campaigns(at).order_by("title")
    offered: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("country", "Country", in_order_of_names(code for code, _ in countries)),
        ("concern", "Concern", [(row.slug, row.name) for row in Concern.objects.all()]),
        ("campaign", "Campaign", [(row.slug, row.title) for row in campaigns]),
    ]
    return [
        Select(name, label, [Option(value, words, False) for value, words in choices])
        for name, label, choices in offered
        if choices
    ]


def scope_asked_for(query: QueryDict, *, at: datetime) -> tuple[Scope, str]:
    """What the address of the form names, and a sentence where that is nothing we know.

    One of `campaign`, `concern` (their slugs) and `country` (its code) counts; nothing named is everything.
    """
    given = {name: str(query[name]) for name in ("campaign", "concern", "country") if query.get(name)}
    if len(given) > 1:
        return EVERYTHING, "Reminders follow one thing: a campaign, a concern or a country. Choose one of them."
    for name, value in given.items():
        scope = _scope(name, value[:_LONGEST], at=at)
        if scope is None:
            return EVERYTHING, f"“{readable(value[:40])}” is no {name} that we know, so there is nothing to follow."
        return scope, ""
    return EVERYTHING, ""


def _scope(name: str, value: str, *, at: datetime) -> Scope | None:
    if not readable(value) or "\x00" in value:
        return None
    match name:
        case "campaign":
            campaign = _known_campaigns(at).filter(slug=value).first()
            return Scope(campaign=campaign) if campaign else None
        case "concern":
            concern = Concern.objects.filter(slug=value).first()
            return Scope(concern=concern) if concern else None
        case _:
            code = value.upper()
            return Scope(country=code) if country_name(code) != code else None
