"""PDFs bound into one, with the tags by which a screen reader reads them."""

import io

import page
import pikepdf
import pypdf
import pytest

from appeals.binding import EmptyPage, bind
from appeals.pdf import html_to_pdf

A4 = EmptyPage(595.276, 841.89)


def part(name: str, pages: int = 2) -> bytes:
    body = "".join(f"<h1 style='break-before: page'>{name} {number}</h1><p>Sample" for number in range(1, pages + 1))
    return html_to_pdf(f"<!doctype html><html lang=en><title>{name}</title><body>{body}")


@pytest.fixture(scope="module")
def bound() -> bytes:
    return bind([part("One"), A4, part("Two", 1), part("Three")])


def test_pages_stand_in_their_order_with_the_empty_one(bound: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(bound))

    assert [sheet.extract_text().partition("\n")[0] for sheet in reader.pages] == [
        "One 1", "One 2", "", "Two 1", "Three 1", "Three 2",
    ]  # fmt: skip
    assert reader.metadata.title == "One"
    assert [entry["/Title"] for entry in reader.outline] == ["One 1", "One 2", "Two 1", "Three 1", "Three 2"]
    assert [reader.get_destination_page_number(entry) for entry in reader.outline] == [0, 1, 3, 4, 5]


def test_bound_pdf_passes_every_rule_of_pdf_ua(bound: bytes) -> None:
    assert [str(failure) for failure in page.validate_pdf_bytes(bound, profile="ua1").failures] == []


def test_each_page_leads_to_tags_that_lead_back_to_it(bound: bytes) -> None:
    with pikepdf.open(io.BytesIO(bound)) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        tags = {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}

        for sheet in pdf.pages:
            own = tags[int(sheet.obj.StructParents)]
            assert {element.Pg.objgen for element in own} <= {sheet.obj.objgen}
        assert [len(tags[int(sheet.obj.StructParents)]) > 0 for sheet in pdf.pages] == [True, True, False, *[True] * 3]
        document = pdf.Root.StructTreeRoot.K[0]
        assert {element.P.objgen for element in document.K} == {document.objgen}


def test_same_parts_give_the_same_bytes() -> None:
    assert bind([part("One"), A4, part("Two")]) == bind([part("One"), A4, part("Two")])


@pytest.mark.parametrize("parts", [[], [A4]])
def test_nothing_cannot_be_bound(parts: list) -> None:
    with pytest.raises(ValueError, match=r"bind|first part"):
        bind(parts)
