"""A database of its own for a restore, beside the one of the tests, and the key that opens backups."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from campaigns.backups.dumps import address_of, running


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """The address of an empty database of the kind that the tests run on; gone afterwards."""
    if connection.vendor != "postgresql":
        yield f"sqlite:///{folder / 'restored.sqlite3'}"
        return
    name = f"{connection.settings_dict['NAME'][:40]}_{os.getpid()}_restored"
    with running(["createdb", "--template", "template0", name]):
        pass
    try:
        yield address_of(name)
    finally:
        with running(["dropdb", "--force", name]):
            pass


def manage(url: str, place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command on that database, at a place of its own, as an operator does."""
    place.mkdir(exist_ok=True)
    environment = {**os.environ, "DATABASE_URL": url, "VAR_DIR": str(place), "INSTANCE_KEY": "", "LOG_LEVEL": "ERROR"}
    return subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
