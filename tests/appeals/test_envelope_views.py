"""The page on which somebody prints envelopes and labels for the offices of an action."""

import io
import logging
import time
from datetime import date
from pathlib import Path

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from appeals.envelope_form import posting_choices
from appeals.views import envelopes as view
from campaigns.answers import WAIT_AT_MOST
from campaigns.attempts import forget_counts
from campaigns.lifecycle import pause_action, stop_action
from campaigns.models import UrgentAction
from cases.models import Authority, PostalRoute
from tests.appeals.printed import pages_in
from tests.builders import AT, issue, make_action, make_authority, make_draft, second_person

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel Beispiel"


@pytest.fixture(autouse=True)
def july_2011(settings) -> None:
    """The actions of the builders are open from 13 July to 22 August 2011."""
    settings.DEMO_TODAY = date(2011, 7, 20)
    forget_counts()


@pytest.fixture
def action() -> UrgentAction:
    court = make_authority(office="Sample Court", postal_lines="1 Example Street\n101 Sampletown", country="IS")
    ministry = make_authority(office="Ministry of Samples", postal_lines="2 Example Street\n102 Sampletown")
    return make_open_action(recipients=[court, ministry])


def make_open_action(recipients: list[Authority]) -> UrgentAction:
    draft = make_draft(make_action(), recipients=recipients)
    issue(draft)
    return UrgentAction.objects.get(pk=draft.action_id)


def url(action: UrgentAction) -> str:
    return reverse("appeals:envelopes", args=[action.slug])


def rows_of(response) -> list[list[str]]:
    return [[row.text for row in rows] for _, _, rows in pages_in(response.content)]


def words_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_each_office_gets_a_label_with_the_country_for_the_post(client: Client, action: UrgentAction) -> None:
    response = client.post(url(action), {"kind": "l7160", "start": "4", "posted_in": "CH-de"})

    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    [rows] = rows_of(response)
    assert rows[:4] == ["Sample Court", "1 Example Street", "101 Sampletown", "ISLAND"]
    assert rows[4:] == ["Ministry of Samples", "2 Example Street", "102 Sampletown", "ISLAND"]
    assert response["Content-Disposition"] == f'inline; filename="{action.slug.upper()}-l7160.pdf"'
    assert "no-store" in response["Cache-Control"]
    assert response.cookies == {}


@pytest.mark.parametrize(
    ("posted_in", "last"), [("CH-fr", "ISLANDE"), ("FI-sv", "ISLAND"), ("IS-is", "101 Sampletown")]
)
def test_country_stands_in_the_language_of_the_post_that_was_chosen(client, action, posted_in, last) -> None:
    response = client.post(url(action), {"kind": "envelope-dl", "posted_in": posted_in})

    assert rows_of(response)[0][-1] == last


def test_group_gets_as_many_of_each_as_it_asks_for(client: Client, action: UrgentAction) -> None:
    response = client.post(url(action), {"kind": "envelope-c6", "each": "3", "sender": "Anna Beispiel\r\n3000 Bern"})

    assert [rows[2] for rows in rows_of(response)] == ["Sample Court"] * 3 + ["Ministry of Samples"] * 3
    assert [rows[:2] for rows in rows_of(response)] == [["Anna Beispiel", "3000 Bern"]] * 6


def test_page_offers_each_kind_with_a_picture_and_the_country_of_the_section(client, action, settings) -> None:
    settings.POST_FROM = "BE"
    text = words_of(client.get(url(action)))

    assert text.count('type="radio"') == text.count('<img src="/static/post/pictures/') == 12
    assert '<option value="BE-nl" selected>Belgium (in Dutch)</option>' in text
    assert "the 2 offices" in text


def test_action_page_leads_there(client: Client, action: UrgentAction) -> None:
    text = words_of(client.get(reverse("appeals:action", args=[action.slug])))

    assert f'href="{url(action)}">Envelopes and labels</a>' in text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"start": "0"}, "type a number from 1 to 21"),
        ({"start": "99"}, "type a number from 1 to 21"),
        ({"start": "four"}, "Type the number of the first label"),
        ({"start": "9" * 5000}, "Type the number of the first label"),
        ({"start": "\x00"}, "Type the number of the first label"),
        ({"each": "0"}, "Type a number from 1 to 30"),
        ({"each": "5000"}, "Type a number from 1 to 30"),
        ({"kind": ""}, "Choose what to print on"),
        ({"kind": "../l7160"}, "Choose one of the kinds"),
        ({"posted_in": "XX-xx"}, "Choose one of the countries"),
        ({"kind": "envelope-dl", "sender": "Anna\u202e Beispiel"}, "invisible character"),
        ({"kind": "envelope-dl", "sender": "x" * 10_000}, "10,000 characters; at most 400"),
        ({"kind": "envelope-dl", "sender": "a\n" * 7}, "7 lines; at most 6"),
        ({"kind": "envelope-c6", "sender": "M" * 60}, "too long for the corner"),
        ({"kind": "din", "sender": "M" * 60}, "too long for the one line"),
        ({"kind": "envelope-dl", "sender": "😀"}, "signs that we cannot print: 😀 (U+1F600)"),
    ],
)
def test_what_cannot_be_printed_gets_a_sentence_and_what_was_typed_stays(client, action, typed, sentence) -> None:
    given = {"kind": "l7160", "start": "1", "each": "1", "posted_in": "CH-fr", "sender": "Anna Beispiel", **typed}
    response = client.post(url(action), given)
    text = words_of(response)

    assert response.status_code == 422
    assert sentence in text
    assert "Error: Envelopes and labels" in text
    assert ('CH-fr" selected' in text) == (given["posted_in"] == "CH-fr")


def test_label_to_start_at_is_no_matter_for_an_envelope(client: Client, action: UrgentAction) -> None:
    for start in ("99", "four", ""):
        assert client.post(url(action), {"kind": "envelope-dl", "start": start}).status_code == 200


def test_more_addresses_than_one_pdf_holds_get_a_sentence(client: Client) -> None:
    action = make_open_action([make_authority() for _ in range(8)])
    response = client.post(url(action), {"kind": "l7160", "each": "30"})

    assert response.status_code == 422
    assert "These are more than 200 addresses. Type 25 or less" in words_of(response)


def test_address_that_does_not_fit_is_told_before_the_others_are_printed(client: Client) -> None:
    long = "\n".join(f"Line {number} of a long address" for number in range(1, 10))
    action = make_open_action([make_authority(office="Sample Court", postal_lines=long), make_authority()])
    asked = {"kind": "us-5160", "each": "2"}

    response = client.post(url(action), asked)
    text = words_of(response)
    assert response.status_code == 422
    assert "One address cannot be printed like this" in text
    assert "<bdi>Line 9 of a long address</bdi>" in text
    assert "Print the others without these" in text

    [rows] = rows_of(client.post(url(action), {**asked, "without": "on"}))
    assert len(rows) == 8
    assert "Sample Court" not in rows


def test_where_nothing_fits_nothing_else_is_offered(client: Client) -> None:
    action = make_open_action([make_authority(postal_lines="W" * 190)])

    response = client.post(url(action), {"kind": "l7160", "without": "on"})

    assert response.status_code == 422
    assert "Print the others" not in words_of(response)


def test_office_without_a_postal_address_is_told(client: Client) -> None:
    fax_only = make_authority(office="Office by Fax", postal_lines="", fax="+354 555 0000")
    action = make_open_action([fax_only, make_authority(office="Sample Court")])

    assert "Not among them, because no postal address is known: <bdi>Office by Fax</bdi>" in words_of(
        client.get(url(action))
    )
    assert [rows[0] for rows in rows_of(client.post(url(action), {"kind": "envelope-dl"}))] == ["Sample Court"]


def test_action_to_which_no_letter_can_go_offers_nothing_to_print(client: Client) -> None:
    action = make_open_action([make_authority(office="Office by Fax", postal_lines="", fax="+354 555 0000")])

    assert "<form" not in client.get(url(action)).content.decode()
    assert client.post(url(action), {"kind": "l7160"}).status_code == 422


def test_alignment_page_is_printed_of_the_kind_that_is_chosen(client: Client, action: UrgentAction) -> None:
    response = client.post(url(action), {"kind": "us-5160", "test": "1"})

    assert response["Content-Disposition"].endswith('-us-5160-alignment.pdf"')
    assert "Avery 5160" in " ".join(rows_of(response)[0])


# After a stop


def stop(action: UrgentAction) -> None:
    stop_action(UrgentAction.objects.get(pk=action.pk), by=second_person(), at=AT, reason="released")


def pause(action: UrgentAction) -> None:
    pause_action(UrgentAction.objects.get(pk=action.pk), by=second_person(), at=AT)


@pytest.mark.parametrize(("end", "status"), [(stop, 410), (pause, 409)])
@pytest.mark.parametrize("kind", ["l7160", "envelope-dl", "din"])
def test_after_a_stop_or_a_pause_nothing_is_printed(client, action, end, status, kind) -> None:
    end(action)

    for response in (client.get(url(action)), client.post(url(action), {"kind": kind})):
        assert response.status_code == status
        assert "please do not write" in words_of(response)
        assert "Example Street" not in words_of(response)


@pytest.mark.parametrize(("end", "status"), [(stop, 410), (pause, 409)])
def test_what_is_being_printed_when_the_stop_comes_does_not_leave(client, action, end, status, monkeypatch) -> None:
    def print_slowly(html: str) -> bytes:
        end(action)
        return b"%PDF"

    monkeypatch.setattr(view, "html_to_pdf", print_slowly)

    assert client.post(url(action), {"kind": "l7160"}).status_code == status


def test_newer_sheet_that_comes_meanwhile_is_the_one_that_is_printed(client, action, monkeypatch) -> None:
    printed = view.html_to_pdf
    newer = make_draft(action, recipients=[make_authority(office="Another Court")])
    newer.recipients.exclude(authority__office="Another Court").delete()
    if not newer.recipients.exists():
        newer.recipients.create(authority=make_authority(office="Another Court 2"), order=9)

    def print_slowly(html: str) -> bytes:
        monkeypatch.setattr(view, "html_to_pdf", printed)
        issue(newer)
        return printed(html)

    monkeypatch.setattr(view, "html_to_pdf", print_slowly)
    response = client.post(url(action), {"kind": "envelope-dl"})

    assert [rows[0][:13] for rows in rows_of(response)] == ["Another Court"]


@pytest.mark.django_db(transaction=True)
def test_stop_does_not_wait_for_an_answer_that_has_left(client: Client, action: UrgentAction) -> None:
    assert client.post(url(action), {"kind": "l7160"}).status_code == 200
    second_person()
    began = time.monotonic()

    stop(action)

    assert time.monotonic() - began < WAIT_AT_MOST


def test_day_after_the_last_nothing_is_printed(client, action, settings) -> None:
    settings.DEMO_TODAY = date(2011, 8, 23)

    assert client.post(url(action), {"kind": "l7160"}).status_code == 410


@pytest.mark.parametrize("slug", ["no-such-action", "%00"])
def test_action_that_is_not_there(client: Client, slug: str) -> None:
    assert client.post(f"/actions/{slug}/envelopes/", {"kind": "l7160"}).status_code == 404


# Nothing is kept


def test_nothing_that_is_typed_is_kept(client, action, settings, caplog, tmp_path) -> None:
    caplog.set_level(logging.DEBUG)
    settings.MEDIA_ROOT = tmp_path
    asked = {"kind": "envelope-dl", "sender": f"{CANARY}\n3000 Bern"}
    response = client.post(url(action), asked)
    client.post(url(action), {**asked, "each": "5000"})

    assert any(CANARY in row for rows in rows_of(response) for row in rows)
    assert CANARY not in str(response.headers)
    assert CANARY not in str(pypdf.PdfReader(io.BytesIO(response.content)).metadata)
    assert CANARY.encode() not in response.content
    assert [record for record in caplog.records if CANARY in record.getMessage()] == []
    assert [path for path in Path(tmp_path).rglob("*") if path.is_file()] == []
    assert rows_with(CANARY) == []


def rows_with(text: str) -> list[str]:
    """The columns of the whole database in which a text stands."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            for column in connection.introspection.get_table_description(cursor, table):
                name = connection.ops.quote_name(column.name)
                cursor.execute(
                    f"SELECT count(*) FROM {connection.ops.quote_name(table)} WHERE CAST({name} AS text) LIKE %s",  # noqa: S608
                    [f"%{text}%"],
                )
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{column.name}")
    return found


def test_search_for_the_canary_finds_what_is_there(action: UrgentAction) -> None:
    assert rows_with("TEACHER FACES UNFAIR TRIAL") != []


def test_each_country_of_the_world_can_be_posted_in() -> None:
    choices = dict(posting_choices())

    assert len({code.partition("-")[0] for code in choices}) > 240
    assert (choices["CH-it"], choices["UZ-uz"]) == ("Switzerland (in Italian)", "Uzbekistan")


def make_embassy() -> Authority:
    fields = {"kind": "mission", "represents": "IS", "accredited_to": "CH", "country": "CH"}
    return make_authority(office="Sample Embassy of Iceland", postal_lines="Musterweg 1\n3000 Bern", **fields)


def test_embassy_gets_an_envelope_where_it_is_ticked(client: Client, action: UrgentAction) -> None:
    make_embassy()

    [*_, last] = rows_of(client.post(url(action), {"kind": "envelope-dl", "posted_in": "CH-de", "to_embassy": "on"}))

    assert last == ["Sample Embassy of Iceland", "Musterweg 1", "3000 Bern"]
    assert len(rows_of(client.post(url(action), {"kind": "envelope-dl", "posted_in": "CH-de"}))) == 2


def test_where_no_post_goes_the_envelope_is_addressed_to_the_embassy(client: Client, action: UrgentAction) -> None:
    make_embassy()
    route = PostalRoute(country="IS", working_days=5, is_suspended=True)
    route.suspended_since, route.suspension_reason = date(2011, 7, 18), "no flights"
    route.save()

    rows = rows_of(client.post(url(action), {"kind": "envelope-dl", "posted_in": "CH-de"}))

    assert rows == [
        ["Please forward to: Sample Court", "Sample Embassy of Iceland", "Musterweg 1", "3000 Bern"],
        ["Please forward to: Ministry of Samples", "Sample Embassy of Iceland", "Musterweg 1", "3000 Bern"],
    ]
