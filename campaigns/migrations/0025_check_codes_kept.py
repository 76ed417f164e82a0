"""The history of a sheet keeps its check code; the records that are there get the code of their sheet."""

import campaigns.check_codes
from django.db import migrations, models


def copy(apps, schema_editor):
    Sheet, Record = apps.get_model("campaigns", "Sheet"), apps.get_model("campaigns", "HistoricalSheet")
    codes = Sheet.objects.filter(pk=models.OuterRef("id")).values("check_code")
    Record.objects.filter(models.Exists(codes)).update(check_code=models.Subquery(codes))


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0024_every_sheet_has_its_check_code")]

    operations = [
        migrations.AddField(
            model_name="historicalsheet",
            name="check_code",
            field=models.CharField(default="", editable=False, max_length=8),
        ),
        migrations.RunPython(copy, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="historicalsheet",
            name="check_code",
            field=models.CharField(default=campaigns.check_codes.new_code, editable=False, max_length=8),
        ),
    ]
