"""Reminders go out while something is killed, stopped or emptied. See README.md beside this file."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import redis
from django.db import connection

from config.celery import app
from tests.chaos.ground import Ground, Process
from tests.chaos.ledger import Accepted, Account, account, fill, wait_until_settled

RING_EVERY = 0.5  # seconds; a real site rings each minute
SETTLE_WITHIN = 240  # seconds
MOST_FOLLOWED = 55  # more than one mail holds
QUIET_AFTER = 15  # seconds without a mail: the blows that are left fall now


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
        return self.account.is_kept and self.account.doubled <= self.copies_allowed and not self.broken


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
    most_followed: int = 1,
) -> Result:
    """Let reminders go out and strike meanwhile; then see what became of each.

    Args:
        most_followed: how many actions an address follows at most; some follow only two.
    """
    chance = random.Random(seed)
    mails = fill(
        actions=max(most_followed, reminders // 100),
        reminders=reminders,
        chance=chance,
        follows=lambda: chance.randint(min(2, most_followed), most_followed),
    )
    accepted = Accepted(ground.accepted)
    began = time.monotonic()
    with working(ground, workers) as processes, ringing():
        for moment in moments(blows, int(mails * 0.97), chance):
            _wait_for(moment, accepted)
            time.sleep(chance.uniform(0, 0.02))
            blow(processes, chance)
        connection.close()
        wait_until_settled(seconds=SETTLE_WITHIN)
    connection.close()
    return Result(name, seed, blows, time.monotonic() - began, account(accepted), blows * copies_a_blow)


def _wait_for(moment: int, accepted: Accepted) -> None:
    """Until so many mails were taken, or no more come."""
    before, since = accepted.count(), time.monotonic()
    while before < moment and time.monotonic() < since + QUIET_AFTER:
        time.sleep(0.003)
        if (now := accepted.count()) > before:
            before, since = now, time.monotonic()


def _kill(processes: list[Process], chance: random.Random) -> None:
    """One in eight takes the whole worker, which takes seconds to be back; else the process that sends."""
    while True:
        victim = chance.choice(processes)
        if chance.random() < 0.125:
            victim.kill()
            victim.start()
            return
        if victim.kill_child():
            return
        time.sleep(0.05)


def kills(ground: Ground, *, reminders: int, blows: int, seed: int, workers: int) -> Result:
    return strike(
        "kill -9 of a worker", ground, reminders=reminders, blows=blows, seed=seed, workers=workers, blow=_kill,
        copies_a_blow=1,
    )  # fmt: skip


def groups(ground: Ground, *, reminders: int, blows: int, seed: int, workers: int) -> Result:
    return strike(
        "kill -9, 2 to 55 due for each address", ground, reminders=reminders, blows=blows, seed=seed, workers=workers,
        blow=_kill, copies_a_blow=1, most_followed=MOST_FOLLOWED,
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
