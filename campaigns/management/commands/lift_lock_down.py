"""``manage.py lift_lock_down``: let the staff in again. It takes two people, so it is run twice."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.lock_down import lift_lock_down
from accounts.models import User
from campaigns.rules import may_lift_lock_down
from config import clock


class Command(BaseCommand):
    help = "Lets the staff log in again, once two people said so: run it for each. The sender stays on hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--by", required=True, metavar="EMAIL", help="an administrator or approver, each time another"
        )
        parser.add_argument("--reason", required=True, help="why it is safe again, in a few words")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["by"]).first()
        if user is None or not may_lift_lock_down(user):
            raise CommandError("Only an administrator or an approver lifts it; nothing was changed.")
        try:
            lifted = lift_lock_down(by=user, at=clock.now(), reason=options["reason"])
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(
            "The lock-down is lifted: the staff can log in. The sender is on hold until somebody releases it."
            if lifted
            else "This is the first of two. Nobody comes in until somebody else lifts it too."
        )
