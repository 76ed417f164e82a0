"""``manage.py export_sheet REF [--version N]``: a sheet as JSON, with the keys that `import_sheet` prints."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.models import Sheet, UrgentAction
from campaigns.references import find_reference
from campaigns.sheet_export import exported
from campaigns.states import UNDER_WAY


class Command(BaseCommand):
    help = (
        "Print a sheet as one JSON object, with the keys that import_sheet prints: the current sheet of an action, or "
        "the draft before the first is issued. For staff: it has hearings and events that are not public."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", metavar="REF", help='"UA 214/11", or the address of the action: ua-214-11')
        parser.add_argument("--index", type=int, metavar="N", help="the Nth sheet of the action, counted from 1")
        parser.add_argument("--texts", action="store_true", help="add the story and the additional information")

    def handle(self, *args: Any, **options: Any) -> None:
        sheet = _sheet(_action(options["reference"]), options["index"])
        said = exported(sheet, with_texts=options["texts"])
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))


def _action(text: str) -> UrgentAction:
    """The action that a reference or an address names.

    Raises:
        CommandError: if there is none, or several.
    """
    text = text.replace("\x00", "")
    actions = UrgentAction.objects.select_related("case", "current_sheet")
    found = list(actions.filter(slug=text.strip().lower()))
    reference = find_reference(text)
    if not found and reference is not None:
        found = [
            action
            for action in actions.filter(number=reference.number, year=reference.year)
            if reference.series in (None, action.series)
        ]
    if not found:
        raise CommandError(
            f"There is no action “{text[:40]}”. Give its number (UA 214/11) or the last part of its address "
            "(ua-214-11)."
        )
    if len(found) > 1:
        raise CommandError(f"Several actions have this number: {', '.join(map(str, found))}. Name the series too.")
    return found[0]


def _sheet(action: UrgentAction, number: int | None) -> Sheet:
    if number is None:
        sheet = action.current_sheet or action.sheets.filter(status__in=UNDER_WAY).first()
        if sheet is None:
            raise CommandError(f"{action} has no sheet yet. Write a draft first.")
        return sheet
    sheet = action.sheets.filter(version=number).first()
    if sheet is None:
        versions = ", ".join(
            str(version) for version in action.sheets.order_by("version").values_list("version", flat=True)
        )
        raise CommandError(f"{action} has no sheet {number}. It has: {versions or 'none'}.")
    return sheet
