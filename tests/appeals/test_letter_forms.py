import time

import pytest

from appeals.letter_forms import LetterForm
from appeals.letters import Writer
from tests.appeals.test_sheets import make_content

TYPED = {"name": "Anna Beispiel", "place": "Bern", "language": "en", "paper": "A4"}


def make_form(*, languages=("ru", "en"), own_language=True, **typed) -> LetterForm:
    return LetterForm({**TYPED, **typed}, content=make_content(languages=languages, own_language=own_language))


def errors(form: LetterForm) -> dict[str, list[str]]:
    return {name: list(found) for name, found in form.errors.items()}


def test_what_is_typed_becomes_a_writer():
    form = make_form(
        name=" Anna \t Beispiel ",
        address="Musterweg 1\r\n\r\n 3000  Bern\r\n",
        sentence="I am\r\na teacher.",
        is_safe="on",
    )

    assert errors(form) == {}
    assert form.writer == Writer("Anna Beispiel", "Bern", ("Musterweg 1", "3000 Bern"), "I am a teacher.", is_safe=True)


def test_name_and_place_are_needed_and_nothing_else():
    assert errors(make_form(name=" ", place="")) == {
        "name": ["A letter needs a name under it. Type yours; with “Safe signature” only its initials are printed."],
        "place": ["Type the town from which you write: it stands beside the date."],
    }


@pytest.mark.parametrize(
    ("languages", "own_language", "offered", "first"),
    [
        (("ru", "en"), True, ["ru", "en"], "en"),
        (("ru",), True, ["ru", "own"], "own"),
        (("ru", "ja"), False, ["ru", "ja"], "ru"),
        ((), False, ["own"], "own"),
    ],
)
def test_languages_are_those_of_the_sheet_and_ones_own_where_it_asks_for_that(languages, own_language, offered, first):
    field = make_form(languages=languages, own_language=own_language).fields["language"]

    assert ([code for code, _ in field.choices], field.initial) == (offered, first)


def test_ones_own_language_is_that_of_the_pages():
    form = make_form(languages=("ru",), language="own")

    assert (errors(form), form.chosen_language) == ({}, "en")


@pytest.mark.parametrize("typed", [{"language": "xx"}, {"language": ""}, {"paper": "A3"}])
def test_what_cannot_be_chosen_is_refused(typed):
    assert list(make_form(**typed).errors) == list(typed)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "A" * 81, "This has 81 characters; at most 80 fit on a letter. Shorten it."),
        ("place", "A" * 61, "This has 61 characters; at most 60 fit on a letter. Shorten it."),
        ("sentence", "a " * 200, "This has 399 characters; at most 300 fit on a letter. Shorten it."),
        ("address", "1\n2\n3\n4\n5\n6", "These are 6 lines; at most 5 fit on a letter."),
        (
            "sentence",
            "a" * 201,
            "This text has a word of 201 letters without a space; no page can print that. Put spaces in it (at most "
            "200 letters without one).",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_how_much_does(field, value, sentence):
    assert errors(make_form(**{field: value})) == {field: [sentence]}


@pytest.mark.parametrize("field", ["name", "place", "address", "sentence"])
@pytest.mark.parametrize("sign", ["\x00", "\x07", "\u202e", "\u2066", "\u200b", "\ufeff"])
def test_signs_that_cannot_be_seen_are_named_and_refused(field, sign):
    [sentence] = errors(make_form(**{field: f"Anna{sign}Beispiel"}))[field]

    assert f"U+{ord(sign):04X}" in sentence
    assert "at place 5" in sentence


@pytest.mark.parametrize("field", ["name", "place", "address", "sentence"])
@pytest.mark.parametrize("value", ["x" * 10_000, "😀" * 10_000, "\u202e" * 10_000, "a\n" * 5_000, "a\u0301" * 5_000])
def test_huge_input_is_refused_at_once(field, value):
    began = time.process_time()

    assert field in make_form(**{field: value}).errors
    assert time.process_time() - began < 0.5


def test_marks_that_other_scripts_need_may_stand_in_a_sentence():
    assert errors(make_form(sentence="אני מורה\u200f (Bern), می\u200cروم")) == {}


def test_a_name_without_a_letter_has_no_initials():
    assert errors(make_form(name="42", is_safe="on")) == {
        "name": ["There is no letter in this name to take as an initial. Type a name."]
    }
    assert errors(make_form(name="42")) == {}
