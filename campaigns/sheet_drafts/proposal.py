"""A draft before it is saved: what was read, as a person may change it. Leaf module: no models.

Empty means that the sheet does not say, or that somebody left it out.
"""

from dataclasses import dataclass, field
from datetime import date

from campaigns.sheet_reading.source_lines import Found, Place
from cases.partial_dates import PartialDate

APPEALS, COPIES = "appeals", "copies"


@dataclass(frozen=True)
class Trace:
    """Where a value was read, and how sure the reader is: sure, likely or guessed."""

    place: Place | None
    surety: str

    @classmethod
    def of(cls, found: Found) -> "Trace":
        return cls(found.place, found.surety)

    def as_list(self) -> list[object]:
        """As it is kept: page, first line, last line, surety."""
        where = self.place
        return [where.page, where.first, where.last, self.surety] if where else [None, None, None, self.surety]


@dataclass
class ProposedPerson:
    """Somebody at risk, or a group."""

    published_as: str
    kind: str = "person"
    gender: str = ""
    age: int | None = None
    nationality: str = ""
    gender_from_prose: str = ""  # what pronouns show; offered to a person, never saved by itself


@dataclass
class ProposedDemand:
    """One thing asked, with the wording for letters where one could be proposed."""

    sheet_wording: str
    letter_wording: str = ""


@dataclass
class ProposedRecipient:
    """Somebody to write to: an office of the book, or what a new one would say.

    Args:
        role: appeals or copies.
        known: the number of the authority in the book; None for a new one.
        near: numbers of others in the book that may be meant, the nearest first.
        country: its code.
        salutations: by the code of their language.
    """

    role: str
    office: str
    known: int | None = None
    near: list[int] = field(default_factory=list)
    kind: str = "other"
    form_of_address: str = ""
    holder: str = ""
    country: str = ""
    postal_lines: str = ""
    fax: str = ""
    phone: str = ""
    emails: str = ""
    web_form: str = ""
    salutations: dict[str, str] = field(default_factory=dict)


@dataclass
class ProposedHearing:
    """A step before a court. It becomes a hearing where its court is in the book or among the recipients."""

    on: date
    court: str
    matter: str


@dataclass
class ProposedDevelopment:
    """What happened, or was announced, in the words of the sheet."""

    happened_on: PartialDate
    what: str
    date_note: str = ""
    is_background: bool = False  # of the country rather than of the case: offered to a person, never saved by itself


@dataclass
class Proposal:
    """Everything that a draft is made of.

    Args:
        series, number, year: of the action; a number of None for a document that shows none.
        kind: of the sheet, as `Sheet.Kind` has it.
        dated: its date; None where it does not say, and then the draft bears the day of its making.
        concerns: names out of the list of concerns.
        traces: where each value was read, by the name of its field ("headline", "demands-2").
        unfit: what was read for a field that does not take it as it stands, for a person to shorten; never saved.
        remarks: what the reader found odd, and what was not taken over and why, in sentences.
    """

    country: str = ""
    series: str = "UA"
    number: int | None = None
    year: int | None = None
    kind: str = "first"
    dated: date | None = None
    index_number: str = ""
    headline: str = ""
    summary: str = ""
    story: str = ""
    additional_information: str = ""
    appeals_limit: date | None = None
    appeals_wording: str = "before"
    languages: list[str] = field(default_factory=list)
    own_language: bool = False
    late_note: str = ""
    diplomatic_note: str = ""
    concerns: list[str] = field(default_factory=list)
    people: list[ProposedPerson] = field(default_factory=list)
    demands: list[ProposedDemand] = field(default_factory=list)
    recipients: list[ProposedRecipient] = field(default_factory=list)
    hearings: list[ProposedHearing] = field(default_factory=list)
    developments: list[ProposedDevelopment] = field(default_factory=list)
    traces: dict[str, Trace] = field(default_factory=dict)
    unfit: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
