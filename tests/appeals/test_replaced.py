"""The chain of sheets: what an old one said may be read, and nobody can write by it."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from campaigns.lifecycle import ask_to_reopen, pause_action, reopen_action, stop_action
from campaigns.models import Sheet, UrgentAction
from tests.builders import (
    DAY,
    issue,
    make_authority,
    make_case,
    make_draft,
    make_open_action,
    make_outcome,
    make_user,
)

pytestmark = pytest.mark.django_db

LATER = datetime(2011, 7, 20, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_the_day_of_issue(settings: Any) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def action() -> UrgentAction:
    office = make_authority(
        office="Ministry of Examples",
        holder="Minister Muster",
        fax="+354 000 0001",
        emails="post@ministry.example",
        web_form="https://ministry.example/write",
    )
    return make_open_action(make_case(), recipients=[office], late_note="Ask first when late.")


def further(action: UrgentAction, *, kind: str = Sheet.Kind.FURTHER, public_note: str = "") -> Sheet:
    sheet = make_draft(action, headline="TEACHER SENT HOME", story=f"This is sheet {action.sheets.count() + 1}.")
    Sheet.objects.filter(pk=sheet.pk).update(kind=kind)
    sheet.refresh_from_db()
    return issue(sheet, at=LATER, public_note=public_note)


def text_of(client: Client, address: str, *, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    page = response.content.decode().split("<main", 1)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_old_sheet_says_first_of_all_that_it_does_not_hold(client: Client, action: UrgentAction) -> None:
    further(action)

    text = text_of(client, f"/actions/{action.slug}/sheets/1/")

    warning = text.index("Replaced on 20 July 2011 : do not write by this sheet")
    assert warning < text.index("TEACHER FACES UNFAIR TRIAL")
    assert "compare them with the sheet that holds now before you send them." in text
    assert "What is different now The headline is now: TEACHER SENT HOME" in text
    assert "Sheet 1: Urgent action, 13 July 2011" in text
    assert "Her pupils wait for her." in text


@pytest.mark.parametrize("end", [None, stop_action, pause_action])
def test_old_sheet_shows_nothing_to_write_by(client: Client, action: UrgentAction, end: Any) -> None:
    further(action)
    if end:
        action.refresh_from_db()
        end(action, by=make_user(), at=LATER, reason="over")

    page = client.get(f"/actions/{action.slug}/sheets/1/").content.decode()

    ways = ("Minister Muster", "Example Street", "+354", "post@", "https://ministry", "Dear Minister", "I urge you",
            "Urging", "sheet.pdf", "/follow/ua", "Ask first when late.", "22 August", "23 August")  # fmt: skip
    assert [way for way in ways if way in page] == []
    # What changed is for those who write: it may say whom to write to.
    assert ("What is different now" in page) == (end is None)
    assert '<meta name="robots" content="noindex">' in page
    assert "no-store" in client.get(f"/actions/{action.slug}/sheets/1/")["Cache-Control"]


def test_old_sheet_of_an_action_that_is_over_says_so(client: Client, action: UrgentAction) -> None:
    issue(make_outcome(action, "released"))

    text = text_of(client, f"/actions/{action.slug}/sheets/1/")

    assert "Closed: this action is over. Please send nothing by it any more." in text


def test_text_that_was_corrected_is_not_shown_any_more(client: Client, action: UrgentAction) -> None:
    further(action, public_note="A false note.")
    assert "A false note." in text_of(client, f"/actions/{action.slug}/")
    further(action, kind=Sheet.Kind.CORRECTION)

    text = text_of(client, f"/actions/{action.slug}/sheets/1/", status=410)

    assert f"{action}, sheet 1: its text is not shown any more" in text
    assert "TEACHER FACES UNFAIR TRIAL" not in text
    page = text_of(client, f"/actions/{action.slug}/")
    assert [words for words in ("what sheet 1 said", "what sheet 2 said", "A false note.") if words in page] == []


def test_text_that_names_somebody_otherwise_is_not_shown_any_more(client: Client, action: UrgentAction) -> None:
    action.case.people.update(published_as="a teacher, 34", form="chosen")
    further(action)

    text = text_of(client, f"/actions/{action.slug}/sheets/1/", status=410)

    assert "Anna" not in text
    assert "what sheet 1 said" not in text_of(client, f"/actions/{action.slug}/")


def test_sheet_that_holds_is_the_page_of_its_action(client: Client, action: UrgentAction) -> None:
    response = client.get(f"/actions/{action.slug}/sheets/1/")

    assert (response.status_code, response["Location"]) == (302, f"/actions/{action.slug}/")


@pytest.mark.parametrize(
    "address", ["/actions/{}/sheets/2/", "/actions/{}/sheets/99999999999999999999/", "/actions/x{}/sheets/1/"]
)
def test_there_is_no_such_sheet(client: Client, action: UrgentAction, address: str) -> None:
    make_draft(action, headline="A CANARY")

    response = client.get(address.format(action.slug))

    assert response.status_code == 404
    assert "CANARY" not in response.content.decode()


def test_outcome_sheet_of_an_action_that_was_reopened_is_set_aside(client: Client, action: UrgentAction) -> None:
    issue(make_outcome(action, "released"))
    action.refresh_from_db()
    ask_to_reopen(action, by=make_user(), at=LATER, reason="arrested again")
    reopen_action(action, by=make_user(), at=LATER)

    assert "The action was reopened after it, and an earlier sheet holds again." in text_of(
        client, f"/actions/{action.slug}/sheets/2/"
    )
    chain = text_of(client, f"/actions/{action.slug}/").split("Sheets of this action")[1]
    assert "sheet 2, Outcome of UA 1/11 set aside when the action was reopened what sheet 2 said" in chain
    assert "sheet 1, Urgent action this page" in chain


def test_page_of_the_action_lists_the_chain(client: Client, action: UrgentAction) -> None:
    further(action)

    chain = text_of(client, f"/actions/{action.slug}/").split("Sheets of this action")[1]

    news = "What changed since the sheet before it: The headline is now: TEACHER SENT HOME"
    assert chain.startswith(f" 13 July 2011 : sheet 2, Further information on {action} this page {news} ")
    assert " 13 July 2011 : sheet 1, Urgent action replaced on 20 July 2011 what sheet 1 said" in chain


@pytest.mark.parametrize("sheets", [1, 3])
def test_old_sheet_takes_three_queries(
    client: Client, action: UrgentAction, django_assert_num_queries: Any, sheets: int
) -> None:
    for _ in range(sheets):
        further(action)

    with django_assert_num_queries(3):
        assert client.get(f"/actions/{action.slug}/sheets/1/").status_code == 200
