"""What should go, what went, and whether the two agree: each reminder, and not only each mail, is looked for."""

import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path
from typing import NamedTuple

from django.db import connection

from appeals.demo.bulk import load_bulk
from campaigns.consistency import orphans
from campaigns.mailbags import MOST_IN_A_MAIL
from campaigns.models import Reminder, Subscription, UrgentAction
from campaigns.planning import plan_reminders
from cases.levels import Level
from cases.models import Authority, Hearing
from config import clock

STOP = "STOP"  # how the subject of a mail begins that tells of a stop


def fill(*, actions: int, reminders: int, chance: random.Random, follows: Callable[[], int] = lambda: 1) -> int:
    """Invented open actions, each with a hearing in three days, and followers who are owed the notice of today.

    Args:
        follows: how many of the actions the next address follows.

    Returns:
        how many mails they make, if nothing goes wrong: what is due for one address goes together.
    """
    now = clock.now()
    Reminder.objects.all().delete()
    Subscription.objects.all().delete()
    Hearing.objects.all().delete()
    hearing = clock.today() + timedelta(days=3)
    load_bulk(actions=actions + actions // 3 + 10, subscriptions=0, on=clock.today(), at=now, open_percent=100)
    # Of the new ones those that were out by yesterday, and whose last good day is too far away to give a notice of
    # its own. Those of the round before have followers no more, so nothing of them is due.
    fit = UrgentAction.objects.filter(opened_at__lt=now - timedelta(days=1), last_good_day__gt=hearing)
    new = list(fit.defer("search_text").order_by("-pk")[:actions])
    court = Authority.objects.first()
    Hearing.objects.bulk_create(
        Hearing(case_id=action.case_id, court=court, matter="hearing", on=hearing, level=Level.PUBLIC) for action in new
    )
    # They began to follow when the actions were out, so that nothing is news to them.
    mails = _follow(new, reminders, chance, follows, now - timedelta(minutes=1))
    plan_reminders(at=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return mails


def _follow(
    actions: list[UrgentAction], reminders: int, chance: random.Random, follows: Callable[[], int], confirmed: datetime
) -> int:
    rows: list[Subscription] = []
    place = mails = 0
    while len(rows) < reminders:
        place += 1
        count = min(follows(), reminders - len(rows), len(actions))
        # In turn, so that every action has followers, with others at random beside it.
        first = actions[place % len(actions)]
        others = [action for action in chance.sample(actions, min(count, len(actions))) if action != first]
        for action in [first, *others][:count]:
            address = f"reader{place}@bulk.example"
            rows.append(Subscription(email=address, action=action, created_at=confirmed, confirmed_at=confirmed))
        mails += ceil(count / MOST_IN_A_MAIL)
    Subscription.objects.bulk_create(rows, batch_size=2_000)
    return mails


class Told(NamedTuple):
    """What somebody is told: of an action to write for, or that it was stopped."""

    address: str
    reference: str
    is_stop: bool


@dataclass(frozen=True)
class Mail:
    """A mail that the sink took."""

    at: int  # nanoseconds, monotonic
    message_id: str
    to: str
    subject: str
    about: tuple[str, ...]

    @property
    def is_stop(self) -> bool:
        return self.subject.startswith(STOP)

    @property
    def told(self) -> set[Told]:
        return {Told(self.to, reference, self.is_stop) for reference in self.about}


class Accepted:
    """The mails that the sink took since this was made."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.offset = self._read_up_to = path.stat().st_size
        self._count = 0

    def mails(self) -> list[Mail]:
        with self.path.open() as file:
            file.seek(self.offset)
            lines = map(json.loads, file.read().splitlines())
            return [Mail(x["at"], x["id"], x["to"], x["subject"], tuple(x["about"])) for x in lines]

    def count(self) -> int:
        with self.path.open("rb") as file:
            file.seek(self._read_up_to)
            new = file.read()
        self._read_up_to += len(new)
        self._count += new.count(b"\n")
        return self._count


@dataclass
class Account:
    """How a run ended. Rows are reminders; a mail carries one or several."""

    due: int = 0  # rows
    mails: int = 0  # that the sink took
    lost: int = 0  # rows that are neither in a mail under their Message-ID, nor cancelled, nor before a person
    doubled: int = 0  # Message-IDs taken twice
    more_than_twice: int = 0
    in_two_mails: int = 0  # told in mails with different Message-IDs
    changed_company: int = 0  # Message-IDs of which two mails did not tell the same
    unknown: int = 0  # mails that tell what no row says, or under a Message-ID that no row has
    for_a_person: int = 0  # rows that failed because nobody knows whether they went
    cancelled: int = 0  # rows
    orphans: int = 0
    explained: list[str] = field(default_factory=list)  # the journal of each that is lost or before a person

    @property
    def is_kept(self) -> bool:
        broken = (
            self.lost, self.more_than_twice, self.in_two_mails, self.changed_company, self.unknown, self.orphans
        )  # fmt: skip
        return not any(broken)

    def add(self, other: "Account") -> None:
        """The account of several runs one after the other."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


def account(accepted: Accepted) -> Account:
    """Compare the rows that are due by now with what the mails tell."""
    at = clock.now()
    rows = list(Reminder.objects.filter(due_at__lte=at).order_by("pk"))
    references = _references({row.action_id for row in rows if row.action_id})
    mails = accepted.mails()
    copies: defaultdict[str, list[Mail]] = defaultdict(list)
    ids: defaultdict[Told, set[str]] = defaultdict(set)
    for mail in mails:
        copies[mail.message_id].append(mail)
        for told in mail.told:
            ids[told].add(mail.message_id)
    known: defaultdict[str, set[Told]] = defaultdict(set)
    end = Account(due=len(rows), mails=len(mails), orphans=len(orphans(at=at)))
    for row in rows:
        told = Told(row.address, references[row.action_id or 0], row.kind == Reminder.Kind.STOPPED)
        if row.message_id:
            known[row.message_id].add(told)
        is_told = any(told in mail.told for mail in copies.get(row.message_id, ()))
        is_before_a_person = row.status == Reminder.Status.FAILED and row.unsure > 0
        is_cancelled = row.status == Reminder.Status.CANCELLED
        is_lost = not ((row.status == Reminder.Status.SENT and is_told) or is_cancelled or is_before_a_person)
        end.lost += is_lost
        end.cancelled += is_cancelled
        end.for_a_person += is_before_a_person
        if is_before_a_person or is_lost:
            end.explained.append(_explained(row, len(copies.get(row.message_id, ()))))
    numbers = Counter(map(len, copies.values()))
    end.doubled = numbers[2]
    end.more_than_twice = sum(count for number, count in numbers.items() if number > 2)
    end.in_two_mails = sum(len(found) > 1 for found in ids.values())
    end.changed_company = sum(len({mail.about for mail in same}) > 1 for same in copies.values())
    end.unknown = sum(not mail.about or not mail.told <= known.get(mail.message_id, set()) for mail in mails)
    return end


def _references(actions: Iterable[int]) -> dict[int, str]:
    rows = UrgentAction.objects.filter(pk__in=actions).values_list("pk", "series", "number", "year")
    return {pk: UrgentAction(series=series, number=number, year=year).reference for pk, series, number, year in rows}


def _explained(row: Reminder, copies: int) -> str:
    """The journal of one reminder, in one line."""
    settled, tried = (f"{moment:%H:%M:%S}" if moment else "never" for moment in (row.settled_at, row.attempted_at))
    return (
        f"reminder {row.pk} ({row.kind}) is {row.status} {row.message_id[:20]}: attempts {row.attempts}, cut off "
        f"{row.unsure} times, due {row.due_at:%d %H:%M:%S}, tried {tried}, settled {settled}, the sink took its mail "
        f"{copies} times; {row.reason}"
    )


def wait_until_settled(*, seconds: float) -> None:
    """Until nothing is due any more, or the time is over: then the account says what is left."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and Reminder.objects.due(clock.now()).exists():
        time.sleep(0.25)
