"""The table of envelopes, windows and labels, against the sums that paper must fulfil."""

import pytest

from appeals.address_fit import USUAL
from appeals.post_drawings import PICTURES, picture_of
from appeals.post_formats import ENVELOPES, FORMATS, LABELS, WINDOWS
from appeals.post_geometry import PAPERS, Box

HAIR = 0.05  # mm


def paper_of(kind: str) -> Box:
    return Box(0, 0, *FORMATS[kind].size)


@pytest.mark.parametrize("kind", LABELS)
def test_labels_of_a_sheet_lie_on_it_evenly_and_beside_each_other(kind: str) -> None:
    sheet = LABELS[kind]
    first, last = sheet.label_at(1), sheet.label_at(sheet.per_sheet)
    labels = [sheet.label_at(number) for number in range(1, sheet.per_sheet + 1)]

    assert (first.left, first.top) == pytest.approx((sheet.size[0] - last.right, sheet.size[1] - last.bottom), abs=HAIR)
    shared = [one.shared_with(other) for place, one in enumerate(labels) for other in labels[:place]]
    assert [both for both in shared if both.width > HAIR and both.height > HAIR] == []


@pytest.mark.parametrize("kind", LABELS)
def test_second_label_is_to_the_right_and_the_last_at_the_lower_right(kind: str) -> None:
    sheet = LABELS[kind]

    assert sheet.label_at(2).top == sheet.label_at(1).top
    assert sheet.label_at(2).left == pytest.approx(sheet.first[0] + sheet.pitch[0])
    assert sheet.label_at(sheet.columns + 1).left == sheet.first[0]


@pytest.mark.parametrize("number", [0, -1, 22, 99])
def test_label_that_a_sheet_does_not_have(number: int) -> None:
    with pytest.raises(ValueError, match="labels 1 to 21"):
        LABELS["l7160"].label_at(number)


@pytest.mark.parametrize("kind", ENVELOPES)
def test_address_of_an_envelope_keeps_clear_of_stamp_edge_and_sender(kind: str) -> None:
    envelope = ENVELOPES[kind]
    width, height = envelope.size

    assert envelope.zone.within(Box(12.7, 40, width - 25.4, height - 55))
    both = envelope.zone.shared_with(envelope.sender)
    assert both.width <= 0 or both.height <= 0


@pytest.mark.parametrize("kind", WINDOWS)
def test_window_lies_in_its_envelope_and_the_letter_fits_in(kind: str) -> None:
    for opening in WINDOWS[kind].openings:
        # Makers and posts want at least 10 mm of paper around a window.
        assert opening.window.within(Box(10, 10, opening.width - 20, opening.height - 20))
        assert opening.folded[0] < opening.width
        assert opening.folded[1] < opening.height


@pytest.mark.parametrize("kind", WINDOWS)
def test_what_is_always_seen_is_seen_wherever_the_letter_slides(kind: str) -> None:
    seen = WINDOWS[kind].always_seen
    for opening in WINDOWS[kind].openings:
        play_x, play_y = opening.width - opening.folded[0], opening.height - opening.folded[1]
        for right, down in ((0.0, 0.0), (play_x, 0.0), (0.0, play_y), (play_x, play_y)):
            assert Box(seen.left + right, seen.top + down, seen.width, seen.height).within(opening.window, play=0.001)


@pytest.mark.parametrize("kind", WINDOWS)
def test_address_zone_lies_in_what_is_always_seen_and_on_the_panel_that_is_outside(kind: str) -> None:
    window = WINDOWS[kind]

    assert window.zone.within(window.always_seen)
    assert window.zone.bottom < window.folds[0]
    assert window.zone.top <= window.text_top < window.zone.bottom


def test_letter_to_din_5008_has_its_address_where_the_standard_has_it() -> None:
    din = WINDOWS["din"]

    assert (din.text_left, din.text_top) == (25, 45 + 17.7)
    assert (din.folds[0], din.folds[-1]) == (105, 210)
    assert din.text_top + 6 * USUAL.leading == pytest.approx(din.zone.bottom)


def test_papers_are_those_of_the_standards() -> None:
    assert PAPERS == {"A4": (210, 297), "Letter": (215.9, 279.4)}


@pytest.mark.parametrize("kind", FORMATS)
def test_picture_is_drawn_from_the_table(kind: str) -> None:
    """Where it is not: ``python -m appeals.post_drawings`` draws them anew."""
    assert (PICTURES / f"{kind}.svg").read_text() == picture_of(FORMATS[kind])
