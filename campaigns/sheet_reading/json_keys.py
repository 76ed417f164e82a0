"""A reading as JSON: the keys that `manage.py import_sheet --json` prints. Leaf module: no models.

null: the sheet does not say. An empty list: the sheet has none.
"""

from dataclasses import asdict
from typing import Any

from campaigns.sheet_reading.header import Header
from campaigns.sheet_reading.reading import SheetReading
from campaigns.sheet_reading.recipients import Addressee
from campaigns.sheet_reading.source_lines import Found, Place


def as_json(reading: SheetReading) -> dict[str, Any]:
    """All fields, without their places."""
    header = reading.header
    kind = header.kind.value if header.kind else "new"
    return {
        "layout": reading.layout,
        "kind": kind,
        "update_ordinal": header.ordinal.value if header.ordinal and kind != "new" else None,
        "ua_number": number_of(header),
        "index_number": _value(header.index_number),
        "original_ua": _original(header, kind),
        "issue_date": _iso(header.issue_date),
        "country": _value(header.country),
        "inferred_fields": ["country"] if reading.country_is_inferred else [],
        "headline": _value(reading.headline),
        "headline_occurrences": reading.headline_occurrences,
        "summary": _value(reading.summary),
        "concerns": [one.value for one in reading.concerns],
        "persons": [
            asdict(one.value) | {"nationality": _value(reading.nationalities.get(one.value.name))}
            for one in reading.people
        ],
        "groups": [asdict(one.value) for one in reading.groups],
        "persons_mentioned_not_subjects": reading.others_named,
        "appeal_before": reading.appeal.value.day.isoformat() if reading.appeal else None,
        "appeal_before_label": reading.appeal.value.wording if reading.appeal else None,
        "languages": [one.value for one in reading.languages],
        "own_language_allowed": _value(reading.own_language),
        "write_immediately": _value(reading.write_at_once),
        "appeal_points": [one.value for one in reading.demands],
        "requests_in_letter": [one.value for one in reading.requests_in_letter],
        "model_letter": [one.value for one in reading.letter] or None,
        "recipients": [_recipient(one) for one in reading.recipients],
        "additional_information": reading.additional is not None,
        "additional_information_label": reading.additional_label,
        "diplomatic_copies": reading.diplomatic is not None,
        "late_note": reading.late_note is not None,
        "hearings": [_hearing(one) for one in reading.hearings],
        "undated_steps": [asdict(one.value) for one in reading.undated_steps],
        "events": [*[_event(one) for one in reading.events], *_of_the_sheet(reading)],
        "background_events": [_event(one) for one in reading.events if one.value.is_background],
    }


def number_of(header: Header) -> str | None:
    """ "60/16"; of another series than UA with its letters, "EX 38/00"."""
    if header.reference is None:
        return None
    number = header.reference.value
    written = f"{number.number}/{number.year % 100:02}"
    return written if number.series in ("UA", None) else f"{number.series} {written}"


def _value(found: Found[Any] | None) -> Any:
    return found.value if found else None


def _iso(found: Found[Any] | None) -> str | None:
    return found.value.isoformat() if found else None


def _original(header: Header, kind: str) -> dict[str, Any] | None:
    """The first document of the action, as an update names it, and those after it."""
    if kind == "new" or header.reference is None:
        return None
    written: dict[str, Any] = {"ua_number": number_of(header)}
    named = [one.value for one in header.ancestors]
    if named:
        written["index_number"] = named[0].index_number
        written["issue_date"] = named[0].issue_date.isoformat() if named[0].issue_date else None
    if named[1:]:
        written["follow_ups"] = [
            {"index_number": one.index_number, "issue_date": one.issue_date.isoformat() if one.issue_date else None}
            for one in named[1:]
        ]
    if header.previous_link:
        written["link"] = header.previous_link.value
    return {key: value for key, value in written.items() if value is not None}


def _recipient(one: Addressee) -> dict[str, Any]:
    return {
        "role": one.role,
        "name_lines": one.name_lines,
        "office": one.office,
        "holder": one.holder,
        "postal_lines": one.postal_lines,
        "fax": " / ".join(one.fax) or None,
        "phones": one.phones,
        "email": one.email,
        "emails": one.emails,
        "web_forms": one.web_forms,
        "salutation": one.salutation,
        "salutations": one.salutations,
    }


def _hearing(one: Found[Any]) -> dict[str, Any]:
    event = one.value
    said = {"date": event.on.isoformat(), "court": event.court, "matter": event.matter}
    return said | ({"year_from": "issue date"} if event.year_from_issue else {})


def _event(one: Found[Any]) -> dict[str, Any]:
    event = one.value
    said: dict[str, Any] = {"date": event.on.isoformat(), "precision": event.precision, "what": event.what}
    if event.is_background:
        said["background"] = True
    if event.is_to_come:
        said["future_at_issue"] = True
    if event.year_from_issue:
        said["year_from"] = "issue date"
    return said


def _of_the_sheet(reading: SheetReading) -> list[dict[str, Any]]:
    """The two days of the sheet itself."""
    said: list[dict[str, Any]] = []
    if reading.header.issue_date:
        said.append({"date": _iso(reading.header.issue_date), "precision": "day", "what": "sheet dated"})
    if reading.appeal:
        day = reading.appeal.value.day.isoformat()
        said.append({"date": day, "precision": "day", "what": "appeals to be sent before", "future_at_issue": True})
    return said


def provenance(reading: SheetReading) -> dict[str, list[dict[str, Any]]]:
    """For each key of `as_json` where its values stand and how sure the reader is: sure, likely, guessed."""
    header = reading.header
    single: dict[str, Found[Any] | None] = {
        "kind": header.kind, "update_ordinal": header.ordinal, "ua_number": header.reference,
        "index_number": header.index_number, "issue_date": header.issue_date, "country": header.country,
        "headline": reading.headline, "summary": reading.summary, "appeal_before": reading.appeal,
        "own_language_allowed": reading.own_language, "write_immediately": reading.write_at_once,
        "additional_information": reading.additional, "diplomatic_copies": reading.diplomatic,
        "late_note": reading.late_note,
    }  # fmt: skip
    many: dict[str, list[Any]] = {
        "original_ua": [*header.ancestors, *([header.previous_link] if header.previous_link else [])],
        "persons": reading.people, "groups": reading.groups, "languages": reading.languages,
        "appeal_points": reading.demands, "model_letter": reading.letter,
        "requests_in_letter": reading.requests_in_letter, "recipients": reading.recipients,
        "hearings": reading.hearings, "events": reading.events, "undated_steps": reading.undated_steps,
        "concerns": reading.concerns,
    }  # fmt: skip
    places = {key: [_place(found.place, found.surety)] for key, found in single.items() if found is not None}
    return places | {key: [_place(one.place, one.surety) for one in found] for key, found in many.items() if found}


def _place(place: Place | None, surety: str) -> dict[str, Any]:
    where = {"page": place.page, "first_line": place.first, "last_line": place.last} if place else {}
    return {**where, "surety": surety}
