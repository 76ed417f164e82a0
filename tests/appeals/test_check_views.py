import re
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from django.urls import reverse

from campaigns.lifecycle import stop_action
from tests.builders import AT, issue, make_authority, make_case, make_draft, make_open_action

pytestmark = pytest.mark.django_db

MOST_BYTES = 20_000


@pytest.fixture(autouse=True)
def july_2011(settings):
    settings.DEMO_TODAY = date(2011, 7, 20)


def words(response) -> str:
    """What the page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode().partition("<body>")[2]).split())


def weight(response) -> int:
    """Bytes of the page with all that it loads."""
    page = response.content.decode()
    loaded = re.findall(r'(?:href|src)="/static/([^"]+)"', page)
    assert loaded == ["favicon.svg", "css/check.css"]
    return len(response.content) + sum((Path(site.BASE_DIR) / "static" / name).stat().st_size for name in loaded)


@pytest.mark.parametrize("method", ["get", "head"])
def test_answer_leaves_no_trace(client, caplog, method):
    sheet = make_open_action().current_sheet

    response = getattr(client, method)(f"/check/{sheet.check_code}/")

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")
    assert "ETag" not in response
    assert caplog.records == []


def test_answer_is_one_line_in_colour_sign_and_word_and_names_nobody(client):
    action = make_open_action(make_case(person="Anna Beispiel"), headline="ANNA BEISPIEL FACES TRIAL")

    response = client.get(f"/check/{action.current_sheet.check_code}/")

    page = response.content.decode()
    assert re.findall(r'<div class="answer is-open">\s*<svg', page) != []
    assert "STILL OPEN: send until 22 August 2011 (33 days left)." in words(response)
    assert f"{action.reference}, Iceland, version 1 of 13 July 2011" in words(response)
    assert "anna" not in page.lower()
    assert "<script" not in page


def test_replaced_sheet_leads_to_the_current_one_and_names_nobody(client):
    action = make_open_action(headline="ANNA BEISPIEL FACES TRIAL")
    first = action.current_sheet
    second = make_draft(action, headline="ANNA BEISPIEL MOVED")
    second.demands.update(sheet_wording="Urging that Anna Beispiel be freed;")
    issue(second)

    response = client.get(f"/check/{first.check_code}/")

    assert "CHANGED: use version 2 of 13 July 2011, not this one." in words(response)
    assert "The text about the case is new." in words(response)
    for address in (f"/actions/{action.slug}/", f"/actions/{action.slug}/sheet.pdf?paper=A4"):
        assert f'href="{address}"' in response.content.decode()
    assert "anna" not in response.content.decode().lower()


def test_page_with_all_it_loads_is_small_whatever_changed(client):
    offices = [make_authority(office=f"{number} {'Office of long names ' * 9}".strip()) for number in range(20)]
    action = make_open_action(recipients=offices)
    first = action.current_sheet
    second = make_draft(action)
    second.recipients.all().delete()
    second.recipients.create(authority=make_authority())
    issue(second, at=AT + timedelta(days=1))

    assert weight(client.get(f"/check/{first.check_code}/")) < MOST_BYTES
    assert weight(client.get(f"/check/{second.check_code}/")) < MOST_BYTES
    assert weight(client.get("/check/" + "%F0%9F%98%80" * 300 + "/")) < MOST_BYTES


def test_stop_is_seen_at_once_by_who_asked_before(client):
    action = make_open_action()
    address = f"/check/{action.current_sheet.check_code}/"
    assert "STILL OPEN" in words(client.get(address))

    stop_action(action, by=action.created_by, at=AT, reason="canary-reason")

    response = client.get(address, headers={"If-Modified-Since": "Fri, 31 Dec 2100 00:00:00 GMT", "If-None-Match": "*"})
    assert "STOP: do not send. Stopped since 13 July 2011." in words(response)
    assert b"canary-reason" not in response.content


@pytest.mark.parametrize(
    "code",
    ["00000000", "nonsense", "a/b/c", "..%2F..", "%00", "'; DROP TABLE", "<script>alert(1)</script>", "x" * 7_000],
)
def test_bad_code_gets_the_same_page_with_a_sentence_and_what_to_do(client, code, caplog):
    began = time.process_time()

    response = client.get(f"/check/{code}/")

    assert time.process_time() - began < 1
    assert response.status_code == 404
    assert "UNKNOWN CODE: we have no sheet with this code. Do not send before you know." in words(response)
    assert "Find the action by its number" in words(response)
    assert "no-store" in response["Cache-Control"]
    assert b"<script" not in response.content
    assert [record.levelname for record in caplog.records] in ([], ["WARNING"])  # which the settings drop


def test_code_without_the_last_slash_is_brought_to_its_answer(client):
    code = make_open_action().current_sheet.check_code

    assert "STILL OPEN" in words(client.get(f"/check/{code}", follow=True))


def test_form_leads_to_the_answer(client):
    code = make_open_action().current_sheet.check_code

    response = client.get("/check/", {"code": f" {code[:4].lower()} {code[4:].lower()} "})

    assert (response.status_code, response["Location"]) == (302, f"/check/{code[:4]}-{code[4:]}/")
    assert (response["Referrer-Policy"], response.cookies) == ("no-referrer", {})
    assert "no-store" in response["Cache-Control"]


def test_empty_form_asks_and_answers_nothing(client):
    for response in (client.get("/check/"), client.get("/check/?code=%20")):
        assert response.status_code == 200
        assert "Eight letters and figures, such as 7K3F-9QXM ." in words(response)
        assert b'class="answer' not in response.content


def test_form_keeps_what_was_typed_where_it_is_no_code(client):
    response = client.get("/check/", {"code": 'half a code "'})

    assert response.status_code == 404
    assert 'value="half a code &quot;"' in response.content.decode()


@pytest.mark.parametrize("address", ["/check/", "/check/7K3F-9QXM/"])
def test_nothing_can_be_posted_to_it(client, address):
    assert client.post(address, {"code": "7K3F9QXM"}).status_code == 405


def test_every_page_leads_to_the_form(client):
    assert f'href="{reverse("appeals:check-typed")}"' in client.get("/").content.decode()
