"""``manage.py restore``: a backup into an empty database, compared with what it was made of, and on hold."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from campaigns.backups.archives import NoBackup
from campaigns.backups.dumps import NotPossible, address_of
from campaigns.backups.envelope import NotWhole, WrongKey
from campaigns.backups.erasure_list import NAME, ErasureList, NoList, newest, read_list
from campaigns.backups.restoring import NotRestored, manifest_of, restore
from config import clock


class Command(BaseCommand):
    help = (
        "Restores a backup into an empty database, and into no other. Compares every table with what the backup was "
        "made of, erases again who was erased since, and holds the sender until two people release it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--identity", type=Path, metavar="KEYFILE", help="the private key; needed for .age")
        parser.add_argument("--into", metavar="DATABASE", help="an empty one, as in DATABASE_URL, or its name")
        parser.add_argument("--erasures", type=Path, metavar="FILE", help=f"default: the newest {NAME} there is")
        parser.add_argument("--without-erasures", action="store_true", help="where that list is lost")
        parser.add_argument("--check-only", action="store_true", help="read it to its end and restore nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["into"]:
            sys.exit(self._elsewhere(options))
        try:
            identity = options["identity"].read_text() if options["identity"] else None
            if options["check_only"]:
                manifest = manifest_of(options["file"], identity=identity)
                self.stdout.write(f"Whole. Made at {manifest.made_at:%Y-%m-%d %H:%M %z} of {manifest.site}: "
                                  f"{len(manifest.tables)} tables, {manifest.rows} rows.")  # fmt: skip
                return
            erasures = None if options["without_erasures"] else self._list(options["erasures"], options["file"])
            done = restore(options["file"], identity=identity, erasures=erasures, at=clock.now())
        except (NoBackup, NotPossible, NotWhole, WrongKey, NotRestored, NoList) as refused:
            raise CommandError(f"Nothing was restored. {refused}") from refused
        except OSError as problem:
            raise CommandError(f"Nothing was restored: {problem.strerror}: {problem.filename}") from problem
        told = done.manifest
        self.stdout.write(
            f"Restored the backup of {told.made_at:%Y-%m-%d %H:%M %z}: {len(told.tables)} tables and {told.rows} rows, "
            f"all as they were. Addresses erased again: {done.erased_again}.\n"
            "The sender is on hold. Stop again what was stopped since, then two people release it, on the page "
            "“Sender” or by release_sender."
        )

    def _list(self, given: Path | None, file: Path) -> ErasureList:
        if given:
            return read_list(given)
        try:
            return newest(file.parent, Path(settings.VAR_DIR))
        except NoList as problem:
            raise NoList(f"{problem} Name the newest list with --erasures, or say --without-erasures.") from problem

    def _elsewhere(self, options: dict[str, Any]) -> int:
        """The same command with another database; every setting that follows from it follows."""
        into, words = options["into"], ["restore", str(options["file"])]
        for name in ("identity", "erasures"):
            words += [f"--{name}", str(options[name])] if options[name] else []
        words += ["--without-erasures"] if options["without_erasures"] else []
        environment = {**os.environ, "DATABASE_URL": into if "://" in into else address_of(into)}
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]
        return subprocess.call(command, env=environment)  # noqa: S603  # this very command
