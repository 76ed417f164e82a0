"""A thousand addresses in forty countries: every line that goes in comes out, in its place, on whatever it is printed.

Words of the usual kinds, drawn by lot from a seed that stands here, so that each run prints the same.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest

from appeals.address_fit import set_address
from appeals.envelopes import document, envelope_pages, label_pages
from appeals.letter_print import pdf_of_letters
from appeals.letters import Writer, letters_of
from appeals.pdf import ROOM_OF_A_SHEET, Room, html_to_pdf
from appeals.post_formats import ENVELOPES, LABELS, WINDOWS
from appeals.post_geometry import Box
from cases.address_lines import lines_for_post
from tests.appeals.printed import Row, pages_in
from tests.appeals.test_envelopes import LATIN, SCRIPTS, signs
from tests.appeals.test_sheets import make_addressee, make_content
from tests.cases.test_address_lines import COUNTRIES

SEED = 214_11
EACH = 25  # addresses in each country
ON_LABELS, ON_ENVELOPES, IN_WINDOWS = 760, 100, 100  # the last forty, one in each country, stand in letters
PLAY = 0.3  # mm
# The Persian names of countries bear marks above letters, which the reader of PDF puts into other rows.
POSTED_IN = tuple(country for country in COUNTRIES if country != "IR")
# What lines of addresses are made of beside words.
PIECES = ("c/o", "P.O. Box 12", "№ 7", "1/3-B", "15a", "(2)", "&", "D-10115", "#04-07", "Bât. C", "+", "d’Orée")


def addresses() -> list[tuple[str, ...]]:
    """In turns of one in each country, each set for the post of another one."""
    chance = random.Random(SEED)  # noqa: S311  (nothing secret)
    return [
        lines_for_post(_lines(chance, country), country=country, posted_in=chance.choice(POSTED_IN))
        for _ in range(EACH)
        for country in COUNTRIES
    ]


def _lines(chance: random.Random, country: str) -> list[str]:
    letters = SCRIPTS.get(country, LATIN)

    def word() -> str:
        drawn = "".join(chance.choices(letters, k=chance.randint(2, 9)))
        return chance.choice(
            (drawn, drawn, drawn[0].upper() + drawn[1:], str(chance.randint(1, 99999)), chance.choice(PIECES))
        )

    return [" ".join(word() for _ in range(chance.randint(1, 3))) for _ in range(chance.randint(3, 6))]


def is_line(row: Row, line: str) -> bool:
    """Whether that is what was printed; of scripts from right to left, whether all signs are there."""
    return row.text.split() == line.split() or signs(row.text) == signs(line)


def rows_in(box: Box, rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.ink.within(box, play=PLAY)]


def wrong(found: Sequence[Sequence[Row]], wanted: Sequence[Sequence[str]]) -> Iterator[tuple[object, object]]:
    """The addresses that did not come out row by row, each with what did."""
    for unordered, lines in zip(found, wanted, strict=True):
        rows = sorted(unordered, key=lambda row: row.baseline)
        if len(rows) != len(lines) or not all(map(is_line, rows, lines)):
            yield [row.text for row in rows], lines


def as_set(lines: Sequence[str], zone: Box) -> list[str]:
    """Row by row: a line that is too long in the smaller type goes on below."""
    setting = set_address(lines, zone)
    return [] if setting is None else [row for rows in setting.lines for row in rows]


@pytest.fixture(scope="module")
def thousand() -> list[tuple[str, ...]]:
    return addresses()


def test_thousand_addresses_in_forty_countries(thousand) -> None:
    assert len(thousand) == 1000
    assert len(COUNTRIES) == len(set(COUNTRIES)) == 40
    assert len(set(thousand)) == 1000


def test_labels_envelopes_and_windows_show_every_line_where_it_belongs(thousand) -> None:
    """One document with pages of three sizes, as a pack has it."""
    labels, envelope, window = LABELS["l7160"], ENVELOPES["envelope-c5"], WINDOWS["din"]
    on_labels = thousand[:ON_LABELS]
    on_envelopes = thousand[ON_LABELS : ON_LABELS + ON_ENVELOPES]
    in_windows = thousand[ON_LABELS + ON_ENVELOPES : ON_LABELS + ON_ENVELOPES + IN_WINDOWS]
    printed = [
        label_pages(on_labels, labels.key, start=4),
        envelope_pages(on_envelopes, envelope.key),
        envelope_pages(in_windows, window.key),
    ]
    assert [part.left_out for part in printed] == [(), (), ()]

    html = document(*(part.html for part in printed), title="A thousand addresses")
    pages = [rows for _, _, rows in pages_in(html_to_pdf(html, room=Room(4_000_000, ROOM_OF_A_SHEET.lines)))]

    sheets = -(-(ON_LABELS + 3) // labels.per_sheet)
    places = [divmod(number, labels.per_sheet) for number in range(3, ON_LABELS + 3)]
    found = [rows_in(labels.label_at(cell + 1), pages[sheet]) for sheet, cell in places]
    assert list(wrong(found, [as_set(lines, labels.zone) for lines in on_labels])) == []
    assert sum(map(len, found)) == sum(map(len, pages[:sheets]))  # nothing lies across two labels

    posted = pages[sheets : sheets + ON_ENVELOPES]
    assert list(wrong(posted, [as_set(lines, envelope.zone) for lines in on_envelopes])) == []
    assert all(rows_in(envelope.zone, rows) == rows for rows in posted)

    seen = [rows_in(window.always_seen, rows) for rows in pages[sheets + ON_ENVELOPES :]]
    assert list(wrong(seen, [as_set(lines, window.zone) for lines in in_windows])) == []


def test_letters_show_every_line_of_an_address_in_each_country(thousand) -> None:
    lines = thousand[-len(COUNTRIES) :]
    usual = make_addressee(form_of_address="", holder="", office="", fax="", emails=(), salutations=())
    content = make_content(recipients=tuple(replace(usual, postal_lines=each) for each in lines))
    letters = letters_of(content, Writer("Anna Beispiel", "Bern"), language="en", on=date(2011, 7, 20))

    pages = [rows for _, _, rows in pages_in(pdf_of_letters(letters, content, paper="A4"))]

    # Below the name of the writer, above the date.
    found = [rows[1 : 1 + len(each)] for rows, each in zip(pages, lines, strict=True)]
    assert list(wrong(found, lines)) == []
    assert all(rows[1 + len(each)].text == "Bern, 20 July 2011" for rows, each in zip(pages, lines, strict=True))
