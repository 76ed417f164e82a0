"""``manage.py public_role [--sql | --apply | --drop]``"""

from typing import Any

import environ
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError

from appeals.public_role import ROLE, NotPostgreSQL, apply, drop, privileges, statements, what_is_wrong


class Command(BaseCommand):
    help = (
        "Prints what the database role of the public site may do with each table. With --apply: makes the role, its "
        "views and its rights as they are to be; may be run again at any time. PUBLIC_POSTGRES_PASSWORD, if set, "
        "becomes its password. With --drop: takes the views away, which has to be done before each migration. With "
        "--sql: prints what --apply would run."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        do = parser.add_mutually_exclusive_group()
        do.add_argument("--sql", action="store_true", help="Print the statements and run none.")
        do.add_argument("--apply", action="store_true", help="Make role, views and rights.")
        do.add_argument("--drop", action="store_true", help="Take the views away before a migration.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["sql"]:
                self.stdout.write("".join(f"{line};\n" for line in statements()))
            elif options["apply"]:
                apply(password=environ.Env().str("PUBLIC_POSTGRES_PASSWORD", default=""))
                self.stdout.write(f"The role {ROLE} has its views and its rights.")
            elif options["drop"]:
                drop()
                self.stdout.write("The views of the public site are gone until --apply makes them anew.")
            else:
                self._print()
        except NotPostgreSQL as refused:
            raise CommandError(str(refused)) from None
        except ProgrammingError as refused:
            raise CommandError(
                f"The database refused it: {str(refused).strip()}\nRun it as the owner of the tables, who may also "
                f"create roles; or let an administrator of the server run: CREATE ROLE {ROLE} LOGIN"
            ) from refused

    def _print(self) -> None:
        if wrong := what_is_wrong():
            raise CommandError(wrong)
        self.stdout.write("| Schema | Table | May | May with some columns |\n| --- | --- | --- | --- |")
        for row in privileges():
            self.stdout.write(f"| {' | '.join(row)} |")
