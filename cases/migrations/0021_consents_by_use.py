"""Consents by giver, day and use, out of the four columns of a person that held one.

Of a consent with a day: it covers what a sheet needed (story, web, letters, and the name of whoever is shown by name),
without what its own words deny ("no web"). Those words become its note, with what stood there before. What has no day
is no consent; it goes into the internal notes of the case. One that was withdrawn is withdrawn for every use.
"""

import re

import cases.text
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

from accounts.first_records import begin_histories

USES = ("name", "picture", "story", "web", "letter", "press")
_DENIED = {
    "name": r"names?\b",
    "story": r"(?:story|stories)\b",
    "web": r"(?:web|website|internet|online)\b",
    "letter": r"letters?\b",
}
_GIVERS = (
    ("person", r"\b(?:himself|herself|themselves|both of them|each of them)\b"),
    ("lawyer", r"\b(?:lawyers?|attorney|advocate|barrister|counsel)\b"),
    (
        "relative",
        r"\b(?:(?:grand)?(?:mother|father|son|daughter|parents?)|wife|husband|spouse|sister|brother|aunt|uncle|niece|"
        r"nephew|cousin|family|widow|widower|relatives?)\b",
    ),
    ("organisation", r"\b(?:committee|organisation|organization|association|union|society|council|ngo)\b"),
)


def giver_of(words, name):
    """Who of the list it was, as far as the words say it."""
    if words.casefold().startswith(name.casefold()):
        return "person"
    return next((giver for giver, pattern in _GIVERS if re.search(pattern, words, re.IGNORECASE)), "other")


def uses_of(scope, form):
    """What a consent of before covers: what a sheet needed, but for what it denies."""
    needed = {"story", "web", "letter"} | ({"name"} if form == "name" else set())
    denials = re.findall(r"\b(?:no|not|without|nor)\b([^,;.]*)", scope, re.IGNORECASE)
    denied = {
        use for use, word in _DENIED.items() if any(re.search(rf"\b{word}", told, re.IGNORECASE) for told in denials)
    }
    # "No names of residents" beside "name of the settlement": a part of the names, and not all of them.
    said = re.sub(r"\b(?:no|not|without|nor)\b[^,;.]*", "", scope, flags=re.IGNORECASE)
    return needed - {use for use in denied if not re.search(rf"\b{_DENIED[use]}", said, re.IGNORECASE)}


def carry_over(apps, schema_editor):
    person_model, record = apps.get_model("cases", "PersonAtRisk"), apps.get_model("cases", "HistoricalPersonAtRisk")
    for person in person_model.objects.order_by("pk").iterator():
        records = list(record.objects.filter(id=person.pk).order_by("history_id"))
        _consent(apps, person, records)
        if person.consent_withdrawn_at is not None:
            _withdrawals(apps, person, records)
    begin_histories(apps, ("cases.Consent", "cases.Withdrawal"), at=timezone.now())


def _consent(apps, person, records):
    now = (person.consent_given_by, person.consent_on, person.consent_scope)
    before = {}  # what stood there once, in its order
    for one in records:
        stood = (one.consent_given_by, one.consent_on, one.consent_scope)
        if stood != now and any(stood):
            before[stood] = None
    lines = [f"Written down earlier: {_in_words(*stood)}" for stood in before]
    uses = uses_of(person.consent_scope, person.form) if person.consent_on else set()
    if uses:
        note = "\n".join(filter(None, [person.consent_scope, *lines]))
        apps.get_model("cases", "Consent").objects.create(
            person_id=person.pk,
            giver=giver_of(person.consent_given_by, person.published_as),
            who=person.consent_given_by,
            given_on=person.consent_on,
            note=note[:2000],
            **{f"for_{use}": True for use in uses},
        )
    elif any(now) or lines:
        told = [f"Consent for {person.published_as}, without a day or a use: {_in_words(*now)}"] if any(now) else []
        notes = "\n\n".join(filter(None, [person.case.internal_notes, *told, *lines]))
        apps.get_model("cases", "Case").objects.filter(pk=person.case_id).update(internal_notes=notes)


def _in_words(given_by, on, scope):
    return "; ".join(filter(None, [given_by, f"{on:%-d %B %Y}" if on else "", scope]))


def _withdrawals(apps, person, records):
    told = next((one for one in records if one.consent_withdrawn_at == person.consent_withdrawn_at), None)
    apps.get_model("cases", "Withdrawal").objects.bulk_create(
        apps.get_model("cases", "Withdrawal")(
            person_id=person.pk,
            use=use,
            at=person.consent_withdrawn_at,
            by_id=told.history_user_id if told else None,
            reason=told.history_change_reason if told else "",
        )
        for use in USES
    )


def put_back(apps, schema_editor):
    """The latest consent of each person, and since when any use of it is withdrawn."""
    people = apps.get_model("cases", "PersonAtRisk").objects
    for consent in apps.get_model("cases", "Consent").objects.order_by("given_on", "pk"):
        people.filter(pk=consent.person_id).update(
            consent_given_by=consent.who or consent.get_giver_display(),
            consent_on=consent.given_on,
            consent_scope=consent.note.partition("\n")[0][:300],
        )
    for row in apps.get_model("cases", "Withdrawal").objects.filter(ended_at__isnull=True).order_by("-at"):
        people.filter(pk=row.person_id).update(consent_withdrawn_at=row.at)


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0020_sealed_cases'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('giver', models.CharField(choices=[('person', 'the person'), ('relative', 'a relative'), ('lawyer', 'a lawyer'), ('organisation', 'an organisation'), ('other', 'somebody else, or not known')], max_length=12, verbose_name='given by')),
                ('who', cases.text.LineField(blank=True, help_text='Private: who it was, and who asked them.', max_length=200, verbose_name='who exactly')),
                ('given_on', models.DateField(verbose_name='given on')),
                ('for_name', models.BooleanField(default=False, help_text='They may be named.', verbose_name='the name')),
                ('for_picture', models.BooleanField(default=False, help_text='Pictures of them may be shown.', verbose_name='a picture')),
                ('for_story', models.BooleanField(default=False, help_text='What happened to them may be told.', verbose_name='the story')),
                ('for_web', models.BooleanField(default=False, help_text='It may stand on a public page, in feeds and in mails to followers.', verbose_name='the web')),
                ('for_letter', models.BooleanField(default=False, help_text='Strangers may write about them.', verbose_name='letters')),
                ('for_press', models.BooleanField(default=False, help_text='Journalists may be told.', verbose_name='the press')),
                ('note', cases.text.ProseField(blank=True, help_text='Private: what was said, what it does not cover, how it was given.', max_length=2000)),
            ],
            options={
                'ordering': ('person', 'given_on', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='HistoricalConsent',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('act', models.UUIDField(db_index=True, editable=False)),
                ('giver', models.CharField(choices=[('person', 'the person'), ('relative', 'a relative'), ('lawyer', 'a lawyer'), ('organisation', 'an organisation'), ('other', 'somebody else, or not known')], max_length=12, verbose_name='given by')),
                ('who', cases.text.LineField(blank=True, help_text='Private: who it was, and who asked them.', max_length=200, verbose_name='who exactly')),
                ('given_on', models.DateField(verbose_name='given on')),
                ('for_name', models.BooleanField(default=False, help_text='They may be named.', verbose_name='the name')),
                ('for_picture', models.BooleanField(default=False, help_text='Pictures of them may be shown.', verbose_name='a picture')),
                ('for_story', models.BooleanField(default=False, help_text='What happened to them may be told.', verbose_name='the story')),
                ('for_web', models.BooleanField(default=False, help_text='It may stand on a public page, in feeds and in mails to followers.', verbose_name='the web')),
                ('for_letter', models.BooleanField(default=False, help_text='Strangers may write about them.', verbose_name='letters')),
                ('for_press', models.BooleanField(default=False, help_text='Journalists may be told.', verbose_name='the press')),
                ('note', cases.text.ProseField(blank=True, help_text='Private: what was said, what it does not cover, how it was given.', max_length=2000)),
                ('history_change_reason', models.CharField(blank=True, default='', max_length=300)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'record of a consent',
                'verbose_name_plural': 'records of consents',
                'ordering': ('-history_id',),
                'get_latest_by': 'history_id',
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalWithdrawal',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('act', models.UUIDField(db_index=True, editable=False)),
                ('use', models.CharField(choices=[('name', 'the name'), ('picture', 'a picture'), ('story', 'the story'), ('web', 'the web'), ('letter', 'letters'), ('press', 'the press')], max_length=8)),
                ('at', models.DateTimeField()),
                ('reason', cases.text.LineField(blank=True, max_length=300)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('history_change_reason', models.CharField(blank=True, default='', max_length=300)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'record of a withdrawal of a consent',
                'verbose_name_plural': 'records of withdrawals of consents',
                'ordering': ('-history_id',),
                'get_latest_by': 'history_id',
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('use', models.CharField(choices=[('name', 'the name'), ('picture', 'a picture'), ('story', 'the story'), ('web', 'the web'), ('letter', 'letters'), ('press', 'the press')], max_length=8)),
                ('at', models.DateTimeField()),
                ('reason', cases.text.LineField(blank=True, max_length=300)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'withdrawal of a consent',
                'verbose_name_plural': 'withdrawals of consents',
                'ordering': ('person', 'at', 'pk'),
                'default_permissions': ('view',),
            },
        ),
        migrations.AddField(
            model_name='consent',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='cases.personatrisk'),
        ),
        migrations.AddField(
            model_name='historicalconsent',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalconsent',
            name='person',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.personatrisk'),
        ),
        migrations.AddField(
            model_name='historicalwithdrawal',
            name='by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalwithdrawal',
            name='ended_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalwithdrawal',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalwithdrawal',
            name='person',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.personatrisk'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='withdrawals', to='cases.personatrisk'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('for_name', True), ('for_picture', True), ('for_story', True), ('for_web', True), ('for_letter', True), ('for_press', True), _connector='OR'), name='consent_covers_something', violation_error_message='A consent covers at least one use. Tick what was agreed to.'),
        ),
        migrations.AddIndex(
            model_name='historicalconsent',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='consent_deleted'),
        ),
        migrations.AddIndex(
            model_name='historicalwithdrawal',
            index=models.Index(condition=models.Q(('history_type', '-')), fields=['act'], name='withdrawal_deleted'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person', 'use'), name='withdrawal_once_at_a_time', violation_error_message='This use is withdrawn already.'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='withdrawal_end_says_by_whom', violation_error_message='That somebody agrees again needs both: when, and who wrote it down.'),
        ),
        migrations.RunPython(carry_over, put_back),
        migrations.RemoveConstraint(
            model_name='personatrisk',
            name='person_consent_names_its_giver',
        ),
        migrations.RemoveField(
            model_name='historicalpersonatrisk',
            name='consent_given_by',
        ),
        migrations.RemoveField(
            model_name='historicalpersonatrisk',
            name='consent_on',
        ),
        migrations.RemoveField(
            model_name='historicalpersonatrisk',
            name='consent_scope',
        ),
        migrations.RemoveField(
            model_name='historicalpersonatrisk',
            name='consent_withdrawn_at',
        ),
        migrations.RemoveField(
            model_name='personatrisk',
            name='consent_given_by',
        ),
        migrations.RemoveField(
            model_name='personatrisk',
            name='consent_on',
        ),
        migrations.RemoveField(
            model_name='personatrisk',
            name='consent_scope',
        ),
        migrations.RemoveField(
            model_name='personatrisk',
            name='consent_withdrawn_at',
        ),
    ]
