"""``python -m tests.matrix``: ask for every address as everybody by every method, and force every hidden field.

Prints the table and whatever is otherwise than it says; exit status 1 if anything is. Runs in a scratch database beside
that of DATABASE_URL (SQLite without it), which is dropped at the end.
"""

import os
import sys
import time


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    from django.conf import settings

    django.setup()
    settings.LOGGING["loggers"]["django.request"]["level"] = "CRITICAL"
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        wrong = run()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    sys.exit(1 if wrong else 0)


def run() -> list[str]:
    """Ask for all of it; gives a line for each answer that is not in the table."""
    from django.conf import settings
    from django.contrib import admin

    from tests.matrix.asking import METHODS, answer_to, cells
    from tests.matrix.fields import changed_by_force
    from tests.matrix.people import ROLES, people
    from tests.matrix.rows import ROWS, TABLE
    from tests.matrix.sealed import OUTSIDE, SEALED_TABLE, make_sealed_world, otherwise
    from tests.matrix.world import make_world
    from tests.routes import WEEK_OF_THE_STOP

    settings.SECOND_FACTOR, settings.DEMO_TODAY = "required", WEEK_OF_THE_STOP.date()
    began = time.monotonic()
    world, everybody = make_world(), people()
    print(TABLE)
    asked, wrong = 0, []
    for cell in cells(everybody):
        answer = answer_to(cell, world)
        asked += 1
        if answer not in cell.wanted:
            wrong.append(f"{cell}: {answer}, not {' or '.join(sorted(cell.wanted))}")
    forced = 0
    for person in everybody:
        for model in admin.site._registry:
            row = model._default_manager.order_by("-pk")[0]
            person.come_back()
            forced += len(model._meta.concrete_fields) - 1
            wrong += [f"forced by {ROLES[person.letter]}: {field}" for field in changed_by_force(person.client, row)]
    print(SEALED_TABLE)
    sealed = otherwise(make_sealed_world(), OUTSIDE)
    wrong += sealed
    print(f"{len(ROWS)} routes, {len(ROLES)} roles, {len(METHODS)} methods: {asked} answers; {forced} fields forced; "
          f"{len(wrong)} otherwise than the table; {time.monotonic() - began:.0f} s")  # fmt: skip
    print("\n".join(wrong))
    return wrong


if __name__ == "__main__":
    main()
