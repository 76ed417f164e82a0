"""``manage.py render_sheet REF [--language L] [--paper A4|Letter] --output FILE``"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from appeals import archive
from appeals.pdf import html_to_pdf, unprintable
from appeals.pdf_errors import PDFError
from appeals.sheets import Paper, build_context, mark_of, render_html
from appeals.wording import DEFAULT_LANGUAGE, LABELS, UnknownLanguage, labels_in
from campaigns.content import content_of
from campaigns.models import Sheet, UrgentAction
from campaigns.references import find_reference
from campaigns.states import UNDER_WAY
from config import clock


class Command(BaseCommand):
    help = "Writes the sheet of an action as PDF. A sheet that must not be sent says so on every page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", metavar="REF", help='"UA 214/11", or the address of the action: ua-214-11')
        parser.add_argument("--language", default=DEFAULT_LANGUAGE, help=f"of the labels: {', '.join(LABELS)}")
        parser.add_argument("--paper", default=Paper.A4.value, choices=Paper.values)
        parser.add_argument("--output", required=True, type=Path, metavar="FILE", help="where the PDF is written")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            labels_in(options["language"])
        except UnknownLanguage as error:
            raise CommandError(str(error)) from error
        sheet = _sheet_of(_action(options["reference"]))
        try:
            pdf, warnings = _render(sheet, paper=options["paper"], language=options["language"])
        except PDFError as error:
            raise CommandError(str(error)) from error
        for warning in warnings:
            self.stderr.write(self.style.WARNING(warning))
        output: Path = options["output"]
        try:
            output.write_bytes(pdf)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{sheet}: {len(pdf):,} bytes written to {output}.")


def _action(text: str) -> UrgentAction:
    """The action that a reference or an address names.

    Raises:
        CommandError: if there is none, or several.
    """
    text = text.replace("\x00", "")  # PostgreSQL takes no such character even in a question
    actions = UrgentAction.objects.select_related("case", "current_sheet")
    found = list(actions.filter(slug=text.strip().lower()))
    reference = find_reference(text)
    if not found and reference is not None:
        found = list(actions.filter(number=reference.number, year=reference.year))
        found = [action for action in found if reference.series in (None, action.series)]
    if not found:
        raise CommandError(
            f"There is no action “{text[:40]}”. Give its number (UA 214/11) or the last part of its address "
            "(ua-214-11; for an action without a number its year and country, such as ua-2011-ru)."
        )
    if len(found) > 1:
        raise CommandError(f"Several actions have this number: {', '.join(map(str, found))}. Name the series too.")
    return found[0]


def _sheet_of(action: UrgentAction) -> Sheet:
    """The current sheet; before the first is issued, the one on its way."""
    sheet = action.current_sheet or action.sheets.filter(status__in=UNDER_WAY).first()
    if sheet is None:
        raise CommandError(f"{action} has no sheet yet. Write a draft first.")
    return sheet


def _render(sheet: Sheet, *, paper: str, language: str) -> tuple[bytes, list[str]]:
    """The PDF, and sentences about what is wrong with it."""
    mark = mark_of(sheet, action_is_open=sheet.action.is_open(on=clock.today()))
    context = build_context(content_of(sheet), paper=paper, language=language, mark=mark)
    warnings = [f"{sheet} must not be sent: {context.mark}."] if mark else []
    if missing := unprintable(context.printed_text()):
        signs = ", ".join(f"U+{ord(sign):04X}" for sign in missing)
        warnings.append(f"The fonts have no sign for {signs}: boxes are printed instead.")
    if mark is None and language == DEFAULT_LANGUAGE:
        return bytes(archive.pdf_of_issued(sheet, paper=paper, at=clock.now()).pdf), warnings
    return html_to_pdf(render_html(context)), warnings
