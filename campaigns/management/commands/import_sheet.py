"""``manage.py import_sheet FILE --json`` or ``--save``: what an old sheet says, or drafts made of it."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from campaigns.decisions import InvalidTransition
from campaigns.letter_wording import letter_form_of
from campaigns.models import UrgentAction
from campaigns.references import find_reference
from campaigns.rules import may_import_sheets
from campaigns.sheet_drafts.brought import Brought, brought_file
from campaigns.sheet_drafts.proposing import propose
from campaigns.sheet_drafts.saving import PerhapsTheSame, SavedDraft, save_draft
from campaigns.sheet_reading.json_keys import as_json, provenance
from campaigns.sheet_reading.reading import SheetReading, read_sheet
from campaigns.sheet_reading.refusals import Refused
from cases.country_spellings import exact_country
from config import clock


class Command(BaseCommand):
    help = (
        "Read a sheet and print what it says as one JSON object, or save it as drafts with --save: never anything "
        "public. A field that the sheet does not state is null or empty. A file that is not read, or of which no draft "
        "can be made, ends with 1 and “refused:” with the reason."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a sheet as text, PDF, Word (.docx) or web page; - for standard input")
        parser.add_argument("--json", action="store_true", help="print the fields as JSON; so it is without --save")
        parser.add_argument(
            "--provenance",
            action="store_true",
            help="add where each field stands, how sure it is, warnings, and a proposed wording for letters",
        )
        parser.add_argument("--save", action="store_true", help="make a draft: case, action, sheet and what is on them")
        parser.add_argument("--by", metavar="EMAIL", help="with --save: the member of staff who answers for the draft")
        parser.add_argument("--into", metavar="REF", help="with --save: the action to which the sheet belongs, UA 1/11")
        parser.add_argument("--unnumbered", action="store_true", help="with --save: an action of its own, no number")
        parser.add_argument("--country", metavar="NAME", help="with --save: the country, where the sheet names none")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["save"]:
            by = _member_of_staff(options["by"])
        brought = _brought(options["file"])
        reading = read_sheet(brought.text)
        if options["save"]:
            self._save(reading, brought, by, options)
            return
        said = as_json(reading)
        if options["provenance"]:
            said |= _besides(reading)
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))

    def _save(self, reading: SheetReading, brought: Brought, by: User, options: dict[str, Any]) -> None:
        at = clock.now()
        proposal = propose(reading, on=clock.today())
        if options["country"]:
            proposal.country = _country(options["country"])
        into = _action(options["into"]) if options["into"] else None
        try:
            saved = save_draft(proposal, brought, by=by, at=at, into=into, is_unnumbered=options["unnumbered"])
        except PerhapsTheSame as refused:
            choice = f"--into “{refused.action.reference}” or --unnumbered"
            raise CommandError(f"refused: {' '.join(refused.messages)} Say it with {choice}.") from None
        except ValidationError as refused:
            raise CommandError(f"refused: {' '.join(refused.messages)}") from None
        except InvalidTransition as refused:
            raise CommandError(f"refused: {refused}") from None
        for line in _told(saved):
            self.stdout.write(line)


def _brought(name: str) -> Brought:
    try:
        if name == "-":
            return brought_file(sys.stdin.buffer, name="")
        with Path(name).open("rb") as file:
            return brought_file(file, name=name)
    except OSError as error:
        raise CommandError(f"refused: {name} cannot be opened: {error.strerror}.") from None
    except Refused as refused:
        raise CommandError(f"refused: {refused}") from None


def _member_of_staff(email: str | None) -> User:
    if not email:
        raise CommandError("refused: a draft has somebody who answers for it. Say who with --by EMAIL.")
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError("refused: nobody among staff has this e-mail address.")
    if not may_import_sheets(user):
        raise CommandError("refused: this person may not write drafts; a researcher or an editor may.")
    return user


def _country(name: str) -> str:
    named = exact_country(name)
    if named is None or not named.code:
        raise CommandError(f"refused: “{name[:60]}” is no country that we know by this name.")
    return named.code


def _action(text: str) -> UrgentAction:
    """An action by its number, or by its address where it has none."""
    actions = UrgentAction.objects.select_related("case")
    reference = find_reference(text)
    if reference is None:
        found = actions.filter(slug=text.strip().lower())
    else:
        found = actions.filter(number=reference.number, year=reference.year)
        found = found.filter(series=reference.series) if reference.series else found
    if found.count() != 1:
        raise CommandError(f"refused: --into names no single action: “{text[:60]}”.")
    return found.get()


def _told(saved: SavedDraft) -> list[str]:
    """What was made, and what to look at."""
    sheet = saved.sheet
    made = (
        f"Draft: {sheet}, on the case “{saved.case.title}”. People: {saved.case.people.count()}; demands: "
        f"{sheet.demands.count()}; recipients: {sheet.recipients.count()}, new in the book: "
        f"{len(saved.new_authorities)}; hearings: {saved.case.hearings.count()}; developments: "
        f"{saved.case.developments.count()}. Nothing is public."
    )
    return [made, *(f"- {remark}" for remark in saved.remarks)]


def _besides(reading: SheetReading) -> dict[str, Any]:
    return {
        "series": reading.header.reference.value.series if reading.header.reference else None,
        "letter_wordings": [letter_form_of(one.value) for one in reading.demands],
        "provenance": provenance(reading),
        "warnings": reading.warnings,
    }
