#!/usr/bin/env python
"""Run a management command of Urgent Action Desk."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:
        raise SystemExit(
            "Django is not installed in this Python. Run script/server or script/test once: "
            "they make .venv, and .venv/bin/python manage.py works from then on."
        ) from error
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
