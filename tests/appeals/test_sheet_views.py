import io
import re
from datetime import date
from html.parser import HTMLParser

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appeals import archive
from appeals import pdf as engine
from appeals.archive import pdf_with_hash
from appeals.models import SheetPDF
from campaigns.lifecycle import (
    ask_to_reopen,
    close_action,
    draft_sheet,
    pause_action,
    reopen_action,
    stop_action,
)
from campaigns.models import UrgentAction
from campaigns.review import withdraw_draft
from tests.builders import (
    AT,
    issue,
    make_action,
    make_authority,
    make_draft,
    make_open_action,
    make_stop,
    make_user,
    second_person,
)

pytestmark = pytest.mark.django_db

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def july_2011(settings):
    """The actions of the builders are open from 13 July to 22 August 2011."""
    settings.DEMO_TODAY = date(2011, 7, 20)


@pytest.fixture
def action() -> UrgentAction:
    return make_open_action()


@pytest.fixture
def staff(client):
    client.force_login(make_user("Viewer"))
    return client


def pdf_url(action: UrgentAction, paper: str = "") -> str:
    return reverse("appeals:sheet-pdf", args=[action.slug]) + (f"?paper={paper}" if paper else "")


def pages_of(response) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(response.content)).pages]


def prose_of(response) -> str:
    """The words of a page, as a person reads them."""

    class Words(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.words = ""

        def handle_data(self, data: str) -> None:
            self.words += data

    reader = Words()
    reader.feed(response.content.decode())
    return " ".join(reader.words.split())


# The PDF for everybody


def test_the_sheet_of_an_open_action_is_handed_out(client, action):
    response = client.get(pdf_url(action))

    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == f'inline; filename="UA-{action.number}-11-v1.pdf"'
    assert response["Cache-Control"] == "no-cache"
    assert response.content == bytes(SheetPDF.objects.get().pdf)
    assert "TEACHER FACES UNFAIR TRIAL" in pages_of(response)[0]
    assert "NOT FOR SENDING" not in "".join(pages_of(response))
    assert response.cookies == {}


def test_the_second_reader_gets_the_same_bytes_for_one_question(client, action, django_assert_num_queries):
    first = client.get(pdf_url(action))
    client.get(pdf_url(action))

    # PostgreSQL is told besides when the answer has left.
    with django_assert_num_queries(2 if connection.vendor == "postgresql" else 1):
        second = client.get(pdf_url(action))

    assert second.content == first.content
    assert SheetPDF.objects.count() == 1


@pytest.mark.parametrize("paper", ["Letter", "letter", "LETTER"])
def test_us_letter_is_there_for_the_asking(client, action, paper):
    response = client.get(pdf_url(action, paper))

    assert response["Content-Disposition"] == f'inline; filename="UA-{action.number}-11-v1-Letter.pdf"'
    assert pypdf.PdfReader(io.BytesIO(response.content)).pages[0].mediabox.width == 612


@pytest.mark.parametrize("paper", ["A5", "%00", "<script>", "A4'--", "x" * 5000])
def test_a_paper_that_does_not_exist_gets_a_sentence(client, action, paper):
    response = client.get(pdf_url(action, paper))

    assert response.status_code == 400
    assert "A sheet is printed on one of these: A4Letter" in prose_of(response)
    assert b"<script>" not in response.content


def test_the_file_of_an_action_without_number_is_named_by_year_and_country(client):
    action = make_open_action()
    UrgentAction.objects.filter(pk=action.pk).update(number=None, slug="ua-2011-is")

    response = client.get(reverse("appeals:sheet-pdf", args=["ua-2011-is"]))

    assert response["Content-Disposition"] == 'inline; filename="UA-2011-IS-v1.pdf"'


def test_a_browser_that_has_the_bytes_is_told_so(client, action):
    etag = client.get(pdf_url(action))["ETag"]

    response = client.get(pdf_url(action), headers={"If-None-Match": etag})

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
    assert response["Cache-Control"] == "no-cache"


def test_a_browser_with_other_bytes_gets_these(client, action):
    assert client.get(pdf_url(action), headers={"If-None-Match": '"old"'}).status_code == 200


def test_head_tells_the_length_and_post_is_refused(client, action):
    length = len(client.get(pdf_url(action)).content)

    assert client.head(pdf_url(action))["Content-Length"] == str(length)
    assert client.post(pdf_url(action)).status_code == 405


@pytest.mark.parametrize(
    ("quieten", "status", "sentence"),
    [
        (pause_action, 409, "This action is paused: nobody is asked to write at the moment"),
        (stop_action, 410, "This action is over: nobody is asked to write any more"),
        (close_action, 410, "This action is over: nobody is asked to write any more"),
    ],
)
def test_an_action_that_asks_nobody_gives_no_pdf_but_says_so(client, action, quieten, status, sentence):
    etag = client.get(pdf_url(action))["ETag"]
    quieten(action, by=action.created_by, at=AT, reason="canary-reason")

    response = client.get(pdf_url(action), headers={"If-None-Match": etag})

    assert (response.status_code, response["Cache-Control"]) == (status, "no-cache")
    assert response["Content-Type"].startswith("text/html")
    assert f"{action.reference}: please do not write" in prose_of(response)
    assert sentence in prose_of(response)
    assert f'href="{reverse("appeals:action", args=[action.slug])}"' in response.content.decode()
    # The reason is kept for staff.
    assert b"canary-reason" not in response.content


@pytest.mark.parametrize(("kind", "kicker"), [("stop", "STOP – PLEASE SEND"), ("outcome", "OUTCOME – PLEASE SEND")])
def test_sheet_that_says_it_is_over_is_handed_out_to_everybody(client, action, kind, kicker):
    asking = client.get(pdf_url(action))
    stop = issue(make_stop(action, kind=kind))

    response = client.get(pdf_url(action), headers={"If-None-Match": asking["ETag"]})

    assert (response.status_code, response["Cache-Control"]) == (200, "no-cache")
    assert response["Content-Disposition"].endswith('-v2.pdf"')
    assert response.content == bytes(SheetPDF.objects.get(sheet=stop).pdf)
    [page] = pages_of(response)
    assert kicker in page
    assert "TEACHER RELEASED" in page
    for word in ("Salutation", "SEND APPEALS", "Example Street", "NOT FOR SENDING"):
        assert word not in page
    # Long after, too: it asks for nothing.
    page = client.get(reverse("appeals:action", args=[action.slug])).content.decode()
    assert f'href="{pdf_url(action, "A4")}"' in page


def test_sheet_that_says_it_is_over_makes_room_when_the_action_is_reopened(client, action):
    asking = client.get(pdf_url(action)).content
    issue(make_stop(action))
    over = client.get(pdf_url(action))
    action.refresh_from_db()
    ask_to_reopen(action, by=action.created_by, at=AT, reason="talks failed")
    reopen_action(action, by=second_person(), at=AT)

    again = client.get(pdf_url(action), headers={"If-None-Match": over["ETag"]})

    assert (again.status_code, again.content) == (200, asking)


def test_the_last_good_day_is_the_last_on_which_the_sheet_is_given_out(client, action, settings):
    answers = []
    for day in (22, 23):
        settings.DEMO_TODAY = date(2011, 8, day)
        answers.append(client.get(pdf_url(action)).status_code)

    assert answers == [200, 410]


def test_a_draft_and_an_unknown_action_are_not_found(client):
    draft = make_draft()

    assert client.get(pdf_url(draft.action)).status_code == 404
    assert client.get(reverse("appeals:sheet-pdf", args=["ua-9999-11"])).status_code == 404
    assert SheetPDF.objects.count() == 0


def test_a_draft_beside_an_issued_sheet_changes_nothing(client, action):
    before = client.get(pdf_url(action)).content
    make_draft(action, headline="CANARY OF THE NEXT SHEET")

    assert client.get(pdf_url(action)).content == before


def test_a_new_sheet_replaces_the_old_one_at_once(client, action):
    old = client.get(pdf_url(action))
    issue(make_draft(action, headline="TEACHER MOVED TO PRISON"))

    new = client.get(pdf_url(action), headers={"If-None-Match": old["ETag"]})

    assert new.status_code == 200
    assert new["Content-Disposition"].endswith('-v2.pdf"')
    assert "TEACHER MOVED TO PRISON" in pages_of(new)[0]


@pytest.mark.parametrize(("verb", "status"), [(stop_action, 410), (pause_action, 409)])
def test_a_stop_while_the_sheet_is_rendered_hands_out_nothing(client, action, monkeypatch, verb, status):
    render = archive.html_to_pdf

    def stopped_meanwhile(html: str) -> bytes:
        pdf = render(html)
        verb(action, by=action.created_by, at=AT, reason="released")
        return pdf

    monkeypatch.setattr(archive, "html_to_pdf", stopped_meanwhile)

    response = client.get(pdf_url(action))

    assert response.status_code == status
    assert b"%PDF" not in response.content


def test_a_new_sheet_while_the_old_one_is_rendered_is_what_is_handed_out(client, action, monkeypatch):
    render = archive.html_to_pdf
    newer = [make_draft(action, headline="TEACHER MOVED TO PRISON")]

    def replaced_meanwhile(html: str) -> bytes:
        pdf = render(html)
        if newer:
            issue(newer.pop())
        return pdf

    monkeypatch.setattr(archive, "html_to_pdf", replaced_meanwhile)

    response = client.get(pdf_url(action))

    assert "TEACHER MOVED TO PRISON" in pages_of(response)[0]


def test_a_machine_without_pango_gives_a_sentence_and_the_page_of_the_action(client, action, monkeypatch):
    monkeypatch.setattr(engine, "PANGO", ("libno-such-library.so.0",))
    engine._engine.cache_clear()

    response = client.get(pdf_url(action))

    engine._engine.cache_clear()
    assert response.status_code == 503
    assert "the text library Pango is not installed" in prose_of(response)
    assert f'href="{reverse("appeals:action", args=[action.slug])}"' in response.content.decode()
    assert SheetPDF.objects.count() == 0


def test_remembered_bytes_are_not_handed_out_once_the_action_is_stopped(client, action):
    client.get(pdf_url(action))
    client.get(pdf_url(action))
    assert pdf_with_hash.cache_info().currsize > 0

    stop_action(action, by=action.created_by, at=AT, reason="released")

    assert client.get(pdf_url(action)).status_code == 410


# The previews of staff


PREVIEWS = ["appeals:sheet-preview", "appeals:sheet-preview-pdf", "appeals:sheet-as-issued"]


@pytest.mark.parametrize("name", PREVIEWS)
def test_previews_ask_a_visitor_to_log_in(client, name):
    url = reverse(name, args=[make_draft().pk])

    response = client.get(url)

    assert (response.status_code, response.headers["Location"]) == (302, f"{reverse('admin:login')}?next={url}")


@pytest.mark.parametrize("name", PREVIEWS)
def test_staff_without_the_permission_see_no_preview(client, name):
    client.force_login(make_user())

    assert client.get(reverse(name, args=[make_draft().pk])).status_code == 403


@pytest.mark.parametrize("name", PREVIEWS)
def test_a_volunteer_with_an_account_is_no_staff(client, name):
    client.force_login(make_user("Viewer", is_staff=False))

    assert client.get(reverse(name, args=[make_draft().pk])).status_code == 302


@pytest.mark.parametrize("name", PREVIEWS)
def test_a_sheet_that_does_not_exist_is_not_found(staff, name):
    assert staff.get(reverse(name, args=[987654])).status_code == 404


def test_the_preview_of_a_draft_shows_all_of_it_and_says_that_it_is_one(staff):
    draft = make_draft(index_number="EUR 46/033/2011")

    response = staff.get(reverse("appeals:sheet-preview", args=[draft.pk]))

    prose = prose_of(response)
    for part in (
        "Draft – not for sending",
        draft.action.reference,
        "Index: EUR 46/033/2011",
        "TEACHER FACES UNFAIR TRIAL",
        "Her pupils wait for her.",
        "Please write immediately in English or your own language:",
        "Urging the authorities to let her have a lawyer;",
        "Please send appeals before 23 August 2011 to:",
        "1 Example Street101 SampletownIceland",
        "Salutation: Dear Minister",
        "Additional information",
        "Last good day to send: 22 August 2011",
    ):
        assert part in prose
    assert "no-store" in response["Cache-Control"]


def test_the_preview_has_nothing_inline_and_escapes_the_text(staff):
    draft = make_draft(headline=EVIL, summary=EVIL, story=EVIL, additional_information=EVIL, late_note=EVIL)

    page = staff.get(reverse("appeals:sheet-preview", args=[draft.pk])).content.decode()

    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 7  # the headline three times, in the title too
    assert re.findall(r"<style|<script|<img|\sstyle=|\son\w+=", page.replace("&lt;img src=x onerror=", "")) == []
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', page) == [
        "/static/sheets/sheet.css",
        "/static/sheets/screen.css",
    ]


def test_the_preview_of_an_issued_sheet_of_an_open_action_has_no_band(staff, action):
    prose = prose_of(staff.get(reverse("appeals:sheet-preview", args=[action.current_sheet.pk])))

    assert "TEACHER FACES UNFAIR TRIAL" in prose
    assert "not for sending" not in prose


def test_the_preview_names_signs_that_would_print_as_boxes(staff):
    draft = make_draft(story="She is called 李.")

    prose = prose_of(staff.get(reverse("appeals:sheet-preview", args=[draft.pk])))

    assert "These signs cannot be printed, the fonts do not have them: 李 (U+674E)." in prose


def test_the_preview_pdf_of_a_draft_is_marked_rendered_anew_and_never_kept(staff):
    draft = make_draft()
    url = reverse("appeals:sheet-preview-pdf", args=[draft.pk])

    first = staff.get(url)
    draft.headline = "TEACHER WINS APPEAL"
    draft.save()
    second = staff.get(url)

    assert first["Content-Disposition"] == f'inline; filename="draft-UA-{draft.action.number}-11-v1.pdf"'
    assert ["DRAFT – NOT FOR SENDING" in text for text in pages_of(first)] == [True, True]
    assert "TEACHER WINS APPEAL" in pages_of(second)[0]
    assert SheetPDF.objects.count() == 0


def test_the_preview_pdf_of_an_open_action_is_what_everybody_gets(staff, client, action):
    preview = staff.get(reverse("appeals:sheet-preview-pdf", args=[action.current_sheet.pk]), {"paper": "Letter"})

    assert preview.content == client.get(pdf_url(action, "Letter")).content


def test_the_preview_pdf_of_a_stopped_action_says_on_every_page_that_it_is_over(staff, action):
    stop_action(action, by=action.created_by, at=AT, reason="released")

    response = staff.get(reverse("appeals:sheet-preview-pdf", args=[action.current_sheet.pk]))

    assert ["THIS ACTION HAS ENDED – NOT FOR SENDING" in text for text in pages_of(response)] == [True, True]


def test_preview_of_what_must_not_be_sent_any_more_says_so_and_leads_to_it_as_it_was_issued(staff, client, action):
    sheet, url = action.current_sheet, reverse("appeals:sheet-as-issued", args=[action.current_sheet.pk])
    issued = client.get(pdf_url(action)).content
    assert url not in staff.get(reverse("appeals:sheet-preview", args=[sheet.pk])).content.decode()

    stop_action(action, by=action.created_by, at=AT, reason="released")

    page = staff.get(reverse("appeals:sheet-preview", args=[sheet.pk]))
    assert "Do not send this sheet: This action has ended – not for sending." in prose_of(page)
    assert f'href="{url}?paper=A4"' in page.content.decode()
    response = staff.get(url)
    assert response.content == issued
    assert response["Content-Disposition"] == f'inline; filename="ended-{action.slug.upper()}-v1.pdf"'
    assert "no-store" in response["Cache-Control"]


def test_what_was_never_issued_is_not_on_file(staff):
    withdrawn = make_draft()
    withdraw_draft(withdrawn, by=withdrawn.created_by, at=AT)

    for sheet in (make_draft(), withdrawn):
        assert staff.get(reverse("appeals:sheet-as-issued", args=[sheet.pk])).status_code == 404
        assert "For the file" not in prose_of(staff.get(reverse("appeals:sheet-preview", args=[sheet.pk])))
    assert SheetPDF.objects.count() == 0


def test_a_withdrawn_draft_is_marked_as_such(staff):
    draft = make_draft()
    withdraw_draft(draft, by=draft.created_by, at=AT)

    assert "Withdrawn draft" in prose_of(staff.get(reverse("appeals:sheet-preview", args=[draft.pk])))


def test_a_draft_too_long_to_print_gets_a_sentence(staff):
    draft = make_draft(story="a\n" * 6_000)

    response = staff.get(reverse("appeals:sheet-preview-pdf", args=[draft.pk]))

    assert response.status_code == 503
    assert "This sheet is too long to print" in prose_of(response)
    assert f'href="{reverse("appeals:sheet-preview", args=[draft.pk])}"' in response.content.decode()


def test_an_empty_draft_can_be_looked_at(staff):
    action = make_action()
    draft = draft_sheet(action, by=action.created_by, at=AT)

    assert "Draft – not for sending" in prose_of(staff.get(reverse("appeals:sheet-preview", args=[draft.pk])))
    response = staff.get(reverse("appeals:sheet-preview-pdf", args=[draft.pk]))
    assert response.content.startswith(b"%PDF")


def test_the_previews_need_no_more_queries_for_more_recipients(staff):
    counts = []
    for number in (1, 3):
        draft = make_draft(recipients=[make_authority() for _ in range(number)])
        with CaptureQueriesContext(connection) as queries:
            staff.get(reverse("appeals:sheet-preview", args=[draft.pk]))
        counts.append(len(queries))

    assert counts[0] == counts[1]
