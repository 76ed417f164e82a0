"""The pages of staff for reminders, subscriptions and sent mail: to read, and to end a subscription."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Reminder, SentMail, Subscription, Suppression, UrgentAction
from campaigns.planning import plan_reminders
from campaigns.reminders import sweep
from campaigns.suppression import suppress
from tests.builders import make_case, make_hearing, make_open_action, make_subscription, make_user
from tests.forms import filled

pytestmark = pytest.mark.django_db

AT = datetime(2011, 7, 16, 8, tzinfo=ZoneInfo("Europe/Zurich"))


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user("Editor"))
    return client


@pytest.fixture
def action(settings: object) -> UrgentAction:
    settings.EMAIL_BACKEND = "campaigns.mail_backend.DatabaseBackend"  # type: ignore[attr-defined]
    case = make_case(owner=make_user(email="owner@desk.example"))
    make_hearing(case, on=date(2011, 7, 19), matter="appeal <script>alert(1)</script>")
    return make_open_action(case)


def test_ledger_of_reminders_says_what_became_of_each(editor: Client, action: UrgentAction) -> None:
    plan_reminders(at=AT - timedelta(days=5))
    sweep(at=AT)

    page = editor.get(reverse("admin:campaigns_reminder_changelist")).content.decode()

    assert "overdue; the notice 3 days before goes instead" in page
    assert "owner@desk.example (owner)" in page


@pytest.mark.parametrize(
    ("query", "shown"), [("to=owner", "owner@"), ("to=follower", "anna@"), ("status=sent", "owner@")]
)
def test_ledger_of_reminders_is_filtered(editor: Client, action: UrgentAction, query: str, shown: str) -> None:
    sweep(at=AT)
    make_subscription(action, email="anna@example.org")
    plan_reminders(at=AT)

    page = editor.get(f"{reverse('admin:campaigns_reminder_changelist')}?{query}").content.decode()

    assert {name for name in ("owner@", "anna@") if name in page} == {shown}


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("confirmed=yes", {"one@", "every@"}),
        ("confirmed=no", {"unsure@"}),
        ("follows=one", {"one@", "unsure@"}),
        ("follows=every", {"every@"}),
    ],
)
def test_subscriptions_are_filtered(editor: Client, action: UrgentAction, query: str, shown: set[str]) -> None:
    make_subscription(action, email="one@example.org")
    make_subscription(action, email="unsure@example.org", confirmed_at=None)
    make_subscription(None, email="every@example.org")

    page = editor.get(f"{reverse('admin:campaigns_subscription_changelist')}?{query}").content.decode()

    assert {name for name in ("one@", "unsure@", "every@") if name in page} == shown


def test_ledger_of_reminders_takes_as_many_queries_for_many(editor: Client, action: UrgentAction) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            editor.get(reverse("admin:campaigns_reminder_changelist"))
        return len(captured)

    sweep(at=AT)
    few = queries()
    make_open_action()
    make_open_action()
    sweep(at=AT)

    assert queries() == few


def test_reminder_can_be_read_and_not_changed(editor: Client, action: UrgentAction) -> None:
    plan_reminders(at=AT)
    url = reverse("admin:campaigns_reminder_change", args=[Reminder.objects.planned()[0].pk])

    assert editor.get(url).status_code == 200
    assert editor.post(url, {"status": "sent"}).status_code == 403


def test_sent_mail_shows_headers_text_and_source(editor: Client, action: UrgentAction) -> None:
    sweep(at=AT)
    kept = SentMail.objects.get()

    assert kept.subject in editor.get(reverse("admin:campaigns_sentmail_changelist")).content.decode()
    page = editor.get(reverse("admin:campaigns_sentmail_change", args=[kept.pk])).content.decode()
    assert "Auto-Submitted: auto-generated" in page
    assert "A hearing in your case is in 3 days" in page
    assert "&lt;h1&gt;A hearing in your case is in 3 days" in page
    assert "<script>alert(1)" not in page


def test_html_of_a_sent_mail_is_locked_in(editor: Client, action: UrgentAction) -> None:
    sweep(at=AT)

    answer = editor.get(reverse("admin:campaigns_sentmail_html", args=[SentMail.objects.get().pk]))

    assert "<h1>A hearing in your case is in 3 days" in answer.content.decode()
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
    )


def test_sent_mail_is_for_those_who_may(client: Client, action: UrgentAction) -> None:
    sweep(at=AT)
    url = reverse("admin:campaigns_sentmail_html", args=[SentMail.objects.get().pk])

    assert client.get(url).status_code == 302
    client.force_login(make_user("Viewer"))
    assert client.get(url).status_code == 403
    client.force_login(make_user("Approver"))
    assert client.get(url).status_code == 200


def test_mail_that_is_not_there_is_not_found(editor: Client) -> None:
    assert editor.get(reverse("admin:campaigns_sentmail_html", args=[1])).status_code == 404


def test_staff_end_a_subscription_through_the_same_door(editor: Client, action: UrgentAction) -> None:
    subscription = make_subscription(action, email="anna@example.org")
    other = make_subscription(None, email="anna@example.org")
    sweep(at=AT)
    mails = SentMail.objects.count()

    page = editor.get(reverse("admin:campaigns_subscription_changelist")).content.decode()
    assert "anna@example.org" in page
    address = reverse("admin:campaigns_subscription_delete", args=[subscription.pk])
    editor.post(address, filled(editor.get(address)))
    sweep(at=AT)

    assert list(Subscription.objects.all()) == [other]
    assert SentMail.objects.count() == mails


def test_list_of_subscriptions_says_where_no_mail_goes_in_as_many_queries_for_many(
    editor: Client, action: UrgentAction
) -> None:
    def page() -> tuple[str, int]:
        with CaptureQueriesContext(connection) as captured:
            answer = editor.get(reverse("admin:campaigns_subscription_changelist"))
        return answer.content.decode(), len(captured)

    make_subscription(action, email="anna@example.org")
    make_subscription(action, email="eva@example.org")
    suppress("anna@example.org", Suppression.Cause.BOUNCED, at=AT)
    text, few = page()
    assert text.count("no mail goes there since 16 July 2011: its mail server refused one for good") == 1

    make_subscription(None, email="anna@example.org")
    make_subscription(None, email="eva@example.org")
    text, many = page()

    assert text.count("no mail goes there since 16 July 2011") == 2
    assert many == few


def test_subscription_says_that_no_mail_goes_there(editor: Client, action: UrgentAction) -> None:
    subscription = make_subscription(action, email="Anna@example.org")
    url = reverse("admin:campaigns_subscription_change", args=[subscription.pk])
    assert "no mail goes there" not in editor.get(url).content.decode()

    suppress("anna@example.org", Suppression.Cause.BOUNCED, at=AT)

    assert "no mail goes there since 16 July 2011" in editor.get(url).content.decode()


def test_nobody_adds_a_subscription_for_somebody_else(client: Client) -> None:
    client.force_login(make_user(is_superuser=True))

    assert client.get(reverse("admin:campaigns_subscription_add")).status_code == 403
