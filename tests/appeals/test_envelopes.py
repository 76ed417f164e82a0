"""Envelopes, window letters and labels, read back from the PDF in millimetres."""

import logging
import random
import unicodedata
from collections.abc import Iterator, Sequence

import page
import pytest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from appeals.address_fit import MM_PER_POINT, RETURN, SMALL, USUAL, TypeSize, set_address, width_of
from appeals.envelopes import (
    LeftOut,
    NoSuchLabel,
    PostError,
    PostPages,
    SenderDoesNotFit,
    alignment_page,
    document,
    envelope_pages,
    label_pages,
    window_address,
)
from appeals.pdf import html_to_pdf
from appeals.post_formats import ENVELOPES, FORMATS, LABELS, WINDOWS
from appeals.post_geometry import Box
from cases.address_lines import lines_for_post
from tests.appeals.printed import Row, pages_in
from tests.cases.test_address_lines import COUNTRIES

OFF = 0.3  # mm, at most
SHORT = ("Sample Court", "1 Sample Street", "101 Sampletown", "ISLAND")
CYRILLIC = ("Генеральному прокурору", "Образцову О. О.", "ул. Примерная, 15а", "125993 Москва", "РОССИЯ")
ARABIC = ("وزارة الأمثلة", "شارع المثال ١٥", "القاهرة 11511", "ÄGYPTEN")
SEVEN = (
    "Minister",
    "Otto Beispiel",
    "Ministry of Examples",
    "Building 7",
    "1 Sample Street",
    "101 Sampletown",
    "ISLAND",
)
NINE = (*SEVEN[:4], "Second floor", "Door 3", *SEVEN[4:])
SENDER = ("Anna Beispiel", "Musterweg 1", "3000 Bern")

# How far below the upper edge of a row its baseline lies: the sum of ascent and descent is centred in the row.
ASCENT, DESCENT = 1.069, 0.293  # of Noto Sans, in ems


@pytest.fixture(autouse=True)
def quiet_engine(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A word of the engine's log is a mistake in our template or style sheet, or a sign without a font."""
    caplog.set_level(logging.WARNING, logger="weasyprint")
    yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.name.startswith("weasyprint")] == []


def baseline(top: float, row: int, size: TypeSize) -> float:
    em = size.points * MM_PER_POINT
    return top + row * size.leading + size.leading / 2 + (ASCENT - DESCENT) / 2 * em


def printed(pages: PostPages) -> list[tuple[float, float, list[Row]]]:
    return pages_in(html_to_pdf(document(pages.html, title="Post")))


def pages_for(addresses: Sequence[Sequence[str]], kind: str) -> PostPages:
    return label_pages(addresses, kind) if kind in LABELS else envelope_pages(addresses, kind)


def rows_of_addresses(kind: str, rows: Sequence[Row]) -> list[Row]:
    """Without what is said low on a page that goes behind a window."""
    return [row for row in rows if kind not in WINDOWS or row.baseline < 200]


def signs(text: str) -> list[str]:
    """What is seen of a text, in an order of no meaning: a PDF reader turns what runs from right to left about."""
    text = unicodedata.normalize("NFKC", text)
    return sorted(sign for sign in text if not sign.isspace() and unicodedata.category(sign) != "Cf")


@pytest.mark.parametrize("kind", [*ENVELOPES, *WINDOWS])
def test_address_stands_where_the_table_says(kind: str) -> None:
    [(width, height, rows)] = printed(envelope_pages([SHORT], kind))
    chosen = FORMATS[kind]
    top = chosen.text_top_of(4 * USUAL.leading)

    assert (width, height) == pytest.approx(chosen.size, abs=0.01)
    assert tuple(row.text for row in rows[:4]) == SHORT
    for place, row in enumerate(rows[:4]):
        assert row.left == pytest.approx(chosen.zone.left, abs=OFF)
        assert row.baseline == pytest.approx(baseline(top, place, USUAL), abs=OFF)


@pytest.mark.parametrize("kind", LABELS)
def test_every_label_of_a_sheet_stands_where_the_table_says(kind: str) -> None:
    sheet = LABELS[kind]
    numbers = range(1, sheet.per_sheet + 1)
    [(width, height, rows)] = printed(label_pages([(f"{number} Sample Street", "ISLAND") for number in numbers], kind))

    assert (width, height) == pytest.approx(sheet.size, abs=0.01)
    assert [row.text for row in rows[::2]] == [f"{number} Sample Street" for number in numbers]
    for number in numbers:
        zone = sheet.zone_at(number)
        top = zone.top + (zone.height - 2 * USUAL.leading) / 2
        for place, row in enumerate(rows[2 * number - 2 : 2 * number]):
            assert row.left == pytest.approx(zone.left, abs=OFF)
            assert row.baseline == pytest.approx(baseline(top, place, USUAL), abs=OFF)
            assert row.ink.within(sheet.label_at(number))


@pytest.mark.parametrize("kind", LABELS)
@pytest.mark.parametrize("start", [1, 4, "last"])
def test_labels_start_where_asked_and_go_on_to_the_next_sheet(kind: str, start: int | str) -> None:
    sheet = LABELS[kind]
    first = sheet.per_sheet if start == "last" else int(start)
    sheets = printed(label_pages([("One", "ISLAND"), ("Two", "ISLAND")], kind, start=first))

    assert len(sheets) == (2 if start == "last" else 1)
    assert sheets[0][2][0].text == "One"
    assert sheets[0][2][0].ink.within(sheet.label_at(first))
    assert sheets[-1][2][-2].text == "Two"
    assert sheets[-1][2][-2].ink.within(sheet.label_at(1 if start == "last" else first + 1))


@pytest.mark.parametrize("start", [0, -1, 22, 99, 10**30])
def test_label_that_is_not_on_the_sheet_gets_a_sentence(start: int) -> None:
    with pytest.raises(NoSuchLabel, match="type a number from 1 to 21"):
        label_pages([SHORT], "l7160", start=start)


@pytest.mark.parametrize("kind", FORMATS)
def test_address_in_any_script_lies_in_its_place(kind: str) -> None:
    pages = printed(pages_for([CYRILLIC, ARABIC], kind))

    rows = [row for _, _, rows in pages for row in rows_of_addresses(kind, rows)]
    assert [signs(row.text) for row in rows] == [signs(line) for line in (*CYRILLIC, *ARABIC)]
    assert outside(kind, [rows_of_addresses(kind, rows) for _, _, rows in pages]) == []


def outside(kind: str, pages: Sequence[Sequence[Row]]) -> list[Row]:
    """The rows of which any ink lies outside of the label, the window or the zone, by more than may be."""
    chosen = FORMATS[kind]
    if kind in LABELS:
        places = [LABELS[kind].label_at(number) for number in range(1, LABELS[kind].per_sheet + 1)]
    else:
        places = [WINDOWS[kind].always_seen if kind in WINDOWS else chosen.zone]
    return [row for rows in pages for row in rows if not any(row.ink.within(place, play=OFF) for place in places)]


@pytest.mark.parametrize("kind", FORMATS)
def test_seven_lines_fit_everywhere(kind: str) -> None:
    pages = pages_for([SEVEN], kind)
    [(_, _, rows)] = printed(pages)

    assert pages.left_out == ()
    assert tuple(row.text for row in rows_of_addresses(kind, rows)) == SEVEN
    assert outside(kind, [rows_of_addresses(kind, rows)]) == []


def test_nine_lines_are_printed_once_smaller_or_not_at_all() -> None:
    sizes = {}
    for kind in FORMATS:
        pages = pages_for([NINE], kind)
        sizes[kind] = (
            "none" if pages.left_out else next(s.name for s in (USUAL, SMALL) if f'post-{s.name}"' in pages.html)
        )

    assert sizes == {
        "din": "small", "swiss-right": "small", "swiss-left": "small", "us-10": "none", "uk-dl": "small",
        "envelope-dl": "usual", "envelope-c5": "usual", "envelope-c6": "usual", "envelope-us-10": "usual",
        "l7160": "small", "l7163": "small", "us-5160": "none",
    }  # fmt: skip


def test_address_that_does_not_fit_is_told_and_never_cut() -> None:
    endless = ("W" * 80, "101 Sampletown", "ISLAND")
    pages = label_pages([SHORT, endless, NINE, SHORT], "us-5160")

    assert pages.printed == 2
    assert [(out.place, out.lines) for out in pages.left_out] == [(1, endless), (2, NINE)]
    assert {out.sentence for out in pages.left_out} == {
        "It is too long, in the smaller type too. Please choose a larger kind, or write it by hand."
    }
    assert "WWW" not in pages.html


def test_long_line_goes_on_below_in_the_smaller_type() -> None:
    long = "Office of the Sample Commissioner for the Examples of the whole of Sampletown and its Surroundings"
    [(_, _, rows)] = printed(label_pages([(long, "101 Sampletown")], "l7160"))

    assert " ".join(row.text.strip() for row in rows) == f"{long} 101 Sampletown"
    assert len(rows) == 4
    assert outside("l7160", [rows]) == []


def test_sign_that_no_font_has_is_told() -> None:
    pages = envelope_pages([("მაგალითი", "GEORGIEN"), SHORT], "envelope-dl")

    assert pages.printed == 1
    assert pages.left_out[0].sentence.startswith("It has signs that we cannot print: მ (U+10DB), ა (U+10D0)")


@pytest.mark.parametrize("kind", ENVELOPES)
def test_sender_stands_in_the_upper_left_corner_of_an_envelope(kind: str) -> None:
    [(_, _, rows)] = printed(envelope_pages([SHORT], kind, sender=SENDER))

    assert tuple(row.text for row in rows) == (*SENDER, *SHORT)
    for place, row in enumerate(rows[:3]):
        assert row.left == pytest.approx(ENVELOPES[kind].sender.left, abs=OFF)
        assert row.baseline == pytest.approx(baseline(ENVELOPES[kind].sender.top, place, SMALL), abs=OFF)
        assert row.ink.within(ENVELOPES[kind].sender, play=OFF)


@pytest.mark.parametrize("kind", WINDOWS)
def test_sender_stands_in_one_line_above_the_address_in_a_window(kind: str) -> None:
    window = WINDOWS[kind]
    [(_, _, rows)] = printed(envelope_pages([SHORT], kind, sender=SENDER))
    top = min(window.text_top, window.zone.bottom - 4 * USUAL.leading) - RETURN.leading

    assert rows[0].text == "Anna Beispiel · Musterweg 1 · 3000 Bern"
    assert rows[0].baseline == pytest.approx(baseline(max(top, window.zone.top), 0, RETURN), abs=OFF)
    assert rows[1].baseline == pytest.approx(baseline(max(top, window.zone.top) + RETURN.leading, 0, USUAL), abs=OFF)
    assert outside(kind, [rows_of_addresses(kind, rows)]) == []


@pytest.mark.parametrize("sender", [("M" * 60,), ("Line",) * 12, ("მაგალითი",)])
@pytest.mark.parametrize("kind", ["envelope-c6", "din"])
def test_sender_that_does_not_fit_is_refused(kind: str, sender: tuple[str, ...]) -> None:
    with pytest.raises(SenderDoesNotFit):
        envelope_pages([SHORT], kind, sender=sender * (1 if kind != "din" else 2))


@pytest.mark.parametrize("kind", WINDOWS)
def test_letter_of_somebody_else_has_its_address_at_the_same_place(kind: str) -> None:
    address = window_address(SHORT, kind, sender=SENDER)
    assert isinstance(address, SafeString)
    letter = format_html('<section class="post-page post-on-{}">{}</section>', kind, address)

    [(_, _, rows)] = pages_in(html_to_pdf(document(letter, title="Letter")))
    [(_, _, same)] = printed(envelope_pages([SHORT], kind, sender=SENDER))
    assert rows == rows_of_addresses(kind, same)


def test_address_that_does_not_fit_into_the_window_of_a_letter_is_told() -> None:
    assert window_address(NINE, "us-10") == LeftOut(
        0, NINE, "It is too long, in the smaller type too. Please choose a larger kind, or write it by hand."
    )


def test_kind_that_there_is_not() -> None:
    with pytest.raises(PostError, match=r"no envelope “l7160”\. There are: envelope-dl, "):
        envelope_pages([SHORT], "l7160")
    with pytest.raises(PostError, match=r"no labels “din”\. There are: l7160, "):
        label_pages([SHORT], "din")
    with pytest.raises(PostError, match="There is no format “x”"):
        alignment_page("x")


def test_markup_in_an_address_is_printed_as_it_is_written() -> None:
    [(_, _, rows)] = printed(envelope_pages([("<b>Office</b> & Sons", "ISLAND")], "envelope-dl"))

    assert rows[0].text == "<b>Office</b> & Sons"


def test_everything_is_a_tagged_pdf_that_reads_nothing_into_its_metadata() -> None:
    parts = [envelope_pages([SHORT, ARABIC], kind, sender=SENDER).html for kind in ("envelope-dl", "din")]
    parts += [label_pages([SHORT, CYRILLIC], "l7160", start=4).html, *map(alignment_page, FORMATS)]
    pdf = html_to_pdf(document(*parts, title="Post"))

    assert [str(failure) for failure in page.validate_pdf_bytes(pdf, profile="ua1").failures] == []
    assert len(pages_in(pdf)) == 5 + len(FORMATS)
    assert pdf == html_to_pdf(document(*parts, title="Post"))


@pytest.mark.parametrize("kind", FORMATS)
def test_alignment_page_is_one_page_of_its_paper_and_names_it(kind: str) -> None:
    [(width, height, rows)] = pages_in(html_to_pdf(document(alignment_page(kind), title="Alignment")))

    assert (width, height) == pytest.approx(FORMATS[kind].size, abs=0.01)
    assert FORMATS[kind].name.split(" (")[0] in " ".join(row.text for row in rows)


# A thousand addresses in forty countries, in the scripts that our fonts have.
SCRIPTS = {
    **dict.fromkeys(("AE", "EG", "IR", "PK", "SA"), "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"),
    **dict.fromkeys(("RU", "KZ"), "абвгдежзийклмнопрстуфхцчшщъыьэюя"),
    "GR": "αβγδεζηθικλμνξοπρστυφχψωάέήί",
    "IL": "אבגדהוזחטיכלמנסעפצקרשת",
}
LATIN = "abcdefghijklmnopqrstuvwxyzäöüßéèçñåøłőžșıİ"


def addresses_from(seed: int) -> list[tuple[str, ...]]:
    """An address in each country, of two to nine lines, as they are set for the post of another."""
    chance = random.Random(seed)  # noqa: S311  (nothing secret; drawing each letter from hypothesis takes a minute)
    drawn = []
    for country in COUNTRIES:
        letters = SCRIPTS.get(country, LATIN)

        def word(letters: str = letters) -> str:
            if chance.random() < 0.2:
                return str(chance.randint(1, 999999))
            return "".join(chance.choices(letters, k=chance.randint(1, 14)))

        lines = [" ".join(word() for _ in range(chance.randint(1, 5))) for _ in range(chance.randint(2, 9))]
        drawn.append(lines_for_post(lines, country=country, posted_in=chance.choice(COUNTRIES)))
    return drawn


def test_thousand_addresses_are_set_whole_or_not_at_all() -> None:
    addresses = [lines for seed in range(25) for lines in addresses_from(seed)]
    set_in = {kind: [set_address(lines, chosen.zone) for lines in addresses] for kind, chosen in FORMATS.items()}

    assert len(addresses) == 1000
    for kind, chosen in FORMATS.items():
        for lines, setting in zip(addresses, set_in[kind], strict=True):
            if setting is not None:
                assert tuple(" ".join(rows) for rows in setting.lines) == lines
                assert setting.height <= chosen.zone.height + 0.001
                assert all(width_of(row, setting.size) <= chosen.zone.width for rows in setting.lines for row in rows)
    # Nonsense words in nine lines are longer than any address; even so most of them fit.
    assert {kind for kind, each in set_in.items() if each.count(None) > 500} <= {"us-10", "us-5160"}


@settings(max_examples=4, deadline=None, derandomize=True, database=None, phases=(Phase.explicit, Phase.generate))
@given(seed=st.integers(0, 2**32), kind=st.sampled_from([*FORMATS]))
@example(seed=1, kind="l7160")
def test_every_line_comes_out_in_its_place_or_is_told(seed: int, kind: str) -> None:
    addresses = addresses_from(seed)
    pages = pages_for(addresses, kind)
    told = {out.place for out in pages.left_out}
    rows = [rows_of_addresses(kind, rows) for _, _, rows in printed(pages)] if pages.printed else []

    assert pages.printed + len(told) == len(addresses)
    assert all(out.lines == addresses[out.place] for out in pages.left_out)
    went_in = [line for place, lines in enumerate(addresses) if place not in told for line in lines]
    assert signs("".join(row.text for page in rows for row in page)) == signs("".join(went_in))
    assert outside(kind, rows) == []


def test_box_knows_what_lies_within() -> None:
    assert Box(1, 1, 2, 2).within(Box(0, 0, 3, 3))
    assert not Box(1, 1, 2.5, 2).within(Box(0, 0, 3, 3))
