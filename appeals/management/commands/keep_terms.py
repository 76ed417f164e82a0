"""``manage.py keep_terms``: lets go of everything whose term is over, as the worker does each hour."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from appeals.term_keeping import RULES, TermsNotKept, keep_terms, what_would_go
from campaigns.management.moments import moment
from config import clock


class Command(BaseCommand):
    help = (
        "Let go of everything whose term is over, as the worker does each hour, and say how much of each. "
        "With --dry-run nothing changes; with --at it tells of another moment, and one to come only tells."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", metavar="ISO", help="as if it were this moment, such as 2011-07-16T08:00+02:00")
        parser.add_argument("--dry-run", action="store_true", help="change nothing, only say what would go")
        parser.add_argument("--json", action="store_true", help="the numbers as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        at = moment(options["at"]) if options["at"] else now
        if at > now and not options["dry_run"]:
            raise CommandError("That moment is to come: what is kept until then would be lost. Add --dry-run to look.")
        try:
            gone = what_would_go(at=at) if options["dry_run"] else keep_terms(at=at)
        except TermsNotKept as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(gone))
            return
        verb = "would go" if options["dry_run"] else "gone"
        for rule in RULES:
            self.stdout.write(f"{rule.term.name}: {gone[rule.term.name]} {verb} ({rule.term.words})")
