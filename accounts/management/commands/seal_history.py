"""``manage.py seal_history``: seal what the history has since the last sweep, as the worker does every ten seconds."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.chain import seal_rows
from config import clock


class Command(BaseCommand):
    help = "Seals all rows of the history that have no seal yet. A second run at once finds nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=10_000_000, help="stop after so many rows")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Sealed {seal_rows(at=clock.now(), limit=options['limit']):,} rows.")
