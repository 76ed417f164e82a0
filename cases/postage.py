"""What it costs to post a letter, from the table that staff keep (`PostageRate`). Nothing is guessed.

Where no rate was entered for a destination, nobody knows what a letter there costs. Reads no clock.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cases.country_sets import codes_of
from cases.models import PostageRate


@dataclass(frozen=True)
class Rates:
    """The rates of one country of posting that hold on one day."""

    posted_in: str
    rows: tuple[PostageRate, ...]  # the newest first

    def to(self, destination: str) -> PostageRate | None:
        """The rate for a letter to a country: that of its own zone, else the general one; None if none is known.

        A letter within the country has the domestic rate or none.
        """
        zone = PostageRate.Zone
        if destination == self.posted_in:
            return next((row for row in self.rows if row.zone == zone.DOMESTIC), None)
        of_its_own = (
            row for row in self.rows if row.zone == zone.COUNTRIES and destination in codes_of(row.destinations)
        )
        general = (row for row in self.rows if row.zone == zone.REST)
        return next(of_its_own, None) or next(general, None)


def rates_from(posted_in: str, *, on: date) -> Rates:
    """What holds in a country on a day; one query."""
    holding = PostageRate.objects.filter(posted_in=posted_in, valid_from__lte=on)
    holding = holding.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))
    return Rates(posted_in, tuple(holding.order_by("-valid_from", "-pk")))
