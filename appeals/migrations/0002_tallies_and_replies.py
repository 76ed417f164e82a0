"""Tallies and their numbers, counts of weeks, and what came back."""

import cases.text
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('appeals', '0001_initial'),
        ('campaigns', '0029_matters_of_what_came_back'),
        ('cases', '0013_hearing_goes_with_its_case'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Press',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(help_text='SHA-256 of the number on the form.', max_length=64)),
                ('on', models.DateField(db_index=True)),
            ],
            options={
                'verbose_name_plural': 'presses',
                'ordering': ('pk',),
                'constraints': [models.UniqueConstraint(fields=('token_hash',), name='press_counts_once', violation_error_message='This was counted already.')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(editable=False, max_length=8)),
                ('opened_on', models.DateField()),
                ('posted_on', models.DateField(help_text='The day on which the letters went.', null=True)),
                ('first_reported_on', models.DateField(null=True)),
                ('edition', models.PositiveIntegerField(default=0)),
                ('actions', models.ManyToManyField(related_name='tallies', to='campaigns.urgentaction')),
            ],
            options={
                'verbose_name_plural': 'tallies',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='HistoricalTallyLine',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('act', models.UUIDField(db_index=True, editable=False)),
                ('channel', models.CharField(choices=[('post', 'Post'), ('fax', 'Fax'), ('email', 'E-mail'), ('form', 'Web form')], max_length=5)),
                ('number', models.PositiveIntegerField()),
                ('standing', models.CharField(choices=[('counted', 'counted'), ('waits', 'waits for staff'), ('aside', 'set aside')], default='counted', max_length=7)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', cases.text.LineField(blank=True, help_text='For staff only.', max_length=300)),
                ('history_change_reason', models.CharField(blank=True, default='', max_length=300)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='campaigns.urgentaction')),
                ('authority', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.authority')),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tally', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='appeals.tally')),
            ],
            options={
                'verbose_name': 'record of a number that a group reported',
                'verbose_name_plural': 'records of numbers that groups reported',
                'ordering': ('-history_id',),
                'get_latest_by': 'history_id',
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='TallyLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('post', 'Post'), ('fax', 'Fax'), ('email', 'E-mail'), ('form', 'Web form')], max_length=5)),
                ('number', models.PositiveIntegerField()),
                ('standing', models.CharField(choices=[('counted', 'counted'), ('waits', 'waits for staff'), ('aside', 'set aside')], default='counted', max_length=7)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', cases.text.LineField(blank=True, help_text='For staff only.', max_length=300)),
                ('action', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tally_lines', to='campaigns.urgentaction')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tally_lines', to='cases.authority')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tally', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='appeals.tally')),
            ],
            options={
                'verbose_name': 'number that a group reported',
                'verbose_name_plural': 'numbers that groups reported',
                'ordering': ('tally', 'action', 'authority', 'channel'),
                'permissions': (('decide_tallyline', 'Can say whether an odd number counts'),),
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='WeekCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('post', 'Post'), ('fax', 'Fax'), ('email', 'E-mail'), ('form', 'Web form')], max_length=5)),
                ('week', models.DateField(help_text='Its Monday.')),
                ('number', models.PositiveIntegerField(default=0)),
                ('action', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='week_counts', to='campaigns.urgentaction')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='week_counts', to='cases.authority')),
            ],
            options={
                'verbose_name': 'count of a week',
                'verbose_name_plural': 'counts of weeks',
                'ordering': ('action', 'week', 'authority', 'channel'),
            },
        ),
        migrations.CreateModel(
            name='HistoricalReply',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('act', models.UUIDField(db_index=True, editable=False)),
                ('kind', models.CharField(choices=[('returned', 'letter that came back'), ('fax', 'fax number that does not answer'), ('email', 'e-mail that came back'), ('words', 'answer in words')], max_length=8)),
                ('text', cases.text.ProseField(blank=True, max_length=5000)),
                ('reported_on', models.DateField()),
                ('is_independent', models.BooleanField(default=True, help_text='Not a second report on the same office from the same network within a week.')),
                ('status', models.CharField(choices=[('new', 'waits'), ('noted', 'noted'), ('wrong', 'address is wrong')], default='new', max_length=5)),
                ('reason', cases.text.LineField(blank=True, help_text='What was decided and why. For staff only.', max_length=300)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('history_change_reason', models.CharField(blank=True, default='', max_length=300)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='campaigns.urgentaction')),
                ('authority', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.authority')),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'record of a reply',
                'verbose_name_plural': 'records of replies and returned mail',
                'ordering': ('-history_id',),
                'get_latest_by': 'history_id',
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='reply_deleted')],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('returned', 'letter that came back'), ('fax', 'fax number that does not answer'), ('email', 'e-mail that came back'), ('words', 'answer in words')], max_length=8)),
                ('text', cases.text.ProseField(blank=True, max_length=5000)),
                ('reported_on', models.DateField()),
                ('is_independent', models.BooleanField(default=True, help_text='Not a second report on the same office from the same network within a week.')),
                ('status', models.CharField(choices=[('new', 'waits'), ('noted', 'noted'), ('wrong', 'address is wrong')], default='new', max_length=5)),
                ('reason', cases.text.LineField(blank=True, help_text='What was decided and why. For staff only.', max_length=300)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='campaigns.urgentaction')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='cases.authority')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'reply',
                'verbose_name_plural': 'replies and returned mail',
                'ordering': ('-reported_on', '-pk'),
                'permissions': (('decide_reply', 'Can say what becomes of what came back'),),
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['status', 'reported_on'], name='reply_by_status')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'words'), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='reply_in_words_has_words', violation_error_message='Type what the answer says.'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('status', 'new')), models.Q(models.Q(('status', 'new'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='reply_decided_by_somebody', violation_error_message='What was decided says by whom and when.'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'wrong'), _negated=True), models.Q(('kind', 'words'), _negated=True), _connector='OR'), name='reply_in_words_has_no_wrong_address', violation_error_message='An answer came, so the address is right. Note it instead.')],
            },
        ),
        migrations.AddIndex(
            model_name='tally',
            index=models.Index(fields=['posted_on'], name='tally_by_day'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.UniqueConstraint(fields=('code',), name='tally_code_is_its_own', violation_error_message='Another tally has this code. Each one has its own.'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('edition', 0), ('first_reported_on__isnull', True), ('posted_on__isnull', True)), models.Q(('edition__gt', 0), ('first_reported_on__isnull', False), ('posted_on__isnull', False)), _connector='OR'), name='tally_report_has_its_days', violation_error_message='A report says on which day the letters went.'),
        ),
        migrations.AddIndex(
            model_name='historicaltallyline',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='tallyline_deleted'),
        ),
        migrations.AddIndex(
            model_name='tallyline',
            index=models.Index(fields=['action', 'standing', 'number'], name='tally_line_by_action'),
        ),
        migrations.AddConstraint(
            model_name='tallyline',
            constraint=models.UniqueConstraint(fields=('tally', 'action', 'authority', 'channel'), name='tally_line_once_per_box', violation_error_message='This number is there already. Change that one.'),
        ),
        migrations.AddConstraint(
            model_name='tallyline',
            constraint=models.CheckConstraint(condition=models.Q(('number__lte', 9999)), name='tally_line_number_in_range', violation_error_message='Write a whole number up to 9999.'),
        ),
        migrations.AddConstraint(
            model_name='tallyline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), models.Q(('standing', 'aside'), _negated=True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('standing', 'waits'), _negated=True)), _connector='OR'), name='tally_line_decided_by_somebody', violation_error_message='A number that was judged says by whom and when.'),
        ),
        migrations.AddIndex(
            model_name='weekcount',
            index=models.Index(fields=['week'], name='week_count_by_week'),
        ),
        migrations.AddConstraint(
            model_name='weekcount',
            constraint=models.UniqueConstraint(fields=('action', 'authority', 'channel', 'week'), name='week_count_once_per_box', violation_error_message='This week is counted already. Add to that one.'),
        ),
    ]
