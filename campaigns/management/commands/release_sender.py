"""``manage.py release_sender``: let mail leave this database from this place."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from campaigns.models import Reminder
from campaigns.rules import may_release_sender
from campaigns.sender import release_sender
from config import clock


class Command(BaseCommand):
    help = (
        "Let mail leave this database from this place and from no other. Run it where the worker runs. "
        "What is due goes within a minute: look first at what send_due_reminders --dry-run shows. A copy or a "
        "restored backup takes two people: run it once for each of them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the member of staff who answers for it")
        parser.add_argument("--reason", required=True, help="why, in a few words; only staff read it")

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        user = User.objects.filter(email__iexact=options["by"]).first()
        if user is None:
            raise CommandError("Nobody among staff has this e-mail address; nothing was released.")
        if not may_release_sender(user):
            raise CommandError("This person may not release the sender; an approver or an administrator may.")
        try:
            released = release_sender(by=user, at=at, reason=options["reason"])
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        except OSError as problem:
            raise CommandError("This place has no key and none can be made; look at VAR_DIR.") from problem
        if not released:
            self.stdout.write(
                "This is the first of two. No mail leaves until somebody else releases it too, within 24 hours."
            )
            return
        due = Reminder.objects.due(at).count()
        self.stdout.write(f"Mail may leave from this place again. {due} reminders are due and go with the next sweep.")
