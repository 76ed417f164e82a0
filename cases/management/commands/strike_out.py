"""``manage.py strike_out``: lose what the history of one row holds, because nobody may know it any more."""

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.history import Kept
from accounts.models import User
from cases.striking import strike_out
from config import clock


class Command(BaseCommand):
    help = (
        "Deletes all earlier records of one row, for a name or a fact that nobody may know any more. First correct or "
        "delete the row itself. There is no way back; backups and printed pages still hold it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help="of the row, such as cases.PersonAtRisk")
        parser.add_argument("number", type=int, help="of the row, as in the address of its page")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the administrator who answers for it")
        parser.add_argument("--reason", required=True, help="why, in a few words, without what is struck out")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["by"], is_active=True, is_superuser=True).first()
        if user is None:
            raise CommandError("No administrator has this e-mail address; nothing was struck out.")
        try:
            model = apps.get_model(options["kind"])
        except (LookupError, ValueError):
            model = None
        if model is None or not issubclass(model, Kept):
            raise CommandError(f"Staff keep nothing called {options['kind']}; write it as cases.PersonAtRisk.")
        try:
            count = strike_out(model, options["number"], by=user, at=clock.now(), reason=options["reason"])
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(f"Struck out {count} records. Backups made before today still hold them.")
