"""The migration that says who approved the sheets of a database from before approvals were kept."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from campaigns.models import Sheet
from tests.builders import issue, make_draft

BEFORE = [("campaigns", "0010_news_pace_and_assignments")]


@pytest.mark.django_db(transaction=True)
def test_whoever_issued_what_another_began_counts_as_its_approver() -> None:
    by_two, by_one, draft = issue(make_draft()), issue(make_draft()), make_draft()
    everything = MigrationExecutor(connection).loader.graph.leaf_nodes()

    try:
        state = MigrationExecutor(connection).migrate(BEFORE)
        state.apps.get_model("campaigns", "Sheet").objects.filter(pk=by_one.pk).update(issued_by=by_one.created_by_id)
    finally:
        MigrationExecutor(connection).migrate(everything)

    sheets = Sheet.objects.in_bulk([by_two.pk, by_one.pk, draft.pk])
    two, one = sheets[by_two.pk], sheets[by_one.pk]
    assert (two.approved_by, two.approved_at, two.approved_hash) == (two.issued_by, two.issued_at, two.content_hash)
    assert not two.lacks_second_look
    assert (one.approved_by, one.lacks_second_look) == (None, True)
    assert {sheet.edited_by for sheet in sheets.values()} == {two.created_by, one.created_by, draft.created_by}
