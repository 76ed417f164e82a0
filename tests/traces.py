"""Whether anything that was typed is still somewhere: in the database, in a log, in a cache, or on the disk."""

import logging
from collections.abc import Iterator
from pathlib import Path

from django.core.cache import caches
from django.db import connection


class Traces:
    """Looks for a word that nobody but a visitor has typed, from its making on.

    Args:
        folders: what is written below them is read too.
    """

    def __init__(self, word: str, caplog, *folders: Path) -> None:
        self.word, self.caplog, self.folders = word, caplog, folders
        # Everything that anybody says at all, not only warnings.
        caplog.set_level(logging.DEBUG)

    def found(self) -> list[str]:
        """Where the word stands; empty if nowhere."""
        return [*self._rows(), *self._logs(), *self._caches(), *self._files()]

    def _rows(self) -> Iterator[str]:
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  # a table's name
                if self.word in str(cursor.fetchall()):
                    yield f"table {table}"

    def _logs(self) -> Iterator[str]:
        for record in self.caplog.records:
            if self.word in f"{record.getMessage()} {record.__dict__}":
                yield f"log {record.name}"

    def _caches(self) -> Iterator[str]:
        for cache in caches.all():
            if self.word in str(getattr(cache, "_cache", "")):
                yield f"cache {cache}"

    def _files(self) -> Iterator[str]:
        """Not those of databases: the rows of this test's own are read, and others are of tests that run beside it."""
        for folder in self.folders:
            for path in folder.rglob("*"):
                if ".sqlite3" in path.name:
                    continue
                if self.word in path.name or (path.is_file() and self.word.encode() in path.read_bytes()):
                    yield f"file {path}"
