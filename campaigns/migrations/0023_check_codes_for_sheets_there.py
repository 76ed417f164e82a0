"""A check code for each sheet that is there, so that whatever is rendered of it from now on carries one.

What was issued is frozen and stays so: neither its JSON, nor its hash, nor a PDF that is kept changes. Where a code is
frozen already (somebody migrated back and forth), that one stands on paper and is taken.
"""

from django.db import migrations
from django.db.models.fields.json import KeyTextTransform

from campaigns.check_codes import new_code

BATCH = 2_000


def give(apps, schema_editor):
    Sheet = apps.get_model("campaigns", "Sheet")
    printed = dict(
        Sheet.objects.filter(frozen__has_key="check_code").values_list("pk", KeyTextTransform("check_code", "frozen"))
    )
    taken = set(printed.values())
    keys = list(Sheet.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        sheets = []
        for pk in keys[start : start + BATCH]:
            code = printed.get(pk) or new_code()
            while pk not in printed and code in taken:
                code = new_code()
            taken.add(code)
            sheets.append(Sheet(pk=pk, check_code=code))
        Sheet.objects.bulk_update(sheets, ["check_code"])


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0022_check_code_of_a_sheet'),
    ]

    operations = [
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
