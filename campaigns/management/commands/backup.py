"""``manage.py backup``: one encrypted file that holds all that this site keeps, and the list of erased addresses."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from campaigns.backups.dumps import NotPossible
from campaigns.backups.envelope import WrongKey
from campaigns.backups.erasure_list import write_list
from campaigns.backups.making import back_up, delete_old
from config import clock


class Command(BaseCommand):
    help = (
        "Writes a backup of the database, encrypted to BACKUP_RECIPIENTS, into a folder, and beside it the list of "
        "erased addresses. Deletes the backups there that are older than BACKUP_DAYS."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", metavar="DIR", default=settings.BACKUP_TO, help="default: BACKUP_TO")
        parser.add_argument("--plain", action="store_true", help="do not encrypt; in the demonstration only")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["to"]:
            raise CommandError("Say where to: --to DIR, or BACKUP_TO in .env.")
        folder, recipients = Path(options["to"]), list(settings.BACKUP_RECIPIENTS)
        if options["plain"]:
            if settings.DEMO_TODAY is None:
                raise CommandError("--plain is for the demonstration only: a backup holds everything about everybody.")
            recipients = []
        elif not recipients:
            raise CommandError(
                "Nothing was written: BACKUP_RECIPIENTS is empty, and a backup of a real site is never written in the "
                "clear. Make a key on another machine (age-keygen), and put its public half into .env."
            )
        at = clock.now()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # The list first: one that is a moment older than the backup leaves nobody out.
            write_list(folder, at=at)
            backup = back_up(folder, recipients=recipients, at=at)
            gone = delete_old(folder, at=at)
        except (WrongKey, NotPossible) as problem:
            raise CommandError(f"Nothing was written. {problem}") from problem
        except OSError as problem:
            raise CommandError(f"Nothing was written: {problem.strerror}: {folder}") from problem
        told = backup.manifest
        size = backup.path.stat().st_size / 1e6
        self.stdout.write(f"{backup.path}: {len(told.tables)} tables, {told.rows} rows, {size:.1f} MB.")
        for path in gone:
            self.stdout.write(f"{path.name} is deleted: its term of {settings.BACKUP_DAYS} days is over.")
