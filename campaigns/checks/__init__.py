"""What stands in the way of a sheet: every check, in the order in which its findings are shown.

A check is one small function that takes a `Reading` and gives `Finding`s; it stands in the module of what it is about.
Red findings stop a sheet. Amber ones want a reason (`campaigns.check_reasons`). See CONTRIBUTING.md, "A new check".
"""

from collections.abc import Callable, Iterator
from datetime import date

from campaigns.checks import (
    days,
    demands,
    endings,
    facts,
    languages,
    outcomes,
    people,
    printing,
    recipients,
    texts,
    ways,
)
from campaigns.checks.finding import Finding, Level, Place
from campaigns.checks.reading import Reading, reading_of
from campaigns.models import Sheet

__all__ = ["CHECKS", "Finding", "Level", "Place", "Reading", "findings_in", "findings_of", "reading_of"]

Check = Callable[[Reading], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    texts.text_is_empty,
    people.nobody_is_at_risk,
    people.consent_is_withdrawn,
    people.consent_does_not_cover,
    people.withheld_name_is_told,
    people.withdrawn_name_is_told,
    facts.private_fact_is_told,
    endings.nobody_was_asked,
    endings.another_cannot_end_with_it,
    outcomes.outcome_is_wrong,
    days.last_good_day_is_over,
    days.date_makes_no_sense,
    demands.nothing_is_asked,
    recipients.nobody_is_written_to,
    recipients.salutation_is_missing,
    ways.recipient_is_out_of_reach,
    languages.language_is_missing,
    printing.sign_cannot_be_printed,
    days.appeals_end_before,
    days.appeals_outlast,
    days.date_is_another_day,
    ways.post_is_suspended,
    ways.post_comes_too_late,
    recipients.address_is_stale,
    recipients.recipient_is_abroad,
    recipients.email_is_shared,
    languages.best_language_is_missing,
    languages.salutation_in_language_is_missing,
    demands.letter_wording_is_missing,
    demands.demand_begins_otherwise,
    people.consent_is_missing,
    people.name_is_spelled_otherwise,
    texts.news_is_missing,
    texts.summary_is_long,
    printing.sheet_is_too_long,
)


def findings_of(sheet: Sheet, *, on: date) -> list[Finding]:
    """All that the checks find on a sheet as it stands on a day: what is red first, then in the order of the checks."""
    return findings_in(reading_of(sheet, on=on))


def findings_in(reading: Reading) -> list[Finding]:
    """The same, of what was read already."""
    found = [finding for check in CHECKS for finding in check(reading)]
    return sorted(found, key=lambda finding: not finding.is_red)
