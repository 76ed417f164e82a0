"""``manage.py hold_sender``: let no mail leave until somebody releases it."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from campaigns.sender import hold_sender
from config import clock


class Command(BaseCommand):
    help = "Let no mail leave until somebody releases the sender. Reminders are planned all the same."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reason", required=True, help="why, in a few words; only staff read it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            hold_sender(by=None, at=clock.now(), reason=options["reason"])
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write("The sender is on hold. A mail that was being handed over may still have gone.")
