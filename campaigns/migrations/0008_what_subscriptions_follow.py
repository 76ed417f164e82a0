"""What a subscription follows besides one action or everything, and how early its notices begin."""

import django.db.models.deletion
import django.db.models.functions.text
import django_countries.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0007_sweep_record'),
        ('cases', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='subscription',
            name='subscription_once_for_everything',
        ),
        migrations.AddField(
            model_name='subscription',
            name='campaign',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='campaigns.campaign'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='concern',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='cases.concern'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='country',
            field=django_countries.fields.CountryField(blank=True, max_length=2),
        ),
        migrations.AddField(
            model_name='subscription',
            name='first_lead',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Days before the day; nearer notices follow. Empty: every notice there is.', null=True, verbose_name='first notice'),
        ),
        migrations.AlterField(
            model_name='subscription',
            name='action',
            field=models.ForeignKey(blank=True, help_text='One action. With campaign, concern and country empty too: every open action.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='campaigns.urgentaction'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__isnull', True), ('campaign__isnull', True), ('concern__isnull', True), ('country', '')), models.Q(('action__isnull', False), ('campaign__isnull', True), ('concern__isnull', True), ('country', '')), models.Q(('action__isnull', True), ('campaign__isnull', False), ('concern__isnull', True), ('country', '')), models.Q(('action__isnull', True), ('campaign__isnull', True), ('concern__isnull', False), ('country', '')), models.Q(('action__isnull', True), ('campaign__isnull', True), ('concern__isnull', True), models.Q(('country', ''), _negated=True)), _connector='OR'), name='subscription_follows_one_thing_or_everything', violation_error_message='A subscription follows one action, campaign, concern or country, or all.'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('campaign'), condition=models.Q(('campaign__isnull', False)), name='subscription_once_per_campaign', violation_error_message='This address hears of this campaign already.'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('concern'), condition=models.Q(('concern__isnull', False)), name='subscription_once_per_concern', violation_error_message='This address hears of this concern already.'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('country'), condition=models.Q(('country', ''), _negated=True), name='subscription_once_per_country', violation_error_message='This address hears of this country already.'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('action__isnull', True), ('campaign__isnull', True), ('concern__isnull', True), ('country', '')), name='subscription_once_for_everything', violation_error_message='This address hears of every action already.'),
        ),
    ]
