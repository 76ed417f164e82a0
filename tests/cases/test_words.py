"""Values as people read them, and what is different between two texts."""

from datetime import UTC, date, datetime, time

import pytest

from campaigns.models import Sheet
from cases.models import Authority, Hearing, PersonAtRisk
from cases.word_diff import Piece, Side
from cases.words import pieces_between, words_of


@pytest.mark.parametrize(
    ("model", "field", "value", "words"),
    [
        (Hearing, "on", date(2011, 7, 19), "19 July 2011"),
        (Hearing, "at", time(9, 30), "09:30"),
        (Hearing, "at", None, ""),
        (Hearing, "level", "network", "network: all staff"),
        (Hearing, "status", "held", "held"),
        (PersonAtRisk, "gender", "f", "female"),
        (PersonAtRisk, "age", 34, "34"),
        (Authority, "country", "IS", "Iceland"),
        (Authority, "languages", ["ru", "en"], "Russian, English"),
        (Authority, "languages", [], ""),
        (Sheet, "issued_at", datetime(2011, 7, 13, 8, tzinfo=UTC), "13 July 2011, 10:00"),
    ],
)
def test_a_value_is_said_in_words(model, field, value, words):
    assert words_of(model._meta.get_field(field), value) == words


def test_what_went_and_what_came_is_told_word_by_word():
    pieces = pieces_between("He was told by his lawyer.", "He was told so by his sister. By letter.")

    assert pieces == (
        Piece(Side.BOTH, "He was told "),
        Piece(Side.SECOND, "so "),
        Piece(Side.BOTH, "by his "),
        Piece(Side.FIRST, "lawyer. "),
        Piece(Side.SECOND, "sister. By letter. "),
    )


def test_of_a_long_text_only_the_words_around_a_change_are_shown():
    text = " ".join(f"word{number}" for number in range(100))

    pieces = pieces_between(text, text.replace("word50 ", "other "))

    assert [piece.side for piece in pieces] == [Side.BOTH, Side.FIRST, Side.SECOND, Side.BOTH]
    assert pieces[0].text == "… word42 word43 word44 word45 word46 word47 word48 word49 "
    assert pieces[-1].text == "word51 word52 word53 word54 word55 word56 word57 word58 … "


def test_the_same_text_has_no_difference():
    assert {piece.side for piece in pieces_between("as it was", "as it was")} == {Side.BOTH}
