"""``manage.py database_roles``: let the site add to its history and change none of it."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.utils import ProgrammingError

from accounts.database_roles import APP, more_than_allowed, set_up_roles


class Command(BaseCommand):
    help = (
        "Run as the owner of the tables, after each `migrate`: makes the role by which web, worker and beat come to "
        "PostgreSQL, which may add to the history and change none of it. Its password is read from the variable "
        "APP_DATABASE_PASSWORD. On SQLite it makes triggers that refuse the same."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--app", default=APP, metavar="NAME", help="name of the role (default: %(default)s)")
        parser.add_argument(
            "--check", action="store_true", help="change nothing; end with 1 if the role may do what it should not"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check(options["app"])
            return
        try:
            done = set_up_roles(app=options["app"], password=os.environ.get("APP_DATABASE_PASSWORD", ""))
        except ProgrammingError as refused:
            raise CommandError(
                f"The database refused it, and nothing was changed: {refused} Run this with the DATABASE_URL of the "
                "owner of the tables, who may make roles, or let an administrator of the server make the role first."
            ) from refused
        for sentence in done:
            self.stdout.write(sentence)

    def _check(self, app: str) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("SQLite knows no roles: whoever has the file can change everything in it.")
        if found := more_than_allowed(app=app):
            raise CommandError("\n".join(found))
        self.stdout.write(f"{app} may add to the history, and change none of it.")
