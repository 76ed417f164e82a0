"""Who is at risk: somebody at all, each with their consent, and each name spelled in one way."""

import re
from collections.abc import Iterator

from campaigns.checks.finding import Finding, Place, amber, in_row, on_page_of, on_sheet, red
from campaigns.checks.reading import Reading
from cases.models import PersonAtRisk
from cases.spelling import Names, near_misses
from cases.true_names import people_told_by

# What a published name needs: to be printed, and to stand on a page that everybody finds.
_COVERS = {
    "the name": re.compile(r"(?<!no )(?<!not )(?<!without )\b(?:name|names|named|surname)\b", re.IGNORECASE),
    "the web": re.compile(r"(?<!no )(?<!not )(?<!without )\b(?:web|website|internet|online)\b", re.IGNORECASE),
}


def nobody_is_at_risk(reading: Reading) -> Iterator[Finding]:
    if not reading.content.people:
        yield red(
            "nobody_is_at_risk",
            "Nobody is named as at risk: add a person, a family, a group or a community to the case.",
            on_page_of(reading.case, "people-group"),
        )


def consent_is_missing(reading: Reading) -> Iterator[Finding]:
    """A published name of which nobody has written down who agreed to it, when, and to what."""
    for person in _named(reading):
        about = (person.published_as, person.consent_given_by, person.consent_on, person.consent_scope)
        if not person.consent_given_by or person.consent_on is None:
            yield amber(
                f"consent_is_missing:{person.pk}",
                f"{person.published_as} is named, and it is not written down who agreed to that, and when.",
                on_page_of(person, "id_consent_given_by"),
                about,
            )
        elif lacks := [what for what, pattern in _COVERS.items() if not pattern.search(person.consent_scope)]:
            yield amber(
                f"consent_is_missing:{person.pk}",
                f"The consent for {person.published_as} does not say that it covers {' and '.join(lacks)}.",
                on_page_of(person, "id_consent_scope"),
                about,
            )


def consent_is_withdrawn(reading: Reading) -> Iterator[Finding]:
    """Somebody on the sheet, by name or in a chosen form, who does not want to be written for any more."""
    for person in reading.people:
        if person.consent_withdrawn_at is not None and reading.sheet.asks:
            yield red(
                f"consent_is_withdrawn:{person.pk}",
                f"The consent for “{person.published_as}” was withdrawn. Take them off the case, or write down that "
                "they agree again.",
                on_page_of(reading.case, "consents-of-case"),
            )


def withheld_name_is_told(reading: Reading) -> Iterator[Finding]:
    """A word of a name that must not be known, anywhere on the sheet. Says of whom, and never which word."""
    said = [text for _, text in texts(reading)] + small_texts(reading)
    for person in people_told_by(reading.people, said):
        yield red(
            f"withheld_name_is_told:{person.pk}",
            f"The sheet holds a word of the name that is withheld for “{person.published_as}”. Take it out of every "
            "text; if it is another person's name, write that in another way.",
            on_sheet("id_story"),
        )


def name_is_spelled_otherwise(reading: Reading) -> Iterator[Finding]:
    """A word of the sheet that is nearly one of a name on it."""
    content = reading.content
    names = Names(
        tuple((person.published_as, person.other_spellings) for person in _named(reading)),
        (*(f"{row.holder} {row.office}" for row in content.recipients), content.country_name),
    )
    told: set[str] = set()
    for place, text in texts(reading):
        for miss in near_misses(text, names):
            if miss.word.casefold() in told:
                continue
            told.add(miss.word.casefold())
            yield amber(
                f"name_is_spelled_otherwise:{miss.word.casefold()[:40]}",
                f"“{miss.word}” is nearly the name “{miss.name}”: if it is meant, spell it in one way.",
                place,
                miss.word,
                miss.name,
            )


def _named(reading: Reading) -> list[PersonAtRisk]:
    return [person for person in reading.people if person.form == PersonAtRisk.Form.NAME]


def small_texts(reading: Reading) -> list[str]:
    """What else is printed of people and by staff, and has no box in which a name is likely."""
    content = reading.content
    people = [f"{person.name} {person.other_spellings} {person.identifiers}" for person in content.people]
    outcomes = [f"{outcome.name} {outcome.sentence}" for outcome in content.outcomes]
    return [*people, *outcomes, content.changes, content.late_note, content.diplomatic_note, content.index_number]


def texts(reading: Reading) -> Iterator[tuple[Place, str]]:
    """Every text that staff type into the sheet, with its place."""
    content = reading.content
    yield on_sheet("id_headline"), content.headline
    yield on_sheet("id_summary"), content.summary
    yield on_sheet("id_story"), content.story
    yield on_sheet("id_additional_information"), content.additional_information
    for number, demand in enumerate(content.demands):
        yield in_row("demands", number, "sheet_wording"), demand.on_sheet
        yield in_row("demands", number, "letter_wording"), demand.in_letter
