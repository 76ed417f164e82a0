"""How long post takes to a country, and whether any is taken there at present. A small table that staff keep.

What follows from it, such as until when a letter must be posted, is computed in `cases.post`.
"""

from django.db import models
from django.db.models import Q
from django_countries.fields import CountryField

from accounts.history import Kept, Records
from cases.countries import country_name
from cases.text import LineField, ProseField

LONGEST_TRANSIT = 90  # working days


class PostalRoute(Kept):
    country = CountryField("destination", help_text="The country to which letters go.")
    working_days = models.PositiveSmallIntegerField(
        "working days",
        help_text="How many working days a letter takes until it is there, rather too many than too few.",
    )
    is_suspended = models.BooleanField(
        "suspended", default=False, help_text="The post takes no letters to this country at present."
    )
    suspended_since = models.DateField(null=True, blank=True)
    suspension_reason = LineField(max_length=200, blank=True, help_text="In a few words: “no flights”.")
    note = ProseField(max_length=1_000, blank=True, help_text="What else is to be known of post to this country.")
    source = LineField(max_length=300, blank=True, help_text="Where that is known from.")
    verified_on = models.DateField(
        null=True, blank=True, help_text="The day somebody last made sure that this still holds."
    )

    history = Records()

    class Meta:
        ordering = ("country",)
        constraints = (
            models.UniqueConstraint(
                fields=("country",),
                name="postal_route_once_per_country",
                violation_error_message="The post to this country stands in the table already. Change it there.",
            ),
            models.CheckConstraint(
                condition=Q(working_days__gte=1, working_days__lte=LONGEST_TRANSIT),
                name="postal_route_takes_days",
                violation_error_message=f"A letter takes between 1 and {LONGEST_TRANSIT} working days. Where no post "
                "goes at all, tick “suspended”.",
            ),
            models.CheckConstraint(
                condition=Q(is_suspended=False) | (Q(suspended_since__isnull=False) & ~Q(suspension_reason="")),
                name="postal_route_says_why_suspended",
                violation_error_message="Say since when the post is suspended, and why.",
            ),
        )

    def __str__(self) -> str:
        return f"post to {country_name(self.country)}"
