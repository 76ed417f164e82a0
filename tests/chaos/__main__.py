"""``python -m tests.chaos``: break things on purpose, and see whether the promises hold. See README.md."""

import argparse
import os
import platform
import random
import signal
import sys
import time

from tests.chaos.ground import ground

SCENARIOS = ("kills", "groups", "crashes", "flushes", "stops", "rounds")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small numbers: about a minute, for CI")
    parser.add_argument("--only", nargs="+", choices=SCENARIOS, default=SCENARIOS, metavar="SCENARIO")
    parser.add_argument("--seed", type=int, help="of all that is random; without it a new one, which is printed")
    parser.add_argument("--reminders", type=int, help="in each scenario (10,000)")
    parser.add_argument("--kills", type=int, help="kill -9 of workers (200)")
    parser.add_argument("--groups", type=int, help="kill -9 while mails with many reminders each go out (40)")
    parser.add_argument("--crashes", type=int, help="hard stops of PostgreSQL (20)")
    parser.add_argument("--flushes", type=int, help="flushes of Redis (20)")
    parser.add_argument("--stops", type=int, help="stops of actions (1,000)")
    parser.add_argument("--rounds", type=int, help="rounds of planners and senders at once (100)")
    parser.add_argument("--workers", type=int, default=3)
    options = parser.parse_args()
    small, full = (300, 8, 3, 2, 2, 40, 5), (10_000, 200, 40, 20, 20, 1_000, 100)
    names = ("reminders", "kills", "groups", "crashes", "flushes", "stops", "rounds")
    for name, value in zip(names, small if options.quick else full, strict=True):
        if getattr(options, name) is None:
            setattr(options, name, value)
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(10**6)
    # Broken off from outside, it still takes its servers and workers with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(0 if run(options) else 1)


def run(options: argparse.Namespace) -> bool:
    """Run the scenarios one after the other, print the table, and say whether every promise was kept."""
    began = time.monotonic()
    results = []
    with ground() as here:
        import django

        django.setup()
        from django.core.management import call_command

        from tests.chaos import rounds, scenarios, stops
        from tests.chaos.table import table

        call_command("migrate", verbosity=0, skip_checks=True)
        for place, name in enumerate(options.only):
            print(f"{name} ...", file=sys.stderr, flush=True)
            numbers = {"blows": getattr(options, name), "seed": options.seed + place}
            if name == "rounds":
                results.append(rounds.rounds(here, reminders=max(40, options.reminders // 100), **numbers))
            else:
                scenario = stops.stops if name == "stops" else getattr(scenarios, name)
                results.append(scenario(here, reminders=options.reminders, workers=options.workers, **numbers))
            print(table(results[-1:]), file=sys.stderr, flush=True)
            for line in results[-1].account.explained:
                print(f"- {line}", file=sys.stderr, flush=True)
    seconds = time.monotonic() - began
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {options.workers} workers, "
          f"seed {options.seed}, {seconds:.0f} s\n")  # fmt: skip
    print(table(results))
    broken = [result for result in results if not result.is_kept]
    print("\nEvery promise was kept." if not broken else "\nA promise was broken.")
    return not broken


if __name__ == "__main__":
    main()
