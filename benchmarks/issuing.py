"""Issuing: an action that very many follow, against one that nobody follows.

Whoever issues a sheet waits for the transaction alone; who is told of it is planned afterwards, by the worker. So the
number of followers must not be felt.
"""

import json
import subprocess
import sys
from statistics import quantiles
from time import perf_counter
from typing import Any

from benchmarks.ground import set_environment
from benchmarks.measuring import Row, ratio_row

NO_MORE_THAN = 1.5  # times the one that nobody follows
SECONDS = 2
ROUNDS = 12


def measure(database: str, *, followers: int) -> list[Row]:
    """Two actions, of which one has all the followers there are; a sheet of each in turns."""
    command = [sys.executable, "-m", "benchmarks.issuing", database, str(followers)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    result: dict[str, Any] = json.loads(told.splitlines()[-1])
    slowest = result["slowest"]
    return [
        ratio_row(
            f"issuing a sheet of an action with {followers:,} subscriptions",
            "of one that nobody follows",
            (result["followed"], result["alone"]),
            goal=NO_MORE_THAN,
        ),
        Row(
            "the slowest of these issues",
            "a person who waits",
            f"{slowest:.2f} s",
            f"under {SECONDS} s",
            slowest < SECONDS,
        ),
    ]


def main() -> None:
    database, followers = sys.argv[1], int(sys.argv[2])
    set_environment(database)
    import django

    django.setup()
    from accounts.models import User
    from campaigns.issuing import issue_now
    from campaigns.lifecycle import draft_sheet
    from campaigns.models import Subscription, UrgentAction
    from config import clock

    at = clock.now()
    followed, alone = UrgentAction.objects.open_on(clock.today()).order_by("pk")[:2]
    Subscription.objects.all().delete()
    Subscription.objects.bulk_create(
        (
            Subscription(email=f"follower{n}@bulk.example", action=followed, created_at=at, confirmed_at=at)
            for n in range(followers)
        ),
        batch_size=5_000,
    )
    editor = User.objects.order_by("pk")[0]

    def seconds(action: UrgentAction) -> float:
        sheet = draft_sheet(action, by=editor, at=clock.now())
        began = perf_counter()
        issue_now(sheet, by=editor, at=clock.now(), reason="measured")
        return perf_counter() - began

    seconds(followed), seconds(alone)
    times = [(seconds(followed), seconds(alone)) for _ in range(ROUNDS)]
    print(
        json.dumps(
            {
                "followed": quantiles([pair[0] for pair in times], n=4)[0],
                "alone": quantiles([pair[1] for pair in times], n=4)[0],
                "slowest": max(pair[0] for pair in times),
            }
        )
    )


if __name__ == "__main__":
    main()
