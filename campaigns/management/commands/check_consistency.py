"""``manage.py check_consistency``: exit 1 and a list if something due was lost, or two places disagree."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.consistency import days_that_disagree, orphans
from campaigns.management.moments import moment
from campaigns.sweeps import standing
from config import clock


class Command(BaseCommand):
    help = (
        "List due reminders that were neither sent, cancelled with a reason, nor given up, and actions whose last "
        "good day disagrees with their sheet. Without --at also whether sweeps run: one that is more than five "
        "minutes old is an alarm. Exit status 1 if there are any."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", metavar="ISO", help="as if it were this moment, such as 2011-07-16T08:00+02:00")
        parser.add_argument(
            "--grace-minutes",
            type=int,
            default=0,
            help="leave a reminder this long for the sweep before it counts; on a timer, take 5 (default: 0)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = moment(options["at"]) if options["at"] else clock.now()
        found = [] if options["at"] else list(standing(at=at).alarms)
        found += orphans(at=at, grace=timedelta(minutes=options["grace_minutes"])) + days_that_disagree()
        if found:
            raise CommandError("\n".join([f"{len(found)} found:", *(f"  {sentence}" for sentence in found)]))
        self.stdout.write("Consistent: nothing due is waiting, and every last good day is the one its sheet says.")
