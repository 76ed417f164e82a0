"""What writers with ties to a country should know before they sign a letter there. A small table that staff keep."""

from django.db import models
from django_countries.fields import CountryField

from accounts.history import Kept, Records
from cases.countries import country_name
from cases.text import ProseField


class CountryNote(Kept):
    """For everybody to read, on the page on which letters are made."""

    country = CountryField(help_text="The country that the letters are about.")
    text = ProseField(
        max_length=600,
        help_text="For writers who have family or work there, or travel there: what may happen to them or their "
        "family, and how to write all the same. Everybody can read it.",
    )

    history = Records()

    class Meta:
        ordering = ("country",)
        constraints = (
            models.UniqueConstraint(
                fields=("country",),
                name="country_note_once_per_country",
                violation_error_message="There is a note for this country already. Change it there.",
            ),
        )

    def __str__(self) -> str:
        return f"note for writers with ties to {country_name(self.country)}"
