import pytest

from campaigns.checks import findings_of
from cases.models import Salutation
from tests.builders import DAY, make_authority, make_draft

pytestmark = pytest.mark.django_db


def sentences(sheet) -> list[str]:
    return [finding.sentence for finding in findings_of(sheet, on=DAY)]


def test_people_are_told_in_which_language_to_write():
    assert sentences(make_draft(languages=[], own_language=False)) == [
        "No language is named: say which languages the authorities read."
    ]


def test_their_own_language_is_one():
    assert sentences(make_draft(languages=[], own_language=True)) == []


def test_a_language_in_which_no_letter_can_begin_is_found():
    sheet = make_draft(languages=["ru", "en", "de"], recipients=[make_authority(office="Court")])

    assert sentences(sheet) == ["Court has no salutation in Russian and German, in which people are asked to write."]


def test_a_salutation_in_each_language_is_enough():
    authority = make_authority(languages=["ru", "en"])
    Salutation.objects.create(authority=authority, language="ru", text="Уважаемый господин министр")

    assert sentences(make_draft(languages=["ru", "en"], recipients=[authority])) == []


def test_the_best_language_of_an_office_is_asked_for():
    authority = make_authority(office="Court", languages=["ru", "en"])

    assert sentences(make_draft(languages=["en"], recipients=[authority])) == [
        "Court reads Russian best, and people are not asked to write in it."
    ]
