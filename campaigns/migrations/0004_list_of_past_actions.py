"""An index that gives the newest of the past actions without sorting all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0003_reminders_by_day")]

    operations = [
        migrations.AddIndex(
            model_name="urgentaction",
            index=models.Index(fields=["last_good_day", "id"], name="action_by_end"),
        ),
    ]
