"""What a sheet says became of people, where it must not."""

from collections.abc import Iterator

from campaigns.checks.finding import Finding, on_sheet, red
from campaigns.checks.reading import Reading
from campaigns.outcomes import wrong_outcomes


def outcome_is_wrong(reading: Reading) -> Iterator[Finding]:
    """An end that a sheet of its kind cannot tell of, of somebody of another case, or that is still to come."""
    for number, sentence in enumerate(wrong_outcomes(reading.sheet, on=reading.on)):
        yield red(f"outcome_is_wrong:{number}", sentence, on_sheet("outcomes-group"))
