"""How many letters of a pack need a stamp, by where they go, and what those stamps cost."""

from dataclasses import dataclass

from appeals.packs import Pack
from appeals.postage import Postage, postage_of
from cases.countries import country_name
from cases.post import transits_to


@dataclass(frozen=True)
class Stamps:
    """The letters to one country.

    Args:
        code: of the country (ISO 3166-1 alpha-2).
        count: those with a postal address.
        is_suspended: no post goes there at present, so they need no stamp but another way.
    """

    code: str
    country: str
    count: int
    is_suspended: bool


def stamps_of(pack: Pack) -> tuple[Stamps, ...]:
    """One for each country to which letters go; asks the table of postal routes."""
    transits = transits_to([code for code, _ in pack.stamps], sending_country=pack.order.posted_in[0])
    return tuple(Stamps(code, country_name(code), count, transits[code].is_suspended) for code, count in pack.stamps)


def postage_of_pack(pack: Pack, stamps: tuple[Stamps, ...]) -> Postage | None:
    """What the stamps of a pack cost on the day of the evening; None where no price is known. One query."""
    posted = {each.code: each.count for each in stamps if not each.is_suspended}
    return postage_of(posted, posted_in=pack.order.posted_in[0], on=pack.order.day)
