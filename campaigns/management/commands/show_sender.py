"""``manage.py show_sender``: may mail leave this database from this place?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.sender import NO_KEY, needs_two, why_held
from config import clock


class Command(BaseCommand):
    help = "Say whether mail may leave this database from this place. Exit status 1 if it may not."

    def handle(self, *args: Any, **options: Any) -> None:
        held = why_held(at=clock.now())
        if held:
            two = " It takes two people." if held != NO_KEY and needs_two() else ""
            raise CommandError(
                f"No mail leaves: {held}.{two} Look at what is due (send_due_reminders --dry-run), then release it "
                "(release_sender --by EMAIL --reason WHY, or the page “Sender” of staff)."
            )
        self.stdout.write("Mail may leave.")
