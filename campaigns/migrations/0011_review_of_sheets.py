"""The way of a sheet to issue: submitted, approved, or issued in an emergency and looked over afterwards."""

import cases.text
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0010_news_pace_and_assignments'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='sheet',
            options={'ordering': ('action', 'version'), 'permissions': (('issue_sheet', 'Can approve and issue a sheet'), ('issue_sheet_alone', 'Can issue a sheet without approval in an emergency'))},
        ),
        migrations.RemoveConstraint(
            model_name='sheet',
            name='sheet_one_draft_per_action',
        ),
        migrations.RemoveConstraint(
            model_name='sheet',
            name='sheet_issued_at_and_by_together',
        ),
        migrations.RemoveConstraint(
            model_name='sheet',
            name='sheet_issued_is_frozen',
        ),
        migrations.AddField(
            model_name='sheet',
            name='approved_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='sheet',
            name='approved_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sheet',
            name='approved_hash',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='sheet',
            name='edited_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sheet',
            name='emergency_reason',
            field=cases.text.LineField(blank=True, editable=False, max_length=300),
        ),
        migrations.AddField(
            model_name='sheet',
            name='reviewed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='sheet',
            name='reviewed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sheet',
            name='submitted_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='actionevent',
            name='verb',
            field=models.CharField(choices=[('submit', 'submitted for review'), ('send_back', 'sent back to draft'), ('approve', 'approved'), ('issue', 'issued'), ('issue_now', 'issued without approval'), ('review', 'reviewed after issue'), ('withdraw', 'withdrawn'), ('pause', 'paused'), ('resume', 'resumed'), ('stop', 'stopped'), ('close', 'closed'), ('ask_reopen', 'asked to be reopened'), ('reopen', 'reopened'), ('record', 'written down')], max_length=10),
        ),
        migrations.AlterField(
            model_name='assignment',
            name='matter',
            field=models.CharField(choices=[('hearing', 'hearing'), ('deadline', 'deadline'), ('action', 'action'), ('sheet', 'draft'), ('review', 'sheet to review'), ('second', 'sheet issued without approval'), ('authority', 'address'), ('reminder', 'failed mail')], max_length=10),
        ),
        migrations.AlterField(
            model_name='sheet',
            name='status',
            field=models.CharField(choices=[('draft', 'draft'), ('review', 'in review'), ('approved', 'approved'), ('issued', 'issued'), ('superseded', 'superseded'), ('withdrawn', 'withdrawn')], default='draft', editable=False, max_length=10),
        ),
        migrations.AlterField(
            model_name='reminder',
            name='kind',
            field=models.CharField(choices=[('hearing', 'hearing'), ('deadline', 'deadline'), ('appeals', 'last good day'), ('new', 'new action'), ('changed', 'new sheet'), ('paused', 'pause'), ('resumed', 'asks again'), ('stopped', 'stop'), ('closed', 'end of an action'), ('hearing_moved', 'moved hearing'), ('deadline_moved', 'moved deadline'), ('desk', 'list for the day')], max_length=16),
        ),
    ]
