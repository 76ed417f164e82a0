"""Blocks of addresses: where one ends, what is office, holder and way, and what belongs to how to reach it."""

import pytest

from campaigns.sheet_reading.office_lines import parts_of
from campaigns.sheet_reading.recipients import Addressee, read_addressees
from campaigns.sheet_reading.source_lines import read_source


def read(text: str) -> list[Addressee]:
    return read_addressees(read_source(text).lines, "primary")


def one(text: str) -> Addressee:
    (found,) = read(text)
    return found


@pytest.mark.parametrize(
    ("lines", "office", "holder", "taken"),
    [
        (["Minister of Justice", "Anna Beispiel", "Street 9", "Iceland"], "Minister of Justice", "Anna Beispiel", 2),
        (["Anna Beispiel", "Minister of Justice", "Street 9", "Iceland"], "Minister of Justice", "Anna Beispiel", 2),
        (["Supreme Court", "Lagartown", "Iceland"], "Supreme Court", None, 1),
        (["Supreme Court", "Judge Anna Beispiel", "Lagartown", "Iceland"], "Supreme Court", "Judge Anna Beispiel", 2),
        (["Mayor Max Muster", "City Hall", "Iceland"], "Mayor", "Max Muster", 1),
        (["Max Muster, Minister of Justice", "Street 9"], "Minister of Justice", "Max Muster", 1),
        (["President", "Max Muster", "President of the Republic", "Street 9"], "President of the Republic",
         "Max Muster", 3),
        (["The Proof Foundation", "PO Box 9", "Iceland"], "The Proof Foundation", None, 1),
    ],
)  # fmt: skip
def test_office_and_holder(lines: list[str], office: str, holder: str | None, taken: int) -> None:
    assert parts_of(lines)[:3] == (office, holder, taken)


def test_block_ends_with_how_to_reach_it() -> None:
    found = read("Minister\nStreet 9\nIceland\nFax: +354 555 01 00\nMayor\nSquare 1\nIceland\nEmail: m@town.example")

    assert [(each.office, each.fax, each.emails) for each in found] == [
        ("Minister", ["+354 555 01 00"], []),
        ("Mayor", [], ["m@town.example"]),
    ]


def test_blank_lines_part_nothing_where_they_stand_everywhere() -> None:
    assert one("Minister\n\nMax Muster\n\nStreet 9\n\n101 Reykjavik\n\nIceland\n\nFax: +354 555 0100").name_lines == [
        "Minister", "Max Muster", "Street 9", "101 Reykjavik", "Iceland",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Head of the\nPrison Service\nStreet 9", ["Head of the Prison Service", "Street 9"]),
        ("Minister\nStreet 9, Lagartown, Russian\nFederation", ["Minister", "Street 9, Lagartown, Russian Federation"]),
        ("Minister of Justice\nand Human Rights\nStreet 9", ["Minister of Justice and Human Rights", "Street 9"]),
    ],
)
def test_wrapped_line_is_one(text: str, lines: list[str]) -> None:
    assert one(text).name_lines == lines


def test_several_ways_on_one_line() -> None:
    found = one(
        "Ambassador\nLane 9\nIceland\nPhone: 1 202 555 6700 I Fax: 1 202 555 6744 | Email: a@b.example, c@d.example"
    )

    assert (found.phones, found.fax, found.emails) == (
        ["1 202 555 6700"],
        ["1 202 555 6744"],
        ["a@b.example", "c@d.example"],
    )


def test_hidden_address_is_none_and_a_form_is_no_address() -> None:
    found = one("Mayor\nLane 9\nIceland\nEmail: [email protected]\nEmail: https://town.example/form")

    assert (found.emails, found.email, found.web_forms) == ([], None, ["https://town.example/form"])


def test_salutations_by_language() -> None:
    found = one("Mayor\nLane 9\nIceland\nSalutation: Dear Mayor/Estimado Señor Alcalde")

    assert found.salutations == {"en": "Dear Mayor", "es": "Estimado Señor Alcalde"}


def test_remark_behind_a_number_is_left_out() -> None:
    assert one("Mayor\nLane 9\nIceland\nFax: +354 555 01 00 (please keep trying)").fax == ["+354 555 01 00"]


def test_prose_is_no_recipient() -> None:
    assert (
        read(
            "We thank everybody who wrote so far, and will tell you as soon as anything is known about the two of them."
        )
        == []
    )
