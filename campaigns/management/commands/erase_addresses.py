"""``manage.py erase_addresses < FILE``: erase addresses whose owners asked for it in another way than by their page."""

import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from campaigns.erasure import erase
from campaigns.holdings import held_about
from config import clock


class Command(BaseCommand):
    help = (
        "Read e-mail addresses from standard input, one on each line, and erase everything held about each as a "
        "follower, as its owner can on their own page. Nothing is erased if one of the lines is no address. They are "
        "read from there and not from the command line, which a shell remembers and other users of the machine see."
    )
    stealth_options = ("stdin",)

    def handle(self, *args: Any, **options: Any) -> None:
        stdin = options.get("stdin") or sys.stdin
        addresses = [line.strip() for line in stdin if line.strip()]
        for place, address in enumerate(addresses, start=1):
            try:
                validate_email(address)
            except ValidationError:
                raise CommandError(f"Line {place} is no e-mail address; nothing was erased.") from None
        held = 0
        for address in addresses:
            held += not held_about(address).is_empty
            erase(address, at=clock.now())
        self.stdout.write(f"{len(addresses)} erased; of {held} something was held. No mail goes to any of them.")
