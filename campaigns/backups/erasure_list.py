"""The list of erased addresses, kept beside the backups and not in them: it is newer than any backup that is restored.

It is written with each backup, and each hour into ``VAR_DIR``. It holds keyed hashes, from which no address can be
read (`campaigns.suppression`). A restored database may hold the addresses again; each whose hash is in the list is
erased once more, and the rest of the list is taken over.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from campaigns.backups.private_files import write_whole
from campaigns.erasure import erase
from campaigns.models import Reminder, SentMail, Subscription, Suppression
from campaigns.suppression import hashes_of

NAME = "erasures.json"


class NoList(Exception):
    """A file is no list of erasures. Its message is for people."""


@dataclass(frozen=True)
class ErasureList:
    made_at: datetime
    rows: list[tuple[str, str, datetime]]  # hash, cause, since when


def write_list(folder: Path, *, at: datetime) -> Path:
    """Write the list of today into a folder; the one before is replaced, and never lost."""
    rows = [
        {"hash": digest, "cause": cause, "since": since.isoformat()}
        for digest, cause, since in Suppression.objects.values_list("address_hash", "cause", "since")
    ]
    path = folder / NAME
    with write_whole(path) as file:
        file.write(json.dumps({"made_at": at.isoformat(), "erasures": rows}, indent=1).encode())
    return path


def read_list(path: Path) -> ErasureList:
    """Raises `NoList` if the file is none."""
    try:
        told: dict[str, Any] = json.loads(path.read_text())
        rows = [
            (row["hash"], str(Suppression.Cause(row["cause"])), datetime.fromisoformat(row["since"]))
            for row in told["erasures"]
        ]
        return ErasureList(datetime.fromisoformat(told["made_at"]), rows)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise NoList(f"{path.name} is no list of erasures.") from problem


def newest(*folders: Path) -> ErasureList:
    """The newest of the lists in these folders.

    Raises:
        NoList: if there is none, or one of them cannot be read.
    """
    lists = [read_list(folder / NAME) for folder in folders if (folder / NAME).exists()]
    if not lists:
        raise NoList(f"There is no {NAME} in {' or '.join(map(str, folders))}.")
    return max(lists, key=lambda each: each.made_at)


def erase_again(erasures: ErasureList, *, at: datetime) -> int:
    """Erase what is known again of the list, and take over the list; gives how many addresses were erased."""
    erased = {digest for digest, cause, _ in erasures.rows if cause == Suppression.Cause.ERASED}
    with transaction.atomic():
        again = [address for address in _addresses() if erased.intersection(hashes_of(address))]
        for address in again:
            erase(address, at=at)
        for digest, cause, since in erasures.rows:
            Suppression.objects.get_or_create(address_hash=digest, cause=cause, defaults={"since": since})
    return len(again)


def _addresses() -> Iterator[str]:
    """Every address of a follower that the database holds, each once."""
    of_followers = Reminder.objects.filter(subscription__isnull=False)
    yield from {
        address.lower()
        for rows in (
            Subscription.objects.order_by().values_list("email", flat=True),
            of_followers.order_by().values_list("address", flat=True),
            SentMail.objects.order_by().values_list("recipient", flat=True),
        )
        for address in rows.iterator()
    }
