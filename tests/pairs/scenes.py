"""What two people do to the same thing at the same moment, and how to see afterwards whose work is there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model
from django.urls import reverse

from campaigns.models import Sheet
from cases.models import Authority, Case, Deadline, Hearing, PersonAtRisk
from tests.builders import make_authority, make_case, make_deadline, make_draft, make_hearing

_serial = count(1)


@dataclass
class Deed:
    """What one person does on one page.

    Args:
        page: its address.
        types: what goes into which box of it.
        is_there: whether what they did is in the database.
        first: what is posted to the page before it asks, for a list.
    """

    page: str
    types: dict[str, str]
    is_there: Callable[[], bool]
    first: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """Two deeds on one thing, made anew each time.

    Args:
        is_for_both: whether the work of both can stand in the end.
        is_in_stock: whether Django's own admin has these pages too.
    """

    name: str
    set_up: Callable[[], tuple[Deed, Deed]]
    is_for_both: bool
    is_in_stock: bool = True
    is_one_person: bool = False


def address(thing: Model, page: str = "change") -> str:
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_{page}", args=[thing.pk])


def _says(thing: Model, **values: object) -> Callable[[], bool]:
    return lambda: type(thing)._default_manager.filter(pk=thing.pk, **values).exists()


def _is_gone(thing: Model) -> Callable[[], bool]:
    return lambda: not type(thing)._default_manager.filter(pk=thing.pk).exists()


def _type(thing: Model, name: str, text: str, *, on: Model | None = None, box: str = "") -> Deed:
    """Write something into one box, on the page of the thing or of what it belongs to."""
    return Deed(address(on or thing), {box or name: text}, _says(thing, **{name: text}))


def _case() -> Case:
    return make_case(person=f"Anna Beispiel {next(_serial)}", summary="As it was.")


def _hearing() -> Hearing:
    return make_hearing(_case(), result="As it was.")


def case_same_field() -> tuple[Deed, Deed]:
    case = _case()
    return _type(case, "summary", "Her words."), _type(case, "summary", "His words.")


def case_other_fields() -> tuple[Deed, Deed]:
    case = _case()
    return _type(case, "summary", "Her words."), _type(case, "title", "His title")


def row_same_field() -> tuple[Deed, Deed]:
    case = _case()
    person, box = case.people.get(), "people-0-identifiers"
    return (
        _type(person, "identifiers", "prisoner 7", on=case, box=box),
        _type(person, "identifiers", "prisoner 8", on=case, box=box),
    )


def row_other_fields() -> tuple[Deed, Deed]:
    case = _case()
    person = case.people.get()
    return (
        _type(person, "identifiers", "prisoner 7", on=case, box="people-0-identifiers"),
        _type(person, "nationality", "Icelandic", on=case, box="people-0-nationality"),
    )


def _adds_deadline(case: Case, what: str) -> Deed:
    row = {"id": "", "kind": "custody", "on": "01/08/2011", "what": what, "status": "expected", "level": "network"}
    typed = {f"deadlines-0-{name}": value for name, value in row.items()}
    return Deed(
        address(case),
        {"deadlines-TOTAL_FORMS": "1", **typed},
        lambda: Deadline.objects.filter(case=case, what=what).count() == 1,
    )


def rows_added() -> tuple[Deed, Deed]:
    case = _case()
    return _adds_deadline(case, "her deadline"), _adds_deadline(case, "his deadline")


def row_deleted() -> tuple[Deed, Deed]:
    hearing = _hearing()
    return (
        Deed(address(hearing.case), {"hearings-0-DELETE": "on"}, _is_gone(hearing)),
        _type(hearing, "result", "His result.", on=hearing.case, box="hearings-0-result"),
    )


def hearing_and_case_same_field() -> tuple[Deed, Deed]:
    hearing = _hearing()
    return (
        _type(hearing, "result", "Her result."),
        _type(hearing, "result", "His result.", on=hearing.case, box="hearings-0-result"),
    )


def hearing_and_case_other_fields() -> tuple[Deed, Deed]:
    hearing = _hearing()
    hers = Deed(address(hearing), {"on": "02/08/2011"}, _says(hearing, on=date(2011, 8, 2)))
    return hers, _type(hearing.case, "summary", "His words.")


def person_and_case_same_field() -> tuple[Deed, Deed]:
    case = _case()
    person: PersonAtRisk = case.people.get()
    return (
        _type(person, "identifiers", "prisoner 7"),
        _type(person, "identifiers", "prisoner 8", on=case, box="people-0-identifiers"),
    )


def person_and_case_other_fields() -> tuple[Deed, Deed]:
    case = _case()
    return _type(case.people.get(), "nationality", "Icelandic"), _type(case, "title", "His title")


def sheet_same_field() -> tuple[Deed, Deed]:
    sheet = make_draft()
    return _type(sheet, "story", "Her story."), _type(sheet, "story", "His story.")


def sheet_and_demand() -> tuple[Deed, Deed]:
    sheet: Sheet = make_draft()
    demand = sheet.demands.get()
    hers = _type(demand, "sheet_wording", "Urging her words;", on=sheet, box="demands-0-sheet_wording")
    return hers, _type(sheet, "headline", "HIS HEADLINE")


def authority_same_field() -> tuple[Deed, Deed]:
    office: Authority = make_authority()
    return _type(office, "postal_lines", "1 Her Street"), _type(office, "postal_lines", "2 His Street")


def authority_and_salutation() -> tuple[Deed, Deed]:
    office = make_authority()
    salutation = office.salutations.get()
    hers = _type(salutation, "text", "Dear Madam Minister", on=office, box="salutations-0-text")
    return hers, _type(office, "postal_lines", "2 His Street")


def deleted_on_its_page() -> tuple[Deed, Deed]:
    hearing = _hearing()
    return (
        Deed(address(hearing, "delete"), {}, _is_gone(hearing)),
        _type(hearing, "result", "His result.", on=hearing.case, box="hearings-0-result"),
    )


def deleted_from_the_list() -> tuple[Deed, Deed]:
    deadline = make_deadline(_case())
    chosen = {"action": "delete_selected", ACTION_CHECKBOX_NAME: deadline.pk, "index": "0"}
    listed = reverse("admin:cases_deadline_changelist")
    return Deed(listed, {}, _is_gone(deadline), first=chosen), _type(deadline, "result", "His result.")


def submitted() -> tuple[Deed, Deed]:
    sheet = make_draft(dated=date(2011, 7, 13), appeals_limit=date(2099, 1, 1))
    return Deed(address(sheet, "submit"), {}, _says(sheet, status="review")), _type(sheet, "story", "His story.")


def double_click() -> tuple[Deed, Deed]:
    case = _case()
    return _adds_deadline(case, "one deadline"), _adds_deadline(case, "one deadline")


SCENES = (
    Scene("case: the same field", case_same_field, is_for_both=False),
    Scene("case: two fields", case_other_fields, is_for_both=True),
    Scene("case: the same field of a row", row_same_field, is_for_both=False),
    Scene("case: two fields of a row", row_other_fields, is_for_both=True),
    Scene("case: both add a row", rows_added, is_for_both=True),
    Scene("case: one deletes a row, one writes in it", row_deleted, is_for_both=False),
    Scene("hearing and its case: the same field", hearing_and_case_same_field, is_for_both=False),
    Scene("hearing and its case: two fields", hearing_and_case_other_fields, is_for_both=True),
    Scene("person and their case: the same field", person_and_case_same_field, is_for_both=False),
    Scene("person and their case: two fields", person_and_case_other_fields, is_for_both=True),
    Scene("sheet: the same field", sheet_same_field, is_for_both=False),
    Scene("sheet: a demand and a field", sheet_and_demand, is_for_both=True),
    Scene("authority: the same field", authority_same_field, is_for_both=False),
    Scene("authority: a salutation and a field", authority_and_salutation, is_for_both=True),
    Scene("hearing deleted, written in on its case", deleted_on_its_page, is_for_both=False),
    Scene("deadline deleted from the list, written in", deleted_from_the_list, is_for_both=False),
    Scene("draft submitted while it is written in", submitted, is_for_both=False, is_in_stock=False),
    Scene("double click that adds a row", double_click, is_for_both=True, is_one_person=True),
)
