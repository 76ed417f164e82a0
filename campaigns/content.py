"""The public content of a sheet, written out field by field.

`content_of` reads the models; everything public (pages, PDF, letters, search) is made from what it gives.
A private field cannot slip out through a template, because it is not here. When a sheet is issued this
content is stored with it as JSON, and from then on `content_of` gives that, whatever changes in the book of
authorities or in the case.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from campaigns.deadlines import Wording, default_appeal_date, last_good_day
from campaigns.models import Recipient, Sheet
from campaigns.sheet_rows import SheetRows, rows_of
from campaigns.titles import title_of
from campaigns.told_outcomes import ToldOutcome, read_outcomes, thaw_outcomes
from cases.countries import country_name
from cases.models import Authority, PersonAtRisk
from cases.text import lines_of

# What of a content tells of somebody, in words and in rows; and JSON to put nothing in their place.
_WORDS = ("title", "headline", "summary", "story", "additional_information", "changes")
_ROWS = ("people", "demands", "recipients", "outcomes", "also_ends")
WORDLESS = json.dumps({**dict.fromkeys(_WORDS, ""), **dict.fromkeys(_ROWS, ())})


@dataclass(frozen=True)
class Person:
    """Someone at risk, as published."""

    name: str
    kind: str  # person, family, group, community
    gender: str
    age: int | None
    nationality: str
    identifiers: str
    other_spellings: str

    @property
    def names(self) -> frozenset[str]:
        """Every name and spelling by which they are known."""
        spellings = (spelling.strip() for spelling in self.other_spellings.split(","))
        return frozenset(filter(None, (self.name, *spellings)))


@dataclass(frozen=True)
class Ask:
    """A demand in its two wordings."""

    on_sheet: str
    in_letter: str


@dataclass(frozen=True)
class Addressee:
    """An authority as it is printed: what was true when the sheet was issued."""

    authority_id: int
    role: str  # appeals, copies
    form_of_address: str
    holder: str
    office: str
    postal_lines: tuple[str, ...]
    country: str  # ISO 3166-1 alpha-2
    fax: str
    phone: str
    emails: tuple[str, ...]
    web_form: str
    salutations: tuple[tuple[str, str], ...]  # (language code, text), in the sheet's order of languages
    verified_on: date | None

    @property
    def name_lines(self) -> tuple[str, ...]:
        """The whole block as printed: line above the holder, holder, office, postal lines."""
        return (*(line for line in (self.form_of_address, self.holder, self.office) if line), *self.postal_lines)

    @property
    def web_link(self) -> str:
        """Its web form where it may be followed: an address that would run something is only ever text."""
        return self.web_form if self.web_form.lower().startswith(("https://", "http://")) else ""


@dataclass(frozen=True)
class Ended:
    """Another action that a stop or an outcome sheet ends besides its own; a reference alone may name two old ones."""

    reference: str
    slug: str


@dataclass(frozen=True)
class SheetContent:
    """Everything that a sheet says to the public."""

    reference: str
    series: str
    number: int | None
    year: int
    version: int
    check_code: str
    kind: str
    title: str
    dated: date
    index_number: str
    country: str  # ISO 3166-1 alpha-2
    country_name: str
    concerns: tuple[str, ...]
    headline: str
    summary: str
    story: str
    additional_information: str
    people: tuple[Person, ...]
    demands: tuple[Ask, ...]
    recipients: tuple[Addressee, ...]
    languages: tuple[str, ...]
    own_language: bool
    appeals_limit: date
    appeals_wording: str
    last_good_day: date
    late_note: str
    diplomatic_note: str
    # Also what stands in on sheets from before these were kept.
    outcomes: tuple[ToldOutcome, ...] = ()
    changes: str = ""
    also_ends: tuple[Ended, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether it asks people to write; a stop and an outcome do not."""
        return self.kind not in Sheet.ENDING

    @property
    def appeals_to(self) -> tuple[Addressee, ...]:
        return tuple(r for r in self.recipients if r.role == Recipient.Role.APPEALS)

    @property
    def copies_to(self) -> tuple[Addressee, ...]:
        return tuple(r for r in self.recipients if r.role == Recipient.Role.COPIES)

    def as_json(self) -> dict[str, Any]:
        """Plain data for a JSON column; dates in ISO form."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self), default=date.isoformat))
        return plain


def hash_of(plain: dict[str, Any]) -> str:
    """SHA-256 (hex) of a content's JSON, the same for equal contents whatever the order of keys."""
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def content_of(sheet: Sheet, rows: SheetRows | None = None) -> SheetContent:
    """The public content of a sheet: frozen if it was issued, else as the draft stands now.

    Args:
        rows: those of a draft, where they are at hand.
    """
    if sheet.frozen is None:
        return _read(sheet, rows or rows_of(sheet))
    # Sheets issued before there were check codes have none frozen: their row was given one since, and a new
    # rendering prints that. Their frozen JSON and its hash stay as they are.
    return _thaw({"check_code": sheet.check_code, **sheet.frozen})


def without_words(content: SheetContent) -> SheetContent:
    """A content of which nothing may be told but which action it is of, and its days."""
    nothing: dict[str, Any] = {**dict.fromkeys(_WORDS, ""), **dict.fromkeys(_ROWS, ())}
    return replace(content, **nothing)


def _thaw(plain: dict[str, Any]) -> SheetContent:
    """A content from its JSON. Keys of a later version of this class are left out, missing ones fail."""
    day = date.fromisoformat
    return SheetContent(
        **{
            **plain,
            "dated": day(plain["dated"]),
            "appeals_limit": day(plain["appeals_limit"]),
            "last_good_day": day(plain["last_good_day"]),
            "concerns": tuple(plain["concerns"]),
            "languages": tuple(plain["languages"]),
            "people": tuple(Person(**person) for person in plain["people"]),
            "demands": tuple(Ask(**ask) for ask in plain["demands"]),
            "recipients": tuple(thaw_addressee(recipient) for recipient in plain["recipients"]),
            "outcomes": thaw_outcomes(plain.get("outcomes", ())),
            "also_ends": tuple(Ended(**ended) for ended in plain.get("also_ends", ())),
        }
    )


def thaw_addressee(plain: dict[str, Any]) -> Addressee:
    """An authority as it was printed, from its JSON."""
    return Addressee(
        **{
            **plain,
            "postal_lines": tuple(plain["postal_lines"]),
            "emails": tuple(plain["emails"]),
            "salutations": tuple((language, text) for language, text in plain["salutations"]),
            "verified_on": date.fromisoformat(plain["verified_on"]) if plain["verified_on"] else None,
        }
    )


def _read(sheet: Sheet, rows: SheetRows) -> SheetContent:
    action = sheet.action
    case = action.case
    limit, wording = _limit(sheet)
    return SheetContent(
        reference=action.reference,
        series=action.series,
        number=action.number,
        year=action.year,
        version=sheet.version,
        check_code=sheet.check_code,
        kind=sheet.kind,
        title=title_of(sheet),
        dated=sheet.dated,
        index_number=sheet.index_number,
        country=str(case.country),
        country_name=country_name(case.country),
        concerns=tuple(concern.name for concern in case.concerns.all()),
        headline=sheet.headline,
        summary=sheet.summary,
        story=sheet.story,
        additional_information=sheet.additional_information,
        people=tuple(person_of(person) for person in rows.people),
        demands=tuple(Ask(row.sheet_wording, row.letter_wording) for row in rows.demands),
        recipients=tuple(
            addressee_of(recipient.authority, role=recipient.role, languages=sheet.languages, on=sheet.dated)
            for recipient in rows.recipients
        ),
        languages=tuple(sheet.languages) if sheet.asks else (),
        own_language=sheet.own_language,
        appeals_limit=limit,
        appeals_wording=wording,
        last_good_day=last_good_day(limit, wording),
        late_note=sheet.late_note if sheet.asks else "",
        diplomatic_note=sheet.diplomatic_note if sheet.asks else "",
        outcomes=read_outcomes(sheet),
        changes=sheet.changes if sheet.follows else "",
        also_ends=() if sheet.asks else tuple(Ended(other.reference, other.slug) for other in sheet.ends_also()),
    )


def person_of(person: PersonAtRisk) -> Person:
    """Somebody at risk as everybody may know them."""
    return Person(
        name=person.published_as,
        kind=person.kind,
        gender=person.gender,
        age=person.age,
        nationality=person.nationality,
        identifiers=person.identifiers,
        other_spellings=person.other_spellings,
    )


def _limit(sheet: Sheet) -> tuple[date, str]:
    """The appeals date and its wording. A sheet that says it is over leaves no day: the last was before its date."""
    if not sheet.asks:
        return sheet.dated, Wording.BEFORE
    if sheet.appeals_limit:
        return sheet.appeals_limit, sheet.appeals_wording
    return default_appeal_date(sheet.dated), Wording.BEFORE


def addressee_of(authority: Authority, *, role: str, languages: Sequence[str], on: date) -> Addressee:
    """An authority as a sheet of a day prints it.

    Args:
        languages: those of the sheet, in whose order the salutations stand.
    """
    wanted = {code: place for place, code in enumerate(languages)}
    salutations = sorted(
        authority.salutations.all(), key=lambda row: (wanted.get(row.language, len(wanted)), row.language)
    )
    return Addressee(
        authority_id=authority.pk,
        role=role,
        form_of_address=authority.form_of_address,
        holder=authority.holder_on(on),
        office=authority.office,
        postal_lines=tuple(lines_of(authority.postal_lines)),
        country=str(authority.country),
        fax=authority.fax,
        phone=authority.phone,
        emails=tuple(lines_of(authority.emails)),
        web_form=authority.web_form,
        salutations=tuple((row.language, row.text) for row in salutations),
        verified_on=authority.verified_on,
    )
