"""Offices with power over a case. Knows nothing of cases, so that it can become a room of its own.

The office stays, its holder changes: when a minister goes, one field changes and the address does not.
Postal lines are kept as printed, in their order; no country's format is forced on them.
"""

from datetime import date, timedelta
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import F, Q
from django_countries.fields import CountryField

from accounts.history import Kept, KeptQuerySet, Records
from cases.countries import country_name
from cases.languages import LanguagesField
from cases.text import LineField, LinesField, lines_of

STALE_AFTER_DAYS = 180  # an address not verified for longer than this goes onto the desk of staff


def validate_emails(value: str) -> None:
    """E-mail addresses, one a line. Raises ValidationError naming the first bad one."""
    for line in lines_of(value):
        try:
            validate_email(line)
        except ValidationError:
            raise ValidationError(
                "“%(line)s” is not an e-mail address. Write one address a line.",
                code="invalid_email",
                params={"line": line[:80]},
            ) from None


class AuthorityQuerySet(KeptQuerySet["Authority"]):
    def stale(self, on: date) -> "AuthorityQuerySet":
        """Addresses that nobody has verified for over 180 days, or ever."""
        limit = on - timedelta(days=STALE_AFTER_DAYS)
        return self.filter(Q(verified_on__isnull=True) | Q(verified_on__lt=limit))


class Authority(Kept):
    class Kind(models.TextChoices):
        HEAD = "head", "head of state or government"
        MINISTRY = "ministry", "ministry"
        PROSECUTOR = "prosecutor", "prosecutor"
        COURT = "court", "court"
        PRISON = "prison", "prison or police"
        LOCAL = "local", "governor or local authority"
        BOARD = "board", "board or commission"
        MISSION = "mission", "embassy or mission"
        COMPANY = "company", "company"
        OTHER = "other", "other"

    kind = models.CharField(max_length=12, choices=Kind)
    office = LineField(max_length=200, help_text="Prosecutor General of the Russian Federation")
    form_of_address = LineField(
        "line above the holder",
        max_length=120,
        blank=True,
        help_text="Printed first, as on the sheet: “Prosecutor General”. Often empty.",
    )
    holder = LineField(max_length=200, blank=True, help_text="Who holds the office now, as printed.")
    holder_since = models.DateField(null=True, blank=True)
    holder_until = models.DateField(null=True, blank=True)
    country = CountryField(help_text="Where the office is.")
    postal_lines = LinesField(
        max_length=1_000,
        blank=True,
        help_text="One line each, in the order they are printed, without the office and the holder. "
        "The country is the last line.",
    )
    fax = LineField(max_length=40, blank=True, help_text="In the international form: +7 495 …")
    phone = LineField(max_length=40, blank=True, help_text="In the international form: +7 495 …")
    emails = LinesField("e-mails", max_length=1_000, blank=True, validators=[validate_emails], help_text="One a line.")
    web_form = models.URLField("web form", blank=True, max_length=300)
    languages = LanguagesField(blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="branches",
        help_text="The office this one answers to.",
    )
    represents = CountryField(blank=True, help_text="Of an embassy or a mission: the state that sends it, Kenya.")
    accredited_to = CountryField(
        blank=True,
        help_text="Of an embassy or a mission: the country that receives it, Switzerland; also where the office itself "
        "lies in a third one. One that stands for its state in two countries is entered twice.",
    )
    verified_on = models.DateField(
        null=True, blank=True, help_text="The day somebody last made sure that address and holder are right."
    )
    notes = LinesField(max_length=2_000, blank=True, help_text="Private: how it was verified, what came back.")
    # When somebody last changed what is printed of it, its salutations too (cases.published); None: not known.
    changed_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = AuthorityQuerySet.as_manager()
    # `changed_at` follows from the other fields, each change of which has its own record.
    history = Records(named_by=("office",), leaving_out=("changed_at",))

    class Meta:
        ordering = ("country", "office", "pk")
        verbose_name_plural = "authorities"
        indexes = (models.Index(fields=("verified_on",), name="authority_by_verification"),)
        constraints = (
            models.UniqueConstraint(
                fields=("office", "country", "accredited_to"),
                name="authority_once_per_country",
                violation_error_message="This office is in the book already. Change it there instead.",
            ),
            models.CheckConstraint(
                condition=~Q(postal_lines="", fax="", phone="", emails="", web_form=""),
                name="authority_can_be_reached",
                violation_error_message="Nobody can write to this office yet: give at least one of postal lines, "
                "fax, phone, e-mail or web form.",
            ),
            models.CheckConstraint(
                condition=Q(holder_since__isnull=True)
                | Q(holder_until__isnull=True)
                | Q(holder_until__gte=F("holder_since")),
                name="authority_holder_dates_in_order",
                violation_error_message="The holder cannot leave before taking office.",
            ),
            models.CheckConstraint(
                condition=~Q(holder="") | Q(holder_since__isnull=True, holder_until__isnull=True),
                name="authority_dates_belong_to_a_holder",
                violation_error_message="Dates without a holder: name the holder, or delete the dates.",
            ),
            models.CheckConstraint(
                condition=Q(accredited_to="") | Q(kind="mission"),
                name="authority_only_missions_are_accredited",
                violation_error_message="Only an embassy or a mission is accredited to a country.",
            ),
            models.CheckConstraint(
                condition=Q(represents="") | Q(kind="mission"),
                name="authority_only_missions_represent",
                violation_error_message="Only an embassy or a mission represents a state.",
            ),
            models.CheckConstraint(
                condition=Q(represents="") | ~Q(represents=F("accredited_to")),
                name="authority_represents_its_state_abroad",
                violation_error_message="No state has an embassy to itself: say which one sends it, and which other "
                "country it is accredited to.",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                name="authority_not_its_own_parent",
                violation_error_message="An office cannot answer to itself.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.office} ({country_name(self.country)})" if self.country else self.office

    def holder_on(self, on: date) -> str:
        """The holder's name, or nothing where the term was over by then."""
        return "" if self.holder_until is not None and self.holder_until < on else self.holder

    def postal(self) -> list[str]:
        """The postal lines, in the order they are printed."""
        return lines_of(self.postal_lines)

    def email_addresses(self) -> list[str]:
        return lines_of(self.emails)

    def is_stale(self, on: date) -> bool:
        """Whether nobody has verified this address for over 180 days, or ever."""
        return self.verified_on is None or self.verified_on < on - timedelta(days=STALE_AFTER_DAYS)


class Salutation(Kept):
    """How a letter to this office begins, in one language. It follows the office, not the person."""

    authority = models.ForeignKey("cases.Authority", on_delete=models.CASCADE, related_name="salutations")
    language = models.CharField(max_length=8, default="en", help_text="Its code: en, ru, ar.")
    text = LineField(max_length=120, help_text="Dear Prosecutor General")

    history = Records(part_of="authority", named_by=("language", "text"))

    class Meta:
        ordering = ("authority", "language")
        constraints = (
            models.UniqueConstraint(
                fields=("authority", "language"),
                name="salutation_once_per_language",
                violation_error_message="There is a salutation in this language already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.text} ({self.language})"
