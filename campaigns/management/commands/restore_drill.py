"""``manage.py restore_drill``: try tonight whether tonight's backup could be restored."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.backups.drills import drill
from config import clock


class Command(BaseCommand):
    help = (
        "Makes a backup for a key of its own, restores it into a scratch database, compares every table, opens pages, "
        "sees that no mail leaves, and throws all of it away. Keeps the result. Exit status 1 if it is bad."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", type=datetime.fromisoformat, metavar="ISO", help="default: now")

    def handle(self, *args: Any, **options: Any) -> None:
        result = drill(at=options["at"] or clock.now())
        if not result.is_good:
            raise CommandError(f"The drill failed after {result.seconds:g} seconds. {result.said}")
        self.stdout.write(
            f"Good: {result.tables} tables and {result.rows} rows were restored as they were, pages opened, and no "
            f"mail left, in {result.seconds:g} seconds."
        )
