"""A sheet of the desk as JSON, with the keys that `manage.py import_sheet --json` prints. For staff only.

What was issued is given as it was issued. Hearings and events are those of its case as they stand now, also those
that are not public; where somebody has them from is in no field.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from campaigns.content import Addressee, Ask, Person, SheetContent, content_of
from campaigns.models import Recipient, Sheet
from campaigns.states import SheetStatus
from cases.countries import country_name
from cases.country_spellings import exact_country
from cases.languages import language_name
from cases.models import Case, Development, Hearing, PersonAtRisk

# As the reader of old sheets calls the kinds. An outcome says, as a stop does, that nobody is to write.
_KINDS = {
    Sheet.Kind.FIRST: "new",
    Sheet.Kind.FURTHER: "update",
    Sheet.Kind.CORRECTION: "correction",
    Sheet.Kind.STOP: "stop",
    Sheet.Kind.OUTCOME: "stop",
}
_GROUPS = frozenset({PersonAtRisk.Kind.GROUP, PersonAtRisk.Kind.COMMUNITY})
_WHAT_STAFF_READ = ("campaigns.view_sheet", "cases.view_case", "cases.view_hearing", "cases.view_development")


def may_export(user: User | AnonymousUser, sheet: Sheet) -> bool:
    """Whoever may read the sheet and the facts of its case."""
    return sheet.pk is not None and all(user.has_perm(permission) for permission in _WHAT_STAFF_READ)


def exported(sheet: Sheet, *, with_texts: bool = False) -> dict[str, Any]:
    """A sheet, field by field.

    Args:
        with_texts: also `story` and `additional_information_text`, of which reading gives no more than that they are
            there; and `reference`, `version` and `status`, by which the desk knows the sheet.

    Returns:
        null: the sheet does not say, or the desk does not keep it. An empty list: there are none.
    """
    content = content_of(sheet)
    case = sheet.action.case
    kind = _KINDS[Sheet.Kind(content.kind)]
    hearings = list(case.hearings.for_all_staff().select_related("court"))
    letters = [ask.in_letter for ask in content.demands if _is_of_letter(ask)]
    said = {
        "layout": "desk",
        "kind": kind,
        "update_ordinal": _ordinal(sheet, kind),
        "ua_number": _number(content),
        "index_number": content.index_number or None,
        "original_ua": _original(sheet, content, kind),
        "issue_date": content.dated.isoformat(),
        "country": _country(content.country),
        "inferred_fields": [],
        "headline": content.headline or None,
        "headline_occurrences": None,
        "summary": content.summary or None,
        "concerns": list(content.concerns),
        "persons": [_person(one) for one in content.people if one.kind not in _GROUPS],
        "groups": [{"name": one.name, "short": None} for one in content.people if one.kind in _GROUPS],
        "persons_mentioned_not_subjects": [],
        "appeal_before": _limit(sheet, content),
        "appeal_before_label": content.appeals_wording if _limit(sheet, content) else None,
        "languages": [language_name(code) for code in content.languages],
        "own_language_allowed": True if content.asks and content.own_language else None,
        "write_immediately": None,
        "appeal_points": [ask.on_sheet for ask in content.demands if not _is_of_letter(ask)],
        "requests_in_letter": letters,
        "model_letter": None,
        "recipients": [_recipient(one) for one in content.recipients],
        "additional_information": bool(content.additional_information),
        "additional_information_label": None,
        "diplomatic_copies": bool(content.diplomatic_note),
        "late_note": bool(content.late_note),
        "hearings": [_hearing(one) for one in hearings if one.status == Hearing.Status.EXPECTED],
        "undated_steps": [],
        "events": _events(case, hearings),
        "background_events": [],
    }
    return said | _texts(sheet, content) if with_texts else said


def _texts(sheet: Sheet, content: SheetContent) -> dict[str, Any]:
    return {
        "reference": content.reference,
        "version": content.version,
        "status": str(SheetStatus(sheet.status)),
        "story": content.story or None,
        "additional_information_text": content.additional_information or None,
    }


def _is_of_letter(ask: Ask) -> bool:
    """A sentence of a model letter is the same in both wordings."""
    return bool(ask.in_letter) and ask.on_sheet == ask.in_letter


def _number(content: SheetContent) -> str | None:
    if content.number is None:
        return None
    written = f"{content.number}/{content.year % 100:02}"
    return written if content.series == "UA" else f"{content.series} {written}"


def _ordinal(sheet: Sheet, kind: str) -> int | None:
    """The how-manieth of its kind, among those that the desk has and nobody put aside."""
    if kind == "new":
        return None
    of_its_kind = sheet.action.sheets.filter(kind=sheet.kind, version__lte=sheet.version)
    return of_its_kind.exclude(status=SheetStatus.WITHDRAWN).count()


def _original(sheet: Sheet, content: SheetContent, kind: str) -> dict[str, Any] | None:
    if kind == "new" or _number(content) is None:
        return None
    first = sheet.action.sheets.filter(kind=Sheet.Kind.FIRST).exclude(status=SheetStatus.WITHDRAWN).first()
    said: dict[str, Any] = {"ua_number": _number(content)}
    if first is not None:
        said |= {"index_number": first.index_number or None, "issue_date": first.dated.isoformat()}
    return {key: value for key, value in said.items() if value is not None}


def _country(code: str) -> str:
    """In the spelling in which old sheets are read."""
    name = country_name(code)
    named = exact_country(name)
    return named.name if named else name


def _limit(sheet: Sheet, content: SheetContent) -> str | None:
    if not content.asks or (sheet.frozen is None and sheet.appeals_limit is None):
        return None
    return content.appeals_limit.isoformat()


def _person(one: Person) -> dict[str, Any]:
    gender = one.gender if one.gender in ("f", "m") else None
    return {
        "name": one.name,
        "gender": gender,
        "gender_from_prose": None,
        "age": one.age,
        "nationality": one.nationality or None,
    }


def _recipient(one: Addressee) -> dict[str, Any]:
    salutations = dict(one.salutations)
    return {
        "role": "primary" if one.role == Recipient.Role.APPEALS else "copy",
        "name_lines": list(one.name_lines),
        "office": one.office,
        "holder": one.holder or None,
        "postal_lines": list(one.postal_lines),
        "fax": one.fax or None,
        "phones": [one.phone] if one.phone else [],
        "email": ", ".join(one.emails) or None,
        "emails": list(one.emails),
        "web_forms": [one.web_form] if one.web_form else [],
        "salutation": " / ".join(salutations.values()) or None,
        "salutations": salutations,
    }


def _hearing(one: Hearing) -> dict[str, Any]:
    return {"date": one.on.isoformat(), "court": one.court.office, "matter": one.matter}


def _events(case: Case, hearings: list[Hearing]) -> list[dict[str, Any]]:
    told = [_event(one) for one in case.developments.for_all_staff()]
    told += [{"date": one.on.isoformat(), "precision": "day", "what": one.matter} for one in hearings]
    return sorted(told, key=lambda event: event["date"])


def _event(one: Development) -> dict[str, Any]:
    on: Any = one.happened_on  # a PartialDate, which the field makes of a string
    return {"date": on.isoformat(), "precision": one.date_note or on.precision, "what": one.what}
