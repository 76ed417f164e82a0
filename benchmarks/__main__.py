"""``python -m benchmarks``: measure, print one table. See README.md beside this file."""

import argparse
import os
import platform
import sys
from time import perf_counter

from benchmarks import ground
from benchmarks.measuring import Row, table

NAMES = (f"desk_bench_{os.getpid()}_small", f"desk_bench_{os.getpid()}_large")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10,000 actions and 150 renders: a minute, for CI")
    parser.add_argument("--check", action="store_true", help="exit 1 if a goal is missed")
    options = parser.parse_args()
    started = perf_counter()
    with ground.scratch_databases(*NAMES):
        ground.set_environment(NAMES[0])
        import django

        django.setup()
        rows = _quick() if options.quick else _full()
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {perf_counter() - started:.0f} s\n")
    print(table(rows))
    missed = [row for row in rows if row.is_met is False]
    if missed:
        print(f"\n{len(missed)} goal(s) missed.", file=sys.stderr)
    sys.exit(bool(missed) and options.check)


def _full() -> list[Row]:
    return _measure(
        (100, 100_000),
        rounds=200,
        first_renders=25,
        renders=1_000,
        warm_up=100,
        followers=100_000,
        mails=3_000,
        pack_rounds=9,
        pack_groups=((2, 1), (20, 1), (60, 3)),
        letters=60,
        old_sheets=2_000,
    )


def _quick() -> list[Row]:
    return _measure(
        (100, 10_000),
        rounds=60,
        first_renders=7,
        renders=150,
        warm_up=50,
        followers=5_000,
        mails=400,
        pack_rounds=3,
        pack_groups=((2, 1), (20, 1), (60, 1)),
        letters=20,
        old_sheets=1_000,
    )


def _measure(
    sizes: tuple[int, int],
    *,
    rounds: int,
    first_renders: int,
    renders: int,
    warm_up: int,
    followers: int,
    mails: int,
    pack_rounds: int,
    pack_groups: tuple[tuple[int, int], ...],
    letters: int,
    old_sheets: int,
) -> list[Row]:
    from benchmarks import issuing, lists, memory, packs, planning, reading, sealing, sending, sheets
    from benchmarks import letters as of_letters
    from benchmarks.requests import in_process

    small, large = (ground.connection_to(name) for name in NAMES)
    try:
        for connection, size in ((small, sizes[0]), (large, sizes[1])):
            ground.use(connection)
            _fill(size)
        _say("the pages")
        rows = lists.measure(in_process(), small, large, sizes=sizes, rounds=rounds)
        _say("the sheets")
        ground.use(large)
        rows += sheets.measure(renders=first_renders, rounds=rounds)
        _say("a pack for an evening")
        rows += packs.measure(rounds=pack_rounds)
        rows.append(packs.measure_memory(groups=pack_groups))
        _say("letters")
        rows += of_letters.measure(count=letters, rounds=pack_rounds)
        _say("memory")
        rows.append(memory.measure(NAMES[0], renders=renders, warm_up=warm_up))
        _say("old sheets")
        rows += reading.measure(NAMES[0], files=old_sheets, rounds=rounds // 4)
        # These change the small database, so they come last.
        _say("sealing the history")
        rows += sealing.measure(small, rounds=pack_rounds)
        _say("planning reminders")
        rows += planning.measure(NAMES[0], followers=followers)
        _say("sending them")
        rows += sending.measure(NAMES[0], mails=mails)
        _say("issuing")
        return [*rows, *issuing.measure(NAMES[0], followers=followers)]
    finally:
        small.close()
        large.close()


def _fill(size: int) -> None:
    """The demo, and as many invented actions, half of them open: both lists have more than a page."""
    from django.core.management import call_command
    from django.db import connection

    from appeals.demo.bulk import load_bulk
    from appeals.demo.loading import AT, DEMO_DAY, load_demo
    from benchmarks.told import tell_outcomes

    _say(f"a database with {size:,} actions")
    call_command("migrate", verbosity=0, skip_checks=True)
    load_demo("only for the benchmarks")
    load_bulk(actions=size, subscriptions=0, on=DEMO_DAY, at=AT, open_percent=50)
    tell_outcomes()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _say(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
