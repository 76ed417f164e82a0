"""Answers under way, and decisions that wait for them: once a stop has returned, nothing that asks to write leaves.

Who answers asks how an action stands, makes the answer of it, and hands it over. A decision made in between would find
the answer a moment later on its way. So whoever answers keeps the action standing until the answer has left, and a
decision waits for that with its last step, when all of it is written and only the commit is left. It waits for
thousandths of a second, and for `WAIT_AT_MOST` where a reader is so slow. Nothing else may be done while an action is
kept standing; least of all is a PDF printed.

No row is locked for it: that would write to the row for each reader. On PostgreSQL it is an advisory lock for each
action; on SQLite, where all processes are on one machine, the lock of one file for all actions.
"""

import fcntl
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from campaigns.models import UrgentAction

WAIT_AT_MOST = 0.5  # seconds; nobody holds up a stop for longer, whatever became of their network or their process
# Any number will do, as long as nothing else in this database uses it as the first half of an advisory lock.
_ANSWERS = 1_347_769


@contextmanager
def kept_standing(slug: str, query: str, values: Sequence[Any]) -> Iterator[Any]:
    """The first row of a query about an action, which stands as the row says until the block is left.

    On PostgreSQL one way to the database and back more than the query alone. Django asks a connection that it kept
    from the last request whether it still lives, which costs as much; here the query itself finds that out. It needs
    a connection of its own to the server: behind a pool that changes connections the lock means nothing.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]  # the stubs do not know it
    if connection.vendor != "postgresql":
        with _file() as file:  # closing it lets go, and so does the death of the process
            fcntl.flock(file, fcntl.LOCK_SH)
            yield _first_of(query, values)
        return
    # All in one way. Each statement sees what was committed before it began, so what is asked is asked under lock.
    held_query = f"SELECT pg_advisory_lock_shared({_key(slug)}); {query}"
    try:
        row = _first_of(held_query, values)
    except (InterfaceError, OperationalError):
        if connection.in_atomic_block:
            raise
        connection.close()
        row = _first_of(held_query, values)
    try:
        yield row
    finally:
        # Where the connection broke, the lock went with it.
        with suppress(DatabaseError, InterfaceError), connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_unlock_shared({_key(slug)})")


def wait_for_answers(*actions: UrgentAction) -> None:
    """Wait for what is on its way about these actions, and let nothing be answered before the transaction ends.

    Call it once, as the last thing in a transaction that decides something: on SQLite one file stands for all actions,
    and whoever holds it would wait for themselves.
    """
    if connection.vendor == "postgresql":
        for action in actions:
            with suppress(OperationalError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = {int(1000 * WAIT_AT_MOST)}")
                cursor.execute(f"SELECT pg_advisory_xact_lock({_key(action.slug)})")
        return
    file, end = _file(), time.monotonic() + WAIT_AT_MOST
    while time.monotonic() < end:
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        time.sleep(0.001)
    # Held until the commit. When an outer transaction ends is not known here.
    if len(connection.atomic_blocks) == 1:
        transaction.on_commit(file.close)
    else:
        file.close()


def _key(slug: str) -> str:
    """The two numbers of an action's lock. Two actions that share them wait for each other's answers, without harm."""
    return f"{_ANSWERS}, {zlib.crc32(slug.encode()) >> 1}"


def _first_of(query: str, values: Sequence[Any]) -> Any:
    """The first row of the last statement."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        while connection.vendor == "postgresql" and cursor.nextset():
            pass
        return cursor.fetchone()


def _file() -> TextIO:
    return open(f"{connection.settings_dict['NAME']}.answers", "w")
