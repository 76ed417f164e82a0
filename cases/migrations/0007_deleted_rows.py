"""Indexes that find what was deleted, however long the history is."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_more_statuses_of_people'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='historicalauthority',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='authority_deleted'),
        ),
        migrations.AddIndex(
            model_name='historicalcase',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='case_deleted'),
        ),
        migrations.AddIndex(
            model_name='historicalconcern',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='concern_deleted'),
        ),
        migrations.AddIndex(
            model_name='historicaldeadline',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='deadline_deleted'),
        ),
        migrations.AddIndex(
            model_name='historicaldevelopment',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='development_deleted'),
        ),
        migrations.AddIndex(
            model_name='historicalhearing',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='hearing_deleted'),
        ),
        migrations.AddIndex(
            model_name='historicalpersonatrisk',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='personatrisk_deleted'),
        ),
        migrations.AddIndex(
            model_name='historicalpersonstatus',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='personstatus_deleted'),
        ),
        migrations.AddIndex(
            model_name='historicalsalutation',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='salutation_deleted'),
        ),
    ]
