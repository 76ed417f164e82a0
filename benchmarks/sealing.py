"""Sealing the history: what an act costs with its seal, against the same act without it, and what idle sweeps cost.

Nobody waits for a seal: it is written seconds later, by the worker. So this is what it costs the machine.
"""

from statistics import quantiles
from time import perf_counter
from typing import Any

from benchmarks.ground import use
from benchmarks.measuring import Row, ratio_row

NO_MORE_THAN = 1.5  # times the act alone
IDLE_MS = 250
ACTS = 50  # between two sweeps of ten seconds, on the busiest of days


def measure(database: Any, *, rounds: int) -> list[Row]:
    """Rounds of `ACTS` changes of a case, each an act of its own, and of a sweep that seals them.

    Args:
        database: a connection of `ground.connection_to`; the history of its cases grows.
    """
    use(database)
    from accounts.acts import acting
    from accounts.chain import seal_rows
    from accounts.models import User
    from accounts.verifying import verify
    from cases.models import Case
    from config import clock

    person, case = User.objects.order_by("pk")[0], Case.objects.order_by("pk")[0]

    def seconds_of_acts() -> float:
        began = perf_counter()
        for number in range(ACTS):
            with acting(by=person, at=clock.now()):
                case.summary = f"measured {number}"
                case.save()
        return perf_counter() - began

    def seconds_of_sweep() -> float:
        began = perf_counter()
        seal_rows(at=clock.now())
        return perf_counter() - began

    seconds_of_acts(), seconds_of_sweep()
    times = [(seconds_of_acts(), seconds_of_sweep(), seconds_of_sweep()) for _ in range(rounds)]
    acts, sweeps, idle = (quantiles([each[place] for each in times], n=4)[0] for place in range(3))
    began = perf_counter()
    found = verify()
    speed = found.links / (perf_counter() - began)
    return [
        ratio_row(
            "an act with its seal", "the same act alone", ((acts + sweeps) / ACTS, acts / ACTS), goal=NO_MORE_THAN
        ),
        Row(
            "a sweep that finds nothing to seal",
            "the clock, each ten seconds",
            f"{1000 * idle:.0f} ms",
            f"under {IDLE_MS} ms",
            1000 * idle < IDLE_MS,
        ),
        Row("verifying the history", "-", f"{speed:,.0f} links a second"),
    ]
