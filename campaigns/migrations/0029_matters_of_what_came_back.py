"""Matters of what came back: replies, odd numbers of tallies, addresses that may be dead."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0028_checks_kept'),
    ]

    operations = [
        migrations.AlterField(
            model_name='assignment',
            name='matter',
            field=models.CharField(choices=[('hearing', 'hearing'), ('deadline', 'deadline'), ('action', 'action'), ('outcome', 'what became of somebody'), ('sheet', 'draft'), ('review', 'sheet to review'), ('second', 'sheet issued without approval'), ('correction', 'sheet to correct'), ('authority', 'address'), ('reminder', 'failed mail'), ('reply', 'reply or returned mail'), ('tally', 'odd number of a tally'), ('dead', 'address that may be dead')], max_length=10),
        ),
        migrations.AlterField(
            model_name='historicalassignment',
            name='matter',
            field=models.CharField(choices=[('hearing', 'hearing'), ('deadline', 'deadline'), ('action', 'action'), ('outcome', 'what became of somebody'), ('sheet', 'draft'), ('review', 'sheet to review'), ('second', 'sheet issued without approval'), ('correction', 'sheet to correct'), ('authority', 'address'), ('reminder', 'failed mail'), ('reply', 'reply or returned mail'), ('tally', 'odd number of a tally'), ('dead', 'address that may be dead')], max_length=10),
        ),
    ]
