"""The place where this installation runs, known by what lies outside the database: a key, and a tide mark.

A copy of the database takes neither along. The key is ``INSTANCE_KEY``, the same on every machine of one
installation; where that is empty it is a file below ``VAR_DIR``, made at the first start. The tide mark is how far
the database had come when this place sent last: one that stands lower has been set back.
"""

import hashlib
import logging
import os
import secrets
from pathlib import Path

from django.conf import settings

KEY_FILE = "instance-key"
MARK_FILE = "sender-mark"

logger = logging.getLogger(__name__)


def place() -> str:
    """A digest that is the same as long as this installation is in the same place; it tells nothing of the key.

    Raises:
        OSError: if the key file can be neither read nor made.
    """
    if settings.INSTANCE_KEY:
        return _digest(f"key:{settings.INSTANCE_KEY}")
    path = Path(settings.VAR_DIR) / KEY_FILE
    if not path.exists():
        _make(path)
    # A folder that is copied or restored whole brings the key along, but not the number of its file.
    return _digest(f"file:{path.read_text().strip()}:{path.stat().st_ino}")


def tide_mark() -> tuple[str, int]:
    """The lineage and the tide of the database from which this place sent last; ("", 0) if it never did."""
    try:
        lineage, tide = (Path(settings.VAR_DIR) / MARK_FILE).read_text().split()
        return lineage, int(tide)
    except (OSError, ValueError):
        return "", 0


def write_tide_mark(lineage: str, tide: int) -> None:
    """Note how far the database has come. The mark never falls, in whatever order processes write it."""
    known, mark = tide_mark()
    if known == lineage and mark >= tide:
        return
    path = Path(settings.VAR_DIR) / MARK_FILE
    try:
        _replace(path, f"{lineage} {tide}\n")
    except OSError as problem:
        # Not worth holding a mail back: without the mark only a restored backup would be recognised less well.
        logger.error("the tide mark could not be written: %s", type(problem).__name__)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _make(path: Path) -> None:
    """Write a new key, whole from its first moment; of several processes that do so at once, one wins."""
    draft = _draft(path, secrets.token_urlsafe(32) + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _replace(path: Path, text: str) -> None:
    _draft(path, text).replace(path)


def _draft(path: Path, text: str) -> Path:
    """A file beside `path`, readable by its owner alone."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    return draft
