"""The invented table of postal routes: how long a letter takes to two of the countries of the demo, and one to which
none goes any more. And what a letter cost in 2011, as examples: what nobody knows for sure is left out, so the demo
shows a destination without a price as well."""

from datetime import date
from decimal import Decimal

from appeals.demo.entry import enter
from cases.models import CountryNote, PostageRate, PostalRoute

SOURCE = "Invented for the demo."
ROUTES = {"KE": 12, "NP": 15}  # working days

EXAMPLE = "Example for the demo: the public tariff of 2011. Not to frank by."
# Posted in, zone, countries of a zone of its own, price, currency, grams, valid from.
RATES = (
    ("CH", "domestic", "", "1.00", "CHF", 100, date(2004, 1, 1)),
    ("DE", "domestic", "", "0.55", "EUR", 20, date(2003, 1, 1)),
    ("US", "domestic", "", "0.44", "USD", 28, date(2009, 5, 11)),
    ("US", "countries", "CA,MX", "0.80", "USD", 28, date(2011, 4, 17)),
    ("US", "rest", "", "0.98", "USD", 28, date(2011, 4, 17)),
)
NOTES = {
    "JO": "Invented for the demo: mail that arrives there may be opened. If you have family in the country, tick “Safe "
    "signature” and leave your address out, or let somebody without ties write in your place.",
}


def enter_rates() -> None:
    """What a letter costs, as an address keeper would type it in."""
    for posted_in, zone, destinations, price, currency, grams, valid_from in RATES:
        where = {"posted_in": posted_in, "zone": zone, "destinations": destinations}
        cost = {"price": Decimal(price), "currency": currency, "up_to_grams": grams}
        enter(PostageRate(**where, **cost, valid_from=valid_from, source=EXAMPLE))


def enter_notes() -> None:
    """What writers with ties to a country should know, as a researcher would type it in."""
    for country, text in NOTES.items():
        enter(CountryNote(country=country, text=text))


def enter_routes() -> None:
    """The routes, as an address keeper would type them in."""
    for country, working_days in ROUTES.items():
        enter(PostalRoute(country=country, working_days=working_days, source=SOURCE, verified_on=date(2011, 6, 20)))


def suspend_a_route() -> None:
    """What becomes known after the sheets were issued: no post is taken to one of the countries."""
    enter(
        PostalRoute(
            country="JO",
            working_days=12,
            is_suspended=True,
            suspended_since=date(2011, 7, 11),
            suspension_reason="invented for the demo: no flights",
            source=SOURCE,
            verified_on=date(2011, 7, 12),
        )
    )
