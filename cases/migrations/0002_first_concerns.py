"""The list of concerns that a new desk starts with; staff may add to it, rename and remove."""

from django.db import migrations
from django.utils.text import slugify

FIRST_CONCERNS = {
    "Arbitrary arrest and detention": "Held without a lawful reason, or without being brought before a judge.",
    "Death penalty": "Sentenced to death, or likely to be.",
    "Enforced disappearance": "Taken by agents of the state, who deny it or will not say where the person is.",
    "Extradition and forcible return": "To be sent to a state where torture or worse is to be feared.",
    "Forced eviction": "To be driven from home or land without the safeguards of law.",
    "Freedom of expression": "Punished for what somebody said, wrote, showed or believed.",
    "Health and medical care": "In custody without the care that is needed.",
    "Human rights defenders": "In danger because of work for the rights of others.",
    "Incommunicado detention": "Held without contact with a lawyer, a doctor or relatives.",
    "Prisoners of conscience": "Imprisoned for who they are or what they believe, without having used violence.",
    "Refugees and asylum": "Seeking protection that is refused or not examined.",
    "Threats and fear for safety": "Threatened, or in danger of attack.",
    "Torture and other ill-treatment": "Suffered or to be feared.",
    "Unfair trial": "Tried without a lawyer, on forced confessions, or before judges who are not free.",
    "Unlawful killing": "Killed by agents of the state, or with their knowledge.",
}


def add(apps, schema_editor):
    Concern = apps.get_model("cases", "Concern")
    for name, definition in FIRST_CONCERNS.items():
        if not Concern.objects.filter(slug=slugify(name)).exists() and not Concern.objects.filter(name=name).exists():
            Concern.objects.create(name=name, slug=slugify(name), definition=definition)


def take_back(apps, schema_editor):
    """Only those that no case has."""
    Concern = apps.get_model("cases", "Concern")
    slugs = [slugify(name) for name in FIRST_CONCERNS]
    Concern.objects.filter(slug__in=slugs, cases__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunPython(add, take_back)]
