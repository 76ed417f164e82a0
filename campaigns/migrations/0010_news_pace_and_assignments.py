"""News, pace and language of subscriptions; who has what of the desk in hand; mails that carry several notices."""

import cases.text
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def forget_ids_of_mails_not_yet_tried(apps, schema_editor):
    """They were reckoned from the notice; now a mail gets its own when it is first tried."""
    reminders = apps.get_model("campaigns", "Reminder").objects
    reminders.filter(status="planned", attempts=0).update(message_id="")


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0009_erased_addresses'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.CharField(choices=[('hearing', 'hearing'), ('deadline', 'deadline'), ('action', 'action'), ('sheet', 'draft'), ('authority', 'address'), ('reminder', 'failed mail')], max_length=10)),
                ('subject_id', models.PositiveBigIntegerField()),
                ('not_before', models.DateField(blank=True, help_text='Until this day it waits and is not shown.', null=True)),
                ('note', cases.text.LineField(blank=True, max_length=300)),
                ('at', models.DateTimeField(help_text='When this was decided.')),
            ],
            options={
                'ordering': ('matter', 'subject_id'),
            },
        ),
        migrations.RemoveConstraint(
            model_name='suppression',
            name='suppression_once_per_address',
        ),
        migrations.RemoveIndex(
            model_name='reminder',
            name='reminder_planned_by_due_time',
        ),
        migrations.AddField(
            model_name='actionevent',
            name='public_note',
            field=cases.text.ProseField(blank=True, help_text='For everybody: what may be told of it.', max_length=1000),
        ),
        migrations.AddField(
            model_name='subscription',
            name='language',
            field=models.CharField(choices=[('en', 'English'), ('fr', 'français'), ('de', 'Deutsch'), ('es', 'español')], default='en', max_length=7),
        ),
        migrations.AddField(
            model_name='subscription',
            name='pace',
            field=models.CharField(choices=[('now', 'at once'), ('daily', 'once a day'), ('weekly', 'once a week')], default='now', max_length=6),
        ),
        migrations.AddField(
            model_name='suppression',
            name='cause',
            field=models.CharField(choices=[('erased', 'erased'), ('bounced', 'refused by its mail server')], default='erased', max_length=10),
        ),
        migrations.AlterField(
            model_name='reminder',
            name='about_on',
            field=models.DateField(help_text='The day it is about: of the hearing, of the event, the last good day.'),
        ),
        migrations.AlterField(
            model_name='reminder',
            name='action',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='campaigns.urgentaction'),
        ),
        migrations.AlterField(
            model_name='reminder',
            name='kind',
            field=models.CharField(choices=[('hearing', 'hearing'), ('deadline', 'deadline'), ('appeals', 'last good day'), ('new', 'new action'), ('changed', 'new sheet'), ('paused', 'pause'), ('resumed', 'end of a pause'), ('stopped', 'stop'), ('closed', 'end of an action'), ('hearing_moved', 'moved hearing'), ('deadline_moved', 'moved deadline'), ('desk', 'list for the day')], max_length=16),
        ),
        migrations.AlterField(
            model_name='reminder',
            name='message_id',
            field=models.CharField(blank=True, help_text='Of the mail it goes with, from the first attempt on.', max_length=200),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(condition=models.Q(('status', 'planned')), fields=['due_at', 'attempts', 'id'], name='reminder_to_send'),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(condition=models.Q(('kind__in', ('stopped', 'paused')), ('status', 'planned')), fields=['due_at', 'attempts', 'id'], name='reminder_to_send_first'),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(condition=models.Q(('status', 'planned')), fields=['address'], name='reminder_planned_by_address'),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(condition=models.Q(('message_id', ''), _negated=True), fields=['message_id'], name='reminder_by_message_id'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__isnull', True), ('kind', 'desk'), ('subscription__isnull', True)), models.Q(models.Q(('kind', 'desk'), _negated=True), ('action__isnull', False)), _connector='OR'), name='reminder_is_about_an_action_or_the_desk', violation_error_message='A notice is about one action, or it is the list for the day of the staff.'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.CheckConstraint(condition=models.Q(('attempts', 0), models.Q(('message_id', ''), _negated=True), _connector='OR'), name='reminder_tried_has_a_message_id', violation_error_message='A notice that was tried has a Message-ID.'),
        ),
        migrations.AddConstraint(
            model_name='suppression',
            constraint=models.UniqueConstraint(fields=('address_hash', 'cause'), name='suppression_once_per_address_and_cause', violation_error_message='No mail goes to this address already, for the same cause.'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='assignee',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='assignments', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assignment',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(fields=('matter', 'subject_id'), name='assignment_once_per_matter', violation_error_message='This matter is with somebody already; change that instead.'),
        ),
        migrations.RunPython(forget_ids_of_mails_not_yet_tried, migrations.RunPython.noop),
    ]
