from hypothesis import given, settings
from hypothesis import strategies as st

from cases.word_diff import MOST_WORDS, Side, word_diff

WORDS = st.lists(st.sampled_from(["a", "b", "c ", "Москва", "\n\n", " "]), max_size=30).map(" ".join)


def told(first: str, second: str) -> list[tuple[str, str]]:
    return [(piece.side.value, piece.text) for piece in word_diff(first, second)]


def test_words_of_one_side_stand_between_those_of_both() -> None:
    assert told("held in Moscow since June", "held in Kazan since June") == [
        ("both", "held in "),
        ("first", "Moscow "),
        ("second", "Kazan "),
        ("both", "since June"),
    ]


def test_what_was_added_at_the_end_and_at_the_beginning_is_told() -> None:
    assert told("b c", "a b c d") == [("second", "a "), ("both", "b "), ("first", "c"), ("second", "c d")]


def test_a_word_in_common_between_long_changes_does_not_part_them() -> None:
    assert told("He was ill and the guards sent him home.", "He was well when the doctor let him go home.") == [
        ("both", "He was "),
        ("first", "ill and the guards sent him "),
        ("second", "well when the doctor let him go "),
        ("both", "home."),
    ]


def test_equal_texts_are_one_piece_and_empty_ones_none() -> None:
    assert told("the same", "the same") == [("both", "the same")]
    assert told("", "") == []


def test_a_text_too_long_to_compare_is_told_whole() -> None:
    first, second = "x " * MOST_WORDS + "end", "y " * MOST_WORDS + "end"

    assert [side for side, _ in told(first, second)] == ["first", "second", "both"]


@settings(max_examples=50, deadline=None)
@given(first=WORDS, second=WORDS)
def test_each_text_can_be_read_off(first: str, second: str) -> None:
    pieces = word_diff(first, second)

    assert "".join(piece.text for piece in pieces if piece.side != Side.SECOND) == first
    assert "".join(piece.text for piece in pieces if piece.side != Side.FIRST) == second
