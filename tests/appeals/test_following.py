"""The pages to follow an action, as a visitor and as a mail program meets them."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from appeals.following import how_early
from campaigns import attempts
from campaigns.lifecycle import close_action, stop_action
from campaigns.models import Campaign, Reminder, Subscription, UrgentAction
from campaigns.planning import plan_reminders
from campaigns.scopes import what_it_follows
from campaigns.subscriptions import stop_url
from campaigns.timing import Pace
from cases.models import Concern
from tests.builders import AT, make_action, make_case, make_hearing, make_open_action, make_subscription, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo_day(settings: object) -> Iterator[None]:
    settings.DEMO_TODAY = date(2011, 7, 13)  # type: ignore[attr-defined]
    attempts.forget_counts()
    yield
    attempts.forget_counts()


@pytest.fixture
def action() -> UrgentAction:
    case = make_case()
    make_hearing(case, on=date(2011, 7, 19))
    return make_open_action(case)


def link_in_mail(word: str) -> str:
    """The path of the link in the last mail's text."""
    lines = str(mail.outbox[-1].body).splitlines()
    return next(line for line in lines if f"/follow/{word}/" in line).removeprefix("http://testserver")


def ask(client: Client, action: UrgentAction | None, email: str = "anna@example.org") -> object:
    url = reverse("appeals:follow", args=[action.slug]) if action else reverse("appeals:follow-all")
    return client.post(url, {"email": email})


def test_following_one_action_from_the_form_to_the_first_plan(client: Client, action: UrgentAction) -> None:
    page = client.get(reverse("appeals:follow", args=[action.slug]))
    assert "Send me the link to confirm" in page.content.decode()

    answer = ask(client, action)
    assert "Look into your mail" in answer.content.decode()
    assert [message.to for message in mail.outbox] == [["anna@example.org"]]

    url = link_in_mail("confirm")
    assert "Begin reminders?" in client.get(url).content.decode()
    assert Subscription.objects.get().confirmed_at is None
    assert "Reminders have begun" in client.post(url).content.decode()

    subscription = Subscription.objects.get()
    assert (subscription.email, subscription.action) == ("anna@example.org", action)
    plan_reminders(at=datetime(2011, 7, 18, 6, tzinfo=UTC))
    assert Reminder.objects.planned().filter(subscription=subscription, kind="hearing").count() == 2


def test_following_every_open_action(client: Client) -> None:
    ask(client, None)
    client.post(link_in_mail("confirm"))

    assert [(row.email, row.action) for row in Subscription.objects.confirmed()] == [("anna@example.org", None)]


def test_form_offers_to_leave_out_the_early_ones(client: Client) -> None:
    page = client.get(reverse("appeals:follow-all")).content.decode()

    assert re.findall(r'<option value="(\d*)"[^>]*>([^<]*)</option>', page)[:5] == [
        ("", "All of them"),
        ("7", "Only from 7 days before on"),
        ("3", "Only from 3 days before on"),
        ("1", "Only from the day before on"),
        ("0", "Only on the day itself"),
    ]


def test_choice_of_when_is_made_by_the_owner_of_the_address_alone(client: Client, action: UrgentAction) -> None:
    """Whoever typed the address into the form may be somebody else: nothing changes before the button."""
    known = make_subscription(action, email="anna@example.org")

    client.post(reverse("appeals:follow", args=[action.slug]), {"email": "anna@example.org", "first_lead": "3"})
    known.refresh_from_db()
    assert known.first_lead is None

    url = link_in_mail("confirm")
    assert "UA 1/11</bdi>: 3 and 1 days before, and on the day itself." in client.get(url).content.decode()
    client.post(url)
    known.refresh_from_db()
    assert (known.first_lead, known.confirmed_at) == (3, AT)
    assert "You follow this already" in client.post(url).content.decode()


@pytest.mark.parametrize("lead", ["2", "-1", "x", "9" * 30, "\x00"])
def test_day_that_is_not_offered_gets_a_sentence(client: Client, action: UrgentAction, lead: str) -> None:
    url = reverse("appeals:follow", args=[action.slug])

    answer = client.post(url, {"email": "anna@example.org", "first_lead": lead})

    assert answer.status_code == 422
    assert "Choose one of the days in the list." in answer.content.decode() or lead == "\x00"
    assert mail.outbox == []


def test_following_a_country_from_the_list_to_the_first_plan(client: Client, action: UrgentAction) -> None:
    listed = client.get(reverse("appeals:open-actions"), {"country": "IS"}).content.decode()
    assert '<a href="/follow/?country=IS">every action on <bdi>Iceland</bdi></a>' in listed

    assert "every action on Iceland" in client.get("/follow/?country=IS").content.decode()
    client.post("/follow/?country=IS", {"email": "anna@example.org"})
    client.post(link_in_mail("confirm"))

    subscription = Subscription.objects.get()
    assert (subscription.country, subscription.action, subscription.confirmed_at is None) == ("IS", None, False)
    plan_reminders(at=datetime(2011, 7, 18, 6, tzinfo=UTC))
    assert Reminder.objects.planned().filter(subscription=subscription, kind="hearing").exists()


def test_following_a_concern_and_a_campaign(client: Client, action: UrgentAction) -> None:
    concern = Concern.objects.create(name="Torture", slug="torture")
    UrgentAction.objects.update(campaign=Campaign.objects.create(title="No return to torture", slug="no-return"))

    client.post(f"/follow/?concern={concern.slug}", {"email": "anna@example.org"})
    client.post("/follow/?campaign=no-return", {"email": "anna@example.org"})

    assert [what_it_follows(row) for row in Subscription.objects.order_by("pk")] == [
        f"every action on “{concern.name}”",
        "every action of the campaign “No return to torture”",
    ]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("country=XX", "“XX” is no country that we know, so there is nothing to follow."),
        ("country=%00", "is no country that we know"),
        ("country=IS&concern=torture", "Reminders follow one thing: a campaign, a concern or a country."),
        ("concern=<b>", "“&lt;b&gt;” is no concern that we know"),
        ("campaign=being-prepared", "“being-prepared” is no campaign that we know"),
    ],
)
def test_what_cannot_be_followed_gets_a_sentence_and_nothing_wider(client: Client, query: str, sentence: str) -> None:
    Campaign.objects.create(title="Not public yet", slug="being-prepared")

    for answer in (client.get(f"/follow/?{query}"), client.post(f"/follow/?{query}", {"email": "a@example.org"})):
        assert answer.status_code == 404
        assert sentence in answer.content.decode()
    assert not Subscription.objects.exists()
    assert mail.outbox == []


def test_confirming_needs_no_cookie(action: UrgentAction) -> None:
    ask(Client(), action)

    answer = Client(enforce_csrf_checks=True).post(link_in_mail("confirm"))

    assert "Reminders have begun" in answer.content.decode()


@pytest.mark.parametrize(
    ("lead_days", "words"),
    [
        ([14, 7, 3, 1, 0], "14, 7, 3 and 1 days before, and on the day itself"),
        ([7, 1], "7 and 1 days before"),
        ([1], "1 day before"),
        ([0], "on the day itself"),
    ],
)
def test_form_says_when_reminders_come(client: Client, settings: object, lead_days: list[int], words: str) -> None:
    settings.REMINDER_LEAD_DAYS = lead_days  # type: ignore[attr-defined]

    assert f"There are mails {words}. A letter" in client.get(reverse("appeals:follow-all")).content.decode()


@pytest.mark.parametrize(
    ("first_lead", "words"),
    [
        (None, "on Mondays, the first time 14 to 20 days before"),
        (3, "on Mondays, the first time 3 to 9 days before"),
        (0, "on the Monday of the same week"),
    ],
)
def test_weekly_reader_is_told_of_mondays(first_lead: int | None, words: str) -> None:
    assert how_early(first_lead, Pace.WEEKLY) == words


def test_page_to_confirm_tells_a_weekly_reader_of_mondays(client: Client) -> None:
    client.post(reverse("appeals:follow-all"), {"email": "anna@example.org", "pace": "weekly"})

    page = client.get(link_in_mail("confirm")).content.decode()

    assert "on Mondays, the first time 14 to 20 days before" in page
    assert "14, 7, 3 and 1 days before" not in page


def test_form_is_guarded_against_other_sites(action: UrgentAction) -> None:
    answer = Client(enforce_csrf_checks=True).post(
        reverse("appeals:follow", args=[action.slug]), {"email": "a@example.org"}
    )

    assert answer.status_code == 403
    assert not Subscription.objects.exists()


def test_answer_is_the_same_for_a_known_address(client: Client, action: UrgentAction) -> None:
    make_subscription(action, email="known@example.org")

    known = ask(client, action, "known@example.org")
    unknown = ask(client, action, "unknown@example.org")

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert [message.to for message in mail.outbox] == [["known@example.org"], ["unknown@example.org"]]


@pytest.mark.parametrize(
    "typed",
    ["", "anna", "anna@", "a@b@c.example", "a@example.org, b@example.org", "x@example.org\nBcc: y@example.org",
     '"a b"@example.org', "a" * 300 + "@example.org", "\u202eanna@example.org", "\x00@example.org"],
)  # fmt: skip
def test_what_is_no_address_gets_a_sentence_and_stays_typed(client: Client, action: UrgentAction, typed: str) -> None:
    answer = ask(client, action, typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write it as anna@example.org" in page or "such as anna@example.org" in page or "Null characters" in page
    assert "<title>Error: " in page
    assert mail.outbox == []
    assert not Subscription.objects.exists()


def test_fourth_request_for_an_address_is_asked_to_wait(client: Client, action: UrgentAction) -> None:
    for _ in range(3):
        ask(client, action)

    answer = ask(client, action)

    assert answer.status_code == 429
    assert "so we wait before we send more mail" in answer.content.decode()
    assert 'value="anna@example.org"' in answer.content.decode()
    assert len(mail.outbox) == 3


def test_proxys_word_for_the_client_counts_only_where_the_proxy_is_trusted(
    settings: object, action: UrgentAction
) -> None:
    url = reverse("appeals:follow", args=[action.slug])

    def statuses(trusted: bool) -> set[int]:
        settings.TRUST_PROXY = trusted  # type: ignore[attr-defined]
        attempts.forget_counts()
        return {
            Client().post(url, {"email": f"a{n}@example.org"}, headers={"x-forwarded-for": f"192.0.2.{n}"}).status_code
            for n in range(12)
        }

    assert statuses(trusted=False) == {200, 429}
    assert statuses(trusted=True) == {200}


def test_mail_server_away_gets_a_sentence(client: Client, action: UrgentAction, settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # type: ignore[attr-defined]

    answer = ask(client, action)

    assert answer.status_code == 503
    assert "We cannot send mail at the moment" in answer.content.decode()


def test_action_in_preparation_is_not_found(client: Client) -> None:
    assert client.get(reverse("appeals:follow", args=[make_action().slug])).status_code == 404


def test_action_that_is_over_cannot_be_followed(client: Client, action: UrgentAction, settings: object) -> None:
    settings.DEMO_TODAY = date(2011, 8, 23)  # type: ignore[attr-defined]

    assert "asks nobody to write at present" in ask(client, action).content.decode()
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("word", ["confirm", "stop"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_unknown_link_gets_a_page_that_helps(client: Client, word: str, method: str) -> None:
    answer = getattr(client, method)(reverse(f"appeals:follow-{word}", args=["1:forged"]))

    assert answer.status_code == 404
    assert "This link does not work" in answer.content.decode()


def test_reading_the_stop_page_changes_nothing(client: Client, action: UrgentAction) -> None:
    url = stop_url(make_subscription(action))

    for method in (client.get, client.head, client.get):
        assert method(url).status_code == 200

    assert Subscription.objects.count() == 1


def test_one_click_stop_works_without_cookies_and_twice(action: UrgentAction) -> None:
    """RFC 8058: what a mail program posts, with nothing but the address from the header."""
    subscription = make_subscription(action)
    plan_reminders(at=datetime(2011, 7, 18, 6, tzinfo=UTC))
    url = stop_url(subscription)

    for _ in range(2):
        answer = Client(enforce_csrf_checks=True).post(url, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "No more reminders" in answer.content.decode()
        assert answer.cookies == {}

    assert not Subscription.objects.exists()
    assert not Reminder.objects.filter(address=subscription.email).exists()


def test_all_reminders_of_an_address_end_with_the_second_button(client: Client, action: UrgentAction) -> None:
    subscription = make_subscription(action, email="anna@example.org")
    make_subscription(make_open_action(), email="anna@example.org")
    other = make_subscription(action)

    client.post(stop_url(subscription), {"everything": "yes"})

    assert list(Subscription.objects.all()) == [other]


def test_pages_with_a_link_to_an_address_are_kept_nowhere(client: Client, action: UrgentAction) -> None:
    answer = client.get(stop_url(make_subscription(action)))

    assert "no-store" in answer.headers["Cache-Control"]


def test_other_methods_are_refused(client: Client, action: UrgentAction) -> None:
    assert client.delete(stop_url(make_subscription(action))).status_code == 405
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize(
    ("header", "language"),
    [("fr-CA,fr;q=0.9,en;q=0.5", "fr"), ("it, de;q=0.4", "de"), ("it", "en"), ("", "en"), ("\x00;q=x,,", "en")],
)
def test_form_begins_with_the_language_of_the_browser(client: Client, header: str, language: str) -> None:
    page = client.get(reverse("appeals:follow-all"), headers={"accept-language": header})

    assert re.findall(r'<option value="(\w+)" lang="\w+" selected>', page.content.decode()) == [language]
    assert page.cookies.get("django_language") is None


def test_pace_and_language_are_chosen_in_the_form_and_begin_with_the_button(client: Client) -> None:
    chosen = {"email": "anna@example.org", "pace": "weekly", "language": "es"}
    client.post(reverse("appeals:follow-all"), chosen)
    url = link_in_mail("confirm")
    page = client.get(url).content.decode()
    assert "What a week brings comes in one mail" in page
    assert '<span lang="es">español</span>' in page

    client.post(url)

    row = Subscription.objects.get()
    assert (row.pace, row.language) == ("weekly", "es")


@pytest.mark.parametrize("field", ["pace", "language"])
@pytest.mark.parametrize("value", ["x", "9" * 300, "\x00"])
def test_pace_or_language_that_is_not_offered_begins_nothing(client: Client, field: str, value: str) -> None:
    answer = client.post(reverse("appeals:follow-all"), {"email": "anna@example.org", field: value})

    assert (answer.status_code, mail.outbox) == (422, [])


@pytest.mark.parametrize(("verb", "words"), [(stop_action, "Stopped since"), (close_action, "Closed since")])
def test_page_to_confirm_says_that_the_action_has_ended_meanwhile(
    client: Client, action: UrgentAction, verb: Callable[..., UrgentAction], words: str
) -> None:
    ask(client, action)
    verb(action, by=make_user(), at=AT, reason="For staff.")

    page = client.get(link_in_mail("confirm")).content.decode()

    assert words.split()[0] + ": " in page or words in page
    assert "No reminders of it come any more." in page


def test_link_of_several_subscriptions_ends_one_of_them_or_all_of_these(client: Client, action: UrgentAction) -> None:
    first = make_subscription(action, email="anna@example.org")
    second = make_subscription(make_open_action(), email="anna@example.org")
    other = make_subscription(make_open_action(), email="anna@example.org")
    url = stop_url(first, second)

    client.post(url, {"only": str(other.pk)})
    assert Subscription.objects.count() == 3
    page = client.post(url, {"only": str(first.pk)}).content.decode()
    assert set(Subscription.objects.all()) == {second, other}
    assert "What else you follow goes on." in page
    Client(enforce_csrf_checks=True).post(url, {"List-Unsubscribe": "One-Click"})
    assert list(Subscription.objects.all()) == [other]


@rules(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["follow-confirm", "follow-stop", "held"]),
    text=st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]), min_size=1, max_size=40),
    salt=st.sampled_from(["", "campaigns.subscriptions.confirm", "campaigns.subscriptions.stop", "campaigns.holdings"]),
    times=st.sampled_from([1, 1, 300]),
    method=st.sampled_from(["get", "post"]),
)
def test_hostile_link_gets_a_page_for_people(name: str, text: str, salt: str, times: int, method: str) -> None:
    token = signing.Signer(salt=salt).sign(text * times) if salt else text * times

    answer = getattr(Client(), method)(reverse(f"appeals:{name}", args=[token]))

    # 200: a link to end what is signed as it should be, and has ended.
    assert answer.status_code in (200, 404)
    assert "<h1>" in answer.content.decode()
