"""Who is at risk: somebody at all, each with their consent, and each name spelled in one way."""

from collections.abc import Iterator

from campaigns.checks.finding import Finding, Place, amber, in_row, on_page_of, on_sheet, red
from campaigns.checks.reading import Reading
from campaigns.consent import NEEDED
from cases.consents import in_words, once_named
from cases.models import PersonAtRisk, Use
from cases.spelling import Names, near_misses
from cases.true_names import people_told_by, tells


def nobody_is_at_risk(reading: Reading) -> Iterator[Finding]:
    if not reading.content.people:
        yield red(
            "nobody_is_at_risk",
            "Nobody is named as at risk: add a person, a family, a group or a community to the case.",
            on_page_of(reading.case, "people-group"),
        )


def consent_is_missing(reading: Reading) -> Iterator[Finding]:
    """Somebody on the sheet of whom nobody has written down who agreed to it, and when; or to be named.

    There may be a ground: that they cannot be asked, that their name is public already. It is given as the reason.
    """
    for person in reading.people:
        standing = reading.standings[person.pk]
        is_named = person.form == PersonAtRisk.Form.NAME
        if not standing.consents and not standing.withdrawals:
            words = f"{person.published_as} is named" if is_named else f"“{person.published_as}” is written for"
            told = f"{words}, and it is not written down who agreed to that, and when."
        elif is_named and Use.NAME not in standing.allowed | standing.withdrawn:
            told = f"The consent for {person.published_as} does not say that it covers the name."
        else:
            continue
        yield amber(
            f"consent_is_missing:{person.pk}",
            f"{told} Write it down{', show them in a chosen form' if is_named else ''}, or say on which other ground "
            "the sheet stands: that they cannot be asked, say, or are known to everybody already.",
            on_page_of(person, "consents-group"),
            (person.published_as, sorted(standing.allowed)),
        )


def consent_does_not_cover(reading: Reading) -> Iterator[Finding]:
    """Somebody who was asked, and did not agree to what any sheet that asks for letters does."""
    for person in reading.people if reading.sheet.asks else ():
        standing = reading.standings[person.pk]
        if standing.consents and (lacking := NEEDED - standing.allowed - standing.withdrawn):
            yield red(
                f"consent_does_not_cover:{person.pk}",
                f"The consent for “{person.published_as}” does not cover {in_words(lacking)}. Ask them, and write down "
                "what they say; or take them off the case.",
                on_page_of(person, "consents-group"),
            )


def consent_is_withdrawn(reading: Reading) -> Iterator[Finding]:
    """Somebody on the sheet, by name or in a chosen form, who does not want to be written for (so) any more."""
    for person in reading.people if reading.sheet.asks else ():
        withdrawn = reading.standings[person.pk].withdrawn
        is_named = person.form == PersonAtRisk.Form.NAME
        if lost := withdrawn & NEEDED:
            told = f"The consent for “{person.published_as}” was withdrawn for {in_words(lost)}. Take them off the case"
        elif Use.NAME in withdrawn and is_named:
            told = f"“{person.published_as}” does not want to be named any more. Show them in a chosen form"
        else:
            continue
        yield red(
            f"consent_is_withdrawn:{person.pk}",
            f"{told}, or write down that they agree again.",
            on_page_of(reading.case, "consents-of-case"),
        )


def withdrawn_name_is_told(reading: Reading) -> Iterator[Finding]:
    """A word of a name under which somebody was shown before they took that back, anywhere on the sheet."""
    said: list[str] | None = None
    for person in reading.people:
        if Use.NAME not in reading.standings[person.pk].withdrawn or person.form == PersonAtRisk.Form.NAME:
            continue
        said = _all_texts(reading) if said is None else said
        if any(tells(word, "\n".join(said)) for name in once_named(person) for word in _own_words(name, person)):
            yield red(
                f"withdrawn_name_is_told:{person.pk}",
                f"The sheet holds a word of the name that “{person.published_as}” does not want to be known by any "
                "more. Take it out of every text; if it is another person's name, write that in another way.",
                on_sheet("id_story"),
            )


def _own_words(name: str, person: PersonAtRisk) -> list[str]:
    """The words of a name but for those that stand in the chosen form, too."""
    return [word for word in name.split() if not tells(word, person.published_as)]


def withheld_name_is_told(reading: Reading) -> Iterator[Finding]:
    """A word of a name that must not be known, anywhere on the sheet. Says of whom, and never which word."""
    for person in people_told_by(reading.people, _all_texts(reading)):
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


def _all_texts(reading: Reading) -> list[str]:
    return [text for _, text in texts(reading)] + small_texts(reading)


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
