"""The database as one stream of bytes with its sums, both of the same moment; and such a stream made a database again.

PostgreSQL: `pg_dump` of a snapshot that a transaction of ours holds, in its custom format; nothing of it lies on the
disk. SQLite: its online backup into a file beside the database, which is gone afterwards.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from campaigns.backups.table_sums import TableSum, sums_of_postgresql, sums_of_sqlite

_OF_LIBPQ = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST", "PORT": "PGPORT"}
BLOCK = 1 << 20


class NotPossible(Exception):
    """A program of the database failed or is missing. Its message is for people."""


@dataclass(frozen=True)
class Dump:
    """A database at one moment."""

    sums: dict[str, TableSum]
    migrations: list[str]  # such as "campaigns.0036_restore_drills"
    server: str  # such as "PostgreSQL 15.20"
    stream: IO[bytes]


@contextmanager
def dumping() -> Iterator[Dump]:
    """The database of this site, to be read to its end.

    Raises:
        NotPossible: if the program of the database fails.
    """
    with _dumping_postgresql() if connection.vendor == "postgresql" else _dumping_sqlite() as dump:
        yield dump


def is_empty() -> bool:
    """Whether the database of this site has no table at all."""
    return not connection.introspection.table_names()


def load(stream: IO[bytes]) -> None:
    """Make the database of this site, which is empty, what a dump says.

    Raises:
        NotPossible: if the program of the database fails; what it had loaded may be there.
    """
    if connection.vendor == "postgresql":
        command = ["pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-acl"]
        command += ["--no-comments", "--dbname", str(connection.settings_dict["NAME"])]
        with running(command, stdin=subprocess.PIPE) as program:
            try:
                shutil.copyfileobj(stream, program.stdin, BLOCK)
            except BrokenPipeError:
                pass  # it says itself why it ended
            finally:
                _close(program.stdin)
        return
    connection.close()
    path = Path(str(connection.settings_dict["NAME"]))
    with _private_file(path.parent) as draft:
        with draft.open("wb") as file:
            shutil.copyfileobj(stream, file, BLOCK)
        for leftover in (path, *(path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm"))):
            leftover.unlink(missing_ok=True)
        os.link(draft, path)


def unload() -> None:
    """Empty the database of this site of what `load` has put there."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
            cursor.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
        return
    connection.close()
    Path(str(connection.settings_dict["NAME"])).unlink(missing_ok=True)


def sums() -> dict[str, TableSum]:
    """The sums of the database of this site, while nobody writes to it."""
    if connection.vendor == "postgresql":
        with _snapshot() as (raw, _):
            return sums_of_postgresql(raw)
    connection.close()  # and with it what stands in the journal
    return sums_of_sqlite(str(connection.settings_dict["NAME"]))


def address_of(name: str) -> str:
    """The address of another database of the same server, as DATABASE_URL has it."""
    known = connection.settings_dict
    password = f":{quote(known['PASSWORD'], safe='')}" if known["PASSWORD"] else ""
    who = f"{quote(known['USER'] or '', safe='')}{password}"
    return f"postgres://{who}@{known['HOST']}:{known['PORT'] or 5432}/{name}"


@contextmanager
def _dumping_postgresql() -> Iterator[Dump]:
    with _snapshot() as (raw, snapshot):
        found = sums_of_postgresql(raw)
        with raw.cursor() as cursor:
            cursor.execute("SELECT app || '.' || name FROM public.django_migrations ORDER BY id")
            migrations = [name for (name,) in cursor.fetchall()]
            cursor.execute("SHOW server_version")
            version = cursor.fetchone()[0]
        command = ["pg_dump", "--format", "custom", "--no-owner", "--no-acl", "--no-comments"]
        with running([*command, "--snapshot", snapshot], stdout=subprocess.PIPE) as program:
            yield Dump(found, migrations, f"PostgreSQL {version}", program.stdout)


@contextmanager
def _snapshot() -> Iterator[tuple[Any, str]]:
    """A connection of its own that sees one moment, and the name under which `pg_dump` sees the same."""
    own = connection.copy("backup")
    try:
        own.ensure_connection()
        raw = own.connection
        raw.autocommit = False
        with raw.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        yield raw, snapshot
    finally:
        own.close()


@contextmanager
def _dumping_sqlite() -> Iterator[Dump]:
    path = Path(str(connection.settings_dict["NAME"]))
    with _private_file(Path(settings.VAR_DIR)) as copy:
        # A connection of its own: what this process has not committed is not in the backup.
        here = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(here, uri=True)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target, pages=1_000)
            target.execute("PRAGMA journal_mode = DELETE")
        with closing(sqlite3.connect(copy)) as database:
            found = database.execute("SELECT app || '.' || name FROM django_migrations ORDER BY id")
            migrations = [name for (name,) in found]
        sums = sums_of_sqlite(str(copy))
        with copy.open("rb") as stream:
            yield Dump(sums, migrations, f"SQLite {sqlite3.sqlite_version}", stream)


@contextmanager
def _private_file(folder: Path) -> Iterator[Path]:
    """A file that its owner alone may read, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="backup-", dir=folder) as private:
        path = Path(private) / "database"
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield path


def libpq_environment() -> dict[str, str]:
    """What the programs of PostgreSQL are told of the database: never on a command line, which others can read."""
    told = {ours: str(connection.settings_dict[name]) for name, ours in _OF_LIBPQ.items()
            if connection.settings_dict.get(name)}  # fmt: skip
    options = connection.settings_dict.get("OPTIONS", {})
    told |= {f"PG{name.upper()}": str(options[name]) for name in ("sslmode", "sslrootcert") if name in options}
    return {**os.environ, **told}


@contextmanager
def running(command: list[str], **pipes: Any) -> Iterator[Any]:
    """A program of PostgreSQL, told of the database of this site; waited for at the end.

    Raises:
        NotPossible: if it is not there, or ended badly.
    """
    with tempfile.TemporaryFile() as complaints:
        try:
            program = subprocess.Popen(command, env=libpq_environment(), stderr=complaints, **pipes)  # noqa: S603  # ours
        except FileNotFoundError as problem:
            raise NotPossible(f"{command[0]} is not installed: install the client programs of PostgreSQL.") from problem
        try:
            yield program
        except BaseException:
            program.kill()
            raise
        finally:
            for pipe in (program.stdin, program.stdout):
                _close(pipe)
            ended = program.wait()
        if ended:
            complaints.seek(0)
            said = complaints.read(500).decode(errors="replace").strip().splitlines()
            raise NotPossible(f"{command[0]} ended with {ended}: {said[0] if said else 'it did not say why'}")


def _close(pipe: IO[bytes] | None) -> None:
    if pipe is not None and not pipe.closed:
        with suppress(BrokenPipeError):  # the program is gone, and says why by how it ended
            pipe.close()
