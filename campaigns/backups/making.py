"""A backup is made: of one moment, encrypted as it is written, whole or not at all; and old ones are deleted."""

import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

from campaigns.backups.archives import Manifest, write_archive
from campaigns.backups.dumps import dumping
from campaigns.backups.envelope import recipients_of, sealing
from campaigns.backups.private_files import DRAFT, write_whole

_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"desk-(\d{8}T\d{6}Z)\.(age|tar\.gz)")
_DRAFT = re.compile(rf"(desk-\d{{8}}T\d{{6}}Z\.(age|tar\.gz)|erasures\.json)\.[0-9a-f]{{8}}{re.escape(DRAFT)}")


@dataclass(frozen=True)
class Backup:
    path: Path
    manifest: Manifest


def back_up(folder: Path, *, recipients: Sequence[str], at: datetime) -> Backup:
    """Write a backup of the database, which holds all that this site keeps, into a folder.

    Args:
        recipients: public keys of age; none given: it is not encrypted.

    Raises:
        WrongKey: if one of them is no public key.
        NotPossible: if the program of the database fails.
        OSError: if the folder cannot be written to.
    """
    recipients_of(recipients)  # before anything is begun
    ending = "age" if recipients else "tar.gz"
    path = folder / f"desk-{at.astimezone(UTC):{_STAMP}}.{ending}"
    with dumping() as dump:
        manifest = Manifest(
            made_at=at,
            site=settings.SITE_URL,
            vendor=connection.vendor,
            server=dump.server,
            python=platform.python_version(),
            django=django.get_version(),
            migrations=dump.migrations,
            tables=dump.sums,
        )
        with write_whole(path) as file, sealing(file, recipients) as sealed:
            write_archive(sealed, manifest, dump.stream)
    return Backup(path, manifest)


def delete_old(folder: Path, *, at: datetime) -> list[Path]:
    """Delete the backups whose term is over, and what a crash left behind; never the newest. Gives what is gone.

    The term (`BACKUP_DAYS`) counts from the moment in the name. It is also the term after which what was erased or
    struck out is gone from the backups too.
    """
    known = sorted((made, path) for path in folder.iterdir() if (made := _made_at(path)) is not None)
    over = [path for made, path in known[:-1] if made < at - timedelta(days=settings.BACKUP_DAYS)]
    drafts = [path for path in folder.iterdir() if _DRAFT.fullmatch(path.name) and _is_stale(path)]
    for path in (*over, *drafts):
        path.unlink(missing_ok=True)
    return over


def _made_at(path: Path) -> datetime | None:
    found = _NAME.fullmatch(path.name)
    return datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC) if found else None


def _is_stale(path: Path) -> bool:
    """Whether nobody has written to a draft for a day, by the clock of the disk."""
    newest = max(each.stat().st_mtime for each in path.parent.iterdir())
    return path.stat().st_mtime < newest - timedelta(days=1).total_seconds()
