"""Times that can be compared: taken in turns in one process, and the lower quartile of many.

Whatever else the machine does can only add time. Three quarters of the rounds may be disturbed before the lower
quartile is, and only half before the median is.
"""

import gc
import random
from collections.abc import Callable
from dataclasses import dataclass
from statistics import quantiles
from time import perf_counter


@dataclass(frozen=True)
class Row:
    """One line of the table. A row without a goal is there to be read."""

    what: str
    against: str
    measured: str
    goal: str = ""
    is_met: bool | None = None


def compare(
    first: Callable[[], object],
    second: Callable[[], object],
    *,
    rounds: int,
    before: Callable[[], object] = lambda: None,
) -> tuple[float, float]:
    """The lower quartile of the seconds of each, measured in turns: a slow minute of the machine slows both.

    Which of the two goes first is drawn by lot each round. What must be done `before` a round is not measured.
    """
    for _ in range(3):
        before()
        first()
        second()
    gc.collect()
    times: dict[int, list[float]] = {0: [], 1: []}
    chance = random.Random(1)  # noqa: S311  (nothing secret)
    for _ in range(rounds):
        before()
        for place in chance.sample((0, 1), 2):
            start = perf_counter()
            (first, second)[place]()
            times[place].append(perf_counter() - start)
    return quantiles(times[0], n=4)[0], quantiles(times[1], n=4)[0]


def ratio_row(what: str, against: str, seconds: tuple[float, float], *, goal: float | None) -> Row:
    """A row that says how many times the second (the yardstick) the first takes."""
    mine, yardstick = seconds
    ratio = mine / yardstick
    measured = f"{ratio:.2f} times ({1000 * mine:.1f} / {1000 * yardstick:.1f} ms)"
    if goal is None:
        return Row(what, against, measured)
    return Row(what, against, measured, f"at most {goal} times", ratio <= goal)


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table with even columns."""
    head = ("what", "against", "goal", "measured", "")
    lines = [head] + [
        (row.what, row.against, row.goal or "-", row.measured, {True: "met", False: "MISSED", None: ""}[row.is_met])
        for row in rows
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    text = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    ]
    text.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(text)
