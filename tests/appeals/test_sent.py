"""“I have sent it”: counted once for each form, by nobody, and never after a stop."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from appeals.models import Press, WeekCount
from appeals.presses import new_token
from campaigns.attempts import forget_counts
from campaigns.lifecycle import stop_action
from campaigns.models import UrgentAction
from tests.builders import AT, DAY, make_authority, make_open_action, make_user
from tests.forms import filled

pytestmark = pytest.mark.django_db
MONDAY = date(2011, 7, 11)


@pytest.fixture(autouse=True)
def counts_anew(settings: Any) -> None:
    settings.DEMO_TODAY = DAY
    forget_counts()


@pytest.fixture
def action() -> UrgentAction:
    return make_open_action(recipients=[make_authority(verified_on=DAY, fax="+354 555 0000")])


def ticks_of(action: UrgentAction, *ways: str) -> dict[str, str]:
    office = action.current_sheet.recipients.get().authority_id
    return {f"sent-{office}-{way}": "1" for way in ways}


def counts() -> dict[tuple[str, date], int]:
    return {(row.channel, row.week): row.number for row in WeekCount.objects.all()}


def test_form_stands_on_the_page_of_the_action_and_says_how_it_counts(client: Client, action: UrgentAction) -> None:
    page = client.get(f"/actions/{action.slug}/").content.decode()

    assert f'action="/actions/{action.slug}/sent/"' in page
    assert "Each press adds one letter for each box" in page


def test_press_counts_one_letter_for_each_box(client: Client, action: UrgentAction) -> None:
    form = filled(client.get(f"/actions/{action.slug}/"))

    answer = client.post(f"/actions/{action.slug}/sent/", {**form, **ticks_of(action, "post", "fax")})

    assert "2 letters reported" in answer.content.decode()
    assert counts() == {("post", MONDAY): 1, ("fax", MONDAY): 1}
    assert client.cookies == {}


def test_same_form_counts_once(client: Client, action: UrgentAction) -> None:
    sent = {"token": new_token(on=DAY), **ticks_of(action, "post")}
    client.post(f"/actions/{action.slug}/sent/", sent)

    answer = client.post(f"/actions/{action.slug}/sent/", sent)

    assert "counted already" in answer.content.decode()
    assert counts() == {("post", MONDAY): 1}


def test_page_opened_anew_counts_again(client: Client, action: UrgentAction) -> None:
    for _ in range(2):
        client.post(f"/actions/{action.slug}/sent/", {"token": new_token(on=DAY), **ticks_of(action, "post")})

    assert counts() == {("post", MONDAY): 2}


@pytest.mark.parametrize(
    "token",
    ["", "made-up", "x" * 5_000, "\x00", new_token(on=DAY - timedelta(days=2))],
    ids=["none", "made up", "huge", "nul", "old"],
)
def test_form_that_is_old_or_not_ours_counts_nothing_and_stays_ticked(
    client: Client, action: UrgentAction, token: str
) -> None:
    answer = client.post(f"/actions/{action.slug}/sent/", {"token": token, **ticks_of(action, "post")})

    assert answer.status_code == 409
    assert counts() == {}
    assert answer.content.decode().count(" checked>") == 1


def test_nothing_ticked_is_told(client: Client, action: UrgentAction) -> None:
    answer = client.post(f"/actions/{action.slug}/sent/", {"token": new_token(on=DAY), "sent-0-post": "1"})

    assert answer.status_code == 422
    assert "Tick at least one box" in answer.content.decode()


def test_way_that_no_sheet_names_is_not_counted(client: Client, action: UrgentAction) -> None:
    client.post(f"/actions/{action.slug}/sent/", {"token": new_token(on=DAY), **ticks_of(action, "email", "post")})

    assert counts() == {("post", MONDAY): 1}


def test_page_of_another_site_presses_nothing(client: Client, action: UrgentAction) -> None:
    sent = {"token": new_token(on=DAY), **ticks_of(action, "post")}

    client.post(f"/actions/{action.slug}/sent/", sent, headers={"sec-fetch-site": "cross-site"})

    assert counts() == {}


def test_after_a_stop_nothing_is_counted(client: Client, action: UrgentAction) -> None:
    sent = {"token": new_token(on=DAY), **ticks_of(action, "post")}
    stop_action(action, by=make_user(), at=AT, reason="released")

    answer = client.post(f"/actions/{action.slug}/sent/", sent).content.decode()

    assert "Nothing was counted" in answer
    assert "I have sent it" not in answer
    assert counts() == {}


def test_one_network_presses_thirty_times_in_an_hour(client: Client, action: UrgentAction) -> None:
    answers = [
        client.post(
            f"/actions/{action.slug}/sent/", {"token": new_token(on=DAY), **ticks_of(action, "post")}
        ).status_code
        for _ in range(31)
    ]

    assert answers == [200] * 30 + [429]
    assert counts() == {("post", MONDAY): 30}


def test_numbers_by_lot_are_forgotten_after_two_days(client: Client, action: UrgentAction, settings: Any) -> None:
    client.post(f"/actions/{action.slug}/sent/", {"token": new_token(on=DAY), **ticks_of(action, "post")})
    settings.DEMO_TODAY = later = DAY + timedelta(days=3)

    client.post(f"/actions/{action.slug}/sent/", {"token": new_token(on=later), **ticks_of(action, "post")})

    assert [press.on for press in Press.objects.all()] == [later]
