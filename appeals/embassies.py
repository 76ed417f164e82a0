"""The embassy of an action's country in the country of whoever writes.

It is asked of the book of authorities as it stands today, not of the frozen sheet: the sheet is the same for writers
in every country and can name no embassy for all of them. What the sheet says of diplomatic representatives stands
beside it as printed.
"""

from datetime import date

from campaigns.content import Addressee, SheetContent, addressee_of
from campaigns.models import Recipient
from cases.missions import mission_of


def embassy_of(content: SheetContent, *, from_country: str, on: date) -> Addressee | None:
    """The mission of the sheet's country in the writer's country, as a recipient of copies.

    With form of address, salutations in the sheet's order of languages, and the day it was verified. None where none
    is in the book, and for who writes in that country itself. Two queries.
    """
    if content.country == from_country:
        return None
    mission = mission_of(content.country, accredited_to=from_country)
    if mission is None:
        return None
    return addressee_of(mission, role=Recipient.Role.COPIES, languages=content.languages, on=on)


def embassy_beside(content: SheetContent, *, from_country: str, on: date) -> Addressee | None:
    """The same where the sheet does not have it among its own recipients: who gets a letter besides them."""
    embassy = embassy_of(content, from_country=from_country, on=on)
    own = {addressee.authority_id for addressee in content.recipients}
    return embassy if embassy and embassy.authority_id not in own else None
