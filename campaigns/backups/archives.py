"""The file of a backup: a manifest, then the database in blocks, as a packed tar, encrypted (`envelope`).

Whoever has the private key can open it without this program: `age --decrypt --identity KEY FILE | tar -xz` gives the
manifest and the blocks, and `cat database.*` the database, for `pg_restore` or `sqlite3`.
"""

import io
import json
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import IO, Any

from campaigns.backups.table_sums import TableSum

FORMAT = 1
MANIFEST = "manifest.json"
BLOCK = 4 << 20
LONGEST_MANIFEST = 4 << 20


class NoBackup(Exception):
    """A file is no backup of this program. Its message is for people."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    made_at: datetime
    site: str
    vendor: str  # of the database: "postgresql" or "sqlite"
    server: str
    python: str
    django: str
    migrations: list[str]
    tables: dict[str, TableSum]

    def as_json(self) -> bytes:
        told = {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps(told, indent=1).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Raises `NoBackup` if it cannot be understood."""
        try:
            told: dict[str, Any] = json.loads(text)
            if told.pop("format") != FORMAT:
                raise NoBackup("This backup was made by another version of this program; restore it with that one.")
            tables = {name: TableSum(**each) for name, each in told.pop("tables").items()}
            return cls(made_at=datetime.fromisoformat(told.pop("made_at")), tables=tables, **told)
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise NoBackup("The manifest of this backup cannot be read.") from problem

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())


def write_archive(target: IO[bytes], manifest: Manifest, database: IO[bytes]) -> None:
    """Write a backup, with no more than one block of it in memory."""
    with tarfile.open(fileobj=target, mode="w|gz") as archive:
        _add(archive, MANIFEST, manifest.as_json())
        number = 0
        while block := database.read(BLOCK):
            _add(archive, f"database.{number:06}", block)
            number += 1


class Archive:
    """A backup that is being read, from its beginning to its end.

    Raises:
        NoBackup: if it is none.
    """

    def __init__(self, source: IO[bytes]) -> None:
        try:
            self._tar = tarfile.open(fileobj=source, mode="r|gz")  # noqa: SIM115  # it is read later, and owns nothing
            first = self._tar.next()
            file = self._tar.extractfile(first) if first is not None and first.name == MANIFEST else None
        except (tarfile.TarError, EOFError, OSError, zlib.error) as problem:
            raise NoBackup("This file is no backup, or it is damaged.") from problem
        if file is None:
            raise NoBackup("This file is no backup: it does not begin with a manifest.")
        self.manifest = Manifest.from_json(file.read(LONGEST_MANIFEST))

    def database(self) -> IO[bytes]:
        """The database, as a file to read."""
        return io.BufferedReader(Blocks(self._blocks()), BLOCK)

    def _blocks(self) -> Iterator[bytes]:
        try:
            for number, member in enumerate(iter(self._tar.next, None)):
                file = self._tar.extractfile(member)
                if file is None or member.name != f"database.{number:06}":
                    raise NoBackup("A part of this backup is missing, or is not where it belongs.")
                yield file.read()
        except (tarfile.TarError, EOFError, zlib.error) as problem:
            raise NoBackup("This backup is damaged.") from problem


class Blocks(io.RawIOBase):
    """Blocks of bytes, read as one file."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks, self._rest = blocks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._rest = block
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))
