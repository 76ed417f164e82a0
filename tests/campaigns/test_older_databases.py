"""A database from before some migrations comes up to date: what they make of the rows that are there.

The way back and forth is most of what such a test takes, so it is gone once, past all of these migrations.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.history import FOUND
from accounts.models import User
from campaigns.check_codes import read_code
from campaigns.models import Sheet
from cases.consents import withdrawn_uses
from cases.models import Concern, PersonAtRisk, Use
from tests.builders import AT, issue, make_case, make_draft

# They are run at the end, with the other tests after which the tables are emptied.
pytestmark = pytest.mark.django_db(transaction=True)

BEFORE_USES = [("cases", "0018_withdrawn_consents")]
BEFORE_CHECK_CODES = [("campaigns", "0021_days_that_hold_again")]
BEFORE_REVIEW = [("campaigns", "0010_news_pace_and_assignments")]
AT_FIRST = [("campaigns", "0001_initial"), ("cases", "0001_initial")]


@dataclass
class Sheets:
    """Three issued ones and a draft: at the start, or as they came out."""

    by_two: Sheet  # one person began it, another issued it
    by_one: Sheet
    without_code: Sheet  # nothing is frozen of a check code
    draft: Sheet

    @property
    def all(self) -> tuple[Sheet, ...]:
        return (self.by_two, self.by_one, self.without_code, self.draft)


@dataclass
class Agreed:
    """What one person had agreed to, as it came out: of each consent giver, day, uses and note; what is withdrawn."""

    consents: list[tuple[str, date, set[Use], str]]
    withdrawn: set[Use]


# Of each person how they are shown, who agreed, when, to what; and whether it was withdrawn.
OLD_CONSENTS: dict[str, tuple[str, str, date | None, str, bool]] = {
    "Anna Beispiel": ("name", "her sister", date(2011, 7, 3), "name and letters; no web", False),
    "a teacher, 34": ("chosen", "himself, through a lawyer", date(2011, 7, 4), "profession, no name", True),
    "153 families": (
        "name",
        "residents' committee",
        date(2011, 7, 5),
        "name of the place; no names of people",
        False,
    ),
    "Carla Beispiel": ("name", "a friend", None, "she will write", False),
    "Dora Beispiel": ("name", "", None, "", False),
}


@dataclass
class Journey:
    """What was there before the way back, where it turned, and after it; all of it read by then."""

    sheets_before: Sheets
    sheets_after: Sheets
    authors: dict[int, list[User]]
    reasons_of_records: dict[int, list[str]]
    indexes_before: set[str]
    indexes_at_first: set[str]
    indexes_after: set[str]
    agreed: dict[str, Agreed]
    notes: str
    concerns_kept: list[str]
    concerns_at_first: list[str]
    concerns_after: dict[str, str]


def _migrate(targets: Any) -> Any:
    return MigrationExecutor(connection).migrate(targets).apps


def _indexes() -> set[str]:
    with connection.cursor() as cursor:
        return {
            name
            for name in connection.introspection.get_constraints(cursor, "campaigns_urgentaction")
            if name in ("action_search_by_trigram", "action_by_campaign")
        }


@pytest.fixture(scope="module")
def journey(django_db_setup: None, django_db_blocker: Any) -> Iterator[Journey]:
    with django_db_blocker.unblock():
        try:
            yield _there_and_back()
        finally:
            call_command("flush", verbosity=0, interactive=False)


def _there_and_back() -> Journey:
    before = Sheets(issue(make_draft()), issue(make_draft()), issue(make_draft()), make_draft())
    Concern.objects.all().delete()
    own = Concern.objects.create(name="A concern of our own", slug="a-concern-of-our-own")
    used = Concern.objects.create(name="Death penalty", slug="death-penalty", definition="In words of our own.")
    make_case().concerns.add(used)
    indexes = _indexes()
    everything = MigrationExecutor(connection).loader.graph.leaf_nodes()
    asked = make_case(person="", internal_notes="Ask.")
    try:
        then = _migrate(BEFORE_CHECK_CODES)
        frozen = {key: value for key, value in before.without_code.frozen.items() if key != "check_code"}
        then.get_model("campaigns", "Sheet").objects.filter(pk=before.without_code.pk).update(frozen=frozen)
        then = _migrate(BEFORE_REVIEW)
        began = before.by_one.created_by_id
        then.get_model("campaigns", "Sheet").objects.filter(pk=before.by_one.pk).update(issued_by=began)
        _migrate(AT_FIRST)
        indexes_at_first = _indexes()
        concerns_at_first = list(Concern.objects.order_by("pk").values_list("name", flat=True))
        _write_old_consents(_migrate(BEFORE_USES), asked.pk)
    finally:
        _migrate(everything)

    agreed = {person.published_as: _agreed(person) for person in asked.people.all()}
    asked.refresh_from_db()
    people = "created_by", "edited_by", "approved_by", "issued_by"
    rows = Sheet.objects.select_related(*people).in_bulk([sheet.pk for sheet in before.all])
    return Journey(
        sheets_before=before,
        sheets_after=Sheets(*(rows[sheet.pk] for sheet in before.all)),
        authors={pk: [author.user for author in row.authors.select_related("user")] for pk, row in rows.items()},
        reasons_of_records={pk: [one.history_change_reason for one in row.history.all()] for pk, row in rows.items()},
        indexes_before=indexes,
        indexes_at_first=indexes_at_first,
        indexes_after=_indexes(),
        agreed=agreed,
        notes=asked.internal_notes,
        concerns_kept=[own.name, used.name],
        concerns_at_first=concerns_at_first,
        concerns_after=dict(Concern.objects.values_list("slug", "definition")),
    )


def _write_old_consents(then: Any, case: int) -> None:
    for name, (form, by, on, scope, is_withdrawn) in OLD_CONSENTS.items():
        then.get_model("cases", "PersonAtRisk").objects.create(
            case_id=case,
            published_as=name,
            form=form,
            consent_given_by=by,
            consent_on=on,
            consent_scope=scope,
            consent_withdrawn_at=AT if is_withdrawn else None,
        )


def _agreed(person: PersonAtRisk) -> Agreed:
    rows = [(one.giver, one.given_on, set(one.uses), one.note) for one in person.consents.all()]
    return Agreed(rows, set(withdrawn_uses(person)))


def test_a_consent_covers_what_a_sheet_needed_and_not_what_its_words_deny(journey: Journey) -> None:
    sheet = {Use.STORY, Use.WEB, Use.LETTER}

    assert journey.agreed == {
        "Anna Beispiel": Agreed(
            [("relative", date(2011, 7, 3), {Use.NAME, Use.STORY, Use.LETTER}, "name and letters; no web")], set()
        ),
        "a teacher, 34": Agreed([("person", date(2011, 7, 4), sheet, "profession, no name")], set(Use)),
        "153 families": Agreed(
            [("organisation", date(2011, 7, 5), {Use.NAME, *sheet}, "name of the place; no names of people")], set()
        ),
        "Carla Beispiel": Agreed([], set()),
        "Dora Beispiel": Agreed([], set()),
    }


def test_what_has_no_day_is_no_consent_and_is_not_lost(journey: Journey) -> None:
    assert journey.notes == ("Ask.\n\nConsent for Carla Beispiel, without a day or a use: a friend; she will write")


def test_whoever_issued_what_another_began_counts_as_its_approver(journey: Journey) -> None:
    two, one = journey.sheets_after.by_two, journey.sheets_after.by_one

    assert (two.approved_by, two.approved_at, two.approved_hash) == (two.issued_by, two.issued_at, two.content_hash)
    assert not two.lacks_second_look
    assert (one.approved_by, one.lacks_second_look) == (None, True)
    assert [sheet.edited_by_id for sheet in journey.sheets_after.all] == [
        sheet.created_by_id for sheet in journey.sheets_before.all
    ]
    # Later migrations note their authors and begin their history.
    assert [journey.authors[sheet.pk] for sheet in (two, one)] == [[two.created_by], [one.created_by]]
    assert [journey.reasons_of_records[sheet.pk] for sheet in (two, one)] == [[FOUND], [FOUND]]


def test_every_sheet_gets_a_code_and_what_is_frozen_stays_as_it_is(journey: Journey) -> None:
    before, after = journey.sheets_before, journey.sheets_after
    frozen = {key: value for key, value in before.without_code.frozen.items() if key != "check_code"}

    codes = [sheet.check_code for sheet in after.all]
    assert [after.by_two.check_code, after.by_one.check_code] == [before.by_two.check_code, before.by_one.check_code]
    assert len(set(codes)) == 4
    assert [read_code(code) for code in codes] == codes
    assert (after.without_code.frozen, after.without_code.content_hash) == (frozen, before.without_code.content_hash)


def test_search_index_can_be_taken_back_and_added_again_with_rows(journey: Journey) -> None:
    assert journey.indexes_at_first == set()
    assert journey.indexes_after == journey.indexes_before
    assert "action_by_campaign" in journey.indexes_before
    assert ("action_search_by_trigram" in journey.indexes_before) == (connection.vendor == "postgresql")


def test_the_first_concerns_come_and_go_and_leave_alone_what_is_in_use(journey: Journey) -> None:
    assert journey.concerns_at_first == journey.concerns_kept
    assert len(journey.concerns_after) == 16
    assert journey.concerns_after["death-penalty"] == "In words of our own."
