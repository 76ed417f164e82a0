"""``manage.py look_over``: does a restored database make a site? Asked by ``restore_drill``."""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.backups.looking_over import problems
from campaigns.sender import why_held
from config import clock


class Command(BaseCommand):
    help = (
        "Checks a restored database, opens its public pages, and runs one sweep, which must send nothing. Prints what "
        "is wrong as JSON. Refuses where mail may leave."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", type=datetime.fromisoformat, metavar="ISO", help="default: now")

    def handle(self, *args: Any, **options: Any) -> None:
        at = options["at"] or clock.now()
        if not why_held(at=at):
            raise CommandError("Mail may leave this database, so it is no restored one; nothing was looked at.")
        self.stdout.write(json.dumps({"problems": problems(at=at, today=clock.today())}))
