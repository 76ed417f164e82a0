"""What the public lists need to stay quick: an index of trigrams for the search, and one by campaign.

The index of trigrams is PostgreSQL's alone. Where its extension pg_trgm is not installed, or this database user
may not create it, the search works without, only slower; run ``migrate campaigns 0001`` and ``migrate`` again
once the extension is there.
"""

from typing import Any

from django.db import DatabaseError, migrations, models, transaction

TABLE, INDEX = "campaigns_urgentaction", "action_search_by_trigram"


def add_trigram_index(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        # A savepoint of its own: a refused extension must not spoil the migration around it.
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:
        return
    schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {INDEX} ON {TABLE} USING gin (search_text gin_trgm_ops)")


def drop_trigram_index(apps: Any, schema_editor: Any) -> None:
    # The extension stays: others may use it by now.
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="urgentaction",
            index=models.Index(fields=["campaign", "status", "last_good_day"], name="action_by_campaign"),
        ),
        migrations.RunPython(add_trigram_index, drop_trigram_index),
    ]
