"""What is in a pack, and how it lies on paper."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from appeals.pack_check import check_of_pack
from appeals.pack_making import pdf_of_pack
from appeals.pack_print import measure_of_pack
from appeals.packs import PackAction, PackOrder, pack_of
from tests.appeals.test_sheets import make_addressee, make_content

pytestmark = pytest.mark.django_db

MINISTRY = make_addressee(form_of_address="", holder="", office="Ministry of Examples")
COURT = make_addressee(form_of_address="", holder="", office="Sample Court", role="copies", postal_lines=())
FIRST = PackAction("ua-1-11", 1, make_content(reference="UA 1/11", recipients=(MINISTRY, COURT)), "en")
SECOND = PackAction("ua-2-11", 2, make_content(reference="UA 2/11", recipients=(MINISTRY,), version=3), "en")


def make_order(**changes) -> PackOrder:
    """Two actions, two writers with names and one without."""
    order = PackOrder(
        actions=(FIRST, SECOND),
        names=("Anna Muster", "Beat Beispiel", ""),
        place="Sampletown",
        day=date(2011, 7, 20),
        paper="A4",
        posted_in=("CH", "de"),
    )
    return replace(order, **changes)


def pages_of(order: PackOrder) -> Sequence[pypdf.PageObject]:
    return pypdf.PdfReader(io.BytesIO(pdf_of_pack(pack_of(order)))).pages


def words_on(page: pypdf.PageObject) -> str:
    return " ".join(page.extract_text().split())


def size_of(page: pypdf.PageObject) -> tuple[int, int]:
    """In millimetres."""
    return round(float(page.mediabox.width) / 72 * 25.4), round(float(page.mediabox.height) / 72 * 25.4)


def test_everybody_writes_to_each_recipient_who_lie_together() -> None:
    pack = pack_of(make_order(spare=1))

    assert [(each.title, [letter.signature[0].text for letter in each.letters]) for each in pack.sets] == [
        ("UA 1/11: Ministry of Examples", ["Anna Muster", "Beat Beispiel", ""]),
        ("UA 1/11: Sample Court", ["Anna Muster", "Beat Beispiel", ""]),
        ("UA 2/11: Ministry of Examples", ["Anna Muster", "Beat Beispiel", ""]),
    ]
    assert [[letter.head for letter in each.spare] for each in pack.sets] == [[()], [()], [()]]
    assert pack.numbers == list(range(1, 13))
    assert pack.letters == make_order(spare=1).letters == 12


def test_letter_of_a_pack_is_the_one_that_a_single_writer_gets() -> None:
    [letter, *_] = pack_of(make_order()).sets[0].letters

    assert [line.text for line in letter.head] == ["Anna Muster"]
    assert letter.dated_words == "Sampletown, 20 July 2011"
    assert letter.subject.text == "Teacher faces unfair trial (UA 1/11)"
    assert letter.copy_line is not None


def test_labels_are_as_many_as_letters_that_can_be_posted_and_begin_where_the_sheet_does() -> None:
    pack = pack_of(make_order(kind="l7160", start=20, spare=1))

    assert pack.envelopes is not None
    assert pack.envelopes.printed == 8
    assert pack.envelope_sheets == 2
    assert [each.title for each in pack.without_post] == ["UA 1/11: Sample Court"]


def test_recipient_whose_letter_cannot_be_printed_is_left_out_and_named() -> None:
    burmese = make_addressee(holder="မြန်မာ", form_of_address="", office="Ministry of Signs")
    action = replace(FIRST, content=make_content(recipients=(burmese, MINISTRY)))

    pack = pack_of(make_order(actions=(action,)))

    assert [each.office for each in pack.sets] == ["Ministry of Examples"]
    [left_out] = pack.not_printed
    assert left_out.office == "Ministry of Signs"
    assert left_out.sentence.startswith("Our fonts lack signs that stand in its letter: မ (U+1019), ")


def test_address_that_does_not_fit_its_envelope_is_told_once() -> None:
    endless = replace(MINISTRY, postal_lines=tuple(f"Department {number} of the Long Address" for number in range(14)))
    action = replace(FIRST, content=make_content(recipients=(endless,)))

    pack = pack_of(make_order(actions=(action,), kind="us-10"))

    assert [each.lines[0] for each in pack.left_out_addresses] == ["Ministry of Examples"]


def test_pack_prints_all_its_parts_where_its_first_page_says() -> None:
    order = make_order(kind="envelope-c5", spare=1)
    parts = measure_of_pack(pack_of(order)).parts

    pages = pages_of(order)

    assert [(part.name, part.first, part.last) for part in parts] == [
        ("For whoever leads the evening", 1, 1),
        ("Case cards", 2, 2),
        ("Letters, UA 1/11: Ministry of Examples", 3, 5),
        ("Letters, UA 1/11: Sample Court", 7, 9),
        ("Letters, UA 2/11: Ministry of Examples", 11, 13),
        ("Envelope C5", 14, 21),
        ("Tally", 22, 22),
        ("Spare letters", 23, 25),
    ]
    assert len(pages) == 25
    first = words_on(pages[0])
    assert all(f"{part.name} {part.pages}" in first for part in parts)
    assert words_on(pages[5]) == words_on(pages[9]) == ""
    assert [size_of(pages[place]) for place in (0, 4, 13, 21, 24)] == [
        (210, 297), (210, 297), (229, 162), (210, 297), (210, 297),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["", "us-5160"])
@pytest.mark.parametrize("is_large", [False, True])
def test_on_both_sides_every_letter_begins_on_a_sheet_of_its_own(kind: str, is_large: bool) -> None:
    order = make_order(on_both_sides=True, kind=kind, is_large=is_large, paper="Letter", spare=2)
    measure = measure_of_pack(pack_of(order))

    pages = pages_of(order)

    assert len(pages) == measure.total
    texts = [words_on(page) for page in pages]
    begins = [number for number, text in enumerate(texts, start=1) if "20 July 2011 Teacher faces" in text]
    assert len(begins) == order.letters
    assert [number for number in begins if number % 2 == 0] == []
    assert {size_of(page) for page in pages} == {(216, 279)}


def test_large_print_of_a_long_letter_takes_two_pages_and_is_measured_so() -> None:
    long = make_content(recipients=(MINISTRY,), summary="A teacher is to be tried without a lawyer. " * 45)
    order = make_order(actions=(replace(FIRST, content=long),), names=("Anna Muster", ""))

    usual, large = (check_of_pack(pack_of(replace(order, is_large=is_large))) for is_large in (False, True))

    assert [each.pages for each in usual.long] == []
    assert [each.pages for each in large.long] == [2]
    assert len(pages_of(replace(order, is_large=True))) == large.measure.total


def test_each_letter_bears_reference_version_last_day_and_code_of_its_own_action() -> None:
    pages = pages_of(make_order())

    of_first, of_second = words_on(pages[8]), words_on(pages[12])
    for page, reference, version in ((of_first, "UA 1/11", 1), (of_second, "UA 2/11", 3)):
        assert f"{reference} · Version {version} Last good day to send: 22 August 2011" in page
        assert "7K3F-9QXM" in page


def test_tally_has_a_row_for_each_recipient_and_names_nobody() -> None:
    pages = pages_of(make_order())

    tally = words_on(pages[-1])
    assert tally.startswith("Tally 20 July 2011, Sampletown.")
    assert tally.count("until 22 August 2011") == 3
    assert "Anna" not in tally


def test_pack_is_tagged_and_its_metadata_know_no_writer() -> None:
    pdf = pdf_of_pack(pack_of(make_order(kind="din")))
    reader = pypdf.PdfReader(io.BytesIO(pdf))

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "Pack for an evening: UA 1/11, UA 2/11"
    assert reader.xmp_metadata is not None
    said = str(reader.metadata) + reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert [word for word in ("Anna", "Beat", "Sampletown") if word in said] == []


def test_same_order_gives_the_same_bytes() -> None:
    assert pdf_of_pack(pack_of(make_order())) == pdf_of_pack(pack_of(make_order()))


def test_check_names_who_cannot_be_reached_and_why() -> None:
    nowhere = replace(COURT, fax="", emails=(), web_form="")
    action = replace(FIRST, content=make_content(reference="UA 1/11", recipients=(MINISTRY, nowhere)))

    check = check_of_pack(pack_of(make_order(actions=(action,), names=("Anna Muster",))))

    assert [(each.reference, each.office, each.sentence) for each in check.unreached] == [
        (
            "UA 1/11",
            "Sample Court",
            "No postal address. We know of no fax, e-mail address or web form of this office: please do not send a "
            "letter too late.",
        )
    ]


def test_check_says_where_there_is_no_embassy_to_write_to() -> None:
    check = check_of_pack(pack_of(make_order(actions=(SECOND,), names=("",), with_embassies=True)))

    [sentence] = check.embassies
    assert sentence == (
        f"UA 2/11: we know of no embassy of {SECOND.content.country_name} for Switzerland besides those that its sheet "
        "names."
    )
