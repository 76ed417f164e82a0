"""Load the demo: staff, the public case of July 2011 and invented ones around it. A second run does nothing."""

import os
import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from appeals.demo.loading import DEMO_DAY, RealDataThere, load_demo
from appeals.demo.staff import ADMIN, DOMAIN, ROLE_HOLDERS


def login_file() -> Path:
    """Where the login of the demo's staff is kept, readable by its owner alone; script/server prints it."""
    return Path(settings.VAR_DIR) / "demo-login.txt"


class Command(BaseCommand):
    help = (
        "Loads the demo into an empty database: invented staff and cases, and the public case of July 2011. "
        "A second run changes nothing. Refuses where there is other data."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--password", help="of all the demo's staff; without it one is made up for you")

    def handle(self, *args: Any, **options: Any) -> None:
        password = options["password"] or secrets.token_urlsafe(12)
        try:
            validate_password(password)
            count = load_demo(password)
        except (ValidationError, RealDataThere) as error:
            raise CommandError(" ".join(getattr(error, "messages", [str(error)]))) from error
        if count == 0:
            self.stdout.write(f"The demo is there already; nothing was changed. Its login is in {login_file()}.")
            return
        login = _login_text(password)
        _keep_private(login_file(), login)
        self.stdout.write(f"Loaded the demo: {count} actions, as of {DEMO_DAY:%-d %B %Y}.")
        if settings.DEMO_TODAY is None:
            self.stdout.write(f"Set DEMO_TODAY={DEMO_DAY} to see it as it was then; by today's clock all is past.")
        self.stdout.write(f"Staff log in at {settings.SITE_URL}/staff/ as\n{login}")


def _login_text(password: str) -> str:
    people = [f"{ADMIN}  (everything)", *(f"{part}@{DOMAIN}  ({role.lower()})" for part, _, role in ROLE_HOLDERS)]
    return "\n".join([*people, f"password of all of them: {password}"]) + "\n"


def _keep_private(path: Path, text: str) -> None:
    """Write a file that nobody but its owner can read, from its first byte on."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
