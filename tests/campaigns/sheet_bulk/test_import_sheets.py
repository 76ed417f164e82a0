"""Many sheets at once: a row for each, once for each text, and a run that was cut off goes on."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from campaigns.models import ImportedSource, Sheet
from campaigns.sheet_bulk.register import Register
from campaigns.sheet_bulk.rows import Row, write_report
from campaigns.sheet_reading.header import Header
from campaigns.sheet_reading.reading import read_sheet
from tests.builders import make_action, make_user
from tests.campaigns.sheet_drafts.sheet import SHEET

pytestmark = pytest.mark.django_db

OTHER = SHEET.replace("214/11", "215/11").replace("Anna Beispiel", "Berta Beispiel")


def folder(path: Path, **sheets: str) -> Path:
    path.mkdir(exist_ok=True)
    for name, text in sheets.items():
        (path / f"{name}.txt").write_text(text)
    return path


def report(source: Path, *options: str) -> tuple[list[dict[str, Any]], str]:
    """The rows of a run and what it said while it ran."""
    said = StringIO()
    path = source.parent / "report.json"
    call_command("import_sheets", str(source), "--report", str(path), *options, stdout=StringIO(), stderr=said)
    return json.loads(path.read_text()), said.getvalue()


def outcomes(rows: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    return {row["name"]: (row["outcome"], row["reason"]) for row in rows}


def test_row_says_what_a_sheet_is(tmp_path: Path):
    rows, said = report(folder(tmp_path / "sheets", a=SHEET))

    assert [
        (row["reference"], row["kind"], row["country"], row["issue_date"], row["appeal_before"]) for row in rows
    ] == [("UA 214/11", "new", "Iceland", "2011-07-06", "2011-08-17")]
    assert said == "1 of 1 files. read: 1\n"
    assert not ImportedSource.objects.exists()


def test_same_text_in_other_clothes_is_told(tmp_path: Path):
    dressed = SHEET.replace("\n", "\r\n").replace("- Urging", "•  Urging").upper()

    rows, _ = report(folder(tmp_path / "sheets", a=SHEET, b=dressed, c=OTHER))

    assert outcomes(rows) == {
        "a.txt": ("read", ""),
        "b.txt": ("same", "The same text as a.txt."),
        "c.txt": ("read", ""),
    }


def test_refused_file_has_its_reason_and_ends_nothing(tmp_path: Path):
    rows, _ = report(folder(tmp_path / "sheets", a="  ", b=SHEET))

    assert outcomes(rows) == {"a.txt": ("refused", "The file is empty."), "b.txt": ("read", "")}


def test_run_that_was_cut_off_goes_on(tmp_path: Path):
    source = folder(tmp_path / "sheets", a=SHEET, b=OTHER)
    report(source)
    journal = tmp_path / "report.json.journal"
    first = journal.read_text().splitlines()[0]
    marked = json.dumps(json.loads(first) | {"headline": "FROM THE JOURNAL"})
    journal.write_text(f'{marked}\n{{"name": "b.txt", "outc')

    rows, _ = report(source)

    assert [row["headline"] for row in rows] == ["FROM THE JOURNAL", "TEACHER AT RISK OF UNFAIR TRIAL"]
    assert len(journal.read_text().splitlines()) == 3


def test_changed_file_is_read_again(tmp_path: Path):
    source = folder(tmp_path / "sheets", a=SHEET)
    report(source)

    rows, _ = report(folder(source, a=OTHER))

    assert [row["reference"] for row in rows] == ["UA 215/11"]


def test_drafts_are_made_once(tmp_path: Path):
    by = make_user("Researcher")
    source = folder(tmp_path / "sheets", a=SHEET, b=OTHER)
    options = ("--save", "--by", by.email)

    rows, _ = report(source, *options)
    again, _ = report(source, *options, "--anew")

    assert [(row["outcome"], row["draft"]) for row in rows] == [
        ("saved", "UA 214/11, sheet 1"),
        ("saved", "UA 215/11, sheet 1"),
    ]
    assert [(row["outcome"], row["draft"]) for row in again] == [
        ("same", "UA 214/11, sheet 1"),
        ("same", "UA 215/11, sheet 1"),
    ]
    assert set(Sheet.objects.values_list("status", flat=True)) == {"draft"}


def test_after_only_reading_the_same_files_can_be_saved(tmp_path: Path):
    by = make_user("Researcher")
    source = folder(tmp_path / "sheets", a=SHEET)
    report(source)

    rows, _ = report(source, "--save", "--by", by.email)

    assert [row["outcome"] for row in rows] == ["saved"]


def test_action_with_this_number_is_for_a_person_to_judge(tmp_path: Path):
    by = make_user("Researcher")
    make_action(number=214, year=2011)

    read, _ = report(folder(tmp_path / "sheets", a=SHEET))
    saved, _ = report(tmp_path / "sheets", "--save", "--by", by.email)

    assert [(row["outcome"], row["same_action_as"]) for row in read] == [("read", "UA 214/11")]
    assert [(row["outcome"], row["same_action_as"]) for row in saved] == [("perhaps the same action", "UA 214/11")]
    assert not ImportedSource.objects.exists()


def test_later_sheet_of_an_action_names_the_earlier_file(tmp_path: Path):
    update = OTHER.replace("UA: 215/11", "Further information on UA: 214/11")

    rows, _ = report(folder(tmp_path / "sheets", a=SHEET, b=update))

    assert [row["same_action_as"] for row in rows] == ["", "a.txt"]


@pytest.mark.parametrize(
    ("name", "warnings"),
    [
        ("UA 214-11 Iceland", []),
        ("uaa21411", []),
        ("UA_99_11_iceland", ["The name of the file says UA 99/11, the sheet UA 214/11."]),
    ],
)
def test_name_of_the_file_is_read_too(tmp_path: Path, name: str, warnings: list[str]):
    rows, _ = report(folder(tmp_path / "sheets", **{name: SHEET}))

    assert [warning for warning in rows[0]["warnings"] if "name of the file" in warning] == warnings


def test_sheet_without_a_number_may_have_one_in_its_name(tmp_path: Path):
    text = SHEET.replace("UA: 214/11 ", "")

    rows, _ = report(folder(tmp_path / "sheets", uaa05210=text))

    assert "The sheet shows no number; the name of the file says UA 52/10." in rows[0]["warnings"]


def test_register_that_has_the_number_elsewhere_is_told(tmp_path: Path):
    register = tmp_path / "register.txt"
    register.write_text("UA 214/11 on Chile issued on (6 July 2011)\nUA 7/11 on Iceland\n")

    rows, _ = report(folder(tmp_path / "sheets", a=SHEET, b=OTHER), "--register", str(register))

    assert [row["warnings"][-1] for row in rows] == [
        "The register has UA 214/11 on Chile, the sheet is on Iceland.",
        "The register has no UA 215/11.",
    ]


def header(text: str) -> Header:
    return read_sheet(text).header


def test_register_with_one_row_that_agrees_is_content():
    register = Register.of([("UA 214/11 on Chile", []), ("stop action on UA 214/11 on Iceland", [])])

    assert register.warnings(header(SHEET)) == []


def test_no_register_says_nothing():
    assert Register().warnings(header(SHEET)) == []


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM", "\t=1", "|x", "%x"])
def test_cell_is_no_formula(tmp_path: Path, text: str):
    path = tmp_path / "report.csv"

    write_report([Row(f"{text}.txt", "read", headline=text, warnings=[text, "x"])], path)

    with path.open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    assert [row[key][0] for key in ("name", "headline", "warnings")] == ["'", "'", "'"]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "|", "%")) for cell in row.values())


def test_without_a_report_the_rows_are_printed(tmp_path: Path):
    out = StringIO()

    call_command("import_sheets", str(folder(tmp_path / "sheets", a=SHEET)), stdout=out, stderr=StringIO())

    assert out.getvalue() == "a.txt: read: UA 214/11, new, Iceland, 2011-07-06\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], r"refused: .*nowhere: No such file"),
        (["--save"], "Say who with --by"),
        (["--save", "--by", "nobody@desk.example"], "nobody among staff"),
        (["--register", "nowhere.txt"], "nowhere.txt cannot be opened"),
    ],
    ids=["no folder", "nobody named", "a stranger", "no register"],
)
def test_what_cannot_be_is_refused(options: list[str], said: str):
    with pytest.raises(CommandError, match=said):
        call_command("import_sheets", "nowhere", *options, stdout=StringIO(), stderr=StringIO())


def test_viewer_saves_nothing(tmp_path: Path):
    viewer = make_user("Viewer")

    with pytest.raises(CommandError, match="may not write drafts"):
        call_command("import_sheets", str(tmp_path), "--save", "--by", viewer.email)
