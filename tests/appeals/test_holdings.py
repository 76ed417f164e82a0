"""The page of what is held about an address, as its owner and as somebody else meets it."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from campaigns import attempts
from campaigns.erasure import is_erased
from campaigns.holdings import held_url, owner_of
from campaigns.models import Reminder, Subscription, UrgentAction
from campaigns.reminders import sweep
from config.logs import without_personal_data
from tests.builders import AT, make_case, make_hearing, make_open_action, make_subscription

pytestmark = pytest.mark.django_db

MORNING = datetime(2011, 7, 16, 8, tzinfo=UTC)
ANNA = "anna@example.org"


@pytest.fixture(autouse=True)
def demo_day(settings: object) -> Iterator[None]:
    settings.DEMO_TODAY = date(2011, 7, 16)  # type: ignore[attr-defined]
    attempts.forget_counts()
    yield
    attempts.forget_counts()


@pytest.fixture
def action() -> UrgentAction:
    case = make_case()
    make_hearing(case, on=date(2011, 7, 19))
    return make_open_action(case)


@pytest.fixture
def browser() -> Client:
    """One that refuses cookies, so that the link alone is the permission."""
    return Client(enforce_csrf_checks=True)


def path(email: str = ANNA) -> str:
    return held_url(email, at=MORNING).removeprefix("http://testserver")


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_link_is_asked_for_by_mail_and_opens_the_page(client: Client, action: UrgentAction) -> None:
    make_subscription(action, email=ANNA)

    assert "Look into your mail" in text(client.post(reverse("appeals:held-ask"), {"email": "Anna@example.org"}))

    assert (mail.outbox[0].to, mail.outbox[0].subject) == ([ANNA], "What we hold about your address")
    link = next(line for line in str(mail.outbox[0].body).splitlines() if line.startswith("http"))
    page = text(client.get(link))
    assert ANNA in page
    assert "<bdi>UA 1/11</bdi>" in page
    assert link in str(mail.outbox[0].alternatives[0][0])  # type: ignore[attr-defined]


def test_answer_and_mail_are_the_same_for_a_known_address(client: Client, action: UrgentAction) -> None:
    make_subscription(action, email=ANNA)

    known, unknown = (client.post(reverse("appeals:held-ask"), {"email": email}) for email in (ANNA, "eva@example.org"))

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    bodies = [[line for line in str(m.body).splitlines() if "/yours/" not in line] for m in mail.outbox]
    assert bodies[0] == bodies[1]


def test_fourth_request_for_an_address_is_asked_to_wait(client: Client) -> None:
    answers = [client.post(reverse("appeals:held-ask"), {"email": ANNA}) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert "so we wait before we send more mail" in text(answers[-1])
    assert len(mail.outbox) == 3


def test_what_is_no_address_gets_a_sentence(client: Client) -> None:
    answer = client.post(reverse("appeals:held-ask"), {"email": "anna"})

    assert answer.status_code == 422
    assert "Write it as anna@example.org" in text(answer)


def test_every_mail_to_a_follower_carries_the_link(client: Client, action: UrgentAction) -> None:
    make_subscription(action, email=ANNA)
    sweep(at=MORNING)

    message = next(message for message in mail.outbox if message.to == [ANNA])
    link = next(line for line in str(message.body).splitlines() if "/follow/yours/" in line)
    assert "What you follow" in text(client.get(link))


@pytest.mark.parametrize("token", ["x", "x:y", "e30:forged", "é" * 200, "x" * 3000])
def test_forged_link_gets_a_page_that_helps(client: Client, token: str) -> None:
    for answer in (client.get(f"/follow/yours/{token}/"), client.post(f"/follow/yours/{token}/", {"act": "erase"})):
        assert answer.status_code == 404
        assert "Ask for a new one" in text(answer)
    assert client.get(f"/follow/yours/{token}/file.json").status_code == 404


@pytest.mark.parametrize(("days", "status"), [(30, 200), (31, 404)])
def test_link_works_for_thirty_days(client: Client, settings: object, days: int, status: int) -> None:
    link = held_url(ANNA, at=datetime(2011, 7, 16, 23, 59, 59, tzinfo=get_default_timezone()))
    settings.DEMO_TODAY = date(2011, 7, 16) + timedelta(days=days)  # type: ignore[attr-defined]

    assert client.get(link).status_code == status


def test_page_shows_what_is_held_of_this_address_and_of_no_other(client: Client, action: UrgentAction) -> None:
    make_subscription(action, email="Anna@Example.org", first_lead=3)
    make_subscription(country="FR", email=ANNA, confirmed_at=None)
    make_subscription(country="KE", email="joanna@example.org")
    sweep(at=MORNING)

    page = text(client.get(path()))

    assert "<bdi>every action on France</bdi>" in page
    assert "and not confirmed: no mails come." in page
    assert '<option value="3" selected>Only from 3 days before on</option>' in page
    assert "hearing on 19 July 2011</td><td>sent</td>" in page
    assert "hearing on 19 July 2011</td><td>planned</td>" in page
    assert "Kenya" not in page
    assert "joanna" not in page


def test_changing_when_reminders_begin(browser: Client, action: UrgentAction) -> None:
    subscription = make_subscription(action, email=ANNA)

    answer = browser.post(path(), {"act": "change", "subscription": subscription.pk, "first_lead": "0"})

    subscription.refresh_from_db()
    assert subscription.first_lead == 0
    assert "Your reminders of UA 1/11 come as you chose." in text(answer)
    browser.post(path(), {"act": "change", "subscription": subscription.pk, "first_lead": ""})
    subscription.refresh_from_db()
    assert subscription.first_lead is None


def test_ending_one_and_then_all(browser: Client, action: UrgentAction) -> None:
    one = make_subscription(action, email=ANNA)
    other = make_subscription(country="FR", email=ANNA)
    make_subscription(country="KE", email=ANNA)
    elses = make_subscription(action, email="eva@example.org")

    assert "Your reminders of UA 1/11 have ended." in text(browser.post(path(), {"act": "end", "subscription": one.pk}))
    assert Subscription.objects.of_address(ANNA).count() == 2
    assert other in Subscription.objects.all()

    assert "All your reminders have ended." in text(browser.post(path(), {"act": "end-all"}))
    assert list(Subscription.objects.all()) == [elses]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"act": "steal"},
        {"act": "end"},
        {"act": "end", "subscription": "-1"},
        {"act": "end", "subscription": "9" * 40},
        {"act": "change", "subscription": "x"},
        {"act": "change", "first_lead": "2"},
        {"act": "erase"},
    ],
    ids=str,
)
def test_what_makes_no_sense_gets_a_sentence_and_changes_nothing(
    browser: Client, action: UrgentAction, fields: dict[str, str]
) -> None:
    make_subscription(action, email=ANNA)

    answer = browser.post(path(), fields)

    assert answer.status_code == 422
    assert 'role="alert"' in text(answer)
    assert Subscription.objects.count() == 1


def test_nobody_changes_what_belongs_to_another_address(browser: Client, action: UrgentAction) -> None:
    other = make_subscription(action, email="eva@example.org")
    before = Subscription.objects.values().get()

    for act in ("end", "change"):
        answer = browser.post(path(), {"act": act, "subscription": other.pk, "first_lead": "0"})
        assert "so nothing was changed" in text(answer)

    assert Subscription.objects.values().get() == before


def test_file_holds_all_of_it(client: Client, action: UrgentAction, settings: object) -> None:
    settings.EMAIL_BACKEND = "campaigns.mail_backend.DatabaseBackend"  # type: ignore[attr-defined]
    make_subscription(action, email=ANNA, first_lead=3)
    sweep(at=MORNING)

    answer = client.get(f"{path()}file.json")
    held = json.loads(answer.content)

    assert answer.headers["Content-Disposition"] == 'attachment; filename="held-about-me.json"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert held["address"] == ANNA
    assert [(row["follows"], row["first_notice_days_before"]) for row in held["subscriptions"]] == [("UA 1/11", 3)]
    assert len(held["reminders"]) == Reminder.objects.filter(address=ANNA).count() == 3
    assert [row["subject"] for row in held["mails"]] == ["Reminder: a date in 3 days (UA 1/11)"]
    assert "A hearing is in 3 days" in held["mails"][0]["text"]


def test_erasing_everything(browser: Client, action: UrgentAction) -> None:
    make_subscription(action, email=ANNA)
    sweep(at=MORNING)

    answer = browser.post(path(), {"act": "erase", "sure": "yes"})

    page = text(answer)
    assert "Everything is erased. No mail follows." in page
    assert "Nothing. No reminders, no mails, and your address is not kept." in page
    assert not Subscription.objects.exists()
    assert not Reminder.objects.filter(address=ANNA).exists()
    assert is_erased(ANNA)


def test_reading_changes_nothing(client: Client, action: UrgentAction) -> None:
    make_subscription(action, email=ANNA, created_at=AT)

    for method in (client.get, client.head):
        assert method(path()).status_code == 200

    assert Subscription.objects.count() == 1


def test_link_stays_out_of_the_log() -> None:
    assert without_personal_data(f"POST {path()}") == "POST /follow/yours/[token]/"


HOW = {"first_lead": "3", "pace": "weekly", "language": "fr"}


def test_pace_and_language_of_one_subscription_are_changed_on_the_page(browser: Client, action: UrgentAction) -> None:
    one = make_subscription(action, email=ANNA)
    make_subscription(country="FR", email=ANNA)

    page = text(browser.post(path(), {"act": "change", "subscription": str(one.pk), **HOW}))

    assert '<option value="weekly" selected>' in page
    held = Subscription.objects.order_by("pk").values_list("first_lead", "pace", "language")
    assert list(held) == [(3, "weekly", "fr"), (None, "now", "en")]


def test_all_of_mine_are_changed_in_one_go_and_those_of_nobody_else(browser: Client, action: UrgentAction) -> None:
    make_subscription(action, email=ANNA)
    make_subscription(country="FR", email=ANNA)
    make_subscription(action, email="joanna@example.org")

    assert "All your reminders come as you chose." in text(browser.post(path(), {"act": "change-all", **HOW}))

    held = Subscription.objects.order_by("pk").values_list("first_lead", "pace", "language")
    assert list(held) == [(3, "weekly", "fr"), (3, "weekly", "fr"), (None, "now", "en")]


@pytest.mark.parametrize("wrong", [{"pace": "never"}, {"language": "xx"}], ids=str)
def test_change_to_what_is_not_offered_changes_nothing(
    browser: Client, action: UrgentAction, wrong: dict[str, str]
) -> None:
    make_subscription(action, email=ANNA)

    assert browser.post(path(), {"act": "change-all", **HOW, **wrong}).status_code == 422
    assert list(Subscription.objects.values_list("pace", "language")) == [("now", "en")]


def test_file_tells_pace_and_language(client: Client, action: UrgentAction) -> None:
    make_subscription(action, email=ANNA, pace="daily", language="de")

    held = json.loads(client.get(f"{path()}file.json").content)

    assert [(row["pace"], row["language"]) for row in held["subscriptions"]] == [("daily", "de")]


@pytest.mark.parametrize("said", [0, [], {}, {"address": "anna@example.org"}, {"address": 1, "until": "never"}])
def test_link_that_is_signed_as_it_should_be_and_says_something_else_is_unknown(said: object) -> None:
    token = signing.Signer(salt="campaigns.holdings").sign_object(said)

    assert owner_of(token, at=AT) is None
