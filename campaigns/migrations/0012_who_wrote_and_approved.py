"""Who wrote and who approved the sheets that are there already.

Until now whoever issued a sheet was its second pair of eyes. Where that is somebody other than who began it, it
counts as the approval of what was issued. Where one person did both, the sheet says so, and waits for its second
pair of eyes like one that was issued in an emergency.
"""

from django.db import migrations
from django.db.models import F


def tell(apps, schema_editor):
    sheets = apps.get_model("campaigns", "Sheet").objects.all()
    sheets.update(edited_by=F("created_by"))
    issued = sheets.filter(issued_by__isnull=False)
    issued.exclude(issued_by=F("created_by")).update(
        approved_by=F("issued_by"), approved_at=F("issued_at"), approved_hash=F("content_hash")
    )
    issued.filter(issued_by=F("created_by")).update(
        emergency_reason="Issued by whoever began it, before approvals were kept."
    )


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0011_review_of_sheets'),
    ]

    operations = [
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
