"""A backup becomes a database again: an empty one, equal row for row, that sends nothing until two people let it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from campaigns.backups.archives import Archive, Manifest
from campaigns.backups.dumps import is_empty, load, sums, unload
from campaigns.backups.envelope import opening
from campaigns.backups.erasure_list import ErasureList, erase_again
from campaigns.backups.table_sums import differences
from campaigns.sender import hold_restored


class NotRestored(Exception):
    """Nothing was restored, or it was taken back. Its message is for people."""


@dataclass(frozen=True)
class Restored:
    manifest: Manifest
    erased_again: int


def restore(path: Path, *, identity: str | None, erasures: ErasureList | None, at: datetime) -> Restored:
    """Make the empty database of this site what a backup says, and hold its sender.

    Args:
        identity: the private key; None for a backup that is not encrypted.
        erasures: the newest list there is; whoever is on it is erased again.

    Raises:
        NotRestored: if the database is not empty, or holds other rows afterwards than the backup was made of; then it
            is empty again.
        NoBackup, NotWhole, WrongKey, NotPossible: if the file cannot be read or loaded; the same.
    """
    if not is_empty():
        raise NotRestored(
            "The database is not empty, and nothing is ever restored over data. Make an empty one and name it with "
            "--into, or in DATABASE_URL."
        )
    try:
        manifest = _load(path, identity)
        if found := differences(manifest.tables, sums()):
            raise NotRestored(" ".join(["The database is not what the backup was made of.", *found]))
    except Exception:
        unload()
        raise
    call_command("migrate", verbosity=0, interactive=False)
    hold_restored(backup_of=manifest.made_at, at=at)
    again = erase_again(erasures, at=at) if erasures is not None else 0
    return Restored(manifest, again)


def manifest_of(path: Path, *, identity: str | None) -> Manifest:
    """What a backup says of itself; the whole file is read, so that one that was cut off is known."""
    with _opened(path, identity) as stream:
        archive = Archive(stream)
        database = archive.database()
        while database.read(1 << 20):
            pass
        return archive.manifest


def _load(path: Path, identity: str | None) -> Manifest:
    with _opened(path, identity) as stream:
        archive = Archive(stream)
        _check_fits(archive.manifest)
        load(archive.database())
    return archive.manifest


@contextmanager
def _opened(path: Path, identity: str | None) -> Iterator[IO[bytes]]:
    with path.open("rb") as file:
        if identity is None:
            yield file
        else:
            with opening(file, identity) as stream:
                yield stream


def _check_fits(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise NotRestored(f"This is a backup of {manifest.server}; restore it into a database of that kind.")
    known = {".".join(key) for key in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    apps = {name.split(".")[0] for name in known}
    newer = [name for name in manifest.migrations if name not in known and name.split(".")[0] in apps]
    if newer:
        raise NotRestored(f"This backup was made by a newer version of this program, which knows {newer[-1]}.")
