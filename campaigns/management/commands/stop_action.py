"""``manage.py stop_action``: stop an action where no page of staff can be opened, in a lock-down for instance."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from campaigns.decisions import InvalidTransition
from campaigns.lifecycle import stop_action
from campaigns.models import UrgentAction
from campaigns.rules import may_stop
from config import clock


class Command(BaseCommand):
    help = (
        "Stops an action at once: from then on nothing asks anybody to write. Its followers are told with the next "
        "sweep, or once the sender is released."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the end of the address of its page")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who of the staff answers for it")
        parser.add_argument("--reason", required=True, help="why, in a few words; only staff read it")
        parser.add_argument("--note", default="", help="what everybody may be told of it")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["by"], is_active=True).first()
        action = UrgentAction.objects.filter(slug=options["slug"]).first()
        if action is None:
            raise CommandError("There is no action with this address; nothing was stopped.")
        if user is None or not may_stop(user, action):
            raise CommandError(f"This person may not stop {action}, or it is over already; nothing was stopped.")
        try:
            stop_action(action, by=user, at=clock.now(), reason=options["reason"], public_note=options["note"])
        except InvalidTransition as refused:
            raise CommandError(str(refused)) from refused
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(f"{action} is stopped: nothing asks anybody to write any more.")
