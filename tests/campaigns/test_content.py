import json

import pytest

from campaigns.content import content_of, hash_of
from campaigns.lifecycle import draft_sheet
from campaigns.models import Sheet
from cases.levels import Level
from cases.models import Salutation
from tests.builders import AT, issue, make_action, make_authority, make_case, make_draft, make_open_action

pytestmark = pytest.mark.django_db


def test_content_survives_being_frozen_and_thawed():
    sheet = make_draft()
    as_draft = content_of(sheet)

    issue(sheet)

    assert content_of(Sheet.objects.get()) == as_draft


def test_private_facts_are_not_part_of_the_content():
    case = make_case(sources="CANARY one", internal_notes="CANARY two", title="CANARY three")
    case.people.get().consents.update(who="CANARY four", note="CANARY eight")
    case.developments.create(happened_on="2011", what="CANARY five", source="CANARY six", level=Level.NETWORK)
    authority = make_authority(notes="CANARY seven")
    action = make_open_action(case, recipients=[authority])
    assert case.developments.count() == 1

    assert "CANARY" not in json.dumps(action.current_sheet.frozen)
    assert "canary" not in action.search_text


def test_the_block_of_an_addressee_is_printed_from_the_office_down():
    authority = make_authority(
        form_of_address="Prosecutor", holder="I. Mustermann", office="Office of Examples", postal_lines="1 Street\nTown"
    )

    [addressee] = content_of(make_draft(recipients=[authority])).recipients

    assert addressee.name_lines == ("Prosecutor", "I. Mustermann", "Office of Examples", "1 Street", "Town")


def test_salutations_follow_the_languages_of_the_sheet():
    authority = make_authority(salutation="Dear Minister")
    for language, text in (("ru", "Уважаемый министр"), ("fr", "Monsieur le Ministre")):
        Salutation.objects.create(authority=authority, language=language, text=text)

    [addressee] = content_of(make_draft(recipients=[authority], languages=["ru", "en"])).recipients

    assert [language for language, _ in addressee.salutations] == ["ru", "en", "fr"]


def test_an_office_whose_holder_has_left_is_printed_without_a_name():
    authority = make_authority(holder="I. Mustermann", holder_until="2011-07-12")

    [addressee] = content_of(make_draft(recipients=[authority])).recipients

    assert addressee.holder == ""


def test_the_titles_of_further_sheets_count_up():
    action = make_open_action()
    titles = []
    for _ in range(2):
        sheet = make_draft(action)
        titles.append(content_of(sheet).title)
        issue(sheet)

    assert titles == [
        f"Further information on {action.reference}",
        f"Second further information on {action.reference}",
    ]


@pytest.mark.parametrize(
    ("kind", "before", "title"),
    [
        ("correction", 0, "Correction to {}"),
        ("correction", 1, "Second correction to {}"),
        ("further", 10, "11th further information on {}"),
        ("further", 20, "21st further information on {}"),
        ("stop", 0, "Stop action on {}"),
        ("outcome", 0, "Outcome of {}"),
    ],
)
def test_the_title_of_a_sheet_is_computed_from_those_of_its_kind(kind, before, title):
    action = make_action()
    for _ in range(before):
        withdrawn = draft_sheet(action, by=action.created_by, at=AT, kind=kind)
        # Not the way of a sheet, but quicker than issuing twenty: only those put aside do not count.
        Sheet.objects.filter(pk=withdrawn.pk).update(**issued_columns(withdrawn))

    sheet = draft_sheet(action, by=action.created_by, at=AT, kind=kind)

    assert content_of(sheet).title == title.format(action.reference)


def issued_columns(sheet):
    return {
        "status": "superseded",
        "issued_at": AT,
        "issued_by": sheet.created_by,
        "frozen": content_of(sheet).as_json(),
        "content_hash": "0" * 64,
        "emergency_reason": "in a test",
    }


def test_a_further_sheet_starts_from_the_last_one():
    action = make_open_action()
    first = action.current_sheet

    second = draft_sheet(action, by=action.created_by, at=AT)

    assert (second.version, second.kind, second.headline) == (2, "further", first.headline)
    assert [d.letter_wording for d in second.demands.all()] == [d.letter_wording for d in first.demands.all()]
    assert [r.authority for r in second.recipients.all()] == [r.authority for r in first.recipients.all()]


def test_issuing_a_further_sheet_supersedes_the_one_before():
    action = make_open_action()
    second = make_draft(action, headline="NEW DATE OF TRIAL")

    issue(second)

    action.refresh_from_db()
    assert action.current_sheet.headline == "NEW DATE OF TRIAL"
    assert [sheet.status for sheet in action.sheets.all()] == ["superseded", "issued"]


def test_the_hash_depends_on_the_content_and_not_on_the_order_of_keys():
    assert hash_of({"a": 1, "b": "é"}) == hash_of({"b": "é", "a": 1})
    assert hash_of({"a": 1, "b": "é"}) != hash_of({"a": 1, "b": "e"})
