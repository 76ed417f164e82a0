"""The first record of every row that was there before its history was kept, so that its first change shows what changed."""

from django.db import migrations
from django.utils import timezone

from accounts.first_records import begin_histories

KEPT = (
    "accounts.User",
)


def begin(apps, schema_editor):
    begin_histories(apps, KEPT, at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_history")]

    # Back: the records go with their tables.
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
