"""``manage.py import_sheet --save``: drafts from the command line, or one sentence why not."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from campaigns.models import Sheet, UrgentAction
from cases.models import Case
from tests.builders import DAY, make_action, make_user
from tests.campaigns.sheet_drafts.sheet import SHEET

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(settings):
    settings.DEMO_TODAY = DAY


@pytest.fixture
def path(tmp_path: Path) -> str:
    file = tmp_path / "UA 214-11.txt"
    file.write_text(SHEET, encoding="utf-8")
    return str(file)


def save(path: str, *options: str, role: str = "Researcher") -> list[str]:
    said = StringIO()
    call_command("import_sheet", path, "--save", "--by", make_user(role).email, *options, stdout=said)
    return said.getvalue().splitlines()


def test_it_says_what_was_made_and_what_to_look_at(path):
    said = save(path)

    assert said[0] == (
        "Draft: UA 214/11, sheet 1, on the case “TEACHER AT RISK OF UNFAIR TRIAL”. People: 1; demands: 2; recipients: "
        "2, new in the book: 2; hearings: 1; developments: 2. Nothing is public."
    )
    assert said[1:] == [
        "- Minister of the Interior is new in the book, as the sheet prints it. Nobody has verified its address.",
        "- Reykjavik District Court is new in the book, as the sheet prints it. Nobody has verified its address.",
    ]
    assert Sheet.objects.get().imported_source.file_name == "UA 214-11.txt"


def test_same_file_twice_says_which_draft_it_made(path):
    save(path)

    with pytest.raises(CommandError, match="made UA 214/11, sheet 1, which is draft"):
        save(path)

    assert Sheet.objects.count() == 1


def test_number_that_is_there_needs_a_word(path):
    there = make_action(number=214, year=2011)

    with pytest.raises(CommandError, match="Say it with --into “UA 214/11” or --unnumbered"):
        save(path)
    save(path, "--into", "UA 214/11")

    assert Sheet.objects.get().action == there


def test_unnumbered_makes_an_action_of_its_own(path):
    make_action(number=214, year=2011)

    save(path, "--unnumbered")

    assert Sheet.objects.get().action.reference == "UA of 2011"


def test_into_takes_the_address_of_an_action_without_a_number(path):
    there = make_action(is_unnumbered=True, year=2011)

    save(path, "--into", there.slug)

    assert Sheet.objects.get().action == there


def test_country_is_said_where_the_sheet_names_none(tmp_path):
    file = tmp_path / "sheet.txt"
    file.write_text("URGENT ACTION\nTEACHER AT RISK\n", encoding="utf-8")

    with pytest.raises(CommandError, match="say on which country the sheet is"):
        save(str(file))
    save(str(file), "--country", "Iceland")

    assert str(Case.objects.get().country) == "IS"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--into", "UA 9/99"], "--into names no single action"),
        (["--country", "Atlantis"], "is no country that we know by this name"),
    ],
    ids=["into", "country"],
)
def test_what_is_said_wrongly_saves_nothing(path, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        save(path, *options)

    assert not UrgentAction.objects.exists()


@pytest.mark.parametrize(
    ("by", "sentence"),
    [
        ([], "Say who with --by EMAIL"),
        (["--by", "nobody@desk.example"], "nobody among staff has this e-mail address"),
    ],
    ids=["nobody", "unknown"],
)
def test_draft_has_somebody_who_answers_for_it(path, by, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("import_sheet", path, "--save", *by)

    assert not Case.objects.exists()


def test_who_may_not_write_drafts_makes_none(path):
    with pytest.raises(CommandError, match="a researcher or an editor may"):
        save(path, role="Approver")
