"""The drawing of counts, in numbers."""

from appeals.bars import WIDTH, draw


def test_bars_stand_below_each_other_in_proportion() -> None:
    drawn = draw([("released", 200), ("executed", 50)])

    assert [(bar.words, bar.length) for bar in drawn.bars] == [("released", 244), ("executed", 61)]
    assert [bar.words_y < bar.bar_y < bar.count_y for bar in drawn.bars] == [True, True]
    assert drawn.bars[1].words_y - drawn.bars[0].words_y == drawn.height // 2


def test_one_among_thousands_is_still_seen_and_the_number_has_room() -> None:
    drawn = draw([("released", 9_999), ("executed", 1)])

    assert drawn.bars[1].length == 3
    assert max(bar.count_x for bar in drawn.bars) + 4 * 9 < WIDTH


def test_drawing_is_told_in_words() -> None:
    assert draw([("released", 2), ("executed", 1)]).description == "released: 2; executed: 1."
    assert (draw([]).description, draw([]).height) == ("Nothing to draw.", 0)
