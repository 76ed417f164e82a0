"""Give every kept row that has no record a first one, so that its first change shows what it was before."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.first_records import begin_histories, kept_labels
from config import clock


class Command(BaseCommand):
    help = (
        "Gives every row that is kept but has no record its first one. Rows of before the upgrade got theirs by the "
        "migration; this is for rows from a fixture or from seed_bulk. A second run changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            count = begin_histories(apps, kept_labels(), at=clock.now())
        self.stdout.write(f"Began the history of {count:,} rows.")
