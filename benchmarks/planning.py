"""Planning: from subscriptions to rows, against the barest statement that writes the same rows.

The yardstick knows no rule: it multiplies the followers of everything with the days that draw near, and inserts. The
planner decides for each of them who follows what, how early, at what pace and by which way, and leaves what is there
already alone. Each runs in an empty table, with all its indexes.
"""

import json
import os
import subprocess
import sys
from datetime import timedelta
from time import perf_counter
from typing import Any

from benchmarks.ground import set_environment
from benchmarks.measuring import Row, ratio_row
from benchmarks.memory import resident_kilobytes

WITHIN = 3  # times the bare statement
FLAT = 20  # per cent, from the small plan to the large
ROUNDS = 2
AGAIN_WITHIN = 1  # times planning it the first time

_BARE = """
    INSERT INTO campaigns_reminder (kind, subject_id, about_on, lead_days, address, action_id, subscription_id, due_at,
        status, reason, message_id, attempts, unsure)
    SELECT 'appeals', action.id, action.last_good_day, 3, subscription.email, action.id, subscription.id, %s,
        'planned', '', '', 0, 0
    FROM campaigns_urgentaction AS action CROSS JOIN campaigns_subscription AS subscription
    WHERE action.id = ANY(%s)
"""


def measure(database: str, *, followers: int, actions: int = 10) -> list[Row]:
    """`actions` times `followers` reminders at once, in a process of its own."""
    large = _in_a_process(database, followers, actions)
    small = _in_a_process(database, followers // 100, actions)
    rows, change = large["rows"], 100 * (large["grown"] - small["grown"]) / small["resident"]
    return [
        ratio_row(
            f"planning {rows:,} reminders for {followers:,} subscriptions",
            "the same rows by a bare INSERT",
            (large["planned"], large["bare"]),
            goal=WITHIN,
        ),
        ratio_row(
            f"planning again, with all {rows:,} in place",
            "planning them",
            (large["again"], large["planned"]),
            goal=AGAIN_WITHIN,
        ),
        Row(
            f"memory of the planner, {small['rows']:,} to {rows:,} reminders",
            "resident before",
            f"{change:+.1f} % ({small['grown'] / 1024:.1f} and {large['grown'] / 1024:.1f} MB more)",
            f"within {FLAT} %",
            abs(change) <= FLAT,
        ),
    ]


def _in_a_process(database: str, followers: int, actions: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.planning", database, str(followers), str(actions)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    result: dict[str, Any] = json.loads(told.splitlines()[-1])
    return result


def main() -> None:
    database, followers, actions = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    set_environment(database)
    os.environ["REMINDER_LEAD_DAYS"] = "3"  # one notice of each day, so that rows are followers times actions
    import django

    django.setup()
    from django.db import connection

    from accounts.acts import unrecorded
    from campaigns.models import ActionEvent, Reminder, Subscription, UrgentAction
    from campaigns.planning import plan_reminders
    from cases.models import Deadline, Hearing
    from config import clock

    at = clock.now()
    chosen = list(UrgentAction.objects.open_on(clock.today()).order_by("pk").values_list("pk", flat=True)[:actions])
    closing = clock.today() + timedelta(days=3)
    with unrecorded():
        UrgentAction.objects.exclude(pk__in=chosen).update(status="draft", **_UNOPENED)
        UrgentAction.objects.filter(pk__in=chosen).update(last_good_day=closing)
        # Nothing else draws near or happened, so that both write the same rows.
        Hearing.objects.update(status="expected", adjourned_to=None)
        for model in (Hearing, Deadline, ActionEvent, Subscription):
            model.objects.all().delete()
    confirmed = at - timedelta(days=60)
    people = (
        Subscription(email=f"reader{n}@bulk.example", created_at=confirmed, confirmed_at=confirmed)
        for n in range(followers)
    )
    Subscription.objects.bulk_create(people, batch_size=5_000)

    def empty() -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE campaigns_reminder")
            cursor.execute("VACUUM ANALYZE campaigns_subscription")

    def timed(work: Any) -> float:
        began = perf_counter()
        work()
        return perf_counter() - began

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(_BARE, [at, chosen])

    # The first of each only warms up: planner and server have then seen all they need.
    bare_times, planned_times = [], []
    plan_reminders(at=at)
    before = resident_kilobytes()
    for _ in range(ROUNDS):
        empty()
        bare_times.append(timed(bare))
        empty()
        planned_times.append(timed(lambda: plan_reminders(at=at)))
    rows = Reminder.objects.filter(subscription__isnull=False).count()
    again = timed(lambda: plan_reminders(at=at))
    grown = resident_kilobytes() - before
    print(
        json.dumps(
            {
                "rows": rows,
                "bare": min(bare_times),
                "planned": min(planned_times),
                "again": again,
                "grown": grown,
                "resident": before,
            }
        )
    )


_UNOPENED: dict[str, Any] = {
    "opened_at": None,
    "opened_on": None,
    "current_sheet": None,
    "last_good_day": None,
}

if __name__ == "__main__":
    main()
