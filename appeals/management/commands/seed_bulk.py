"""Fill the database with invented actions and subscriptions, to see how long lists behave."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from appeals.demo.bulk import RealDataThere, load_bulk
from config import clock

MOST = 1_000_000


class Command(BaseCommand):
    help = (
        "Adds invented actions and confirmed subscriptions. Runs only where every case is "
        "invented: on an empty database, on the demo, or on bulk data. There is no way back but a new database. "
        "The rows have no history; begin_history gives them its first record."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--actions", type=int, required=True, help=f"how many actions to add, 0 to {MOST:,}")
        parser.add_argument("--subscriptions", type=int, default=0, help="how many subscriptions to add")
        parser.add_argument("--open-percent", type=int, default=30, help="how many in a hundred are open (30)")

    def handle(self, *args: Any, **options: Any) -> None:
        actions, subscriptions = options["actions"], options["subscriptions"]
        if not (0 <= actions <= MOST and 0 <= subscriptions <= MOST and 0 <= options["open_percent"] <= 100):
            raise CommandError(f"Give numbers between 0 and {MOST:,}, and a percentage between 0 and 100.")
        try:
            load_bulk(
                actions=actions,
                subscriptions=subscriptions,
                open_percent=options["open_percent"],
                on=clock.today(),
                at=clock.now(),
                tell=self._tell,
            )
        except (RealDataThere, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Added {actions:,} invented actions and {subscriptions:,} subscriptions.")

    def _tell(self, done: int) -> None:
        if done % 10_000 == 0:
            self.stdout.write(f"{done:,} actions …")
