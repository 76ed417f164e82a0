"""What the case holds for staff, or for its team alone, and the sheet tells all the same."""

from collections.abc import Iterator

from campaigns.checks.finding import Finding, amber, on_page_of, on_sheet, red
from campaigns.checks.people import small_texts, texts
from campaigns.checks.reading import Reading
from cases.told_facts import facts_told_by

_HIDDEN = (
    "The text tells, word for word, what only the team of this case may know. Ask its owner: the text has to change, "
    "or they let everybody know of it."
)


def private_fact_is_told(reading: Reading) -> Iterator[Finding]:
    """Red for what is for the team: it is not said which, since whoever writes the sheet may not know. Amber for what
    all staff may read."""
    said = [*(text for _, text in texts(reading)), *small_texts(reading)]
    told = list(facts_told_by(reading.case, said))
    if any(one.is_for_team for one in told):
        yield red("private_fact_is_told", _HIDDEN, on_sheet("id_story"))
    for one in told:
        if not one.is_for_team:
            yield amber(
                f"private_fact_is_told:{one.key}",
                f"The text tells, word for word, what stands in the case for staff only ({one.kind}). Make it public "
                "there, change the text, or say why it may be told.",
                on_page_of(reading.case, "content-main"),
                reading.content_hash,
            )
