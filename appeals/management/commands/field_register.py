"""``manage.py field_register``"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from appeals.registers import as_markdown, gone, unregistered


class Command(BaseCommand):
    help = (
        "Prints every field that is stored: who may read it, what it is for, how long it is kept. Ends with an error "
        "if nobody has said that of a field."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(as_markdown())
        if missing := unregistered():
            raise CommandError(f"Nobody has said who may read these: {', '.join(missing)}.")
        if left := gone():
            raise CommandError(f"These fields are not there any more: {', '.join(left)}.")
