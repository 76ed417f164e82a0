"""``python -m tests.payloads``: store texts that would run a script in every field, and open every page in a browser.

Once with the site's policy switched off in the browser, so that the escaping of pages stands alone, and once with it.
Exit status 1 if anything ran, was asked of elsewhere, stands in a page as more than text, or was refused by the policy.
Runs in a scratch database of SQLite, whose columns hold any length, so that each field holds each text. It needs
Chromium (or CHROMIUM=/path/to/one).
"""

import argparse
import os
import shutil
import sys
import time


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.payloads", description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=1, help="in so many parts the texts are stored, one after the other (1)"
    )
    parser.add_argument("--rows", type=int, default=2, help="of each table of staff are opened (2)")
    options = parser.parse_args()
    os.environ.pop("DATABASE_URL", None)
    os.environ.update(
        DATABASE_URL="sqlite:///var/payloads.sqlite3",
        DJANGO_SETTINGS_MODULE="tests.settings",
        DJANGO_ALLOW_ASYNC_UNSAFE="true",  # the browser has an event loop in this thread
    )
    import logging

    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_test_environment

    from tests.routes import WEEK_OF_THE_STOP

    settings.TEMPLATES[0]["OPTIONS"].pop("string_if_invalid", None)
    settings.DEMO_TODAY = WEEK_OF_THE_STOP.date()
    setup_test_environment()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        wrong = _run(options.rounds, options.rows)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    sys.exit(1 if wrong else 0)


def _run(rounds: int, rows: int) -> int:
    from playwright.sync_api import sync_playwright

    from tests.payloads.rounds import Ground, Result, one_round, running_site
    from tests.payloads.storing import make_ground
    from tests.payloads.texts import ALL

    began = time.monotonic()
    result = Result()
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with running_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        ground = Ground(browser, site, make_ground(), worlds=5, rows=rows)
        for number in range(rounds):
            one_round(result, ground, range(number, len(ALL), rounds), whole=True)
            print(f"round {number + 1}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        browser.close()
    print(result.table())
    print(f"\n{time.monotonic() - began:.0f} s")
    print("\n".join(result.wrong))
    return len(result.wrong)


if __name__ == "__main__":
    main()
