import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.folding import LONGEST_QUERY, MOST_WORDS, fold, query_words


@pytest.mark.parametrize(
    "spelling", ["Чайка", "ЧАЙКА", "Chaika", "Chaĭka", "Chai\u0306ka", "Tchaika", "Tschaika", "Czajka"]
)
def test_fold_gives_the_spellings_of_one_name_one_key(spelling: str) -> None:
    assert fold(spelling) == fold("Chayka")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Юрий", "Yurii"),
        ("Jurij", "Yury"),
        ("Сергей", "Sergey"),
        ("Хусейн", "Khuseyn"),
        ("Женя", "Zhenya"),
        ("Şükrü", "Sukru"),
        ("Łukasz Müller", "lukasz muller"),
        ("O’Brien", "OBrien"),
        ("Ёлкин", "Е\u0308лкин"),
    ],
)
def test_fold_levels_habits_of_transcription(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Chaika", "Chekov"), ("Anna", "Hanna"), ("Sami", "Samir"), ("214", "2114")]
)
def test_fold_keeps_different_names_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("written", ["UA 214", "ua214", "UA-214", "Ua: 0214", "ＵＡ ２１４"])
def test_fold_parts_letters_from_digits(written: str) -> None:
    assert fold(written) == "ua 214"


def test_fold_keeps_doubled_digits() -> None:
    assert fold("UA 1001/11") == "ua 1001 11"


@given(st.text())
def test_fold_gives_only_plain_words_parted_by_one_space(text: str) -> None:
    assert re.fullmatch(r"([a-z]+|[0-9]+)( ([a-z]+|[0-9]+))*|", fold(text))


@given(st.text())
def test_fold_of_a_key_is_the_key(text: str) -> None:
    key = fold(text)

    assert fold(key) == key


@given(st.text(alphabet="aeiouyjwhcszktpgdq0123456789 ", max_size=60))
def test_fold_of_a_key_is_the_key_for_words_full_of_rules(text: str) -> None:
    key = fold(text)

    assert fold(key) == key


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_fold_does_not_mind_case(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower())


def test_fold_survives_lone_surrogates_and_controls() -> None:
    assert fold("Anna\x00 \ud800 Muster\u202e") == fold("Anna Muster")


def test_query_words_of_a_very_long_query_are_few() -> None:
    assert query_words("a b " * 10_000) == ["a", "b"] * (MOST_WORDS // 2)


def test_query_words_ignore_what_stands_after_the_limit() -> None:
    assert query_words(" " * LONGEST_QUERY + "anna") == []
