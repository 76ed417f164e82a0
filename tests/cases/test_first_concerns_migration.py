"""The migration that brings the first concerns goes back and forth with rows in the table."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cases.models import Concern
from tests.builders import make_case


@pytest.mark.django_db(transaction=True)
def test_the_first_concerns_come_and_go_and_leave_alone_what_is_in_use() -> None:
    Concern.objects.all().delete()
    everything = MigrationExecutor(connection).loader.graph.leaf_nodes()
    own = Concern.objects.create(name="A concern of our own", slug="a-concern-of-our-own")
    used = Concern.objects.create(name="Death penalty", slug="death-penalty", definition="In words of our own.")
    make_case().concerns.add(used)

    try:
        MigrationExecutor(connection).migrate([("cases", "0001_initial")])
        assert list(Concern.objects.order_by("pk")) == [own, used]
    finally:
        MigrationExecutor(connection).migrate(everything)

    assert Concern.objects.count() == 16
    assert Concern.objects.get(slug="death-penalty").definition == "In words of our own."
