"""``python -m tests.chaos.prints``: actions are stopped while what one writes by is made. See README.md."""

import argparse
import http.client
import os
import platform
import random
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from typing import Any, NamedTuple

from tests.chaos.ground import Process, free_port, ground, wait_for
from tests.chaos.handouts import GROUPS, About, Way

LATEST_STOP = 1.5  # times what it takes until all readers have what they asked for, if nobody disturbs them
ASKED_AFTERWARDS = 3  # times by each reader, once the stop has returned
PAUSE = 0.02  # seconds between two questions of a reader
WARMING_UP = 4  # actions for each group that are asked for first, so that each process has loaded what it prints with
BATCH = 50  # actions made at once


class Answer(NamedTuple):
    """What one reader got; the moments are nanoseconds of the clock that all processes share."""

    asked: int
    handed_out: int  # when it left the site
    got: int  # when the reader had its head
    status: int
    is_handed_out: bool  # what was asked for is in it

    @property
    def is_unknown(self) -> bool:
        """Neither what was asked for nor a refusal."""
        return self.status < 400 and not self.is_handed_out


@dataclass
class Race:
    """One stop among its readers, who ask for the things of one group."""

    group: str
    called: int = 0
    returned: int = 0
    answers: list[Answer] = field(default_factory=list)

    @property
    def handed_out(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.is_handed_out]

    @property
    def late(self) -> list[Answer]:
        """What left the site after the stop had returned: what must not be."""
        return [answer for answer in self.handed_out if answer.handed_out > self.returned]

    @property
    def overtaken(self) -> list[Answer]:
        """Answers that were being made when the stop was called, and refused because of it."""
        return [
            answer
            for answer in self.answers
            if answer.asked < self.called and answer.handed_out > self.returned and answer.status >= 400
        ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.prints", description=__doc__)
    parser.add_argument("--races", type=int, default=500)
    parser.add_argument("--seed", type=int, help="of the moments; without it a new one, which is printed")
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    # Broken off from outside, it still takes its servers with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    began = time.monotonic()
    with ground() as here:
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0, skip_checks=True)
        with web_server(here.logs) as port:
            races = run(port, count=options.races, chance=random.Random(seed))
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, seed {seed}, "
          f"{time.monotonic() - began:.0f} s\n")  # fmt: skip
    print(table(races))
    broken = verdict(races)
    print(f"\n{broken or 'Every promise was kept.'}")
    sys.exit(bool(broken))


@contextmanager
def web_server(logs: Any) -> Iterator[int]:
    """The web server of a real site: two processes, each with several threads."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "--workers", "2"]
    command += ["--max-requests", "0", "--bind", f"127.0.0.1:{port}", "tests.chaos.handed_out"]
    server = Process(command, logs / "web.log")
    try:
        wait_for(port)
        yield port
    finally:
        server.kill()


def run(port: int, *, count: int, chance: random.Random) -> list[Race]:
    """The groups take turns, so that each has its share of the races."""
    from django.db import connection

    from config import clock

    other, *to_warm = _new_actions(1 + WARMING_UP * len(GROUPS))
    takes = {}
    for group in GROUPS:
        abouts = [About(to_warm.pop().slug, other.slug, clock.today()) for _ in range(WARMING_UP)]
        times = sorted(_time_of_making(port, about, GROUPS[group]) for about in abouts)
        takes[group] = times[WARMING_UP // 2]
        print(f"… {group}: made in {takes[group]:.2f} s", file=sys.stderr, flush=True)
    races: list[Race] = []
    while len(races) < count:
        for action in _new_actions(min(BATCH, count - len(races))):
            group = list(GROUPS)[len(races) % len(GROUPS)]
            about = About(action.slug, other.slug, clock.today())
            races.append(race(port, action, about, group, after=chance.uniform(0, LATEST_STOP * takes[group])))
            connection.close()
        print(f"… {len(races)} races, {sum(len(one.late) for one in races)} late", file=sys.stderr, flush=True)
    return races


def _new_actions(count: int) -> list[Any]:
    from appeals.demo.bulk import load_bulk
    from campaigns.models import UrgentAction
    from config import clock

    highest = UrgentAction.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    load_bulk(actions=count, subscriptions=0, on=clock.today(), at=clock.now(), open_percent=100)
    return list(UrgentAction.objects.filter(pk__gt=highest).select_related("created_by").order_by("pk"))


def _time_of_making(port: int, about: About, ways: Sequence[Way]) -> float:
    """Seconds until all readers have what they ask for, if nobody disturbs them."""
    began = time.monotonic()
    readers = [threading.Thread(target=_ask_once, args=(port, way, about)) for way in ways]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return time.monotonic() - began


def _ask_once(port: int, way: Way, about: About) -> None:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    _ask(asking, way, about)
    asking.close()


def race(port: int, action: Any, about: About, group: str, *, after: float) -> Race:
    """Let readers ask for what nobody has made yet, and stop the action meanwhile."""
    from campaigns.lifecycle import stop_action
    from config import clock

    one, ways = Race(group), GROUPS[group]
    together, stopped = threading.Barrier(len(ways) + 1), threading.Event()

    def read(way: Way) -> None:
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=60)  # kept from before the stop to after it
        asking.connect()
        together.wait(timeout=60)
        left = ASKED_AFTERWARDS
        while left:
            left -= stopped.is_set()
            one.answers.append(_ask(asking, way, about))
            time.sleep(PAUSE)
        asking.close()

    threads = [threading.Thread(target=read, args=(way,)) for way in ways]
    for thread in threads:
        thread.start()
    together.wait(timeout=60)
    time.sleep(after)
    one.called = time.monotonic_ns()
    stop_action(action, by=action.created_by, at=clock.now(), reason="chaos")
    one.returned = time.monotonic_ns()
    stopped.set()
    for thread in threads:
        thread.join()
    return one


def _ask(connection: http.client.HTTPConnection, way: Way, about: About) -> Answer:
    from tests.chaos.handed_out import HANDED_OUT_AT

    asked, body = time.monotonic_ns(), way.body(about)
    # From another network each time: how often one may ask is not what is tried here.
    headers = {"X-Forwarded-For": str(IPv4Address(random.getrandbits(32)))}
    headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    connection.request("POST" if body else "GET", way.address(about), body, headers)
    response = connection.getresponse()
    got = time.monotonic_ns()
    answer = response.read()
    return Answer(asked, int(response.headers[HANDED_OUT_AT]), got, response.status, way.holds in answer)


def table(races: list[Race]) -> str:
    """What happened, as a table of Markdown: a column for each group, and one for all."""
    columns = [[one for one in races if one.group == group] for group in GROUPS] + [races]
    figures = [dict(_figures(column)) for column in columns if column]
    names = [*(group for group, column in zip(GROUPS, columns, strict=False) if column), "all"]
    lines = [["what", *names], ["---"] * (len(names) + 1)]
    lines += [[what, *(each[what] for each in figures)] for what in figures[-1]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _figures(races: list[Race]) -> Iterator[tuple[str, str]]:
    answers = [answer for one in races for answer in one.answers]
    met = [len(one.overtaken) for one in races if one.overtaken]
    asked_after = [answer for one in races for answer in one.answers if answer.asked > one.returned]
    took = sorted((one.returned - one.called) / 1e6 for one in races)
    had_it = sum(any(answer.handed_out < one.called for answer in one.handed_out) for one in races)
    yield "stops", f"{len(races):,}"
    yield "answers", f"{len(answers):,}"
    yield (
        "handed out before a stop was called",
        f"{sum(answer.handed_out < one.called for one in races for answer in one.handed_out):,}, in {had_it:,} races",
    )
    yield (
        "handed out while it was at work",
        f"{sum(one.called < answer.handed_out < one.returned for one in races for answer in one.handed_out):,}",
    )
    yield "stops that met readers for whom something was being made", f"{len(met):,}, with {sum(met):,} readers"
    yield "**handed out after the stop had returned**", f"**{sum(len(one.late) for one in races):,}**"
    yield "questions asked after it had returned", f"{len(asked_after):,}"
    yield "handed out in answer to them", f"{sum(answer.is_handed_out for answer in asked_after):,}"
    yield "a stop took", f"p50 {took[len(took) // 2]:.0f} ms, p99 {took[int(len(took) * 0.99)]:.0f} ms"


def verdict(races: list[Race]) -> str:
    """What was broken, or why the run proves nothing; empty if neither."""
    late = [(answer.handed_out - one.returned, one.group) for one in races for answer in one.late]
    unknown = sorted({(one.group, answer.status) for one in races for answer in one.answers if answer.is_unknown})
    broken = [
        f"{len(late)} things were handed out after the stop had returned, the last {max(late)[0] / 1e6:.1f} ms after "
        f"({', '.join(sorted({group for _, group in late}))})"
        if late
        else "",
        f"answers that are neither what was asked for nor a refusal: {unknown}" if unknown else "",
    ]
    for group in dict.fromkeys(one.group for one in races):
        of_group = [one for one in races if one.group == group]
        if not any(answer.handed_out < one.called for one in of_group for answer in one.handed_out):
            broken.append(f"nothing was handed out before a stop ({group})")
        if not any(one.overtaken for one in of_group):
            broken.append(f"no stop met a making ({group})")
    return "; ".join(filter(None, broken))


if __name__ == "__main__":
    main()
