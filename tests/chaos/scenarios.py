"""The promises, each under the blows that would break it. See README.md beside this file."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import redis
from django.db import connection

from campaigns.lifecycle import InvalidTransition, stop_action
from campaigns.models import Reminder, UrgentAction
from config import clock
from config.celery import app
from tests.chaos.ground import Ground, Process
from tests.chaos.ledger import Accepted, Account, account, fill, wait_until_settled

RING_EVERY = 0.5  # seconds; a real site rings each minute
SETTLE_WITHIN = 240  # seconds
STOP_WITHIN = 1.0  # seconds, for 99 of 100


@dataclass
class Result:
    name: str
    seed: int
    blows: int
    seconds: float
    account: Account
    copies_allowed: int  # extra copies at most
    remark: str = ""
    broken: str = ""  # a promise of this scenario alone

    @property
    def is_kept(self) -> bool:
        extra = self.account.doubled + 2 * self.account.more_than_twice
        return self.account.is_kept and extra <= self.copies_allowed and not self.broken


@contextmanager
def ringing() -> Iterator[None]:
    """The bell, as beat rings it. Redis may be away: then nobody hears this one, and the next is soon."""
    over = threading.Event()

    def ring() -> None:
        while not over.wait(RING_EVERY):
            try:
                app.send_task("campaigns.tasks.sweep_reminders", expires=5, retry=False)
            except Exception:  # noqa: S112  (whatever it is, the next ring comes)
                continue

    thread = threading.Thread(target=ring)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def working(ground: Ground, count: int) -> Iterator[list[Process]]:
    workers = ground.workers(count)
    try:
        yield workers
    finally:
        for worker in workers:
            worker.kill()


def moments(blows: int, mails: int, chance: random.Random) -> list[int]:
    """After how many accepted mails each blow falls: at random, all of them while mails go out."""
    return sorted(chance.randrange(mails) for _ in range(blows))


def strike(
    name: str,
    ground: Ground,
    *,
    reminders: int,
    blows: int,
    seed: int,
    workers: int,
    blow: Callable[[list[Process], random.Random], None],
    copies_a_blow: int,
) -> Result:
    """Let reminders go out and strike meanwhile; then see what became of each."""
    chance = random.Random(seed)
    fill(actions=max(1, reminders // 100), reminders=reminders)
    accepted = Accepted(ground.accepted)
    began = time.monotonic()
    with working(ground, workers) as processes, ringing():
        for moment in moments(blows, int(reminders * 0.97), chance):
            end = time.monotonic() + SETTLE_WITHIN
            while accepted.count() < moment and time.monotonic() < end:
                time.sleep(0.003)
            time.sleep(chance.uniform(0, 0.02))
            blow(processes, chance)
        connection.close()
        wait_until_settled(seconds=SETTLE_WITHIN)
    connection.close()
    return Result(name, seed, blows, time.monotonic() - began, account(accepted), blows * copies_a_blow)


def kills(ground: Ground, *, reminders: int, blows: int, seed: int, workers: int) -> Result:
    def kill(processes: list[Process], chance: random.Random) -> None:
        # One in eight takes the whole worker, which takes seconds to be back; else the process that sends.
        while True:
            victim = chance.choice(processes)
            if chance.random() < 0.125:
                victim.kill()
                victim.start()
                return
            if victim.kill_child():
                return
            time.sleep(0.05)

    return strike(
        "kill -9 of a worker", ground, reminders=reminders, blows=blows, seed=seed, workers=workers, blow=kill,
        copies_a_blow=1,
    )  # fmt: skip


def crashes(ground: Ground, *, reminders: int, blows: int, seed: int, workers: int) -> Result:
    def crash(processes: list[Process], chance: random.Random) -> None:
        connection.close()
        ground.cluster.crash()

    return strike(
        "hard stop of PostgreSQL", ground, reminders=reminders, blows=blows, seed=seed, workers=workers, blow=crash,
        copies_a_blow=workers,
    )  # fmt: skip


def flushes(ground: Ground, *, reminders: int, blows: int, seed: int, workers: int) -> Result:
    def flush(processes: list[Process], chance: random.Random) -> None:
        with redis.Redis(port=ground.redis_port) as server:
            server.flushall()

    return strike(
        "FLUSHALL of Redis", ground, reminders=reminders, blows=blows, seed=seed, workers=workers, blow=flush,
        copies_a_blow=0,
    )  # fmt: skip


def stops(ground: Ground, *, reminders: int, blows: int, seed: int, workers: int) -> Result:
    """Stop actions while their mails leave; none may be accepted after the call has returned."""
    chance = random.Random(seed)
    fill(actions=blows, reminders=reminders)
    accepted = Accepted(ground.accepted)
    began = time.monotonic()
    returned: dict[int, int] = {}
    took: list[float] = []
    by = UrgentAction.objects.select_related("created_by").latest("pk").created_by
    with working(ground, workers), ringing():
        while accepted.count() == 0 and time.monotonic() < began + SETTLE_WITHIN:
            time.sleep(0.01)
        while len(returned) < blows:
            action = _to_stop(chance)
            if action is None:
                break
            before = time.monotonic()
            try:
                stop_action(action, by=by, at=clock.now(), reason="chaos")
            except InvalidTransition:
                continue
            returned[action.pk] = time.monotonic_ns()
            took.append(time.monotonic() - before)
            time.sleep(chance.uniform(0, 0.06))
        wait_until_settled(seconds=SETTLE_WITHIN)
    action_of = dict(Reminder.objects.filter(action_id__in=returned).values_list("message_id", "action_id"))
    late = sum(
        moment > returned[action_of[message_id]] for moment, message_id in accepted.lines() if message_id in action_of
    )
    took.sort()
    p99 = took[int(len(took) * 0.99)] if took else 0.0
    told = f"{late} mails after the stop; p50 {took[len(took) // 2] * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms"
    ended = account(accepted)
    broken = ""
    if late:
        broken = f"{late} mails were accepted after the stop had returned"
    elif p99 >= STOP_WITHIN:
        broken = f"p99 of a stop was {p99:.2f} s"
    elif not returned or ended.cancelled == 0:
        broken = "nothing was stopped while it went out"
    return Result("stop of an action", seed, len(returned), time.monotonic() - began, ended, 0, told, broken)


def _to_stop(chance: random.Random) -> UrgentAction | None:
    """Mostly the one whose mail is being handed over at this moment, else any that still has mails to go."""
    waiting = Reminder.objects.due(clock.now())
    in_hand = list(waiting.filter(in_hand_by__isnull=False).values_list("action_id", flat=True))
    if not in_hand or chance.random() < 0.3:
        in_hand = list(waiting.order_by("due_at", "pk").values_list("action_id", flat=True)[:50])
    return UrgentAction.objects.filter(pk=chance.choice(in_hand)).first() if in_hand else None
