"""Whom a sheet asks to write to, as offices of the book or as what a new entry would say."""

import re
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from campaigns.sheet_drafts.matching import Book
from campaigns.sheet_drafts.office_kinds import kind_of_office
from campaigns.sheet_drafts.proposal import APPEALS, COPIES, Proposal, ProposedRecipient, Trace
from campaigns.sheet_reading.recipients import Addressee
from cases.country_spellings import exact_country
from cases.models import Authority
from cases.models.authority import Salutation

MOST_RECIPIENTS = 20
# The fields of a new entry that are taken over as they are printed.
TAKEN = ("form_of_address", "holder", "postal_lines", "fax", "phone", "emails", "web_form")


def propose_recipients(found: Sequence[Addressee], *, country: str, draft: Proposal) -> list[ProposedRecipient]:
    """The recipients of a sheet, those in the book by their numbers.

    Args:
        country: of the sheet, for an address that names none.
        draft: gets the traces and the remarks.
    """
    rows = [(one, _country_of(one) or country) for one in found[:MOST_RECIPIENTS]]
    if len(found) > len(rows):
        draft.remarks.append(f"Only the first {len(rows)} of {len(found)} recipients were taken over.")
    book = Book.of(where for _, where in rows)
    proposed: list[ProposedRecipient] = []
    for one, where in rows:
        row = _proposed(one, where, draft.remarks)
        if row is None:
            continue
        match(row, book)
        draft.traces[f"recipients-{len(proposed)}"] = Trace(one.place, one.surety)
        proposed.append(row)
    return proposed


def match(row: ProposedRecipient, book: Book) -> None:
    """Note which office of the book it is, and which others may be meant."""
    same = book.same(row.office, row.country)
    row.known = same.pk if same else None
    row.near = [one.pk for one in book.near(row.office, row.holder, row.country) if one != same]


def _country_of(one: Addressee) -> str:
    named = exact_country(one.country) if one.country else None
    return named.code if named else ""


def _proposed(one: Addressee, country: str, remarks: list[str]) -> ProposedRecipient | None:
    office = _fitted("office", one.office or "", remarks)
    if not office:
        shown = ", ".join(one.name_lines)[:120]
        remarks.append(f"A recipient was left out, because no office could be read: “{shown}”")
        return None
    row = ProposedRecipient(
        APPEALS if one.role == "primary" else COPIES, office, country=country, kind=kind_of_office(office)
    )
    row.form_of_address = _fitted("form_of_address", _above(one), remarks)
    row.holder = _fitted("holder", one.holder or "", remarks)
    row.postal_lines = _fitted("postal_lines", "\n".join(one.postal_lines), remarks)
    row.fax = _first(row.office, "fax", one.fax, remarks)
    row.phone = _first(row.office, "phone", one.phones, remarks)
    row.emails = _fitted("emails", "\n".join(one.emails), remarks)
    row.web_form = _first(row.office, "web_form", [_address(web) for web in one.web_forms], remarks)
    for language, text in one.salutations.items():
        try:
            row.salutations[language] = Salutation._meta.get_field("text").clean(text, None)
        except ValidationError:
            remarks.append(f"A salutation of {office} was left out: “{text[:80]}”")
    return row


def _above(one: Addressee) -> str:
    """What is printed above the holder: "Prosecutor General"."""
    first = one.name_lines[0] if one.name_lines else ""
    is_other = first not in (one.office, one.holder) and first not in one.postal_lines
    return first if is_other and one.holder and (one.office or "") not in first else ""


def _address(web: str) -> str:
    """With the beginning that every address of a page has, where the sheet leaves it out."""
    return web if re.match(r"https?://", web) else f"https://{web}"


def _first(office: str, name: str, values: Sequence[str], remarks: list[str]) -> str:
    if len(values) > 1:
        remarks.append(f"{office} has more than one {name.replace('_', ' ')}; the first was taken: {values[0]}.")
    return _fitted(name, values[0], remarks) if values else ""


def _fitted(name: str, value: str, remarks: list[str]) -> str:
    if not value:
        return ""
    field: Any = Authority._meta.get_field(name)
    try:
        return str(field.clean(value, None))
    except ValidationError as refused:
        remarks.append(f"The {field.verbose_name} of a recipient was left out. {refused.messages[0]} “{value[:80]}”")
        return ""
