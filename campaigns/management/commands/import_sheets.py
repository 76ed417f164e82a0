"""``manage.py import_sheets FOLDER|ZIP``: many old sheets at once, a row for each; with --save a draft for each."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from accounts.models import User
from campaigns.management.commands.read_references import rows_of
from campaigns.rules import may_import_sheets
from campaigns.sheet_bulk.bundles import opened
from campaigns.sheet_bulk.register import Register
from campaigns.sheet_bulk.rows import Journal, Row, write_report
from campaigns.sheet_bulk.running import Run
from campaigns.sheet_reading.refusals import Refused
from config import clock

_EVERY = 50  # files between two lines of progress


class Command(BaseCommand):
    help = (
        "Read every sheet of a folder or a zip archive and say of each what it is, why it was refused, or of which it "
        "is the same. With --report a run that was cut off goes on where it stopped; its journal lies beside the "
        "report. With --save each becomes a draft, never anything public."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, metavar="FOLDER|ZIP")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write the rows there: .csv or .json")
        parser.add_argument("--anew", action="store_true", help="with --report: forget what an earlier run did")
        parser.add_argument("--save", action="store_true", help="make a draft of each that can be one")
        parser.add_argument("--by", metavar="EMAIL", help="with --save: the member of staff who answers for the drafts")
        parser.add_argument(
            "--register", type=Path, metavar="FILE", help="rows of a register, as read_references takes"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by = _member_of_staff(options["by"]) if options["save"] else None
        report: Path | None = options["report"]
        journal = Journal(report.with_name(f"{report.name}.journal") if report else None)
        if options["anew"] and journal.path:
            journal.path.unlink(missing_ok=True)
        run = Run(clock.today(), by, clock.now(), _register(options["register"]), journal)
        counts: Counter[str] = Counter()
        try:
            with opened(options["source"]) as members:
                rows = self._told(run.import_all(members), len(members), counts)
                if report:
                    write_report(rows, report)
                else:
                    self._print(rows)
        except Refused as refused:
            raise CommandError(f"refused: {refused}") from None
        except DatabaseError as error:
            raise CommandError(f"refused: the database does not answer as it should ({error}). Run migrate.") from None
        except OSError as error:
            raise CommandError(f"refused: {error.filename or options['source']}: {error.strerror}.") from None

    def _print(self, rows: Iterable[Row]) -> None:
        for row in rows:
            facts = ", ".join(filter(None, (row.reference, row.kind, row.country, row.issue_date)))
            said = ": ".join(filter(None, (row.outcome, row.reason or facts)))
            self.stdout.write(f"{row.name}: {said}")
            for warning in row.warnings:
                self.stdout.write(f"  - {warning}")

    def _told(self, rows: Iterable[Row], total: int, counts: Counter[str]) -> Iterator[Row]:
        """The rows, with progress on standard error."""
        place = 0
        for place, row in enumerate(rows, start=1):
            counts[row.outcome] += 1
            yield row
            if place % _EVERY == 0 and place < total:
                self.stderr.write(_progress(place, total, counts))
        self.stderr.write(_progress(place, total, counts))


def _progress(place: int, total: int, counts: Counter[str]) -> str:
    told = ", ".join(f"{outcome}: {count:,}" for outcome, count in counts.most_common())
    return f"{place:,} of {total:,} files. {told}".rstrip()


def _register(path: Path | None) -> Register:
    if path is None:
        return Register()
    try:
        with path.open("rb") as file:
            return Register.of(rows_of(file))
    except OSError as error:
        raise CommandError(f"refused: {path} cannot be opened: {error.strerror}.") from None


def _member_of_staff(email: str | None) -> User:
    if not email:
        raise CommandError("refused: a draft has somebody who answers for it. Say who with --by EMAIL.")
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError("refused: nobody among staff has this e-mail address.")
    if not may_import_sheets(user):
        raise CommandError("refused: this person may not write drafts; a researcher or an editor may.")
    return user
