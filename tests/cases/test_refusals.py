import pytest
from django.db import IntegrityError, transaction

from cases.models import Salutation
from cases.refusals import UNKNOWN, sentence_of
from tests.builders import make_authority, make_case, make_hearing

pytestmark = pytest.mark.django_db


def refusal_of(act) -> str:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    return sentence_of(refused.value)


def test_a_broken_check_says_its_sentence():
    authority = make_authority()

    def empty() -> None:
        type(authority).objects.filter(pk=authority.pk).update(postal_lines="")

    assert refusal_of(empty).startswith("Nobody can write to this office yet")


def test_a_row_that_is_there_already_says_its_sentence():
    hearing = make_hearing(make_case())

    assert refusal_of(lambda: make_hearing(hearing.case, court=hearing.court)) == (
        "This hearing is there already: same court, same day, same matter."
    )


def test_a_salutation_twice_says_its_sentence():
    authority = make_authority(salutation="Dear Judge")

    assert refusal_of(lambda: Salutation.objects.create(authority=authority, language="en", text="Sir")) == (
        "There is a salutation in this language already."
    )


def test_an_error_that_names_none_of_our_constraints_still_says_what_to_do():
    assert sentence_of(IntegrityError("FOREIGN KEY constraint failed")) == UNKNOWN
