"""Indexes that find what was deleted, however long the history is."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0019_outcomes_of_people'),
        ('cases', '0007_deleted_rows'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='historicalactionevent',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='actionevent_deleted'),
        ),
        migrations.AddIndex(
            model_name='historicalassignment',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='assignment_deleted'),
        ),
        migrations.AddIndex(
            model_name='historicalcampaign',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='campaign_deleted'),
        ),
        migrations.AddIndex(
            model_name='historicaldemand',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='demand_deleted'),
        ),
        migrations.AddIndex(
            model_name='historicaloutcome',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='outcome_deleted'),
        ),
        migrations.AddIndex(
            model_name='historicalrecipient',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='recipient_deleted'),
        ),
        migrations.AddIndex(
            model_name='historicalsheet',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='sheet_deleted'),
        ),
        migrations.AddIndex(
            model_name='historicalsheetauthor',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='sheetauthor_deleted'),
        ),
        migrations.AddIndex(
            model_name='historicalurgentaction',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='urgentaction_deleted'),
        ),
    ]
