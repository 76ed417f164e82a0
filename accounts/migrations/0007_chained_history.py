import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# The one way to delete from a history, for a role that may not (`accounts.struck`, `accounts.database_roles`). It runs
# with the rights of whoever migrates, and loses nothing but what a row of accounts_struckrecord stands for. Its path
# ends with the temporary tables, or a caller could put tables of their own before ours.
STRIKE_OUT = """
CREATE FUNCTION strike_out_records(label text, numbers bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE
    journal_table text := lower(replace(label, '.', '_'));
    key text;
    is_there boolean;
BEGIN
    IF label !~ '^[a-z]+[.][A-Za-z_]+$' OR EXISTS (
        SELECT FROM unnest(numbers) AS number WHERE NOT EXISTS (
            SELECT FROM accounts_struckrecord WHERE journal = label AND row_pk = number
        )
    ) THEN
        RAISE EXCEPTION 'Nothing is struck out of a history before it is written down who does so, and why.';
    END IF;
    -- The lock of accounts.chain: a sweep that has read these rows ends first, so that no seal keeps its salt.
    PERFORM pg_advisory_xact_lock(7205401);
    SELECT a.attname INTO STRICT key FROM pg_index i
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        WHERE i.indrelid = journal_table::regclass AND i.indisprimary;
    IF label ~ '[.]Historical' THEN
        EXECUTE format('DELETE FROM %I WHERE %I = ANY ($1)', journal_table, key) USING numbers;
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE %I = ANY ($1))', journal_table, key)
        INTO is_there USING numbers;
    IF is_there THEN
        RAISE EXCEPTION 'Only histories are struck out, and journals whose rows are gone.';
    END IF;
    UPDATE accounts_seal SET salt = '' WHERE journal = label AND row_pk = ANY (numbers);
END
$$
"""


def make_function(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        (schema,) = cursor.fetchone()
    schema_editor.execute(STRIKE_OUT.replace("{schema}", schema), params=None)
    schema_editor.execute("REVOKE ALL ON FUNCTION strike_out_records(text, bigint[]) FROM PUBLIC")


def drop_function(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION strike_out_records(text, bigint[])")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_staff_sessions'),
    ]

    operations = [
        migrations.CreateModel(
            name='SealShape',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal', models.CharField(max_length=100)),
                ('columns', models.TextField(help_text='Their names in alphabetical order, with blanks between.')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='HistoryCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('links', models.BigIntegerField()),
                ('head', models.CharField(blank=True, help_text='The last link; empty where there is none.', max_length=64)),
                ('fault_count', models.PositiveIntegerField(default=0)),
                ('faults', models.TextField(blank=True, help_text='The first of them, a sentence each.')),
                ('told_at', models.DateTimeField(help_text='When it was mailed out.', null=True)),
            ],
            options={
                'ordering': ('-at', '-pk'),
                'get_latest_by': ('at', 'pk'),
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('fault_count', 0), ('faults', '')), models.Q(('fault_count__gt', 0), models.Q(('faults', ''), _negated=True)), _connector='OR'), name='history_check_says_what_it_found', violation_error_message='A check of the history that found something says what.')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('number', models.BigIntegerField(help_text='From 1 on, without a gap.', primary_key=True, serialize=False)),
                ('journal', models.CharField(max_length=100)),
                ('row_pk', models.BigIntegerField()),
                ('salt', models.CharField(blank=True, help_text='Gone where the row was struck out.', max_length=32)),
                ('digest', models.CharField(help_text='SHA-256 of salt and row.', max_length=64)),
                ('sealed_at', models.DateTimeField()),
                ('link', models.CharField(help_text='SHA-256 of this link and the one before it.', max_length=64)),
                ('shape', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.sealshape')),
            ],
            options={
                'ordering': ('number',),
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('journal', 'row_pk'), name='seal_one_for_each_row', violation_error_message='This row of the history is sealed already.'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='seal_counted_from_one', violation_error_message='The links of the chain are counted from 1.')],
            },
        ),
        migrations.CreateModel(
            name='StruckRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal', models.CharField(max_length=100)),
                ('row_pk', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(max_length=300)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('journal', 'row_pk'), name='struck_record_once', violation_error_message='This record was struck out already.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='struck_record_says_why', violation_error_message='Say why it is struck out, without what is struck out.')],
            },
        ),
        migrations.RunPython(make_function, drop_function),
    ]
