"""The sheet of the one real case says what the sheet of 2011 said."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.urls import reverse

from appeals.demo.azimov import load_azimov
from campaigns.models import UrgentAction
from tests.appeals.test_pdf import failures, lines_of
from tests.builders import make_user

EXPECTED = Path(__file__).resolve().parents[3] / "shared" / "samples" / "ua" / "000_azimov.expected.json"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not EXPECTED.exists(), reason="what the sheet of 2011 says lies beside the repository"),
]


@pytest.fixture
def expected() -> dict[str, Any]:
    return json.loads(EXPECTED.read_text(encoding="utf-8"))


@pytest.fixture
def action(settings) -> UrgentAction:
    settings.DEMO_TODAY = date(2011, 7, 13)
    at = datetime(2011, 7, 13, 8, 0, tzinfo=UTC)
    return load_azimov(researcher=make_user("Researcher"), approver=make_user("Approver"), at=at)


@pytest.fixture(params=["A4", "Letter"])
def data(request, client, action) -> bytes:
    """The PDF that a volunteer gets on 13 July 2011."""
    return client.get(reverse("appeals:sheet-pdf", args=[action.slug]), {"paper": request.param}).content


@pytest.fixture
def lines(data) -> list[str]:
    return lines_of(data)


@pytest.fixture
def prose(lines) -> str:
    return " ".join(lines)


def long_date(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B} {day.year}"


def holds_in_order(lines: list[str], wanted: list[str]) -> bool:
    return any(lines[start : start + len(wanted)] == wanted for start in range(len(lines)))


def test_it_has_two_pages_and_passes_every_rule_of_pdf_ua(data, tmp_path):
    (tmp_path / "sheet.pdf").write_bytes(data)

    assert len(pypdf.PdfReader(tmp_path / "sheet.pdf").pages) == 2
    assert failures(data) == []


def test_the_headline_stands_on_both_pages(prose, expected):
    assert prose.count(expected["headline"]) == expected["headline_occurrences"]
    assert prose.count("URGENT ACTION") == 2
    assert prose.count("ADDITIONAL INFORMATION") == 1


def test_each_address_line_stands_on_its_own_line_in_order_with_fax_and_salutation(lines, expected):
    primary, copy = expected["recipients"]

    for recipient in (primary, copy):
        assert holds_in_order(lines, [*recipient["name_lines"], f"Fax: {recipient['fax']}"])
    assert f"Salutation: {primary['salutation']}" in lines
    assert prose_between(lines, "PLEASE SEND APPEALS", "And copies to:")[0] == primary["name_lines"][0]
    assert prose_between(lines, "And copies to:", "Fax: +7 498")[0] == copy["name_lines"][0]


def prose_between(lines: list[str], first: str, last: str) -> list[str]:
    start = next(place for place, line in enumerate(lines) if line.startswith(first))
    end = next(place for place, line in enumerate(lines) if place > start and line.startswith(last))
    return lines[start + 1 : end]


def test_the_dates_are_those_of_the_sheet(lines, prose, expected):
    assert f"Date: {long_date(expected['issue_date'])}" in lines
    assert f"PLEASE SEND APPEALS BEFORE {long_date(expected['appeal_before']).upper()} TO:" in lines
    assert "Last good day to send: 22 August 2011" in prose
    assert expected["country"] in prose
    [hearing] = expected["hearings"]
    assert hearing["court"] in prose
    assert long_date(hearing["date"]).removesuffix(" 2011") in prose


def test_the_languages_are_those_of_the_sheet(lines, expected):
    names = ", ".join(expected["languages"])
    assert f"Please write immediately in {names} or your own language:" in lines


def test_the_three_demands_are_made_in_our_own_words(lines, prose, expected):
    demands = prose_between(lines, "Please write immediately", "PLEASE SEND APPEALS")
    asked = " ".join(demands)

    assert len([line for line in demands if line.startswith("•")]) == len(expected["appeal_points"]) == 3
    for word in ("Ismon Azimov", "extradition", "international human rights law", "torture", "ill-treatment"):
        assert word in asked
    assert "1951 Convention relating to the Status of Refugees" in asked
    assert "international protection" in asked
    for original in expected["appeal_points"]:
        assert original not in prose


def test_the_notes_and_everybody_named_in_it_are_there(prose, expected):
    assert "diplomatic representatives" in prose
    assert "section office" in prose
    for name in [person["name"] for person in expected["persons"]] + expected["persons_mentioned_not_subjects"]:
        assert name in prose


def test_the_dated_facts_of_the_story_are_there(prose):
    for fact in ("3 November 2010", "29 June 2011", "end of June", "October 2007", "2002", "2009", "12 April 2011"):
        assert fact in prose
