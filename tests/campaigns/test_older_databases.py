"""A database from before some migrations comes up to date: what they make of the rows that are there.

The way back and forth is most of what such a test takes, so it is gone once, past all of these migrations.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.history import FOUND
from accounts.models import User
from campaigns.check_codes import read_code
from campaigns.models import Sheet
from cases.models import Concern
from tests.builders import issue, make_case, make_draft

# They are run at the end, with the other tests after which the tables are emptied.
pytestmark = pytest.mark.django_db(transaction=True)

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
class Journey:
    """What was there before the way back, where it turned, and after it; all of it read by then."""

    sheets_before: Sheets
    sheets_after: Sheets
    authors: dict[int, list[User]]
    reasons_of_records: dict[int, list[str]]
    indexes_before: set[str]
    indexes_at_first: set[str]
    indexes_after: set[str]
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
    finally:
        _migrate(everything)

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
        concerns_kept=[own.name, used.name],
        concerns_at_first=concerns_at_first,
        concerns_after=dict(Concern.objects.values_list("slug", "definition")),
    )


def test_whoever_issued_what_another_began_counts_as_its_approver(journey: Journey) -> None:
    two, one = journey.sheets_after.by_two, journey.sheets_after.by_one

    assert (two.approved_by, two.approved_at, two.approved_hash) == (two.issued_by, two.issued_at, two.content_hash)
    assert not two.lacks_second_look
    assert (one.approved_by, one.lacks_second_look) == (None, True)
    assert [sheet.edited_by for sheet in journey.sheets_after.all] == [
        sheet.created_by for sheet in journey.sheets_before.all
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
