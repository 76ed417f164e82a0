"""``manage.py note_bounce < MAIL``: note a mail that came to the address for bounces."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError

from campaigns.bounces import note_bounce
from campaigns.delivery_reports import LARGEST
from config import clock

CHUNK = 64 * 1024
MOST_CHUNKS = 1_000


class Command(BaseCommand):
    help = (
        "Read one mail from standard input, as a mail server pipes it to a command. If it is a delivery report on "
        "a reminder of ours that could not be delivered, note that. The exit status is 0 for every mail that was "
        "read, whatever it is: another one would make the mail server answer whoever pretends to have sent it. "
        "It is 75 if the database did not answer, so that the mail server keeps the mail and tries again."
    )
    stealth_options = ("stdin",)
    requires_system_checks = ()  # a mail is not to be lost over a doubtful setting

    def handle(self, *args: Any, **options: Any) -> None:
        stdin = options.get("stdin") or sys.stdin.buffer
        raw = stdin.read(LARGEST + 1)
        # A mail server may take it for a failure when nobody reads the rest.
        for _ in range(MOST_CHUNKS):
            if not stdin.read(CHUNK):
                break
        try:
            noted = note_bounce(raw, at=clock.now())
        except (DatabaseError, InterfaceError) as problem:
            raise CommandError(
                f"The database did not answer ({type(problem).__name__}); nothing was noted. Try again later.",
                returncode=os.EX_TEMPFAIL,
            ) from None
        self.stdout.write(noted.sentence)
