"""The rows that a sheet under way is printed from, read once for all who ask: its content and its checks."""

from dataclasses import dataclass

from campaigns.models import Demand, Recipient, Sheet
from cases.models import PersonAtRisk


@dataclass(frozen=True)
class SheetRows:
    """What a sheet would be printed from as things stand.

    Args:
        demands: in the order of their rows on the form; none where the sheet asks for no letters.
        recipients: the same, with their authorities and salutations.
    """

    people: tuple[PersonAtRisk, ...]
    demands: tuple[Demand, ...]
    recipients: tuple[Recipient, ...]


def rows_of(sheet: Sheet) -> SheetRows:
    """Read them: four queries, however many there are."""
    recipients = sheet.recipients.select_related("authority").prefetch_related("authority__salutations")
    return SheetRows(
        people=tuple(sheet.action.case.people.all()),
        demands=tuple(sheet.demands.all()) if sheet.asks else (),
        recipients=tuple(recipients) if sheet.asks else (),
    )
