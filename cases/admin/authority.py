"""The book of authorities: offices, their holders and addresses, and when somebody last made sure of them."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from cases.address_proposals import proposed_lines
from cases.admin.base import DeskAdmin, DeskForm, DeskInline, changes_what_is_published
from cases.admin.search import CountryFilter
from cases.languages import language_name, parse_languages
from cases.models import Authority, Salutation
from cases.models.authority import STALE_AFTER_DAYS
from cases.published import note_change
from config import clock


class LanguageField(forms.CharField):
    """One language, by its English name or its code."""

    def clean(self, value: Any) -> Any:
        codes = parse_languages(super().clean(value) or "")
        if len(codes) > 1:
            raise ValidationError("One salutation is in one language: add another salutation for the other one.")
        return codes[0] if codes else ""

    def prepare_value(self, value: Any) -> Any:
        return language_name(value) if value else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return [initial] != parse_languages(data or "")
        except ValidationError:
            return True


class SalutationForm(DeskForm):
    language = LanguageField(max_length=40, initial="en", help_text="English or en, Russian or ru.")


class SalutationInline(DeskInline):
    model = Salutation
    form = SalutationForm
    fields = (("language", "text"),)

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 1 if obj is None else 0


class VerifiedFilter(admin.SimpleListFilter):
    """Addresses that have grown old, and those nobody ever verified."""

    title = "verification"
    parameter_name = "verified"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("stale", f"Unverified for over {STALE_AFTER_DAYS} days"),
            ("never", "Never verified"),
            ("fresh", f"Verified within {STALE_AFTER_DAYS} days"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Authority]) -> QuerySet[Authority]:
        stale = Authority.objects.stale(clock.today()).values("pk")
        match self.value():
            case "stale":
                return queryset.filter(pk__in=stale)
            case "never":
                return queryset.filter(verified_on__isnull=True)
            case "fresh":
                return queryset.exclude(pk__in=stale)
        return queryset


def age_in_words(verified_on: date | None, on: date) -> str:
    """How old an address is: "verified today", "verified 12 days ago", "never verified"."""
    if verified_on is None:
        return "never verified"
    days = (on - verified_on).days
    if days <= 0:
        return "verified today"
    return "verified yesterday" if days == 1 else f"verified {days} days ago"


class AuthorityAdmin(DeskAdmin):
    """Registered by `campaigns.admin.authority`, which adds the actions whose sheets print an authority."""

    list_display = ("office", "holder", "country", "kind", "channels", "verified_on", "age")
    list_filter = (VerifiedFilter, "kind", ("country", CountryFilter))
    search_fields = ("office", "holder", "country")
    search_help_text = "Office, holder or country"
    autocomplete_fields = ("parent",)
    inlines = (SalutationInline,)
    actions = ("mark_as_verified",)
    acts_on_what_is_listed = True
    list_per_page = 50
    fieldsets = (
        (None, {"fields": ("kind", "office", "country", ("represents", "accredited_to"), "parent")}),
        ("Who holds it", {"fields": ("form_of_address", "holder", ("holder_since", "holder_until"))}),
        (
            "How to reach it",
            {
                "description": "At least one of these. Keep the lines as the office itself prints them.",
                "fields": ("postal_lines", ("fax", "phone"), "emails", "web_form", "languages", "verified_on"),
            },
        ),
        ("Private", {"classes": ("private",), "fields": ("notes",)}),
    )

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        authority = context.get("original")
        if authority is not None and self.has_change_permission(request, authority):
            lines = proposed_lines(authority.postal(), country=str(authority.country))
            context = {**context, "proposed_lines": lines}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if changes_what_is_published(form, formsets):
            note_change(form.instance, at=clock.now())

    @admin.display(description="reached by")
    def channels(self, authority: Authority) -> str:
        fields = {"post": "postal_lines", "fax": "fax", "phone": "phone", "e-mail": "emails", "web": "web_form"}
        return ", ".join(word for word, field in fields.items() if getattr(authority, field))

    @admin.display(description="age of address", ordering="verified_on")
    def age(self, authority: Authority) -> str:
        if authority.verified_on is None:
            return "never verified"
        days = (clock.today() - authority.verified_on).days
        return f"{days} days, unverified too long" if authority.is_stale(clock.today()) else f"{days} days"

    @admin.action(description="Mark as verified today", permissions=["change"])
    def mark_as_verified(self, request: HttpRequest, queryset: QuerySet[Authority]) -> None:
        """Those that stand as the list showed them: nobody vouches for what was changed meanwhile."""
        with transaction.atomic():
            chosen = list(queryset.select_for_update(of=("self",), no_key=True).order_by("pk"))
            changed = self.left_alone(request, chosen)
            verified = [authority for authority in chosen if authority not in changed]
            for authority in verified:
                authority.verified_on = clock.today()
                authority.save(update_fields=["verified_on"])
        are = "1 address is" if len(verified) == 1 else f"{len(verified)} addresses are"
        self.message_user(request, f"{are} marked as verified on {clock.today():%-d %B %Y}.", messages.SUCCESS)
        if changed:
            names = ", ".join(str(authority) for authority in changed)
            left = f"Not marked, because it was changed after this list was shown: {names}. Look at it first."
            self.message_user(request, left, messages.WARNING)

    def choice_label(self, authority: Authority) -> str:
        """What the autocomplete shows: whom one is about to write to, and how sure the address is."""
        parts = (str(authority), authority.holder, age_in_words(authority.verified_on, clock.today()))
        return " · ".join(part for part in parts if part)
