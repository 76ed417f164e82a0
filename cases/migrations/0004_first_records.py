"""The first record of every row that was there before its history was kept, so that its first change shows what changed."""

from django.db import migrations
from django.utils import timezone

from accounts.first_records import begin_histories

KEPT = (
    "cases.Concern",
    "cases.Authority",
    "cases.Salutation",
    "cases.Case",
    "cases.PersonAtRisk",
    "cases.PersonStatus",
    "cases.Development",
    "cases.Hearing",
    "cases.Deadline",
)


def begin(apps, schema_editor):
    begin_histories(apps, KEPT, at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_history")]

    # Back: the records go with their tables.
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
