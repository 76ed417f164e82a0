"""The journal of attempts: who has a reminder in hand, written down before its mail is handed over.

A sender takes a number and holds a lock of that name for as long as its database connection lives; each
reminder that it takes in hand carries the number, and the Message-ID of the mail it will go with, committed before
the mail server hears anything of it. So a reminder in the hand of a sender that no longer holds its lock was cut off
in the middle, and nobody knows whether its mail went: it is *unsure*. Such a one is sent again, with the same
Message-ID and in no other company, while it is fresh and once only; after that a person decides (see
`is_for_a_person`).
"""

import fcntl
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils.crypto import salted_hmac

from campaigns.models import Reminder
from campaigns.occasions import Key, section_zone

# The first half of the locks' names. Any number will do, as long as nothing else in this database uses it.
_SENDERS = 214_2012

# How long after it was due an unsure reminder is sent again without asking anybody.
FRESH = timedelta(hours=24)
MAY_HAVE_GONE = "unsure whether it went: the sender was cut off while handing it over, so a person must decide"

BACK_OFF_MINUTES = (1, 2, 4, 8, 16, 32, 60)  # after the first, the second ... failure; then the last one again
ATTEMPTS_AT_MOST = 30  # about a day of them
LAST_TRY_BEFORE_MIDNIGHT = timedelta(minutes=5)


@contextmanager
def one_sender() -> Iterator[int | None]:
    """The number of a sender, for as long as the block runs; None where there may be only one and it is at work.

    On PostgreSQL any number of senders work side by side. It needs a connection of its own to the server: behind
    a pool that changes connections between transactions the locks mean nothing.
    """
    number = secrets.randbelow(2**31 - 1) + 1
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_SENDERS, number])
        try:
            yield number
        finally:
            # Where the connection broke, the lock went with it.
            with suppress(DatabaseError, InterfaceError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_SENDERS, number])
    else:
        with open(f"{connection.settings_dict['NAME']}.sending", "w") as only_sender:
            try:
                fcntl.flock(only_sender, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield None
            else:
                yield number  # closing the file lets go of it, and so does the death of the process


def living_senders() -> set[int]:
    """The numbers of the senders at work. Ask after reading the rows: who is missing then has let go of them."""
    if connection.vendor != "postgresql":
        return set()  # whoever asks is the only one
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [_SENDERS],
        )
        return {number for (number,) in cursor.fetchall()}


def take_in_hand(pks: Sequence[int], *, sender: int, cut_off: int | None, message_id: str, at: datetime) -> list[int]:
    """Write down that an attempt begins to send these in one mail; gives those that nobody else was quicker to take.

    Call it outside of a transaction. Of several it waits for none, so that no two senders wait for each other; where
    somebody else holds one of them it takes none, so that no two senders share out one mail and its Message-ID.

    Args:
        cut_off: the number of the dead sender in whose hand they were found, if any.
        message_id: of the mail that will carry them.
    """
    if len(pks) == 1:
        return list(pks) if _take(pks, sender, cut_off, message_id, at) else []
    with transaction.atomic():
        found = free = Reminder.objects.due(at).filter(pk__in=pks, in_hand_by=cut_off)
        if connection.features.has_select_for_update_skip_locked:
            free = found.select_for_update(skip_locked=True, of=("self",))
        taken = list(free.values_list("pk", flat=True))
        if len(taken) < found.count():
            return []
        _take(taken, sender, cut_off, message_id, at)
    return taken


def _take(pks: Sequence[int], sender: int, cut_off: int | None, message_id: str, at: datetime) -> int:
    # In plain SQL, as `settle`: both are asked for every mail, and Django takes longer to write them than the
    # database to run them.
    moment = connection.ops.adapt_datetimefield_value(at)
    return _update(
        "in_hand_by = %s, attempts = attempts + 1, attempted_at = %s, unsure = unsure + %s, message_id = %s",
        [sender, moment, 0 if cut_off is None else 1, message_id],
        f"due_at <= %s AND in_hand_by {'IS NULL' if cut_off is None else '= %s'}",
        [moment] if cut_off is None else [moment, cut_off],
        pks,
    )


def settle(rows: Sequence[Reminder], status: Reminder.Status, *, at: datetime, reason: str) -> None:
    """Write down what became of these, which the caller has under lock: sent, cancelled or failed."""
    for row in rows:
        row.status, row.settled_at, row.reason = status, at, reason
        row.in_hand_by = row.not_before = None
    for unsure in {row.unsure for row in rows}:
        _update(
            "status = %s, settled_at = %s, reason = %s, unsure = %s, in_hand_by = NULL, not_before = NULL",
            [status.value, connection.ops.adapt_datetimefield_value(at), reason, unsure],
            "TRUE",
            [],
            [row.pk for row in rows if row.unsure == unsure],
        )


def _update(assignments: str, values: list[Any], condition: str, parameters: list[Any], pks: Sequence[int]) -> int:
    """Change planned rows; gives their number."""
    if not pks:
        return 0
    table, places = connection.ops.quote_name(Reminder._meta.db_table), ", ".join(["%s"] * len(pks))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {assignments} WHERE status = 'planned' AND {condition} AND id IN ({places})",  # noqa: S608
            [*values, *parameters, *pks],
        )
        return int(cursor.rowcount)


def let_go(pks: Sequence[int], *, sender: int) -> None:
    """Write down that an attempt ended before these were handed over. What was never sent forgets the Message-ID."""
    mine = Reminder.objects.filter(pk__in=pks, in_hand_by=sender)
    mine.filter(attempts=1, unsure=0).update(in_hand_by=None, attempts=0, message_id="")
    mine.update(in_hand_by=None)


def message_id_for(keys: Iterable[Key]) -> str:
    """The Message-ID of a mail with these notices: the same whenever it is reckoned, telling nothing of an address."""
    text = "\n".join("|".join(map(str, key)) for key in sorted(keys))
    digest = salted_hmac("campaigns.journal.message_id", text, algorithm="sha256").hexdigest()[:40]
    host = settings.SITE_URL.split("://", 1)[-1].split(":", 1)[0].split("/", 1)[0]
    return f"<reminder.{digest}@{host}>"


def is_for_a_person(reminder: Reminder, *, at: datetime) -> bool:
    """Whether it may have gone, and sending it again is not ours to decide: it is old, or may have gone twice."""
    return reminder.unsure > 1 or (reminder.unsure == 1 and at - reminder.due_at > FRESH)


def next_try(attempts: int, *, at: datetime, last_day: date) -> datetime | None:
    """When a reminder that the mail server would not take is tried again; None: not any more.

    Args:
        attempts: how often it was tried so far.
        last_day: the section's last day on which the mail makes sense.
    """
    midnight = datetime.combine(last_day + timedelta(days=1), time(), tzinfo=section_zone())
    last_try = midnight - LAST_TRY_BEFORE_MIDNIGHT
    if attempts >= ATTEMPTS_AT_MOST or at >= last_try:
        return None
    minutes = BACK_OFF_MINUTES[min(attempts, len(BACK_OFF_MINUTES)) - 1]
    return min(at + timedelta(minutes=minutes), last_try)
