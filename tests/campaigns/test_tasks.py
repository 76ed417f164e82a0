"""The bell: a sweep sends some, rings again while there is more, and stops ringing when there is not."""

from datetime import date

import pytest
from django.core import mail

from campaigns import tasks
from campaigns.tasks import sweep_reminders
from tests.builders import make_case, make_hearing, make_open_action, make_subscription, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def rung(settings: object, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Seven reminders are due; how many each ring looked at."""
    settings.DEMO_TODAY, settings.REMINDER_HOUR = date(2011, 7, 19), 0  # type: ignore[attr-defined]
    case = make_case(owner=make_user(email="owner@desk.example"))
    make_hearing(case, on=date(2011, 7, 19))
    action = make_open_action(case)
    for _ in range(6):
        make_subscription(action)
    looked_at: list[int] = []
    ring = tasks._ring_again
    monkeypatch.setattr(tasks, "_ring_again", lambda count: (looked_at.append(count), ring(count)))
    return looked_at


def test_sweep_rings_again_until_all_is_sent(rung: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "REMINDERS_A_SWEEP", 3)

    sweep_reminders()

    assert rung == [3, 3, 1]
    assert len(mail.outbox) == 7


def test_sweep_that_sent_all_rings_no_more(rung: list[int]) -> None:
    sweep_reminders()

    assert rung == [7]
