"""``python -m tests.erasing --count 200``: followers take everything away, are erased, and every place is searched.

Runs in a scratch database beside that of DATABASE_URL (SQLite without it), which is dropped at the end. Exit status 1
if an export lacks something or anything is left.
"""

import argparse
import os
import sys
import time


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.erasing", description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="followers (200)")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from django.conf import settings

    settings.TEMPLATES[0]["OPTIONS"].pop("string_if_invalid", None)
    settings.LOGGING["handlers"]["console"]["level"] = "CRITICAL"
    settings.EMAIL_BACKEND = "campaigns.mail_backend.DatabaseBackend"
    import django

    django.setup()
    sys.exit(0 if run(options.count) else 1)


def run(count: int) -> bool:
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment

    name = connection.settings_dict["NAME"]
    setup_test_environment()
    settings.EMAIL_BACKEND = "campaigns.mail_backend.DatabaseBackend"  # the above puts mail into memory
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    began, started = time.monotonic(), time.time()
    try:
        from campaigns.attempts import forget_counts
        from campaigns.models import Reminder, SentMail, Subscription, Suppression
        from tests.erasing.lives import MARK, erase_all, export_of, live, missing_in
        from tests.erasing.searching import places_with

        forget_counts()
        everyone = live(count)
        lacking = [each for follower in everyone for each in missing_in(export_of(follower), follower)]
        rows = {model.__name__: model.objects.count() for model in (Subscription, Reminder, SentMail, Suppression)}
        before = places_with(MARK, since=started)
        erase_all(everyone)
        left = places_with(MARK, since=started)
        hashes = Suppression.objects.count()
        forget_counts()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()
    print(f"{count} followers, {connection.vendor}, {time.monotonic() - began:.0f} s; rows before: {rows}")
    print(f"Places with an address before: {len(before)}, after: {len(left)}; hashes kept: {hashes}")
    for place in [*dict.fromkeys(left), *dict.fromkeys(lacking)][:20]:
        print(f"- {place}")
    print(f"Exports that lack something: {len(lacking)}")
    return bool(before) and not left and not lacking and hashes == count


if __name__ == "__main__":
    main()
