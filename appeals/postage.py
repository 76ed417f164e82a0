"""What it costs to post some letters: from one country, one letter each to so many offices.

Only what staff entered counts (`cases.postage`); of a letter whose price nobody knows nothing is said. A pack asks
`postage_of` for all of its letters, a page for those of one writer.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.numbers import get_currency_precision

from appeals.posting import Post, PostAdvice
from cases.countries import country_name
from cases.postage import Rates, rates_from


@dataclass(frozen=True)
class Postage:
    """The price of some letters.

    Args:
        sums: by currency.
        priced: how many letters they are for.
        unpriced: how many others there are, for which no price is known.
        up_to_grams: what each of them may weigh at most.
    """

    posted_in: str
    sums: tuple[tuple[str, Decimal], ...]
    priced: int
    unpriced: int
    up_to_grams: int

    @property
    def amount(self) -> str:
        """ "CHF 12.00"."""
        return " and ".join(in_money(price, currency) for currency, price in self.sums)

    @property
    def words(self) -> str:
        """A sentence: "Postage from Switzerland: CHF 1.00 for 1 letter of up to 20 g." """
        letters = "1 letter" if self.priced == 1 else f"{self.priced:,} letters"
        each = "" if self.priced == 1 else " each"
        said = f"Postage from {country_name(self.posted_in)}: {self.amount} for {letters} of up to {self.up_to_grams} g"
        if not self.unpriced:
            return f"{said}{each}."
        others = "the other" if self.unpriced == 1 else f"the {self.unpriced:,} others"
        return f"{said}{each}. What {others} cost{'s' if self.unpriced == 1 else ''} we do not know."


def in_money(price: Decimal, currency: str) -> str:
    """ "CHF 1.00"."""
    return f"{currency} {price:,.{get_currency_precision(currency)}f}"


def postage_of(letters: Mapping[str, int], *, posted_in: str, on: date) -> Postage | None:
    """What so many letters to each country cost, posted in one country on a day; None where no price is known.

    One query.
    """
    return total(letters, rates_from(posted_in, on=on))


def total(letters: Mapping[str, int], rates: Rates) -> Postage | None:
    """The same by rates that were read before; no query."""
    sums: dict[str, Decimal] = {}
    priced, grams = 0, []
    for destination, number in letters.items():
        rate = rates.to(destination)
        if rate is not None and number > 0:
            sums[rate.currency] = sums.get(rate.currency, Decimal(0)) + number * rate.price
            priced += number
            grams.append(rate.up_to_grams)
    if not priced:
        return None
    unpriced = sum(number for number in letters.values() if number > 0) - priced
    return Postage(rates.posted_in, tuple(sorted(sums.items())), priced, unpriced, min(grams))


def posted_to(advice: PostAdvice) -> str:
    """The country to which the envelope of a letter goes, that of an embassy too; empty where none is posted."""
    if advice.via is not None:
        return advice.via.country
    return advice.addressee.country if advice.post == Post.IN_TIME else ""


def letters_by_country(advice: Iterable[PostAdvice]) -> Counter[str]:
    """How many letters of one writer go by post to each country."""
    return Counter(country for each in advice if (country := posted_to(each)))
