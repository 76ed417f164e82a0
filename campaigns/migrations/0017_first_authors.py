"""Of sheets from before their authors were kept, whoever began them and whoever wrote in them last is known."""

from django.db import migrations

_AT_ONCE = 1_000  # sheets


def note(apps, schema_editor):
    Sheet, SheetAuthor = apps.get_model("campaigns", "Sheet"), apps.get_model("campaigns", "SheetAuthor")
    last = 0
    sheets = Sheet.objects.order_by("pk").values_list("pk", "created_by", "edited_by", "created_at")
    while found := list(sheets.filter(pk__gt=last)[:_AT_ONCE]):
        SheetAuthor.objects.bulk_create(
            [
                SheetAuthor(sheet_id=sheet, user_id=user, since=since)
                for sheet, began, edited, since in found
                for user in {began, edited}
            ],
            ignore_conflicts=True,
        )
        last = found[-1][0]


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0016_sheet_authors")]

    # Back: the authors go with their table.
    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
