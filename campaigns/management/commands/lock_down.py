"""``manage.py lock_down``: nobody of the staff gets in any more, and no mail leaves."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from campaigns.lock_down import lock_down
from config import clock


class Command(BaseCommand):
    help = (
        "Logs everybody of the staff out, lets nobody in, and holds the sender. The public pages stay as they are. Two "
        "people lift it, by lift_lock_down; meanwhile stop_action stops an action."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who of the staff asked for it")
        parser.add_argument("--reason", required=True, help="why, in a few words")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["by"], is_active=True, is_staff=True).first()
        if user is None:
            raise CommandError("Nobody on the staff has this e-mail address; nothing was changed.")
        try:
            lock_down(by=user, at=clock.now(), reason=options["reason"])
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write("The desk is locked down: everybody is logged out, nobody comes in, and no mail leaves.")
