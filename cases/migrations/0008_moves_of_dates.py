"""Moves of hearings and deadlines: what was, what is, by whom, and who took it back."""


import cases.text
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_deleted_rows'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DateMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(choices=[('adjourn', 'adjourned'), ('cancel', 'cancelled'), ('hold', 'held'), ('move', 'moved'), ('lift', 'lifted'), ('pass', 'passed'), ('correct', 'corrected')], max_length=8)),
                ('from_on', models.DateField(help_text='Its own day before.')),
                ('from_at', models.TimeField(blank=True, null=True)),
                ('from_time_zone', models.CharField(blank=True, max_length=50)),
                ('from_status', models.CharField(max_length=10)),
                ('from_result', cases.text.ProseField(blank=True, max_length=1000)),
                ('to_on', models.DateField(blank=True, help_text='The day since. Empty: none.', null=True)),
                ('to_at', models.TimeField(blank=True, null=True)),
                ('to_time_zone', models.CharField(blank=True, max_length=50)),
                ('to_status', models.CharField(max_length=10)),
                ('to_result', cases.text.ProseField(blank=True, max_length=1000)),
                ('made_hearing', models.BooleanField(default=False, help_text='It made the hearing to which this one went on.')),
                ('reason', cases.text.LineField(blank=True, help_text='For staff only.', max_length=300)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='date_moves', to='cases.case')),
                ('deadline', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='moves', to='cases.deadline')),
                ('hearing', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='moves', to='cases.hearing')),
                ('to_hearing', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='moves_to', to='cases.hearing')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('at', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('deadline__isnull', True), ('hearing__isnull', False), ('verb__in', ('adjourn', 'cancel', 'hold', 'correct'))), models.Q(('deadline__isnull', False), ('hearing__isnull', True), ('verb__in', ('move', 'lift', 'pass', 'correct'))), _connector='OR'), name='date_move_of_one_thing', violation_error_message='A move is of one hearing or of one deadline, and says what became of it.'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='date_move_undone_at_and_by_together', violation_error_message='A move that was taken back says when and by whom.'), models.CheckConstraint(condition=models.Q(models.Q(('made_hearing', False), ('to_hearing__isnull', True)), models.Q(('to_hearing__isnull', False), ('to_on__isnull', False), ('verb', 'adjourn')), _connector='OR'), name='date_move_goes_on_only_when_adjourned', violation_error_message='Only an adjournment to a day leads to another hearing.'), models.CheckConstraint(condition=models.Q(models.Q(('verb', 'adjourn'), _negated=True), ('to_on__isnull', True), ('to_hearing__isnull', False), _connector='OR'), name='date_move_to_a_day_names_its_hearing', violation_error_message='An adjournment to a day names the hearing of that day.'), models.CheckConstraint(condition=models.Q(models.Q(('verb__in', ('adjourn', 'move')), _negated=True), ('to_on__isnull', True), models.Q(('to_on', models.F('from_on')), _negated=True), _connector='OR'), name='date_move_to_another_day', violation_error_message='A move leads to another day than before.'), models.CheckConstraint(condition=models.Q(models.Q(('from_at__isnull', True), models.Q(('from_time_zone', ''), _negated=True), _connector='OR'), models.Q(('to_at__isnull', True), models.Q(('to_time_zone', ''), _negated=True), _connector='OR')), name='date_move_time_has_a_zone', violation_error_message='A time needs the time zone of the court, such as Europe/Moscow.')],
            },
        ),
    ]
