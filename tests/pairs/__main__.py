"""``python -m tests.pairs``: pairs of people save the same thing at the same moment; is any work lost without a word?

Runs in a scratch database beside that of DATABASE_URL (SQLite without it), which is dropped at the end. Exit status 1
if anything was lost or ended with an error.
"""

import argparse
import os
import platform
import sys
import time


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.pairs", description=__doc__)
    parser.add_argument("--pairs", type=int, default=1_000, help="in all, spread over the scenes (1,000)")
    parser.add_argument("--stock", action="store_true", help="with Django's own admin instead of ours, to compare")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from django.conf import settings

    # Without what the tests look for in templates, and as fast as on a real site.
    settings.TEMPLATES[0]["OPTIONS"].pop("string_if_invalid", None)
    # The stock admin ends with an error where the database says no; that is counted, and need not be told at length.
    settings.LOGGING["loggers"]["django.request"]["level"] = "CRITICAL"
    if options.stock:
        settings.ROOT_URLCONF = "tests.pairs.stock"
    import django

    django.setup()
    sys.exit(0 if run(options.pairs, is_stock=options.stock) or options.stock else 1)


def run(pairs: int, *, is_stock: bool) -> bool:
    """Play the scenes in turn, print the table, and say whether nothing was lost."""
    from django.db import connection

    from tests.pairs.running import Outcome, at_once, client_of, play
    from tests.pairs.scenes import SCENES

    scenes = [scene for scene in SCENES if scene.is_in_stock or not is_stock]
    outcomes = [Outcome(scene.name) for scene in scenes]
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    began = time.monotonic()
    try:
        clients = (client_of(), client_of())
        for number in range(pairs):
            place = number % len(scenes)
            play(scenes[place], outcomes[place], clients, at_once, is_turned=number // len(scenes) % 2 == 1)
            if sys.stderr.isatty() or number % 100 == 99:
                print(f"{number + 1} pairs, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    whose = "Django's own admin" if is_stock else "ours"
    seconds = time.monotonic() - began
    print(f"{whose}, {connection.vendor}, Python {platform.python_version()}, {os.cpu_count()} processors, "
          f"{seconds:.0f} s\n")  # fmt: skip
    print(table(outcomes))
    return not any(outcome.lost or outcome.typing_lost or outcome.errors for outcome in outcomes)


HEAD = ("scene", "pairs", "accepted", "refused", "decided", "merged", "lost", "typing lost", "errors")


def table(outcomes: list) -> str:  # type: ignore[type-arg]
    columns = ("pairs", "accepted", "refused", "decided", "merged", "lost", "typing_lost", "errors")
    rows = [[outcome.scene, *(getattr(outcome, column) for column in columns)] for outcome in outcomes]
    rows.append(["all", *(sum(row[place] for row in rows) for place in range(1, len(HEAD)))])
    lines = [HEAD, ["---"] * len(HEAD), *([str(cell) for cell in row] for row in rows)]
    remarks = [f"- {outcome.scene}: {remark}" for outcome in outcomes for remark in outcome.remarks[:3]]
    return "\n".join([*(f"| {' | '.join(line)} |" for line in lines), *remarks])


if __name__ == "__main__":
    main()
