"""What a line says of an urgent action, and how surely: by examples, by real lines, and by any text at all."""

import json
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from campaigns.subject_lines import LONGEST_LINE, Line, read_line, read_lines

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples" / "ua_subjects" / "subjects.jsonl"


def said(text: str, *names: str, **options: Any) -> tuple[Any, ...]:
    line = read_line(text, **options)
    return tuple(getattr(line, name) for name in names)


@pytest.mark.parametrize(
    ("text", "kind", "ordinal", "final"),
    [
        ("UA 12/05 on Iceland", "new", None, False),
        ("Urgent Action: UA 12/05 Iceland", "new", None, False),
        ("second update on UA 12/05 on Iceland", "update", 2, False),
        ("2nd follow-up to UA 12/05 on Iceland", "update", 2, False),
        ("Follow up no. 3 to UA 12/05: Iceland", "update", 3, False),
        ("FI 012/05-5 Iceland", "update", 5, False),
        ("Further information on UA 12/05 (Iceland)", "update", None, False),
        ("THIRD UA 12/05 ICELAND", "update", 3, False),
        ("First UA 12/05 Iceland", "new", None, False),
        ("final update to UA 12/05 on Iceland", "update", None, True),
        ("final action UA 12/05 on Iceland", "update", None, True),
        ("STOP ACTION: UA 12/05 Iceland", "stop", None, False),
        ("UA 12/05 Iceland - stop action", "stop", None, False),
        ("UA 12/05 on Iceland (third update)", "update", 3, False),
        ("UA 12/05 on Iceland: 2nd update", "update", 2, False),
        ("Good news! UA 12/05 on Iceland: all are free", "update", None, False),
        ("corrected version of UA 12/05 on Iceland", "correction", None, False),
        ("correction to second update on UA 12/05 on Iceland", "correction", 2, False),
        ("addition to UA 12/05 on Iceland", "addition", None, False),
        ("Más información sobre AU 12/05: Islandia", "update", None, False),
        ("Segunda actualización de la AU 12/05: Islandia", "update", 2, False),
        ("Weitere Informationen zu UA-012/2005, Island", "update", None, False),
        ("2ème mise à jour AU 12/05 Islande", "update", 2, False),
    ],
)
def test_kind_and_place(text: str, kind: str, ordinal: int | None, final: bool) -> None:
    assert said(text, "number", "year", "kind", "ordinal", "final") == (12, 2005, kind, ordinal, final)


@pytest.mark.parametrize(
    ("text", "reference", "warning"),
    [
        ("ua 12.05 on iceland", ("UA", 12, 2005), "“.” between number and year"),
        ("ma12/05 on iceland", ("MA", 12, 2005), "no space after the series"),
        ("uaa 12/05 on iceland", ("UA", 12, 2005), "“uaa” for “ua”"),
        ("ua 012/05 on iceland", ("UA", 12, 2005), "leading zero"),
        ("first update to 12/05 on iceland", ("UA", 12, 2005), "no series beside the number: taken for UA"),
        ("refugee action on iceland", ("NSA", None, None), "no number in the subject"),
        ("medical action 12/05 on iceland", ("MA", 12, 2005), None),
        ("uaa01205.pdf: iceland", ("UA", 12, 2005), None),
        ("UA 12/05 Index: EUR 28/001/2005 Iceland", ("UA", 12, 2005), None),
    ],
)
def test_number_and_what_is_odd_about_it(
    text: str, reference: tuple[str, int | None, int | None], warning: str | None
) -> None:
    line = read_line(text)

    assert line.reference == reference
    assert line.country == "Iceland"
    assert line.warnings == ((warning,) if warning else ())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12/05 on Iceland", 12),
        ("Fwd: [list] second update to 12/05", 12),
        ("a letter of ours, number 12/05", None),
        ("Letter evening in Iceland, Monday 12/05", None),
        ("stamps: 44/12 letters", None),
    ],
)
def test_number_without_a_series_counts_where_one_of_an_action_stands(text: str, number: int | None) -> None:
    assert said(text, "number", "kind") == (number, None if number is None else read_line(text).kind)


def test_number_and_year_may_be_parted_by_a_blank() -> None:
    assert said("UA 164 02 on Iceland", "number", "year", "warnings") == (164, 2002, ("“ ” between number and year",))


def test_document_that_ends_two_actions() -> None:
    line = read_line("stop action to ua 233/99 and ua 26/00 on iceland")

    assert (line.reference, line.other_refs) == (("UA", 233, 1999), ("UA 26/00",))
    assert line.warnings == ("2 references in one line",)


@pytest.mark.parametrize(
    ("text", "country", "area", "warning"),
    [
        ("UA 12/05 on usa/texas", "USA", "texas", None),
        ("UA 12/05 on China (Tibet)", "China", "Tibet", None),
        ("UA 12/05 on chechnya/russian federation", "Russian Federation", "chechnya", "area before country"),
        ("UA 12/05 on columbia", "Colombia", None, "country misspelt"),
        ("UA 12/05 on Kazakhstn", "Kazakhstan", None, "country misspelt"),
        ("UA 12/05 on iraq and usa", "Iraq", None, "two countries: Iraq, USA"),
        ("UA 12/05 on uganda/usa", "Uganda", "usa", "two countries: Uganda, USA"),
        ("UA 12/05 pm el salvador", "El Salvador", None, "“pm” for “on”"),
        ("UA 12/05- north korea", "North Korea", None, "“-” for “on”"),
        ("UA 12/05 on syria (photos available)", "Syria", None, "remark in the subject: photos available"),
        ("Honduras: attack on villagers, UA 12/05", "Honduras", None, None),
        ("UA 12/05 on Neverland", "Neverland", None, "“Neverland” is no country we know"),
        ("UA 12/05", None, None, "no country in the subject"),
        ("AU 12/05 Corea del Norte", "North Korea", None, None),
        ("UA 12/05 on Niger", "Niger", None, None),
        ("UA 12/05 on Trinidad and Tobago", "Trinidad & Tobago", None, None),
    ],
)
def test_country_and_area(text: str, country: str | None, area: str | None, warning: str | None) -> None:
    assert said(text, "country", "area", "warnings") == (country, area, (warning,) if warning else ())


@pytest.mark.parametrize(
    ("text", "day", "warning"),
    [
        ("UA 141/13 on Iceland issued on (31 may 2013)", date(2013, 5, 31), None),
        ("UA 141/13 on Iceland (issued May 31, 2013)", date(2013, 5, 31), None),
        ("UA 141/13 on Iceland (issued 31 may 13)", date(2013, 5, 31), "two-digit year in the date"),
        ("UA 141/13 on Iceland, 31st May 2013", date(2013, 5, 31), None),
        ("UA 241/13 on Iceland issued 3 septmeber 2013", date(2013, 9, 3), "month misspelt: “septmeber”"),
        ("UA 141/13 on Iceland issued on (31 june 2013)", None, "“issued on (31 june 2013” is no day"),
        ("UA 331/13 on Iceland issued 2 may 2013", date(2013, 5, 2),
         "number 331 of 2013 can hardly have been reached by 2 May"),
        ("UA 3/13 on Iceland issued 20 may 2013", date(2013, 5, 20), "number 3 is low for a new action of 20 May 2013"),
        ("UA 141/13 on Iceland issued 2 may 2012", date(2012, 5, 2), "dated 2 May 2012, before the year of its number"),
    ],
)  # fmt: skip
def test_day_of_issue(text: str, day: date | None, warning: str | None) -> None:
    assert said(text, "issued_in_subject", "country", "warnings") == (day, "Iceland", (warning,) if warning else ())


def test_categories_fill_and_contradict() -> None:
    line = read_line("sixth update on ua 12/05", categories=["torture", "iceland", "ua 112/05"])

    assert line.country == "Iceland"
    assert line.warnings == ("a category says UA 112/05", "no country in the subject (taken from the categories)")


def test_lines_that_contradict_each_other_are_told_of_it() -> None:
    rows = [("UA 12/05 on Iceland", ()), ("update to UA 12/05 on Iceland", ()), ("stop action on UA 12/05 on Chad", ())]

    assert [line.warnings for line in read_lines(rows)] == [(), (), ("another line of the same number is on Iceland",)]


def test_no_warning_where_nothing_is_odd() -> None:
    assert read_line("Second follow-up to EX 4/01 on Iceland") == Line(
        "EX", 4, 2001, "update", 2, False, (), "Iceland", None, None, ()
    )


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    line = read_line(text, categories=[text])

    assert line.kind in {None, "new", "update", "stop", "correction", "addition"}
    assert line.number is None or 1 <= line.number <= 9999


@pytest.mark.parametrize("piece", ["(", "ua ", "1/1 ", "update ", "issued on ((", "a/", "12/05-", " and "])
def test_huge_line_is_read_in_part_and_says_so(piece: str) -> None:
    line = read_line(piece * 100_000)

    assert line.warnings[0] == f"only the first {LONGEST_LINE} characters were read"


def printed(raw: bytes) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("read_references", stdin=BytesIO(raw), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_command_prints_a_line_for_each_line() -> None:
    rows = printed(b"UA 12/05 on Iceland\n\nma 3/01 on chad\tchad|ma 3/01\n")

    assert [(row["series"], row["number"], row["country"]) for row in rows] == [
        ("UA", 12, "Iceland"), (None, None, None), ("MA", 3, "Chad"),
    ]  # fmt: skip
    assert list(rows[0]) == [
        "series", "number", "year", "kind", "ordinal", "final", "other_refs", "country", "area", "issued_in_subject",
        "warnings",
    ]  # fmt: skip


def test_command_takes_rows_as_json_and_survives_what_is_none() -> None:
    rows = printed(
        b'{"subject": "ua 12/05", "categories": "iceland"}\n{"subject": 5}\n{broken\n\xff\xfe UA 1/99 on Chad'
    )

    assert [row["country"] for row in rows] == ["Iceland", None, None, "Chad"]


@pytest.mark.skipif(not SAMPLES.is_file(), reason="the collection of real lines lies beside the repository")
def test_real_lines_are_read_as_a_careful_person_reads_them() -> None:
    rows = [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]

    read = list(read_lines((row["subject"], (row["categories"] or "").split("|")) for row in rows))

    fields = [name for name in rows[0]["expected"] if name != "warnings"]
    wrong = [
        (row["subject"], name, row["expected"][name], getattr(line, name))
        for row, line in zip(rows, read, strict=True)
        for name in fields
        if json.loads(json.dumps(getattr(line, name), default=date.isoformat)) != row["expected"][name]
    ]
    assert wrong == []
