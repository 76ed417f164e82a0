import contextlib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail, signing
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from campaigns import subscriptions
from campaigns.models import Reminder, Subscription, Suppression, UrgentAction
from campaigns.planning import plan_reminders
from campaigns.reminders import sweep
from campaigns.scopes import Scope
from campaigns.subscriptions import (
    Confirmation,
    UnknownLink,
    ask_to_follow,
    confirm,
    confirmation_mail,
    end,
    followed_by,
)
from campaigns.suppression import suppress, why_suppressed
from tests.builders import AT, make_case, make_hearing, make_open_action, make_subscription, make_user

pytestmark = pytest.mark.django_db

MORNING = datetime(2011, 7, 18, 6, 0, tzinfo=UTC)


@pytest.fixture
def action() -> UrgentAction:
    case = make_case(owner=make_user(email="owner@desk.example"))
    make_hearing(case, on=date(2011, 7, 19))
    return make_open_action(case)


def token_of(subscription: Subscription) -> str:
    """The token in the link of the confirmation mail."""
    body = confirmation_mail(subscription, at=AT).body
    return next(line for line in str(body).splitlines() if "/follow/confirm/" in line).rstrip("/").rsplit("/", 1)[-1]


def stop_token_of(subscription: Subscription) -> str:
    return subscriptions.stop_url(subscription).rstrip("/").rsplit("/", 1)[-1]


def test_asking_keeps_the_address_and_the_choice_unconfirmed(action: UrgentAction) -> None:
    ask_to_follow(" Anna@Example.org ", scope=Scope(action=action), at=AT)

    row = Subscription.objects.get()
    assert (row.email, row.action, row.created_at, row.confirmed_at) == ("anna@example.org", action, AT, None)


def test_asking_twice_makes_one_row_and_a_fresh_week(action: UrgentAction) -> None:
    first = ask_to_follow("anna@example.org", scope=Scope(action=action), at=AT)
    second = ask_to_follow("ANNA@example.org", scope=Scope(action=action), at=AT + timedelta(days=3))

    assert first == second == Subscription.objects.get()
    assert second.created_at == AT + timedelta(days=3)


def test_one_mailbox_may_follow_several_actions_and_plus_addresses_are_their_own(action: UrgentAction) -> None:
    ask_to_follow("anna@example.org", scope=Scope(action=action), at=AT)
    ask_to_follow("anna@example.org", scope=Scope(action=make_open_action()), at=AT)
    ask_to_follow("anna+ua@example.org", scope=Scope(action=action), at=AT)

    assert Subscription.objects.count() == 3


def test_mail_to_confirm_is_the_same_for_a_known_address(action: UrgentAction) -> None:
    known = make_subscription(action, email="anna@example.org")

    fresh = confirmation_mail(ask_to_follow("eva@example.org", scope=Scope(action=action), at=AT), at=AT)
    again = confirmation_mail(ask_to_follow("anna@example.org", scope=Scope(action=action), at=AT), at=AT)

    link = "http://testserver/follow/confirm/"
    strip = [line for line in str(fresh.body).splitlines() if link not in line]
    assert strip == [line for line in str(again.body).splitlines() if link not in line]
    assert fresh.subject == again.subject == "Please confirm your reminders"
    known.refresh_from_db()
    assert known.confirmed_at == AT


def test_following_the_link_begins_the_reminders(action: UrgentAction) -> None:
    subscription = ask_to_follow("anna@example.org", scope=Scope(action=action), at=AT)

    assert confirm(token_of(subscription), at=AT) == Confirmation.DONE

    subscription.refresh_from_db()
    assert subscription.confirmed_at == AT


def test_confirming_twice_says_so(action: UrgentAction) -> None:
    token = token_of(ask_to_follow("anna@example.org", scope=Scope(action=action), at=AT))
    confirm(token, at=AT)

    assert confirm(token, at=AT + timedelta(days=30)) == Confirmation.ALREADY


@pytest.mark.parametrize(
    ("after", "works"), [(timedelta(days=7), True), (timedelta(days=7, seconds=1), False)], ids=["week", "later"]
)
def test_link_works_for_seven_days(action: UrgentAction, after: timedelta, works: bool) -> None:
    token = token_of(ask_to_follow("anna@example.org", scope=Scope(action=action), at=AT))

    if works:
        assert confirm(token, at=AT + after) == Confirmation.DONE
    else:
        with pytest.raises(UnknownLink):
            confirm(token, at=AT + after)


def test_tokens_of_one_purpose_do_not_serve_another(action: UrgentAction) -> None:
    subscription = ask_to_follow("anna@example.org", scope=Scope(action=action), at=AT)

    with pytest.raises(UnknownLink):
        confirm(stop_token_of(subscription), at=AT)
    with pytest.raises(UnknownLink):
        followed_by(token_of(subscription))


@pytest.mark.parametrize("token", ["", "1", "1:", "1:forged", "x:y:z", "99999999999999999999:a", "\x00", "é" * 300])
def test_forged_token_is_refused(token: str) -> None:
    with pytest.raises(UnknownLink):
        followed_by(token)
    with pytest.raises(UnknownLink):
        confirm(token, at=AT)


def test_old_links_survive_a_new_secret_key(action: UrgentAction, settings: object) -> None:
    subscription = make_subscription(action)
    token = stop_token_of(subscription)

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another key"  # type: ignore[attr-defined]

    assert followed_by(token) == [subscription]


def test_ending_deletes_the_row_and_its_reminders(action: UrgentAction) -> None:
    subscription = make_subscription(action, email="anna@example.org")
    plan_reminders(at=MORNING)
    assert Reminder.objects.filter(address="anna@example.org").exists()

    end(subscription)

    assert not Subscription.objects.exists()
    assert not Reminder.objects.filter(address="anna@example.org").exists()
    sweep(at=MORNING)
    assert [message.to for message in mail.outbox] == [["owner@desk.example"]]


def test_ending_twice_is_no_error(action: UrgentAction) -> None:
    subscription = make_subscription(action)
    again = Subscription.objects.get()

    end(subscription)
    end(again)

    assert not Subscription.objects.exists()


def test_ending_one_leaves_the_others(action: UrgentAction) -> None:
    subscription = make_subscription(action, email="anna@example.org")
    other = make_subscription(make_open_action(), email="anna@example.org")

    end(subscription)

    assert list(Subscription.objects.all()) == [other]


def test_ending_everything_leaves_other_addresses(action: UrgentAction) -> None:
    subscription = make_subscription(action, email="anna@example.org")
    make_subscription(make_open_action(), email="Anna@example.org")
    other = make_subscription(action, email="eva@example.org")

    end(subscription, everything=True)

    assert list(Subscription.objects.all()) == [other]


def test_what_went_is_not_sent_again_through_another_subscription(action: UrgentAction) -> None:
    single = make_subscription(action, email="anna@example.org")
    make_subscription(None, email="anna@example.org")
    sweep(at=MORNING)
    assert sorted(message.to[0] for message in mail.outbox) == ["anna@example.org", "owner@desk.example"]

    end(single)
    sweep(at=MORNING)

    assert len(mail.outbox) == 2
    assert Reminder.objects.planned().filter(address="anna@example.org", kind="hearing").count() == 1


def test_following_everything_takes_up_the_single_ones(action: UrgentAction) -> None:
    make_subscription(action, email="anna@example.org")
    sweep(at=MORNING)
    everything = ask_to_follow("anna@example.org", at=MORNING)

    confirm(token_of(everything), at=MORNING)
    sweep(at=MORNING)

    assert list(Subscription.objects.all()) == [everything]
    assert len(mail.outbox) == 2
    # One click now ends it all.
    everything.refresh_from_db()
    end(everything)
    assert not Reminder.objects.filter(address="anna@example.org").exists()


def test_single_one_beside_everything_is_not_needed(action: UrgentAction) -> None:
    everything = make_subscription(None, email="anna@example.org")
    single = ask_to_follow("anna@example.org", scope=Scope(action=action), at=AT)

    assert confirm(token_of(single), at=AT) == Confirmation.ALREADY

    assert list(Subscription.objects.all()) == [everything]


def test_narrower_one_that_begins_at_another_time_stays_beside_everything(action: UrgentAction) -> None:
    """Somebody chose that; it is not for us to take it back."""
    single = make_subscription(action, email="anna@example.org", first_lead=3)
    alike = make_subscription(country="IS", email="anna@example.org")
    everything = ask_to_follow("anna@example.org", at=AT)

    confirm(token_of(everything), at=AT)

    assert alike not in Subscription.objects.all()
    assert list(Subscription.objects.order_by("pk")) == [single, everything]


def test_single_one_at_another_time_beside_everything_is_kept(action: UrgentAction) -> None:
    everything = make_subscription(None, email="anna@example.org", first_lead=3)
    single = ask_to_follow("anna@example.org", scope=Scope(action=action), at=AT)

    assert confirm(token_of(single), at=AT) == Confirmation.DONE

    assert list(Subscription.objects.order_by("pk")) == [everything, single]


@pytest.mark.parametrize("lead", [0, 14, None])
def test_link_carries_when_reminders_begin(action: UrgentAction, lead: int | None) -> None:
    subscription = ask_to_follow("anna@example.org", scope=Scope(action=action), at=AT)
    body = str(confirmation_mail(subscription, first_lead=lead, at=AT).body)
    token = next(line for line in body.splitlines() if "/follow/confirm/" in line).rstrip("/").rsplit("/", 1)[-1]

    confirm(token, at=AT)

    subscription.refresh_from_db()
    assert subscription.first_lead == lead


def test_what_went_stays_known_to_a_wider_one_that_brings_it_too(action: UrgentAction) -> None:
    single = make_subscription(action, email="anna@example.org")
    make_subscription(country="IS", email="anna@example.org")
    make_subscription(country="FR", email="anna@example.org")
    sweep(at=MORNING)

    end(single)
    sweep(at=MORNING)

    assert [message.to[0] for message in mail.outbox].count("anna@example.org") == 1


def test_owner_of_a_silent_address_confirms_the_same_again_and_mails_go_there(action: UrgentAction) -> None:
    held = make_subscription(action, email="anna@example.org")
    suppress("anna@example.org", Suppression.Cause.BOUNCED, at=AT)

    again = ask_to_follow("anna@example.org", scope=Scope(action=action), at=AT)
    assert again == held
    assert subscriptions.asked_for_by(token_of(again), at=AT).is_open
    assert confirm(token_of(again), at=AT) == Confirmation.DONE

    assert why_suppressed("anna@example.org") == ""
    assert confirm(token_of(again), at=AT) == Confirmation.ALREADY


def test_silent_follower_of_everything_is_heard_through_a_narrower_confirmation(action: UrgentAction) -> None:
    everything = make_subscription(None, email="anna@example.org")
    suppress("anna@example.org", Suppression.Cause.BOUNCED, at=AT)

    confirm(token_of(ask_to_follow("anna@example.org", scope=Scope(action=action), at=AT)), at=AT)

    assert why_suppressed("anna@example.org") == ""
    assert list(Subscription.objects.all()) == [everything]


def chosen(subscription: Subscription) -> tuple[int | None, str, str]:
    subscription.refresh_from_db()
    return subscription.first_lead, subscription.pace, subscription.language


def confirm_token(subscription: Subscription, **choice: object) -> str:
    body = str(confirmation_mail(subscription, at=AT, **choice).body)  # type: ignore[arg-type]
    return next(line for line in body.splitlines() if "/follow/confirm/" in line).rstrip("/").rsplit("/", 1)[-1]


def test_pace_and_language_begin_with_the_button_and_not_before(action: UrgentAction) -> None:
    subscription = make_subscription(action, email="anna@example.org")
    token = confirm_token(subscription, first_lead=3, pace="weekly", language="fr")
    assert chosen(subscription) == (None, "now", "en")

    confirm(token, at=AT)

    assert chosen(subscription) == (3, "weekly", "fr")


def test_link_from_before_leaves_pace_and_language_as_they_are(action: UrgentAction) -> None:
    subscription = make_subscription(action, pace="daily", language="de")
    old = signing.Signer(salt="campaigns.subscriptions.confirm").sign(f"{subscription.pk}.3")

    confirm(old, at=AT)

    assert chosen(subscription) == (3, "daily", "de")


@pytest.mark.parametrize("differs", [{"first_lead": 3}, {"pace": "weekly"}, {"language": "fr"}], ids=str)
def test_everything_takes_up_nothing_that_comes_in_another_way(action: UrgentAction, differs: dict[str, str]) -> None:
    single = make_subscription(action, email="anna@example.org")
    everything = ask_to_follow("anna@example.org", at=AT)

    confirm(confirm_token(everything, **differs), at=AT)

    assert set(Subscription.objects.confirmed()) == {single, everything}


def test_everything_takes_up_what_comes_in_the_same_way(action: UrgentAction) -> None:
    make_subscription(action, email="anna@example.org", pace="weekly", language="fr")
    everything = ask_to_follow("anna@example.org", at=AT)

    confirm(confirm_token(everything, pace="weekly", language="fr"), at=AT)

    assert list(Subscription.objects.all()) == [everything]


def test_one_link_ends_all_the_subscriptions_of_a_mail_and_no_other(action: UrgentAction) -> None:
    first = make_subscription(action, email="anna@example.org")
    second = make_subscription(make_open_action(), email="anna@example.org")
    third = make_subscription(make_open_action(), email="anna@example.org")
    token = subscriptions.stop_url(second, first, second).rstrip("/").rsplit("/", 1)[-1]

    end(*followed_by(token))

    assert list(Subscription.objects.all()) == [third]
    assert followed_by(token) == []


def test_link_to_end_fits_a_line_of_a_mail(action: UrgentAction) -> None:
    rows = [Subscription(pk=10**9 + number) for number in range(200)]

    assert len(f"List-Unsubscribe: <{subscriptions.stop_url(*rows)}>") < 998


def test_link_to_end_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="needs at least one"):
        subscriptions.stop_url()


@rules(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=60),
    cut=st.integers(0, 80),
    salt=st.sampled_from(["", "campaigns.subscriptions.confirm", "campaigns.subscriptions.stop", "campaigns.holdings"]),
    times=st.sampled_from([1, 1, 500]),
)
def test_hostile_token_never_does_more_than_be_unknown(text: str, cut: int, salt: str, times: int) -> None:
    """Cut, altered, huge, signed for something else, or signed with nonsense in it."""
    token = signing.Signer(salt=salt).sign(text * times) if salt else text * times
    for hostile in (token, token[:cut], token + "x"):
        for use in (lambda it: confirm(it, at=AT), followed_by):
            with contextlib.suppress(UnknownLink):
                assert use(hostile) == []


@pytest.mark.parametrize(
    ("language", "pace", "subject", "sentences"),
    [
        (
            "fr",
            "daily",
            "Merci de confirmer vos rappels",
            ["toutes les actions (pays : Islande)", "un message par jour", "Langue des messages : français."],
        ),
        (
            "de",
            "weekly",
            "Bitte bestätigen Sie Ihre Erinnerungen",
            ["alle Aktionen (Land: Island)", "eine E-Mail in der Woche", "Sprache der E-Mails: Deutsch."],
        ),
        (
            "es",
            "now",
            "Por favor, confirme sus recordatorios",
            ["todas las acciones (país: Islandia)", "en cuanto haya algo", "Idioma de los mensajes: español."],
        ),
    ],
)
def test_confirmation_is_in_the_language_chosen_and_says_what_was_chosen(
    language: str, pace: str, subject: str, sentences: list[str]
) -> None:
    asked = ask_to_follow("anna@example.org", scope=Scope(country="IS"), at=AT)

    mail = confirmation_mail(asked, pace=pace, language=language, at=AT)

    words = " ".join(str(mail.body).split())
    assert mail.subject == subject
    assert [sentence for sentence in sentences if sentence not in words] == []
    assert f'<html lang="{language}">' in str(mail.alternatives[0][0])
