"""The drill: a backup is made, restored into a scratch database, compared, looked over and thrown away.

The private key of the real backups is not here, and shall not be. So the drill encrypts to a key of its own, which
lives as long as the drill; everything else is done as for real, by the very commands, in processes of their own.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.db import connection

from campaigns.backups.dumps import NotPossible, address_of, running
from campaigns.backups.envelope import new_identity
from campaigns.backups.erasure_list import write_list
from campaigns.backups.making import back_up
from campaigns.models import RestoreDrill

LATEST = timedelta(days=7)
LONGEST = 3 * 60 * 60  # seconds that one step may take


class _Failed(Exception):
    """A step did not end well; its message says what it said."""


def drill(*, at: datetime) -> RestoreDrill:
    """Try whether the database could be restored, and write down the result, whichever it is."""
    began = monotonic()
    result = RestoreDrill(began_at=at, is_good=True)
    try:
        with tempfile.TemporaryDirectory(prefix="drill-", dir=settings.VAR_DIR) as folder:
            _try(Path(folder), result, at)
    except (_Failed, NotPossible, OSError, subprocess.TimeoutExpired) as problem:
        result.is_good, result.said = False, str(problem)[:2000] or type(problem).__name__
    result.seconds = round(monotonic() - began, 1)
    result.save()
    return result


def last_drill() -> RestoreDrill | None:
    """The one that was made last, good or not."""
    return RestoreDrill.objects.order_by("-began_at", "-pk").first()


def alarm(last: RestoreDrill | None, *, at: datetime) -> str:
    """What is wrong with the drills, as a sentence; empty where nothing is, or where this site makes no backups."""
    if not settings.BACKUP_TO or settings.DEMO_TODAY is not None:
        return ""
    if last is None:
        return "No backup was ever tried: no restore drill has run yet."
    if not last.is_good:
        return "The last restore drill failed: the backups may be worth nothing."
    if last.began_at < at - LATEST:
        return "The last restore drill is more than seven days old."
    return ""


def _try(folder: Path, result: RestoreDrill, at: datetime) -> None:
    private, public = new_identity()
    write_list(folder, at=at)
    backup = back_up(folder, recipients=[public], at=at)
    result.tables, result.rows = len(backup.manifest.tables), backup.manifest.rows
    key = folder / "key"
    key.touch(mode=0o600)
    key.write_text(private)
    with _scratch_database(folder) as url:
        environment = _environment(folder, url)
        _run(["restore", str(backup.path), "--identity", str(key)], environment)
        said = json.loads(_run(["look_over", "--at", at.isoformat()], environment))
    if said["problems"]:
        raise _Failed(" ".join(said["problems"]))


def _environment(folder: Path, url: str) -> dict[str, str]:
    """Of a site that is nowhere: with no mail server, no broker of others, and a key that no database knows."""
    place = folder / "var"
    place.mkdir()
    return {
        **os.environ,
        "DATABASE_URL": url,
        "VAR_DIR": str(place),
        "INSTANCE_KEY": secrets.token_urlsafe(32),
        "REDIS_URL": "",
        "EMAIL_URL": "memorymail://",
        "LOG_LEVEL": "ERROR",
    }


def _run(words: list[str], environment: dict[str, str]) -> str:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]
    done = subprocess.run(  # noqa: S603  # our own commands
        command, env=environment, capture_output=True, text=True, timeout=LONGEST, check=False
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        raise _Failed(f"{words[0]}: {lines[-1] if lines else 'it did not say why'}")
    return done.stdout


@contextmanager
def _scratch_database(folder: Path) -> Iterator[str]:
    """The address of an empty database that is gone afterwards; one that a crash left behind is gone before."""
    if connection.vendor != "postgresql":
        yield f"sqlite:///{folder / 'scratch.sqlite3'}"
        return
    name = f"{connection.settings_dict['NAME'][:50]}_drill"
    drop = ["dropdb", "--if-exists", "--force", name]
    with running(drop):
        pass
    with running(["createdb", "--template", "template0", name]):
        pass
    try:
        yield address_of(name)
    finally:
        with running(drop):
            pass
