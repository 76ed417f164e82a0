"""``python -m tests.canary``: plant a word in every field that is not for everybody, and look for it everywhere.

Runs in a scratch database beside that of DATABASE_URL (SQLite without it), which is dropped at the end. Exit status 1
if a word came out where it may not.
"""

import argparse
import os
import platform
import sys
import time


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.canary", description=__doc__)
    parser.add_argument("--cases", type=int, default=50, help="with everything that belongs to them (50)")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from django.conf import settings

    # Without what the tests look for in templates, and as fast as on a real site.
    settings.TEMPLATES[0]["OPTIONS"].pop("string_if_invalid", None)
    settings.LOGGING["handlers"]["console"]["level"] = "CRITICAL"
    import django

    django.setup()
    sys.exit(0 if run(options.cases) else 1)


def run(cases: int) -> bool:
    """Plant, crawl, print the table, and say whether nothing came out."""
    from django.conf import settings
    from django.core import mail
    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment

    from tests.canary.crawling import EVERYTHING, crawl
    from tests.canary.planting import NOT_PLANTED, plant
    from tests.routes import WEEK_OF_THE_STOP

    name = connection.settings_dict["NAME"]
    setup_test_environment()
    settings.DEMO_TODAY = WEEK_OF_THE_STOP.date()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    began = time.monotonic()
    try:
        garden = plant(cases)
        mail.outbox.clear()

        def told(what: str) -> None:
            print(f"{what}, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)

        told(f"{len(garden.words)} words planted in {len(garden.fields)} fields")
        result = crawl(garden, EVERYTHING, told=told)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()
    print(
        f"{cases} cases, {len(garden.words)} words in {len(garden.fields)} fields, {connection.vendor}, "
        f"Python {platform.python_version()}, {os.cpu_count()} processors, {time.monotonic() - began:.0f} s\n"
    )
    print(table(result))
    print(f"\nAnswers: {', '.join(f'{number} of {status}' for status, number in sorted(result.answers.items()))}.")
    print(f"\nNot planted: numbers, dates, choices, fields of less than 16 letters, {', '.join(sorted(NOT_PLANTED))}.")
    for finding in result.findings:
        fields = ", ".join(f"{label} ({count})" for label, count in sorted(finding.fields.items()))
        print(f"- {finding.role}: {finding.address}: {fields}")
    for address in result.broken:
        print(f"- an error of the site: {address}")
    return not result.findings and not result.broken


def table(result) -> str:  # type: ignore[no-untyped-def]
    """What each role asked for, how many words it read that it may read, and how many that it may not."""
    wrong = {role: sum(sum(each.fields.values()) for each in result.findings if each.role == role)
             for role in result.asked}  # fmt: skip
    rows = [("as", "asked for", "words for them", "words not for them")]
    rows += [(role, str(number), str(result.seen[role]), str(wrong[role])) for role, number in result.asked.items()]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "| --- | --- | --- | --- |", *lines[1:]])


if __name__ == "__main__":
    main()
