"""The code by which a printed sheet is checked. Sheets that are there get theirs in the next migration."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0021_days_that_hold_again'),
    ]

    operations = [
        migrations.AddField(
            model_name='sheet',
            name='check_code',
            field=models.CharField(default='', editable=False, max_length=8),
        ),
    ]
