"""Many files at once: a folder, or a packed one. Leaf module: no models.

Nothing is unpacked to a disk, so no name in an archive leads anywhere; a member is read as far as a sheet may be long.
"""

import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from campaigns.sheet_drafts.brought import MOST_FILE
from campaigns.sheet_reading.refusals import Refused

MOST_FILES = 20_000
MOST_UNPACKED = 4_000_000_000  # bytes of all members together, as the archive claims them
MOST_DIRECTORY = 8_000_000  # bytes of an archive's list of members
_LONGEST_NAME = 300
_END = b"PK\x05\x06"
# What systems put beside the files of people.
_FURNITURE = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class Member:
    """One file of a bundle: its name within it, and how to open it.

    `open` raises `Refused` for a file that cannot be read.
    """

    name: str
    open: Callable[[], AbstractContextManager[IO[bytes]]]


@contextmanager
def opened(path: Path) -> Iterator[list[Member]]:
    """The files of a folder or an archive, by name.

    Raises:
        Refused: neither, or an archive that no honest program makes.
        OSError: it cannot be opened.
    """
    if path.is_dir():
        yield _of_folder(path)
        return
    with path.open("rb") as file:
        _check_directory(file)
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
            raise Refused("The archive is damaged. Pack the sheets anew, or bring the folder.") from None
        with archive:
            yield _of_archive(archive)


def _of_folder(path: Path) -> list[Member]:
    """Files below a folder; a link out of it is not followed."""
    found: list[Member] = []
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not _is_furniture(name))
        for name in sorted(names):
            file = Path(folder) / name
            if not _is_furniture(name) and file.is_file() and not file.is_symlink():
                found.append(Member(shown(file.relative_to(path).as_posix()), _opener(file)))
        _refuse_too_many(len(found))
    return found


def _opener(file: Path) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    @contextmanager
    def open_file() -> Iterator[IO[bytes]]:
        try:
            opened_file = file.open("rb")
        except OSError as error:
            raise Refused(f"The file cannot be opened: {error.strerror}.") from None
        with opened_file:
            yield opened_file

    return open_file


def _check_directory(file: IO[bytes]) -> None:
    """Look how long the list of members is before anybody reads it."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - 65_557, 0))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise Refused("This is neither a folder nor a zip archive. Pack the sheets as .zip, or bring the folder.")
    if int.from_bytes(tail[at + 12 : at + 16], "little") > MOST_DIRECTORY:
        raise Refused(f"The archive has too many members. Bring at most {MOST_FILES:,} files at once.")


def _of_archive(archive: zipfile.ZipFile) -> list[Member]:
    infos = [info for info in archive.infolist() if not info.is_dir() and not _is_furniture(info.filename)]
    _refuse_too_many(len(infos))
    if sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise Refused("The archive unpacks to more than sheets can have. Bring it in parts.")
    names: dict[str, int] = {}
    members = []
    for info in infos:
        name = shown(info.filename)
        names[name] = names.get(name, 0) + 1
        # Two members of one name are two files.
        members.append(Member(name if names[name] == 1 else f"{name} ({names[name]})", _member_opener(archive, info)))
    return sorted(members, key=lambda member: member.name)


def _member_opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    @contextmanager
    def open_member() -> Iterator[IO[bytes]]:
        if info.file_size > MOST_FILE:
            raise Refused(f"The file is larger than {MOST_FILE // 1_000_000} MB. Bring the sheet alone.")
        if info.flag_bits & 0x1:
            raise Refused("The file is encrypted. Unpack it with its password and bring it again.")
        try:
            with archive.open(info) as member:
                yield member
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError, OSError):
            raise Refused("The file cannot be unpacked: the archive is damaged there. Pack it anew.") from None

    return open_member


def _refuse_too_many(count: int) -> None:
    if count > MOST_FILES:
        raise Refused(f"There are more than {MOST_FILES:,} files. Bring them in parts.")


def _is_furniture(name: str) -> bool:
    return bool(_FURNITURE & set(PurePosixPath(name).parts)) or PurePosixPath(name).name.startswith(".")


def shown(name: str) -> str:
    """A name as it may be printed: no way up, no signs that cannot be seen."""
    plain = name.encode("utf-8", "replace").decode("utf-8").replace("\\", "/")
    parts = [part for part in PurePosixPath(plain).parts if part not in ("/", "..", ".")]
    return "".join(sign for sign in "/".join(parts) if sign.isprintable())[-_LONGEST_NAME:] or "file without a name"
