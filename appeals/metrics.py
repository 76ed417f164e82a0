"""How the site stands, as numbers for a monitoring to read: ages, counts and lengths, of nobody and of no case.

In the text format that Prometheus and its kin read. Each number is asked of the database at the moment it is read;
nothing is counted up in a process, so any number of web processes tell the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from celery import current_app as app
from kombu.exceptions import OperationalError

from appeals.models import LargePack
from campaigns.models import Reminder, WorkerSign
from campaigns.sender import what_holds
from campaigns.sweeps import beginning_of_day, standing, tally
from campaigns.worker_signs import WATCHED

MAIL_QUEUE = "celery"
QUEUES = (MAIL_QUEUE, *WATCHED)
# Whoever reads the numbers waits for seconds, not for as long as a worker would.
_IMPATIENT = {"socket_connect_timeout": 2, "socket_timeout": 2, "max_retries": 1}


@dataclass(frozen=True)
class Gauge:
    """One number.

    Args:
        value: None where nothing is known; it is then left out, which a monitoring can ask for too.
        queue: of which queue it is, where there is one for each.
    """

    name: str
    about: str
    value: float | None
    queue: str = ""


def gauges(*, at: datetime) -> Iterator[Gauge]:
    """All numbers at a moment, in a constant number of queries, and one question to the broker for each queue."""
    now = standing(at=at)
    last = now.last
    swept = (last.ended_at or last.began_at) if last else None
    yield Gauge("desk_sweep_age_seconds", "Since the last sweep of reminders.", _age(swept, at))
    yield Gauge("desk_reminders_overdue", "Reminders that have waited for more than five minutes.", now.overdue)
    yield Gauge(
        "desk_reminders_oldest_overdue_seconds", "For how long the oldest of them is due.", _age(now.oldest, at)
    )
    yield Gauge("desk_sender_held", "1 while no mail may leave.", 1 if what_holds() else 0)
    today = tally(since=beginning_of_day(at=at))
    yield Gauge("desk_reminders_sent_today", "Reminders that went since midnight.", today.sent)
    yield Gauge("desk_reminders_failed_today", "Reminders that failed since midnight.", today.failed)
    undecided = Reminder.objects.undecided().count()
    yield Gauge("desk_reminders_failed_undecided", "Failed reminders about which nobody has decided.", undecided)
    yield Gauge("desk_large_packs", "Large packs under way or waiting to be fetched.", LargePack.objects.count())
    seen = dict(WorkerSign.objects.values_list("queue", "seen_at"))
    for queue in WATCHED:
        yield Gauge("desk_worker_age_seconds", "Since a worker was heard of.", _age(seen.get(queue), at), queue)
    for queue in QUEUES:
        yield Gauge("desk_queue_length", "Messages that wait in a queue.", _length(queue), queue)


def as_text(found: Iterator[Gauge]) -> str:
    """The numbers as lines; those of which nothing is known are left out."""
    lines: list[str] = []
    said = ""
    for gauge in found:
        if gauge.value is None:
            continue
        if gauge.name != said:
            lines += [f"# HELP {gauge.name} {gauge.about}", f"# TYPE {gauge.name} gauge"]
            said = gauge.name
        label = f'{{queue="{gauge.queue}"}}' if gauge.queue else ""
        lines.append(f"{gauge.name}{label} {gauge.value:g}")
    return "".join(f"{line}\n" for line in lines)


def _age(moment: datetime | None, at: datetime) -> float | None:
    return None if moment is None else max(0.0, round((at - moment).total_seconds(), 1))


def _length(queue: str) -> int | None:
    """How many messages wait; None where the broker does not answer."""
    try:
        with app.connection_for_read(transport_options=_IMPATIENT) as broker:
            return int(broker.default_channel.queue_declare(queue=queue).message_count)
    except OperationalError:
        return None
