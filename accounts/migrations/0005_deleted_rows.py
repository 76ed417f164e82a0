"""Indexes that find what was deleted, however long the history is."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_calendar_keys'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='historicaluser',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='user_deleted'),
        ),
    ]
