"""Sending: the whole way of a due reminder, against a loop that only pushes ready mails into the same sink.

The yardstick holds the same mails in memory, as bytes, and hands them over one after another on one connection. The
sender takes each in hand, asks everything again under lock, writes the mail, hands it over and marks it, in two
transactions. The sink takes up to twenty thousandths of a second for a mail, at random: as a mail server does that
stands in the next room and writes each mail to its disk before it says yes. How it looks against a sink that does
next to nothing is shown too, without a goal: there only the work of the sender is left to compare.
"""

import json
import os
import smtplib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.ground import set_environment
from benchmarks.measuring import Row
from tests.chaos.ground import free_port, wait_for

HALF = 2.0  # times the seconds of the bare loop
TWO_WORKERS = 1.6  # times the rate of one
MAIL_SERVER, QUICK = 0.02, 0.004  # seconds at most, for one mail


def measure(database: str, *, mails: int) -> list[Row]:
    """The rate of one sender against the bare loop, and of two senders against one."""
    real, quick = (_rates(database, mails, delay) for delay in (MAIL_SERVER, QUICK))
    slower, faster = real["bare"] / real["one"], real["two"] / real["one"]
    return [
        Row(
            f"one sender, {mails:,} reminders",
            "a bare SMTP loop into the same sink",
            f"{slower:.2f} times as long ({real['one']:.0f} and {real['bare']:.0f} mails a second)",
            f"at most {HALF:g} times",
            slower <= HALF,
        ),
        Row(
            "two senders at once",
            "one sender",
            f"{faster:.2f} times the rate ({real['two']:.0f} mails a second)",
            f"at least {TWO_WORKERS} times",
            faster >= TWO_WORKERS,
        ),
        Row(
            "one sender, into a sink five times as quick",
            "a bare SMTP loop into it",
            f"{quick['bare'] / quick['one']:.2f} times as long ({quick['one']:.0f} and {quick['bare']:.0f} a second)",
        ),
    ]


def _rates(database: str, mails: int, delay: float) -> dict[str, float]:
    with _sink(delay) as port:
        command = [sys.executable, "-m", "benchmarks.sending", database, str(mails), str(port)]
        told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    rates: dict[str, float] = json.loads(told.splitlines()[-1])
    return rates


@contextmanager
def _sink(delay: float) -> Iterator[int]:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        accepted = Path(folder) / "accepted"
        command = [sys.executable, "-m", "tests.chaos.sink", str(port), str(accepted), str(delay)]
        sink = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        try:
            wait_for(port)
            yield port
        finally:
            sink.kill()
            sink.wait()


def _bare(mails: list[bytes], port: int) -> float:
    """Mails a second of a loop that does nothing else."""
    began = perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number, mail in enumerate(mails):
            server.sendmail("desk@bulk.example", [f"reader{number}@bulk.example"], mail)
    return len(mails) / (perf_counter() - began)


def _plan(mails: int) -> None:
    """As many reminders of a last good day in three days, of ten actions, each to a reader of its own."""
    from accounts.acts import unrecorded
    from campaigns.models import ActionEvent, Reminder, Subscription, UrgentAction
    from campaigns.planning import plan_reminders
    from config import clock

    at = clock.now()
    with unrecorded():
        for model in (Reminder, Subscription, ActionEvent):  # nothing but the last good days
            model.objects.all().delete()
    actions = list(UrgentAction.objects.filter(status="open").order_by("pk")[:10])
    ids = [action.pk for action in actions]
    UrgentAction.objects.filter(pk__in=ids).update(last_good_day=clock.today() + timedelta(days=3))
    confirmed = at - timedelta(days=60)
    Subscription.objects.bulk_create(
        Subscription(
            email=f"reader{number}@bulk.example",
            action=actions[number % 10],
            created_at=confirmed,
            confirmed_at=confirmed,
        )
        for number in range(mails)
    )
    plan_reminders(at=at)
    Reminder.objects.filter(subscription=None).delete()


def _senders(count: int, database: str, port: int) -> float:
    """Mails a second of so many processes that send what is due."""
    from campaigns.models import Reminder

    due = Reminder.objects.planned().filter(due_at__lte=_now()).count()
    command = [sys.executable, "-m", "benchmarks.sending", database, "0", str(port)]
    workers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(count)
    ]
    for worker in workers:  # ready: all is imported, the connection stands
        if worker.stdout is not None:
            worker.stdout.readline()
    began = perf_counter()
    for worker in workers:
        if worker.stdin is not None:
            worker.stdin.write("go\n")
            worker.stdin.flush()
    for worker in workers:
        worker.wait()
    seconds = perf_counter() - began
    left = Reminder.objects.planned().filter(due_at__lte=_now()).count()
    if left:
        raise SystemExit(f"{left} of {due} reminders were not sent.")
    return due / seconds


def _now() -> object:
    from config import clock

    return clock.now()


def main() -> None:
    database, mails, port = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    set_environment(database)
    os.environ.update(EMAIL_URL=f"smtp://127.0.0.1:{port}", REMINDER_LEAD_DAYS="3", REMINDER_HOUR="0")
    os.environ["LOG_LEVEL"] = "CRITICAL"
    import django

    django.setup()
    from django.db import connection

    from campaigns.sending import send_due
    from config import clock

    if mails == 0:
        connection.ensure_connection()
        print("ready", flush=True)
        sys.stdin.readline()
        send_due(at=clock.now())
        return
    _plan(mails)
    one = _senders(1, database, port)
    _plan(mails)
    two = _senders(2, database, port)
    _plan(50)
    with _kept() as kept:
        send_due(at=clock.now())
    ready = [message.message().as_bytes(linesep="\r\n") for message in kept]
    bare = _bare((ready * (mails // len(ready) + 1))[:mails], port)
    print(json.dumps({"one": one, "two": two, "bare": bare}))


@contextmanager
def _kept() -> Iterator[list[Any]]:
    """The mails that are sent in the block, kept in memory instead."""
    from django.conf import settings
    from django.core import mail

    mail.outbox = []
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.locmem.EmailBackend"
    try:
        yield mail.outbox
    finally:
        settings.EMAIL_BACKEND = backend


if __name__ == "__main__":
    main()
