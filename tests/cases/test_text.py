import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cases.models import Case
from cases.text import lines_of, tidy, validate_line, validate_prose
from tests.builders import make_case

BIDI_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("control", BIDI_CONTROLS)
def test_a_direction_control_is_refused_in_names_and_in_prose(control):
    for validate in (validate_line, validate_prose):
        with pytest.raises(ValidationError) as refusal:
            validate(f"Anna{control}Beispiel")
        assert f"U+{ord(control):04X}" in refusal.value.messages[0]
        assert "at place 5" in refusal.value.messages[0]


@pytest.mark.parametrize("name", ["Исмон Азимов", "علی رضایی", "נועה לוי", "Ἑλένη", "王小明", "O’Neill-Ÿ", "می‌خواهم"])
def test_names_in_any_script_pass(name):
    validate_line(name)


def test_a_name_holds_no_line_end_and_prose_does():
    with pytest.raises(ValidationError):
        validate_line("Anna\nBcc: everyone@example.org")
    validate_prose("One.\n\nTwo.\n\tThree.")


def test_a_word_that_no_page_can_break_is_refused():
    with pytest.raises(ValidationError, match="has a word of 5000 letters without a space"):
        validate_prose("x" * 5000)


@given(st.text())
def test_tidy_text_stays_as_it_is(text):
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(max_size=50))
def test_the_lines_of_a_block_hold_no_line_end(text):
    assert all("\n" not in line and line == line.strip() and line for line in lines_of(text))


@pytest.mark.django_db
def test_a_story_of_a_million_letters_is_refused_with_both_numbers():
    case = make_case()
    case.summary = "word " * 200_000

    with pytest.raises(ValidationError) as refusal:
        case.full_clean()

    assert refusal.value.message_dict == {"summary": ["This text has 999999 characters; at most 4000 fit. Shorten it."]}


def test_the_box_of_a_long_text_does_not_cut_a_paste_off():
    field = Case._meta.get_field("summary").formfield()

    assert "maxlength" not in field.widget.attrs
