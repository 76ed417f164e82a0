"""The texts of a sheet: there at all, short enough to be read, and saying what is new."""

from collections.abc import Iterator

from campaigns.checks.finding import Finding, amber, on_sheet, red
from campaigns.checks.reading import Reading
from campaigns.models import Sheet

LONGEST_SUMMARY = 120  # words


def text_is_empty(reading: Reading) -> Iterator[Finding]:
    texts = [("headline", reading.content.headline), ("summary", reading.content.summary)]
    if reading.content.asks:
        texts.append(("story", reading.content.story))
    for name, text in texts:
        if not text:
            yield red(f"text_is_empty:{name}", f"The {name} is empty.", on_sheet(f"id_{name}"))


def summary_is_long(reading: Reading) -> Iterator[Finding]:
    words = len(reading.content.summary.split())
    if words > LONGEST_SUMMARY:
        yield amber(
            "summary_is_long",
            f"The summary has {words} words. It is what people read in a list: {LONGEST_SUMMARY} are the most.",
            on_sheet("id_summary"),
            reading.content.summary,
        )


def news_is_missing(reading: Reading) -> Iterator[Finding]:
    """A further sheet whose texts are those of the one before, and that does not say either what it changes."""
    now, before = reading.content, reading.before
    if before is None or now.changes or now.kind not in (Sheet.Kind.FURTHER, Sheet.Kind.CORRECTION):
        return
    texts = (now.headline, now.summary, now.story, now.additional_information)
    if texts == (before.headline, before.summary, before.story, before.additional_information):
        yield amber(
            "news_is_missing",
            f"Nothing is said of what is new: every text is that of sheet {before.version}.",
            on_sheet("id_summary"),
            texts,
        )
