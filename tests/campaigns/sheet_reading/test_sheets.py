"""Sheets of every layout, invented ones and real ones where they are at hand, against what a careful person takes."""

import re
import textwrap
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest

from campaigns.sheet_reading.json_keys import as_json, provenance
from campaigns.sheet_reading.reading import read_sheet
from tests.import_report import INVENTED, REAL, Score, compare, report, sheets

# A reader may tell of more dated sentences than a careful person lists.
MAY_SAY_MORE = ("events: too much",)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    sheets(INVENTED),
    ids=lambda value: value if isinstance(value, str) and len(value) < 40 else "",
)
def test_invented_sheet(name: str, text: str, expected: dict[str, Any]) -> None:
    assert compare(text, expected, defaultdict(Score)) == []


def _wrapped(text: str) -> str:
    """Lines of at most 70 letters; those of columns stay."""
    return "\n".join(
        "\n".join(textwrap.wrap(line, 70)) if len(line) > 70 and not re.search(r"\S\s{3,}\S", line) else line
        for line in text.split("\n")
    )


@pytest.mark.parametrize(
    ("change", "recall"),
    [
        (_wrapped, 0.96),
        (lambda text: re.sub(r"\n(?!\n)", "\n\n", text), 0.99),  # a blank line between all lines
        (lambda text: re.sub(r"\n\s*\n", "\n", text), 0.96),  # no blank line at all
        (lambda text: re.sub(r"(?m)^\s*[•*■\uf0b7-]\s+", "", text), 0.98),  # bullets lost
        (lambda text: text.replace("\n", "\r\n").replace(" ", "\xa0"), 0.98),
    ],
    ids=["wrapped anew", "double-spaced", "no blank lines", "no bullets", "other line ends and spaces"],
)
def test_what_programs_do_to_a_text_loses_little(change: Callable[[str], str], recall: float) -> None:
    scores: dict[str, Score] = defaultdict(Score)
    for _, text, expected in sheets(INVENTED):
        compare(change(text), expected, scores)

    right, wanted = (sum(getattr(score, name) for score in scores.values()) for name in ("right", "wanted"))
    assert right / wanted >= recall


@pytest.mark.skipif(not REAL.exists(), reason="the collection of real sheets is not here")
def test_real_sheets() -> None:
    odd = [
        f"{name}: {line}"
        for name, text, expected in sheets(REAL)
        for line in compare(text, expected, defaultdict(Score))
        if not line.startswith(MAY_SAY_MORE)
    ]

    assert odd == []


def test_report_has_a_row_for_each_field() -> None:
    lines = list(report(INVENTED, details=False))

    assert lines[-1].split()[0] == "all"
    assert any(line.startswith("appeal_before ") for line in lines)


@pytest.mark.parametrize(
    "text", ["", "Hello", "Dear all,\nthe meeting is on 3 May 2012 in Reykjavik, Iceland.\nBest wishes"]
)
def test_text_that_is_no_sheet_gives_no_fields(text: str) -> None:
    said = as_json(read_sheet(text))

    for key in ("ua_number", "index_number", "country", "appeal_before", "headline", "own_language_allowed"):
        assert said[key] is None
    for key in ("persons", "recipients", "appeal_points", "languages", "hearings"):
        assert said[key] == []


def test_every_field_knows_its_place_and_how_sure_it_is() -> None:
    text = "\n".join(
        ["UA: 12/05 Index: EUR 28/001/2005 Iceland Date: 3 May 2005", "", "URGENT ACTION", "TEACHER AT RISK", "",
         "PLEASE SEND APPEALS BEFORE 7 JUNE 2005 TO:", "Minister of Justice", "Anna Beispiel", "Street 9", "Iceland"]
    )  # fmt: skip

    said = provenance(read_sheet(text))

    assert said["ua_number"] == [{"page": 1, "first_line": 1, "last_line": 1, "surety": "sure"}]
    assert said["headline"] == [{"page": 1, "first_line": 4, "last_line": 4, "surety": "sure"}]
    assert said["appeal_before"] == [{"page": 1, "first_line": 6, "last_line": 6, "surety": "sure"}]
    assert said["recipients"] == [{"page": 1, "first_line": 7, "last_line": 10, "surety": "sure"}]


def test_second_page_is_counted() -> None:
    reading = read_sheet("URGENT ACTION\nTEACHER AT RISK\n1\n\fADDITIONAL INFORMATION\nThe strike began in May 2005.\n")

    assert reading.additional is not None
    assert reading.additional.place is not None
    assert (reading.additional.place.page, reading.additional.place.first) == (2, 5)


@pytest.mark.parametrize(
    ("lines", "warning"),
    [
        (["UA: 12/05 Iceland Date: 3 May 2005", "PLEASE SEND APPEALS BEFORE 2 MAY 2005 TO:", "Minister of Justice",
          "Iceland"],
         "Appeals end on 2 May 2005, but the sheet is dated 3 May 2005. Please look which is right."),
        (["UA: 12/05 Iceland Date: 3 May 2005", "Story.", "UA: 12/05 Issue Date: 4 May 2005"],
         "Two dates of issue: 3 May 2005 and 4 May 2005. Please look which is right."),
        (["UA: 12/05 Iceland Date: 3 May 2005", "APPEALS TO:", "Minister of Justice", "Street 9", "Fiji"],
         "The sheet is on Iceland, but everybody to write to is in Fiji. Please look which is right."),
        (["UA: 12/05 Iceland Date: 3 Sepember 2005"], "The month is misspelt: “sepember”."),
        (["UA: 12/05 Iceland Date: 3 May 05"], "The year has two figures: “05”."),
        (["UA: 12/05 Iceland Date: 3 January 2004"], "Dated 3 January 2004, before the year of its number."),
        (["Index: EUR 28/001/2006 UA: 12/05 Iceland Date: 3 May 2005"],
         "The index number EUR 28/001/2006 is of another year than the date, 3 May 2005."),
    ],
)  # fmt: skip
def test_contradiction_is_a_warning_with_both_readings(lines: list[str], warning: str) -> None:
    assert warning in read_sheet("\n".join(lines)).warnings


@pytest.mark.parametrize(
    ("people", "gender"),
    [
        (["EL SALVADOR   Ana Inventada (m)", "              Luis Inventado (h)"], "f"),
        (["EL SALVADOR   Luis Inventado (m)", "              Ana Inventada (f)"], "m"),
        (["EL SALVADOR   Ana Inventada (m)"], None),
    ],
    ids=["beside h", "beside f", "alone in Spanish"],
)
def test_m_is_mujer_beside_hombre(people: list[str], gender: str | None) -> None:
    told = "La policía fue por la noche a la casa y dijo que tenían que salir del pueblo por el peligro."

    reading = read_sheet("\n".join(["AU 77/04", "9 de marzo de 2004", "", *people, "", told]))

    assert reading.people[0].value.gender == gender


def test_update_of_another_series_is_named_at_the_foot() -> None:
    said = as_json(read_sheet("URGENT ACTION\nTEACHER FREED\n\nThis is the second update of EX 38/00."))

    assert (said["ua_number"], said["kind"], said["update_ordinal"]) == ("EX 38/00", "update", 2)


def test_head_of_a_mail_is_not_the_sheet() -> None:
    mail = ["From: desk@example.org", "To: network@example.org", "Subject: Fwd: UA 12/05", "Date: Thu, 5 May 2005",
            "", "UA 12/05 Fear of torture", "3 May 2005", "", "ICELAND  Anna Beispiel (f)"]  # fmt: skip

    said = as_json(read_sheet("\n".join(mail)))

    assert (said["issue_date"], said["headline"]) == ("2005-05-03", "Fear of torture")
