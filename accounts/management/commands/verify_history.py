"""``manage.py verify_history``: does the history still say what it said when it was sealed?"""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.verifying import Found, verify


class Command(BaseCommand):
    help = (
        "Walks the chain of seals and everything that it seals. Ends with 1 and says which row was changed, removed or "
        "put in. Changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print what was found as JSON")
        parser.add_argument("--since", metavar="ISO", help="look only at what was sealed from this moment on")
        parser.add_argument("--head", default="", metavar="HEX", help="a head that was mailed out: it has to be there")

    def handle(self, *args: Any, **options: Any) -> None:
        found = verify(since=_moment(options["since"]), known_head=options["head"])
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(found), indent=2))
        else:
            for line in _in_words(found):
                self.stdout.write(line)
        if found.fault_count:
            more = found.fault_count - len(found.faults)
            lines = [*found.faults, *([f"and {more:,} more."] if more else [])]
            raise CommandError("The history is not as it was sealed.\n" + "\n".join(lines))


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--since {text}: write a moment as 2026-01-31T08:00+01:00, or a day.") from error
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _as_json(found: Found) -> dict[str, Any]:
    return {
        "links": found.links,
        "head": found.head,
        "rows": dict(sorted(found.rows.items())),
        "struck_out": found.struck,
        "deleted_with_a_whole": found.deleted,
        "waiting_for_a_seal": found.waiting,
        "fault_count": found.fault_count,
        "faults": found.faults,
    }


def _in_words(found: Found) -> list[str]:
    return [
        f"{found.links:,} links. Head: {found.head or 'none yet'}",
        f"{found.rows.total():,} rows stand as they were sealed, {found.struck:,} were struck out, {found.deleted:,} "
        f"went with a whole whose history holds them, {found.waiting:,} wait for their seal.",
    ]
