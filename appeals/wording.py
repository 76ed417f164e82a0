"""The words that are printed on every sheet around its own text, by language: one table.

To let sheets speak another language, add one row to `LABELS`. Nothing else knows how many there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from babel.dates import format_date
from babel.lists import format_list

from campaigns.deadlines import Wording
from campaigns.models import Outcome
from cases.languages import language_name
from cases.partial_dates import PartialDate


class Mark(StrEnum):
    """Why a sheet must not be sent, printed across every page of it."""

    DRAFT = "draft"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    ENDED = "ended"


class UnknownLanguage(ValueError):
    """No labels in this language. The message says which there are."""


@dataclass(frozen=True)
class Labels:
    """The words of one language. Braces hold the places of values; capitals are left to the style sheet."""

    locale: str  # of the CLDR: forms of dates and of lists
    kicker: str
    endings: dict[str, str]  # instead of it on a sheet that asks for no letters, by its kind
    index: str
    also_ends: str
    changes: str
    write_in: str
    own_language: str
    send_appeals: dict[Wording, str]
    copies_to: str
    fax: str
    phone: str
    email: str
    web_form: str
    salutation: str
    salutation_in: str
    dated: str
    additional_information: str
    version: str
    last_good_day: str
    check_before_posting: str
    check_standing: str  # instead of it on a sheet that asks for no letters
    check_alt: str
    page: str
    page_of: str
    marks: dict[Mark, str]
    became: str  # above what became of each person
    outcomes: dict[str, str]  # by the values of Outcome.Word

    def day(self, day: date) -> str:
        """``13 July 2011``"""
        return format_date(day, "d MMMM y", locale=self.locale)

    def also_ends_line(self, references: Sequence[str]) -> str:
        """``This also ends UA 26/00 and UA 233/99.``; nothing if it ends no other."""
        return self.also_ends.format(actions=format_list(references, locale=self.locale)) if references else ""

    def known_date(self, known: PartialDate) -> str:
        """``13 July 2011``, ``July 2011`` or ``2011``, as far as it is known."""
        pattern = {"day": "d MMMM y", "month": "MMMM y", "year": "y"}[known.precision]
        return format_date(known.first_day, pattern, locale=self.locale)

    def languages_line(self, languages: Sequence[str], *, own_language: bool) -> str:
        """``Please write immediately in Russian, English or your own language:``; nothing if none is named."""
        names = [language_name(code, in_language=self.locale.replace("_", "-")) for code in languages]
        if own_language:
            names.append(self.own_language)
        return self.write_in.format(languages=format_list(names, style="or", locale=self.locale)) if names else ""


DEFAULT_LANGUAGE = "en"

LABELS: dict[str, Labels] = {
    "en": Labels(
        locale="en_GB",
        kicker="Urgent action",
        endings={
            "stop": "STOP – please send no more appeals",
            "outcome": "Outcome – please send no more appeals",
        },
        index="Index: {index}",
        also_ends="This also ends {actions}. Please send no more appeals there either.",
        changes="What changed since the sheet before this one",
        write_in="Please write immediately in {languages}:",
        own_language="your own language",
        send_appeals={
            Wording.BEFORE: "Please send appeals before {day} to:",
            Wording.UNTIL: "Please send appeals until {day} to:",
        },
        copies_to="And copies to:",
        fax="Fax:",
        phone="Phone:",
        email="E-mail:",
        web_form="Web form:",
        salutation="Salutation:",
        salutation_in="Salutation ({language}):",
        dated="Date: {day}",
        additional_information="Additional information",
        version="Version {version}",
        last_good_day="Last good day to send: {day}",
        check_before_posting="Before you post:",
        check_standing="How it stands today:",
        check_alt="QR code with the address {address}",
        page="Page",
        page_of="of",
        marks={
            Mark.DRAFT: "Draft – not for sending",
            Mark.WITHDRAWN: "Withdrawn draft – not for sending",
            Mark.SUPERSEDED: "Replaced by a newer sheet – not for sending",
            Mark.ENDED: "This action has ended – not for sending",
        },
        became="What became of them, as far as we know",
        outcomes={word.value: str(word.label) for word in Outcome.Word},
    ),
}


def labels_in(language: str) -> Labels:
    """The labels of a language.

    Raises:
        UnknownLanguage: if there are none; names those that there are.
    """
    if language in LABELS:
        return LABELS[language]
    known = ", ".join(f"{code} ({language_name(code)})" for code in sorted(LABELS))
    raise UnknownLanguage(f"There are no sheets in “{language[:20]}” yet. There are: {known}.")
