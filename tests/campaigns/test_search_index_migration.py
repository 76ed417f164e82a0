"""The migration that adds the index of trigrams goes back and forth with rows in the table."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.builders import make_open_action

TABLE = "campaigns_urgentaction"


def _indexes() -> set[str]:
    with connection.cursor() as cursor:
        return {
            name
            for name in connection.introspection.get_constraints(cursor, TABLE)
            if name in ("action_search_by_trigram", "action_by_campaign")
        }


@pytest.mark.django_db(transaction=True)
def test_search_index_can_be_taken_back_and_added_again_with_rows() -> None:
    make_open_action()
    everything = MigrationExecutor(connection).loader.graph.leaf_nodes()
    there = _indexes()

    try:
        MigrationExecutor(connection).migrate([("campaigns", "0001_initial")])
        assert _indexes() == set()
    finally:
        MigrationExecutor(connection).migrate(everything)

    assert _indexes() == there
    assert "action_by_campaign" in there
    assert ("action_search_by_trigram" in there) == (connection.vendor == "postgresql")
