"""Several actions stopped as one decision."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import close_old_connections, connection

from campaigns.decisions import InvalidTransition
from campaigns.lifecycle import pause_action, stop_action
from campaigns.models import ActionEvent, Reminder, UrgentAction
from campaigns.planning import plan_reminders
from campaigns.reminders import sweep
from campaigns.stopping import stop_several
from tests.builders import AT, make_case, make_open_action, make_subscription, make_user

pytestmark = pytest.mark.django_db


def stop(*actions, **words):
    said = {"at": AT, "reason": "All were released.", "public_note": "Free.", **words}
    return stop_several(actions, by=actions[0].created_by, **said)


def statuses() -> list[str]:
    return list(UrgentAction.objects.order_by("pk").values_list("status", flat=True))


def test_all_stop_with_one_reason_and_one_note_each_with_its_event():
    case = make_case()
    first, second, third = make_open_action(case), make_open_action(case), make_open_action()
    pause_action(second, by=second.created_by, at=AT)

    stop(third, first, second)

    assert statuses() == ["stopped"] * 3
    events = ActionEvent.objects.filter(verb="stop").order_by("action__pk")
    assert [(event.action, event.reason, event.public_note) for event in events] == [
        (action, "All were released.", "Free.") for action in (first, second, third)
    ]


def test_notices_of_all_are_cancelled():
    actions = [make_open_action(), make_open_action()]
    for action in actions:
        make_subscription(action)
    plan_reminders(at=AT)
    assert Reminder.objects.planned().count() > 1

    stop(*actions)

    assert not Reminder.objects.planned().exists()


def test_all_or_none():
    first, second, over = make_open_action(), make_open_action(), make_open_action()
    stop_action(over, by=over.created_by, at=AT, reason="released")

    with pytest.raises(InvalidTransition) as refused:
        stop(first, over, second)

    assert str(refused.value) == (
        f"Nothing was stopped. {over.reference} is stopped; it cannot be stopped from there. Leave out what is over "
        "already."
    )
    assert statuses() == ["open", "open", "stopped"]
    assert ActionEvent.objects.filter(verb="stop").count() == 1


def test_a_reason_is_asked_for():
    with pytest.raises(ValidationError, match="Say why"):
        stop(make_open_action(), make_open_action(), reason=" ")

    assert statuses() == ["open", "open"]


def test_a_note_that_cannot_be_printed_stops_none():
    with pytest.raises(ValidationError, match="invisible character"):
        stop(make_open_action(), make_open_action(), public_note="A\u202eB")

    assert statuses() == ["open", "open"]


def test_whoever_follows_two_of_them_gets_one_mail(mailoutbox):
    first, second = make_open_action(), make_open_action()
    make_subscription(first, email="anna@example.org")
    make_subscription(second, email="anna@example.org")

    stop(second, first, at=AT + timedelta(hours=1))
    sweep(at=AT + timedelta(hours=2))

    to_anna = [mail for mail in mailoutbox if mail.to == ["anna@example.org"]]
    assert [mail.subject for mail in to_anna] == ["STOP: please send no more letters (2 actions)"]
    assert (first.reference in to_anna[0].body, second.reference in to_anna[0].body) == (True, True)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_stops_that_cross_wait_for_each_other_and_never_for_ever():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time; there is nothing to run at once")
    actions = [make_open_action() for _ in range(6)]
    by = make_user()
    told: list[str] = []
    begin = threading.Barrier(4)

    def crossing(lot: list[UrgentAction]) -> Callable[[], None]:
        def run() -> None:
            begin.wait(10)
            try:
                stop_several(lot, by=by, at=AT, reason="released")
                told.append("stopped")
            except InvalidTransition:
                told.append("was over already")
            except Exception as problem:
                told.append(repr(problem))
            finally:
                close_old_connections()
                connection.close()

        return run

    backward = actions[::-1]
    middle = [actions[3], actions[0], actions[5], actions[1], actions[4], actions[2]]
    threads = [threading.Thread(target=crossing(lot)) for lot in (actions, backward, middle, middle[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(told) == ["stopped", *["was over already"] * 3]
    assert statuses() == ["stopped"] * 6
    assert ActionEvent.objects.filter(verb="stop").count() == 6
