"""What is left of an address that was erased: a keyed hash."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0008_what_subscriptions_follow'),
    ]

    operations = [
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_hash', models.CharField(max_length=64)),
                ('since', models.DateTimeField()),
            ],
            options={
                'ordering': ('pk',),
                'constraints': [models.UniqueConstraint(fields=('address_hash',), name='suppression_once_per_address', violation_error_message='This address was erased already.')],
            },
        ),
    ]
