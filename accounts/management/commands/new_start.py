"""``manage.py new_start``: take the second factor from somebody who lost it, where no administrator can log in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.new_start import NoNewStart, begin_anew
from config import clock


class Command(BaseCommand):
    help = (
        "Takes app, passkeys and recovery codes from somebody who lost them; they set up new ones at the next login. "
        "Two others of the staff, who have seen or heard the person, answer for it by their names."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="of the one who begins anew")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who of the staff answers for it")
        parser.add_argument("--witness", required=True, metavar="EMAIL", help="a second one, who answers for it too")
        parser.add_argument("--reason", required=True, help="why, and how they know that it is the person who asks")

    def handle(self, *args: Any, **options: Any) -> None:
        user, by, witness = (self._staff(options[name]) for name in ("email", "by", "witness"))
        try:
            begin_anew(user, by=by, witness=witness, at=clock.now(), reason=options["reason"])
        except NoNewStart as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{user.email} sets up a new second factor at the next login.")

    def _staff(self, email: str) -> User:
        user = User.objects.filter(email=email.lower(), is_active=True, is_staff=True).first()
        if user is None:
            raise CommandError(f"Nobody of the staff has the address {email}; nothing was changed.")
        return user
