"""Days as sheets write them: labelled ones with their slips, and those in running text with what is known of them."""

from datetime import date

import pytest

from campaigns.sheet_reading.days import completed, find_day, mentions
from cases.partial_dates import PartialDate

ISSUED = date(2011, 7, 13)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("13 July 2011", date(2011, 7, 13)),
        ("23 AUGUST 2011 TO:", date(2011, 8, 23)),
        ("July 13th, 2011", date(2011, 7, 13)),
        ("13th of July 2011", date(2011, 7, 13)),
        ("13. Juli 2011", date(2011, 7, 13)),
        ("13 de julio de 2011", date(2011, 7, 13)),
        ("1er juillet 2011", date(2011, 7, 1)),
        ("13 luglio 2011", date(2011, 7, 13)),
        ("2011-07-13", date(2011, 7, 13)),
        ("13.7.2011", date(2011, 7, 13)),
        ("13 Septmember 2011", date(2011, 9, 13)),
        ("13 July 11", date(2011, 7, 13)),
        ("13 July 93", date(1993, 7, 13)),
        ("31 June 2011", None),
        ("13 Beispiel 2011", None),
        ("UA 13/11", None),
        ("July", None),
    ],
)
def test_labelled_day(text: str, day: date | None) -> None:
    found = find_day(text)

    assert (found.day if found else None) == day


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("13 Sepember 2011", "The month is misspelt: “sepember”."),
        ("13 July 11", "The year has two figures: “11”."),
        ("4/7/2011", "“4/7/2011” may be day first or month first; it was read as day first."),
    ],
)
def test_odd_day_has_a_warning(text: str, warning: str) -> None:
    found = find_day(text)

    assert found is not None
    assert found.warnings == (warning,)


@pytest.mark.parametrize(
    ("text", "iso", "precision", "taken_from_elsewhere"),
    [
        ("He was arrested on 3 November 2010.", "2010-11-03", "day", False),
        ("The trial began in October 2007.", "2007-10", "month", False),
        ("She has lived there since 2002.", "2002", "year", False),
        ("At the end of June the appeal failed.", "2011-06", "end of month", True),
        ("On 29 June he was told.", "2011-06-29", "day", True),
        ("On 28 December he was told.", "2010-12-28", "day", True),
        ("In March they met.", "2011-03", "month", True),
    ],
)
def test_date_in_running_text(text: str, iso: str, precision: str, taken_from_elsewhere: bool) -> None:
    (mention,) = mentions(text)

    on, guessed = completed(mention, issued=ISSUED, ahead=False)

    assert on is not None
    assert (on.isoformat(), mention.precision, guessed) == (iso, precision, taken_from_elsewhere)


def test_what_is_to_come_is_completed_forward() -> None:
    (mention,) = mentions("The hearing is set for 3 February.")

    assert completed(mention, issued=ISSUED, ahead=True) == (PartialDate(2012, 2, 3), True)


def test_day_after_a_told_date_is_of_its_year() -> None:
    (mention,) = mentions("On 11 March they saw him.")

    assert completed(mention, issued=ISSUED, ahead=False, before=PartialDate(2009, 3, 8)) == (
        PartialDate(2009, 3, 11),
        True,
    )


@pytest.mark.parametrize("text", ["He may be freed.", "the 1951 Convention", "May they live", "35 people", "12 of 30"])
def test_what_is_no_date(text: str) -> None:
    assert list(mentions(text)) == []
