from datetime import date

import pytest

from campaigns.checks import Level, findings_of
from cases.models import PostalRoute
from tests.builders import DAY, make_action, make_authority, make_case, make_draft, make_hearing

pytestmark = pytest.mark.django_db

ADDRESS = "1 Example Street\n101 Sampletown\nIceland"


def suspend() -> None:
    PostalRoute.objects.create(
        country="IS", working_days=5, is_suspended=True, suspended_since=DAY, suspension_reason="ash"
    )


def found(sheet) -> list[tuple[str, str]]:
    return [(finding.level, finding.sentence) for finding in findings_of(sheet, on=DAY)]


@pytest.mark.parametrize(
    ("ways", "level"),
    [
        ({"postal_lines": ADDRESS}, "red"),
        ({"postal_lines": ADDRESS, "phone": "+354 000"}, "red"),
        ({"postal_lines": ADDRESS, "fax": "+354 000"}, "amber"),
        ({"postal_lines": ADDRESS, "emails": "a@example.org"}, "amber"),
        ({"postal_lines": ADDRESS, "web_form": "https://example.org/"}, "amber"),
        ({"postal_lines": "", "fax": "+354 000"}, None),
    ],
)
def test_where_post_is_suspended_there_must_be_another_way(ways, level):
    suspend()
    sheet = make_draft(recipients=[make_authority(office="Ministry", **ways)])

    assert [finding.level for finding in findings_of(sheet, on=DAY)] == ([level] if level else [])


def test_a_telephone_carries_no_letter():
    sheet = make_draft(recipients=[make_authority(office="Ministry", postal_lines="", phone="+354 000")])

    assert found(sheet) == [
        (
            Level.RED,
            "No letter can reach Ministry: it has neither an address, a fax, an e-mail address nor a web form.",
        )
    ]


def sheet_before_a_hearing(on: date, **fields):
    case = make_case()
    make_hearing(case, on=on)
    office = make_authority(office="Ministry", **{name: fields.pop(name) for name in ("fax",) if name in fields})
    return make_draft(make_action(case), recipients=[office], **fields)


@pytest.mark.parametrize(("working_days", "is_late"), [(4, False), (5, True)])
def test_post_has_to_be_there_by_the_next_public_day(working_days, is_late):
    """From Wednesday 13 July to Tuesday 19 July there are four working days."""
    PostalRoute.objects.create(country="IS", working_days=working_days)

    keys = [finding.key.partition(":")[0] for finding in findings_of(sheet_before_a_hearing(date(2011, 7, 19)), on=DAY)]

    assert keys == (["post_comes_too_late"] if is_late else [])


def test_where_there_is_only_post_it_says_to_look_for_another_way():
    PostalRoute.objects.create(country="IS", working_days=5)

    assert found(sheet_before_a_hearing(date(2011, 7, 19))) == [
        (
            Level.AMBER,
            "No letter that is posted now reaches Ministry before the hearing on 19 July 2011 (review of detention), "
            "and it has no other way: look for a fax number or an e-mail address.",
        )
    ]


def test_where_there_is_a_fax_it_says_to_say_so():
    PostalRoute.objects.create(country="IS", working_days=5)

    assert found(sheet_before_a_hearing(date(2011, 7, 19), fax="+354 000")) == [
        (
            Level.AMBER,
            "No letter that is posted now reaches Ministry before the hearing on 19 July 2011 (review of detention): "
            "say on the sheet that fax goes first.",
        )
    ]


def test_a_sheet_that_says_so_is_left_alone():
    PostalRoute.objects.create(country="IS", working_days=5)

    assert found(sheet_before_a_hearing(date(2011, 7, 19), fax="+354 000", story="Write by fax first.")) == []


def test_without_a_day_to_come_post_has_to_be_there_before_the_appeals_end():
    PostalRoute.objects.create(country="IS", working_days=5)
    sheet = make_draft(appeals_limit=date(2011, 7, 20), recipients=[make_authority(office="Ministry")])

    ((_, sentence),) = found(sheet)

    assert sentence.startswith("No letter that is posted now reaches Ministry before the appeals end on 19 July 2011")
