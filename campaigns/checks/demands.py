"""What is asked: something at all, worded for the sheet and worded for a letter."""

import re
from collections.abc import Iterator

from campaigns.checks.finding import Finding, amber, in_row, on_sheet, red
from campaigns.checks.reading import Reading

_PARTICIPLE = re.compile(r"\W*\w+ing\b", re.IGNORECASE)


def nothing_is_asked(reading: Reading) -> Iterator[Finding]:
    if reading.content.asks and not reading.demands:
        yield red("nothing_is_asked", "Nothing is asked: add at least one demand.", on_sheet("demands-group"))


def letter_wording_is_missing(reading: Reading) -> Iterator[Finding]:
    for number, demand in enumerate(reading.demands):
        if not demand.letter_wording:
            yield amber(
                f"letter_wording_is_missing:{demand.pk}",
                f"Demand {number + 1} has no wording for letters: write one, or let one be proposed.",
                in_row("demands", number, "letter_wording"),
                demand.sheet_wording,
            )


def demand_begins_otherwise(reading: Reading) -> Iterator[Finding]:
    """The line above the demands reads "Please write …:", and what follows has to go on from there."""
    for number, demand in enumerate(reading.demands):
        if not _PARTICIPLE.match(demand.sheet_wording):
            yield amber(
                f"demand_begins_otherwise:{demand.pk}",
                f"Demand {number + 1} does not begin as demands on a sheet do: “Urging …”, “Calling on …”, “Asking …”.",
                in_row("demands", number, "sheet_wording"),
                demand.sheet_wording,
            )
