"""What became of each person of an action: rows of a sheet, and what holds of them today."""

import cases.partial_dates
import cases.text
import django.db.models.deletion
import django_countries.fields
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0018_events_by_moment'),
        ('cases', '0006_more_statuses_of_people'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CurrentOutcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', cases.text.LineField(max_length=200)),
                ('word', models.CharField(choices=[('released', 'released'), ('acquitted', 'acquitted'), ('charges_dropped', 'charges dropped'), ('pardoned', 'pardoned'), ('commuted', 'sentence commuted'), ('stayed', 'execution stayed'), ('not_returned', 'not extradited or returned'), ('found', 'found again, or detention acknowledged'), ('care', 'medical care given'), ('access', 'lawyer or visits allowed'), ('safe', 'in safety'), ('home_kept', 'eviction averted'), ('convicted', 'convicted'), ('death_sentence', 'sentenced to death'), ('evicted', 'evicted'), ('extradited', 'extradited or returned'), ('disappeared', 'disappeared'), ('executed', 'executed'), ('killed', 'killed'), ('dead', 'dead'), ('at_risk', 'still at risk'), ('unknown', 'not known')], max_length=20)),
                ('happened_on', cases.partial_dates.PartialDateField(blank=True)),
                ('sentence', cases.text.LineField(blank=True, max_length=300)),
                ('told_on', models.DateField(help_text='The date of the first sheet that said so.')),
                ('year', models.PositiveSmallIntegerField(help_text='In which it happened; where that is not said, of that sheet.')),
                ('country', django_countries.fields.CountryField(max_length=2)),
            ],
            options={
                'ordering': ('action_id', 'person_id'),
            },
        ),
        migrations.CreateModel(
            name='HistoricalOutcome',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('act', models.UUIDField(db_index=True, editable=False)),
                ('word', models.CharField(choices=[('released', 'released'), ('acquitted', 'acquitted'), ('charges_dropped', 'charges dropped'), ('pardoned', 'pardoned'), ('commuted', 'sentence commuted'), ('stayed', 'execution stayed'), ('not_returned', 'not extradited or returned'), ('found', 'found again, or detention acknowledged'), ('care', 'medical care given'), ('access', 'lawyer or visits allowed'), ('safe', 'in safety'), ('home_kept', 'eviction averted'), ('convicted', 'convicted'), ('death_sentence', 'sentenced to death'), ('evicted', 'evicted'), ('extradited', 'extradited or returned'), ('disappeared', 'disappeared'), ('executed', 'executed'), ('killed', 'killed'), ('dead', 'dead'), ('at_risk', 'still at risk'), ('unknown', 'not known')], default='unknown', max_length=20, verbose_name='what became of them')),
                ('happened_on', cases.partial_dates.PartialDateField(blank=True, help_text='As far as it is known: 2010-11-03, 2010-11 or 2010. At least the year.', verbose_name='when')),
                ('sentence', cases.text.LineField(blank=True, help_text='Public, and printed: “She is with her family.”', max_length=300, verbose_name='in a sentence')),
                ('history_change_reason', models.CharField(blank=True, default='', max_length=300)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'record of a outcome',
                'verbose_name_plural': 'records of outcomes',
                'ordering': ('-history_id',),
                'get_latest_by': 'history_id',
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(choices=[('released', 'released'), ('acquitted', 'acquitted'), ('charges_dropped', 'charges dropped'), ('pardoned', 'pardoned'), ('commuted', 'sentence commuted'), ('stayed', 'execution stayed'), ('not_returned', 'not extradited or returned'), ('found', 'found again, or detention acknowledged'), ('care', 'medical care given'), ('access', 'lawyer or visits allowed'), ('safe', 'in safety'), ('home_kept', 'eviction averted'), ('convicted', 'convicted'), ('death_sentence', 'sentenced to death'), ('evicted', 'evicted'), ('extradited', 'extradited or returned'), ('disappeared', 'disappeared'), ('executed', 'executed'), ('killed', 'killed'), ('dead', 'dead'), ('at_risk', 'still at risk'), ('unknown', 'not known')], default='unknown', max_length=20, verbose_name='what became of them')),
                ('happened_on', cases.partial_dates.PartialDateField(blank=True, help_text='As far as it is known: 2010-11-03, 2010-11 or 2010. At least the year.', verbose_name='when')),
                ('sentence', cases.text.LineField(blank=True, help_text='Public, and printed: “She is with her family.”', max_length=300, verbose_name='in a sentence')),
            ],
            options={
                'ordering': ('sheet_id', 'person_id'),
            },
        ),
        migrations.AddField(
            model_name='historicalurgentaction',
            name='outcome_on',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='urgentaction',
            name='outcome_on',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='assignment',
            name='matter',
            field=models.CharField(choices=[('hearing', 'hearing'), ('deadline', 'deadline'), ('action', 'action'), ('outcome', 'what became of somebody'), ('sheet', 'draft'), ('review', 'sheet to review'), ('second', 'sheet issued without approval'), ('authority', 'address'), ('reminder', 'failed mail')], max_length=10),
        ),
        migrations.AlterField(
            model_name='historicalassignment',
            name='matter',
            field=models.CharField(choices=[('hearing', 'hearing'), ('deadline', 'deadline'), ('action', 'action'), ('outcome', 'what became of somebody'), ('sheet', 'draft'), ('review', 'sheet to review'), ('second', 'sheet issued without approval'), ('authority', 'address'), ('reminder', 'failed mail')], max_length=10),
        ),
        migrations.AddIndex(
            model_name='urgentaction',
            index=models.Index(fields=['outcome_on', 'id'], name='action_by_outcome'),
        ),
        migrations.AddIndex(
            model_name='urgentaction',
            index=models.Index(fields=['country', 'outcome_on', 'id'], name='action_by_country_and_outcome'),
        ),
        migrations.AddField(
            model_name='currentoutcome',
            name='action',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='campaigns.urgentaction'),
        ),
        migrations.AddField(
            model_name='currentoutcome',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='current_outcomes', to='cases.personatrisk'),
        ),
        migrations.AddField(
            model_name='currentoutcome',
            name='sheet',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='current_outcomes', to='campaigns.sheet'),
        ),
        migrations.AddField(
            model_name='historicaloutcome',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaloutcome',
            name='person',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.personatrisk'),
        ),
        migrations.AddField(
            model_name='historicaloutcome',
            name='sheet',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='campaigns.sheet'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='cases.personatrisk'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='sheet',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='campaigns.sheet'),
        ),
        migrations.AddIndex(
            model_name='currentoutcome',
            index=models.Index(fields=['word', 'year', 'action'], name='outcome_by_word'),
        ),
        migrations.AddIndex(
            model_name='currentoutcome',
            index=models.Index(fields=['country', 'year', 'word'], name='outcome_by_country'),
        ),
        migrations.AddIndex(
            model_name='currentoutcome',
            index=models.Index(fields=['year', 'word'], name='outcome_by_year'),
        ),
        migrations.AddConstraint(
            model_name='currentoutcome',
            constraint=models.UniqueConstraint(fields=('action', 'person'), name='outcome_current_once_per_person_and_action', violation_error_message='One thing holds of each person of an action.'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.UniqueConstraint(fields=('sheet', 'person'), name='outcome_once_per_person_and_sheet', violation_error_message='This sheet says already what became of that person. Change that instead.'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(('word__in', ('at_risk', 'unknown')), ('happened_on__gt', ''), _connector='OR'), name='outcome_has_a_date', violation_error_message='Say when it happened, at least the year. Only “still at risk” and “not known” need no date.'),
        ),
    ]
