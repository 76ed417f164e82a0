"""Actions are stopped while their mails leave, and everybody is told of it."""

import random
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection

from campaigns.lifecycle import InvalidTransition, stop_action
from campaigns.models import Reminder, Subscription, UrgentAction
from config import clock
from tests.chaos.ground import Ground
from tests.chaos.ledger import Accepted, Account, Mail, Told, account, fill, wait_until_settled
from tests.chaos.scenarios import SETTLE_WITHIN, Result, ringing, working

STOP_WITHIN = 1.0  # seconds, for 99 of 100
FOLLOWED = 4  # actions at most by one address, so that one mail asks for several and only one of them is stopped
AT_ONCE = 500  # actions with followers at a time
LOOK_EVERY = 0.1  # seconds


@dataclass
class Stops:
    """What was stopped and when, and what the mails say of it."""

    returned: dict[str, int] = field(default_factory=dict)  # by the reference; nanoseconds, monotonic
    planned: dict[str, int] = field(default_factory=dict)  # when the notices of the stop were seen in the database
    took: list[float] = field(default_factory=list)  # seconds that each call took
    late: int = 0  # mails that asked to write for an action whose stop had returned
    untold: int = 0  # followers of a stopped action who got no mail that says so
    told_twice: int = 0
    told: int = 0
    overtaken: int = 0  # other mails to an address between the planning of its stop notice and that notice
    delays: list[float] = field(default_factory=list)  # seconds from the call to the notice

    def judge(self, mails: list[Mail], followers: dict[str, list[str]]) -> None:
        """Look at what the sink took, and at nothing else.

        Args:
            followers: by the reference, the addresses of those who had confirmed before.
        """
        notices: defaultdict[Told, list[Mail]] = defaultdict(list)
        others: defaultdict[str, list[Mail]] = defaultdict(list)
        for mail in mails:
            for told in mail.told if mail.is_stop else ():
                notices[told].append(mail)
            if not mail.is_stop:
                others[mail.to].append(mail)
                self.late += any(mail.at > self.returned.get(reference, mail.at) for reference in mail.about)
        for reference, returned in self.returned.items():
            for address in followers[reference]:
                found = notices[Told(address, reference, True)]
                self.told += bool(found)
                self.untold += not found
                self.told_twice += len(found) > 1
                if found:
                    first = min(mail.at for mail in found)
                    self.delays.append((first - returned) / 1e9)
                    planned = self.planned.get(reference, first)
                    self.overtaken += sum(planned < mail.at < first for mail in others[address])


def stops(ground: Ground, *, reminders: int, blows: int, seed: int, workers: int) -> Result:
    """Stop actions while their mails leave; none may be accepted after the call has returned, and all are told."""
    chance = random.Random(seed)
    stopped, total = Stops(), Account()
    began = time.monotonic()
    while len(stopped.took) < blows:
        before = len(stopped.took)
        _stop_some(ground, stopped, total, min(AT_ONCE, blows - before), reminders, workers, chance)
        if len(stopped.took) == before:
            break
    seconds = time.monotonic() - began
    return Result("stop of an action", seed, len(stopped.took), seconds, total, 0, *_verdict(stopped, total, blows))


def _stop_some(
    ground: Ground, stopped: Stops, total: Account, times: int, reminders: int, workers: int, chance: random.Random
) -> None:
    fill(actions=AT_ONCE, reminders=reminders, chance=chance, follows=lambda: chance.randint(1, FOLLOWED))
    followers: defaultdict[str, list[str]] = defaultdict(list)
    for row in Subscription.objects.select_related("action").filter(action__isnull=False):
        followers[row.action.reference if row.action else ""].append(row.email)
    accepted = Accepted(ground.accepted)
    by = UrgentAction.objects.select_related("created_by").latest("pk").created_by
    end = time.monotonic() + SETTLE_WITHIN
    now = Stops()
    with working(ground, workers), ringing(), _watching(now):
        while accepted.count() == 0 and time.monotonic() < end:
            time.sleep(0.01)
        while len(now.took) < times and (action := _to_stop(chance)):
            before = time.monotonic()
            try:
                stop_action(action, by=by, at=clock.now(), reason="chaos")
            except InvalidTransition:
                continue
            now.returned[action.reference] = time.monotonic_ns()
            now.took.append(time.monotonic() - before)
            time.sleep(chance.uniform(0, 0.06))
        # The notices of the last stops have yet to be planned.
        to_tell = {reference for reference in now.returned if followers[reference]}
        while to_tell - now.planned.keys() and time.monotonic() < end:
            time.sleep(0.1)
        wait_until_settled(seconds=SETTLE_WITHIN)
    now.judge(accepted.mails(), followers)
    for name, value in vars(now).items():
        if isinstance(value, dict):
            getattr(stopped, name).update(value)
        else:
            setattr(stopped, name, getattr(stopped, name) + value)
    total.add(account(accepted))


def _to_stop(chance: random.Random) -> UrgentAction | None:
    """Mostly the one whose mail is being handed over at this moment, else any that still has mails to go."""
    waiting = Reminder.objects.due(clock.now()).exclude(kind=Reminder.Kind.STOPPED).filter(action__status="open")
    in_hand = list(waiting.filter(in_hand_by__isnull=False).values_list("action_id", flat=True))
    if not in_hand or chance.random() < 0.3:
        in_hand = list(waiting.order_by("due_at", "pk").values_list("action_id", flat=True)[:50])
    return UrgentAction.objects.filter(pk=chance.choice(in_hand)).first() if in_hand else None


@contextmanager
def _watching(stops: Stops) -> Iterator[None]:
    """Note when the notices of each stop are in the database: seen at the soonest when they are there."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(LOOK_EVERY):
            rows = Reminder.objects.filter(kind=Reminder.Kind.STOPPED).select_related("action")
            found = {row.action.reference for row in rows.order_by("action_id").distinct("action_id") if row.action}
            now = time.monotonic_ns()
            for reference in found:
                stops.planned.setdefault(reference, now)
        connection.close()

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _verdict(stopped: Stops, total: Account, blows: int) -> tuple[str, str]:
    """The remark, and what was broken."""
    took, delays = sorted(stopped.took), sorted(stopped.delays)
    if not took:
        return "", "nothing was stopped while it went out"
    p50, p99 = took[len(took) // 2], took[int(len(took) * 0.99)]
    wait = f"half within {delays[len(delays) // 2]:.1f} s, the last after {delays[-1]:.1f} s" if delays else "never"
    remark = (
        f"{stopped.late} mails after the stop; p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms; {stopped.told:,} "
        f"told of it, {wait}; {stopped.overtaken} other mails in between"
    )
    broken = [
        f"{stopped.late} mails were accepted after the stop had returned" if stopped.late else "",
        f"p99 of a stop was {p99:.2f} s" if p99 >= STOP_WITHIN else "",
        f"{stopped.untold} followers were not told of the stop" if stopped.untold else "",
        f"{stopped.told_twice} followers were told of it twice" if stopped.told_twice else "",
        f"{stopped.overtaken} other mails went before the notice of a stop" if stopped.overtaken else "",
        f"only {len(took)} of {blows} stops fell while mails went out" if len(took) < blows else "",
        "nothing was cancelled" if total.cancelled == 0 else "",
    ]
    found = "; ".join(filter(None, broken))
    return remark, f"{found} ({remark})" if found else ""
