"""What a letter costs, by the country in which it is posted and where it goes. A small table that staff keep.

Which rate holds for a letter is decided in `cases.postage`.
"""

from decimal import Decimal
from typing import Any

from babel.numbers import list_currencies
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django_countries.fields import CountryField

from accounts.history import Kept, Records
from cases.countries import country_name
from cases.country_sets import CountriesField, codes_of, names_of
from cases.text import LineField


def validate_currency(value: str) -> None:
    """A code of ISO 4217. Raises ValidationError for anything else."""
    if value not in list_currencies():
        raise ValidationError("“%(code)s” is no currency. Write its three letters: CHF.", params={"code": value[:10]})


class PostageRate(Kept):
    """The price of one standard letter of a zone, from a day on."""

    class Zone(models.TextChoices):
        DOMESTIC = "domestic", "within the country"
        COUNTRIES = "countries", "to these countries"
        REST = "rest", "to the rest of the world"

    posted_in = CountryField("posted in", help_text="The country in which the letters are posted.")
    zone = models.CharField(max_length=10, choices=Zone)
    destinations = CountriesField(
        "these countries", blank=True, help_text="For a zone of its own: Canada, Mexico. Else empty."
    )
    price = models.DecimalField(max_digits=8, decimal_places=2, help_text="Of one letter: 1.00")
    currency = models.CharField(max_length=3, validators=[validate_currency], help_text="Its three letters: CHF.")
    up_to_grams = models.PositiveSmallIntegerField(
        "up to grams", default=20, help_text="What a letter of this price may weigh. One sheet in an envelope: 10 g."
    )
    valid_from = models.DateField()
    valid_until = models.DateField(
        null=True, blank=True, help_text="The last day, where the zone is gone and no newer rate takes its place."
    )
    source = LineField(max_length=300, help_text="Where that is known from: the tariff of the post, and its date.")

    history = Records(named_by=("posted_in", "zone", "destinations"))

    class Meta:
        ordering = ("posted_in", "zone", "destinations", "-valid_from")
        constraints = (
            models.UniqueConstraint(
                fields=("posted_in", "zone", "destinations", "valid_from"),
                name="postage_rate_once_per_zone_and_day",
                violation_error_message="There is a rate of this zone from this day on already. Change it there.",
            ),
            models.CheckConstraint(
                condition=Q(zone="countries") & ~Q(destinations="") | ~Q(zone="countries") & Q(destinations=""),
                name="postage_rate_names_countries_of_a_zone",
                violation_error_message="Name the countries of a zone of its own, and of no other zone.",
            ),
            models.CheckConstraint(
                condition=Q(price__gt=0, price__lte=Decimal(100_000)),
                name="postage_rate_has_a_price",
                violation_error_message="A letter costs more than nothing. Delete the rate if nobody knows it.",
            ),
            models.CheckConstraint(
                condition=Q(up_to_grams__gte=1, up_to_grams__lte=2_000),
                name="postage_rate_weighs_something",
                violation_error_message="A letter weighs between 1 and 2,000 grams.",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="postage_rate_days_in_order",
                violation_error_message="A rate cannot end before it begins.",
            ),
        )

    def __str__(self) -> str:
        return f"a letter from {country_name(self.posted_in)} {self.to_words}"

    @property
    def to_words(self) -> str:
        """ "within the country", "to Canada, Mexico", "to the rest of the world"."""
        if self.zone == self.Zone.COUNTRIES:
            return f"to {names_of(self.destinations)}"
        return str(self.Zone(self.zone).label)

    def clean(self) -> None:
        """No country stands in two zones from the same day on, nor in a zone of its own country."""
        super().clean()
        named = set(codes_of(self.destinations))
        if str(self.posted_in) in named:
            raise ValidationError({"destinations": "A letter within the country has a zone of its own; leave it out."})
        beside: Any = PostageRate.objects.filter(
            posted_in=self.posted_in, zone=self.Zone.COUNTRIES, valid_from=self.valid_from
        )
        for other in beside.exclude(pk=self.pk) if named else ():
            if (twice := named & set(codes_of(other.destinations))) and other.destinations != self.destinations:
                names = names_of(",".join(sorted(twice)))
                raise ValidationError({"destinations": f"There is a rate from this day on already for: {names}."})
