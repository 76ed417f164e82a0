"""Every sheet has a check code, and each its own."""

from django.db import migrations, models

import campaigns.check_codes


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0023_check_codes_for_sheets_there'),
    ]

    operations = [
        migrations.AlterField(
            model_name='sheet',
            name='check_code',
            field=models.CharField(default=campaigns.check_codes.new_code, editable=False, max_length=8),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.UniqueConstraint(fields=('check_code',), name='sheet_check_code_once', violation_error_message='By chance this sheet was given the check code of another. Begin it once more.'),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.CheckConstraint(condition=models.Q(('check_code', ''), _negated=True), name='sheet_has_a_check_code', violation_error_message='A sheet has a check code, by which whoever holds it asks whether it holds.'),
        ),
    ]
