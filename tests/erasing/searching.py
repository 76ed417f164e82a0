"""Every place where something could be left: each table with all of its columns, each file, each key and value."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.db import connection

LARGEST = 200_000_000  # bytes of a file that is read


def places_with(mark: str, *, since: float) -> list[str]:
    """Where a mark stands, in capitals or not, plainly; empty if nowhere.

    Args:
        since: files below the folder for files in passing count if they were written after this moment.
    """
    wanted = mark.lower().encode()
    return [name for name, content in _places(since) if wanted in content.lower()]


def _places(since: float) -> Iterator[tuple[str, bytes]]:
    yield from _tables()
    yield from _redis()
    for cache in caches.all():
        yield "cache", repr(getattr(cache, "_cache", "")).encode()
    for folder, after in ((Path(settings.VAR_DIR), 0.0), (Path(tempfile.gettempdir()), since)):
        yield from _files(folder, after)


def _tables() -> Iterator[tuple[str, bytes]]:
    """Also those of Django and of libraries: the database is asked what there is."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            # What was written beside the file goes into it, and the file is read below.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  # a table's name
            for row in cursor.fetchall():
                plain = [bytes(cell).decode("latin-1") if isinstance(cell, memoryview) else cell for cell in row]
                yield f"table {table}", repr(plain).encode()


def _redis() -> Iterator[tuple[str, bytes]]:
    if not settings.REDIS_URL:
        return
    import redis  # only where it is used at all

    store = redis.Redis.from_url(settings.REDIS_URL)
    for key in store.scan_iter():
        read = {b"string": store.get, b"hash": store.hgetall, b"set": store.smembers}.get(store.type(key))
        if read is None:
            kind = store.type(key)
            value = store.lrange(key, 0, -1) if kind == b"list" else store.zrange(key, 0, -1)
        else:
            value = read(key)
        yield f"Redis {key!r}", key + repr(value).encode()


def _files(folder: Path, after: float) -> Iterator[tuple[str, bytes]]:
    """What other processes take away meanwhile is passed over."""
    own = Path(str(connection.settings_dict["NAME"])).name
    for parent, _, names in os.walk(folder):
        for name in names:
            if ".sqlite3" in name and not name.startswith(own):
                continue  # of tests that run beside this one
            path = Path(parent, name)
            with suppress(OSError):
                if path.is_file() and path.stat().st_mtime >= after and path.stat().st_size < LARGEST:
                    yield f"file {path}", name.encode() + path.read_bytes()
