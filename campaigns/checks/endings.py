"""Sheets that say it is over."""

from collections.abc import Iterator

from campaigns.checks.finding import Finding, on_sheet, red
from campaigns.checks.reading import Reading
from campaigns.models import Sheet, UrgentAction


def nobody_was_asked(reading: Reading) -> Iterator[Finding]:
    if not reading.content.asks and reading.sheet.action.opened_at is None:
        yield red(
            "nobody_was_asked",
            "Nobody was asked to write on this action yet, so nothing can be stopped or told of its end.",
            on_sheet("id_kind"),
        )


def another_cannot_end_with_it(reading: Reading) -> Iterator[Finding]:
    """An action that a stop or an outcome sheet names besides its own, and that nobody was ever asked to write on."""
    for other in () if reading.content.asks else reading.sheet.ends_also():
        if why := _why_not(reading.sheet, other):
            yield red(
                f"another_cannot_end_with_it:{other.pk}",
                f"{other.reference} cannot end with it: {why} Take it out of the list.",
                on_sheet("id_others"),
            )


def _why_not(sheet: Sheet, other: UrgentAction) -> str:
    if other.pk == sheet.action_id:
        return "it is the action of this very sheet."
    return "it was never public." if other.opened_at is None else ""
