"""More words for what is true of a person, among them all that a sheet may tell of an end."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_forms_open_now'),
    ]

    operations = [
        migrations.AlterField(
            model_name='historicalpersonstatus',
            name='status',
            field=models.CharField(choices=[('at_risk', 'at risk'), ('detained', 'detained'), ('disappeared', 'disappeared'), ('charged', 'charged'), ('convicted', 'convicted'), ('death_sentence', 'sentenced to death'), ('found', 'found again, or detention acknowledged'), ('access', 'lawyer or visits allowed'), ('care', 'medical care given'), ('stayed', 'execution stayed'), ('commuted', 'sentence commuted'), ('pardoned', 'pardoned'), ('charges_dropped', 'charges dropped'), ('acquitted', 'acquitted'), ('released', 'released'), ('not_returned', 'not extradited or returned'), ('safe', 'in safety'), ('home_kept', 'eviction averted'), ('evicted', 'evicted'), ('extradited', 'extradited or returned'), ('executed', 'executed'), ('killed', 'killed'), ('dead', 'dead'), ('unknown', 'unknown')], max_length=20),
        ),
        migrations.AlterField(
            model_name='personstatus',
            name='status',
            field=models.CharField(choices=[('at_risk', 'at risk'), ('detained', 'detained'), ('disappeared', 'disappeared'), ('charged', 'charged'), ('convicted', 'convicted'), ('death_sentence', 'sentenced to death'), ('found', 'found again, or detention acknowledged'), ('access', 'lawyer or visits allowed'), ('care', 'medical care given'), ('stayed', 'execution stayed'), ('commuted', 'sentence commuted'), ('pardoned', 'pardoned'), ('charges_dropped', 'charges dropped'), ('acquitted', 'acquitted'), ('released', 'released'), ('not_returned', 'not extradited or returned'), ('safe', 'in safety'), ('home_kept', 'eviction averted'), ('evicted', 'evicted'), ('extradited', 'extradited or returned'), ('executed', 'executed'), ('killed', 'killed'), ('dead', 'dead'), ('unknown', 'unknown')], max_length=20),
        ),
    ]
