import io
import re
from datetime import date
from pathlib import Path

import pypdf
import pytest
from django.core.management import CommandError, call_command

from appeals import pdf as engine
from appeals.models import SheetPDF
from campaigns.lifecycle import stop_action
from campaigns.models import UrgentAction
from tests.builders import AT, make_action, make_draft, make_open_action

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def july_2011(settings):
    settings.DEMO_TODAY = date(2011, 7, 20)


@pytest.fixture
def output(tmp_path) -> Path:
    return tmp_path / "sheet.pdf"


def render_sheet(reference: str, output: Path, **options) -> tuple[str, str]:
    """What the command says, and what it warns of."""
    said, warned = io.StringIO(), io.StringIO()
    call_command("render_sheet", reference, output=output, stdout=said, stderr=warned, no_color=True, **options)
    return said.getvalue().strip(), warned.getvalue().strip()


def texts(output: Path) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(output).pages]


def test_the_sheet_of_an_open_action_is_written_as_everybody_gets_it(output):
    action = make_open_action()

    said, warned = render_sheet(action.reference, output)

    assert output.read_bytes() == bytes(SheetPDF.objects.get().pdf)
    assert said == f"{action.reference}, sheet 1: {output.stat().st_size:,} bytes written to {output}."
    assert warned == ""


@pytest.mark.parametrize(
    "written", ["UA 214/11", "ua 214/11", "UA: 214/11", "UA 214/2011", "214/11", "ua-214-11", " UA-214-11 "]
)
def test_an_action_is_found_however_its_number_is_written(output, written):
    make_open_action()
    UrgentAction.objects.update(number=214, slug="ua-214-11")

    said, _ = render_sheet(written, output)

    assert said.startswith("UA 214/11, sheet 1: ")


def test_an_action_without_number_is_found_by_its_address(output):
    make_open_action()
    UrgentAction.objects.update(number=None, slug="ua-2011-is")

    said, _ = render_sheet("ua-2011-is", output)

    assert said.startswith("UA of 2011, sheet 1: ")


@pytest.mark.parametrize("written", ["UA 999/11", "nobody", "", "'; DROP TABLE", "x" * 1000, "\x00"])
def test_an_unknown_action_is_an_error_that_says_what_to_give(output, written):
    with pytest.raises(CommandError, match=r"There is no action “.*Give its number \(UA 214/11\)") as error:
        render_sheet(written, output)

    assert len(str(error.value)) < 300
    assert not output.exists()


def test_a_number_that_two_series_share_needs_the_series(output):
    first, second = make_action(), make_action()
    UrgentAction.objects.filter(pk=first.pk).update(number=7, series="UA")
    UrgentAction.objects.filter(pk=second.pk).update(number=7, series="EX")

    with pytest.raises(CommandError, match=r"Several actions have this number: .*Name the series too\."):
        render_sheet("7/11", output)


def test_a_draft_is_written_with_a_warning_and_marked_on_every_page(output):
    draft = make_draft()

    _, warned = render_sheet(draft.action.reference, output)

    assert warned == f"{draft.action.reference}, sheet 1 must not be sent: Draft – not for sending."
    assert ["DRAFT – NOT FOR SENDING" in text for text in texts(output)] == [True, True]
    assert SheetPDF.objects.count() == 0


def test_the_sheet_of_a_stopped_action_is_marked(output):
    action = make_open_action()
    stop_action(action, by=action.created_by, at=AT, reason="released")

    _, warned = render_sheet(action.reference, output)

    assert warned.endswith("must not be sent: This action has ended – not for sending.")
    assert ["THIS ACTION HAS ENDED" in text for text in texts(output)] == [True, True]


def test_an_action_without_any_sheet_says_so(output):
    action = make_action()

    with pytest.raises(CommandError, match=re.escape(f"{action.reference} has no sheet yet.")):
        render_sheet(action.reference, output)


def test_us_letter_is_written_when_asked_for(output):
    render_sheet(make_open_action().reference, output, paper="Letter")

    assert pypdf.PdfReader(output).pages[0].mediabox.width == 612


def test_a_language_without_labels_is_an_error_that_names_those_there_are(output):
    with pytest.raises(CommandError, match=r"There are no sheets in “fr” yet\. There are: en \(English\)\."):
        render_sheet(make_open_action().reference, output, language="fr")


def test_a_sign_without_a_font_is_warned_of(output):
    _, warned = render_sheet(make_draft(story="She is called 李.").action.reference, output)

    assert "The fonts have no sign for U+674E: boxes are printed instead." in warned


def test_a_file_that_cannot_be_written_is_an_error(tmp_path):
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        render_sheet(make_open_action().reference, tmp_path / "nowhere" / "sheet.pdf")


def test_a_machine_without_pango_is_told_what_to_install(output, monkeypatch):
    monkeypatch.setattr(engine, "PANGO", ("libno-such-library.so.0",))
    engine._engine.cache_clear()

    with pytest.raises(CommandError, match="apt-get install"):
        render_sheet(make_open_action().reference, output)

    engine._engine.cache_clear()
    assert not output.exists()
