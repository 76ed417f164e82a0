"""What should go, what went, and whether the two agree."""

import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import connection

from appeals.demo.bulk import load_bulk
from campaigns.consistency import orphans
from campaigns.models import Reminder, Subscription, UrgentAction
from campaigns.planning import plan_reminders
from cases.models import Authority, Hearing
from config import clock


def fill(*, actions: int, reminders: int) -> None:
    """Invented open actions, each with a hearing in three days, and followers who are owed the notice of today."""
    now = clock.now()
    Reminder.objects.all().delete()
    Subscription.objects.all().delete()
    Hearing.objects.all().delete()
    # None of their last good days is near enough for a notice of its own.
    hearing = clock.today() + timedelta(days=3)
    load_bulk(actions=actions, subscriptions=0, on=hearing, at=now - timedelta(days=60), open_percent=100)
    # Those of the round before have followers no more, so nothing of them is due.
    new = list(UrgentAction.objects.order_by("-pk")[:actions])
    court = Authority.objects.first()
    Hearing.objects.bulk_create(
        Hearing(case_id=action.case_id, court=court, matter="hearing", on=hearing, is_public=True) for action in new
    )
    confirmed = now - timedelta(days=30)
    Subscription.objects.bulk_create(
        [
            Subscription(
                email=f"reader{place}@bulk.example",
                action=new[place % actions],
                created_at=confirmed,
                confirmed_at=confirmed,
            )
            for place in range(reminders)
        ],
        batch_size=2_000,
    )
    plan_reminders(at=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@dataclass
class Accepted:
    """The sink's lines since this was made."""

    path: Path
    offset: int = 0

    def __post_init__(self) -> None:
        self.offset = self.path.stat().st_size

    def lines(self) -> list[tuple[int, str]]:
        """When each mail was taken (nanoseconds, monotonic), and its Message-ID."""
        with self.path.open() as file:
            file.seek(self.offset)
            return [(int(moment), message_id) for moment, message_id in map(str.split, file.read().splitlines())]

    def count(self) -> int:
        with self.path.open("rb") as file:
            file.seek(self.offset)
            return file.read().count(b"\n")


@dataclass
class Account:
    """How a run ended."""

    due: int
    lost: int  # due, of an action still open, and neither taken by the sink nor put before a person
    doubled: int
    more_than_twice: int
    unknown: int  # taken by the sink, though no reminder has that Message-ID
    for_a_person: int
    cancelled: int
    orphans: int

    @property
    def is_kept(self) -> bool:
        return self.lost == self.more_than_twice == self.unknown == self.orphans == 0


def account(accepted: Accepted) -> Account:
    at = clock.now()
    rows = Reminder.objects.filter(due_at__lte=at).values_list("message_id", "status", "unsure")
    copies = Counter(message_id for _, message_id in accepted.lines())
    for_a_person = sum(status == "failed" and unsure > 0 for _, status, unsure in rows)
    settled_well = sum(
        (status == "sent" and copies[message_id] > 0) or status == "cancelled" or (status == "failed" and unsure > 0)
        for message_id, status, unsure in rows
    )
    return Account(
        due=len(rows),
        lost=len(rows) - settled_well,
        doubled=sum(count == 2 for count in copies.values()),
        more_than_twice=sum(count > 2 for count in copies.values()),
        unknown=len(copies.keys() - {message_id for message_id, _, _ in rows}),
        for_a_person=for_a_person,
        cancelled=sum(status == "cancelled" for _, status, _ in rows),
        orphans=len(orphans(at=at)),
    )


def wait_until_settled(*, seconds: float) -> None:
    """Until nothing is due any more, or the time is over: then the account says what is left."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and Reminder.objects.due(clock.now()).exists():
        time.sleep(0.25)
