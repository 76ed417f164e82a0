import pytest
from django.core.exceptions import ValidationError

from cases.languages import LanguagesFormField, direction, language_name, parse_languages


def test_languages_are_read_by_name_and_by_code_in_their_order():
    assert parse_languages("Russian, en; Persian") == ["ru", "en", "fa"]


def test_a_word_that_is_no_language_is_named():
    with pytest.raises(ValidationError) as refusal:
        parse_languages("Russian, Klingonese")

    assert refusal.value.messages == [
        "“Klingonese” is not a language we know. Write its English name or its code: Russian or ru."
    ]


def test_a_language_given_twice_is_refused():
    with pytest.raises(ValidationError, match="is there twice"):
        parse_languages("ru, Russian")


def test_the_box_shows_names():
    assert LanguagesFormField().prepare_value(["ru", "en"]) == "Russian, English"


def test_names_come_in_the_language_asked_for():
    assert [language_name("ru"), language_name("ru", in_language="de"), language_name("zz")] == [
        "Russian",
        "Russisch",
        "zz",
    ]


@pytest.mark.parametrize(
    ("code", "way"), [("ar", "rtl"), ("fa", "rtl"), ("ur-PK", "rtl"), ("ru", "ltr"), ("en", "ltr")]
)
def test_arabic_and_persian_run_from_right_to_left(code, way):
    assert direction(code) == way
