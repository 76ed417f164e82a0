"""The printed page is photographed and the QR code on it read, as a telephone would."""

from datetime import date

import pypdfium2
import pytest
import zxingcpp
from django.template.loader import render_to_string
from django.urls import reverse
from PIL import Image

from appeals.check_codes import QUIET_ZONE, printed_check
from appeals.pdf import html_to_pdf
from appeals.sheets import Paper, build_context, render_html
from campaigns.models import Sheet
from tests.appeals.test_pdf import failures, lines_of
from tests.appeals.test_sheets import make_addressee, make_content
from tests.builders import issue, make_draft, make_stop, make_user

DPI = 150
SHORT, LONG = "http://x.io", "https://urgent-actions.a-rather-long-name-of-a-section.example.org"
ARABIC = "تواجه المعلمة خطر التعذيب إذا أعيدت في 13 تموز 2011. "


def photographs(pdf: bytes) -> list[Image.Image]:
    return [page.render(scale=DPI / 72).to_pil() for page in pypdfium2.PdfDocument(pdf)]


def codes_on(picture: Image.Image) -> list[zxingcpp.Barcode]:
    return list(zxingcpp.read_barcodes(picture))


def printed(content=None, **options) -> bytes:
    return html_to_pdf(render_html(build_context(content or make_content(), **options)))


@pytest.mark.parametrize("site", [SHORT, LONG])
@pytest.mark.parametrize("paper", Paper.values)
def test_code_is_on_the_first_page_alone_leads_to_its_address_and_is_large_enough(paper, site, settings):
    settings.SITE_URL = site

    first, second = photographs(printed(paper=paper))

    [code] = codes_on(first)
    assert (code.text, str(code.format)) == (f"{site}/check/7K3F-9QXM/", "QR Code")
    assert code.ec_level in ("M", "Q", "H")
    corners = code.position
    assert (corners.top_right.x - corners.top_left.x) / DPI * 25.4 >= 20
    assert (corners.bottom_left.y - corners.top_left.y) / DPI * 25.4 >= 20
    assert codes_on(second) == []


def test_white_stands_around_the_code(settings):
    settings.SITE_URL = "https://desk.example.org"
    check = printed_check(make_content())

    [picture] = photographs(printed(make_content(additional_information="")))

    [code] = codes_on(picture)
    corners = code.position
    module = (corners.top_right.x - corners.top_left.x) / (check.side - 2 * QUIET_ZONE)
    quiet = round(QUIET_ZONE * module) - 2  # pixels; half of one lies on each edge
    around = picture.convert("L").crop(
        (
            corners.top_left.x - quiet,
            corners.top_left.y - quiet,
            corners.bottom_right.x + quiet,
            corners.bottom_right.y + quiet,
        )
    )
    inside = around.crop((quiet - 2, quiet - 2, around.width - quiet + 2, around.height - quiet + 2))
    around.paste(255, (quiet - 2, quiet - 2, around.width - quiet + 2, around.height - quiet + 2))
    assert around.getextrema() == (255, 255)
    assert inside.getextrema()[0] == 0


def test_code_is_read_with_a_spot_on_a_twentieth_of_it(settings):
    settings.SITE_URL = "https://desk.example.org"
    [picture] = photographs(printed(make_content(additional_information="")))
    corners = codes_on(picture)[0].position
    side = corners.top_right.x - corners.top_left.x
    spot = round(side * 0.05**0.5 / 2)
    middle = (corners.top_left.x + side // 2, corners.top_left.y + side // 2)

    picture.paste((200, 150, 100), (middle[0] - spot, middle[1] - spot, middle[0] + spot, middle[1] + spot))

    assert [code.text for code in codes_on(picture)] == ["https://desk.example.org/check/7K3F-9QXM/"]


def test_address_stands_beside_it_in_words(settings):
    settings.SITE_URL = "https://desk.example.org"

    lines = lines_of(printed())

    start = lines.index("Before you post:")
    assert lines[start : start + 3] == ["Before you post:", "desk.example.org/check/", "7K3F-9QXM/"]


def test_sheet_that_asks_for_no_letters_speaks_of_no_posting():
    lines = lines_of(printed(make_content(kind="stop", demands=(), recipients=())))

    assert "How it stands today:" in lines
    assert "Before you post:" not in lines


@pytest.mark.parametrize("paper", Paper.values)
def test_code_is_on_the_first_page_of_the_longest_sheet_in_any_script(paper):
    content = make_content(
        summary=ARABIC * 20, story=f"{ARABIC * 100}\n\n" * 2, recipients=tuple(make_addressee() for _ in range(9))
    )

    data = printed(content, paper=paper)

    assert len(codes_on(photographs(data)[0])) == 1
    assert failures(data) == []


def test_who_does_not_see_the_code_hears_what_it_is(settings):
    settings.SITE_URL = "https://desk.example.org"

    html = render_html(build_context(make_content()))

    assert "<title>QR code with the address https://desk.example.org/check/7K3F-9QXM/</title>" in html


def test_letter_that_takes_the_printed_check_in_carries_the_same_code(settings):
    settings.SITE_URL = "https://desk.example.org"
    check = render_to_string("sheets/_check.html", {"check": printed_check(make_content())})

    letter = html_to_pdf(f'<html lang="en"><title>Letter</title><body><h1>Letter</h1>{check}<p>Dear Minister')

    assert [code.text for code in codes_on(photographs(letter)[0])] == ["https://desk.example.org/check/7K3F-9QXM/"]
    assert failures(letter) == []


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_draft, make_stop])
def test_approver_sees_the_code_that_is_issued(client, settings, make):
    settings.DEMO_TODAY = date(2011, 7, 20)
    draft = make()
    client.force_login(make_user("Approver"))

    preview = client.get(reverse("appeals:sheet-preview-pdf", args=[draft.pk]))
    issue(draft)
    handed_out = client.get(reverse("appeals:sheet-pdf", args=[draft.action.slug]))

    sheet = Sheet.objects.get(pk=draft.pk)
    address = f"http://testserver/check/{sheet.check_code[:4]}-{sheet.check_code[4:]}/"
    assert [code.text for code in codes_on(photographs(preview.content)[0])] == [address]
    assert [code.text for code in codes_on(photographs(handed_out.content)[0])] == [address]
    assert client.get(address).status_code == 200
