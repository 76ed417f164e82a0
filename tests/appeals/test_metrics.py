"""Numbers for a monitoring: read by a token, of nobody and of no case."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appeals import metrics as numbers
from appeals.metrics import Gauge, as_text, gauges
from campaigns.models import Reminder
from campaigns.planning import plan_reminders
from campaigns.sender import hold_sender, why_held
from campaigns.sweeps import note_begin, note_end
from campaigns.worker_signs import show_sign
from tests.builders import AT, make_case, make_hearing, make_open_action, make_subscription, make_user

pytestmark = pytest.mark.django_db

TOKEN = "a token that nobody guesses"
LINE = re.compile(r"# (?:HELP|TYPE) desk_[a-z_]+ .+|desk_[a-z_]+(?:\{queue=\"[a-z]+\"\})? \S+")


@pytest.fixture
def token(settings) -> str:
    settings.METRICS_TOKEN = TOKEN
    return TOKEN


def read() -> dict[tuple[str, str], float | None]:
    return {(gauge.name, gauge.queue): gauge.value for gauge in gauges(at=AT)}


@pytest.mark.parametrize(
    ("header", "status"),
    [(f"Bearer {TOKEN}", 200), (f"Bearer {TOKEN}x", 404), (TOKEN, 404), ("Bearer ", 404), (None, 404)],
    ids=["token", "another", "no bearer", "empty", "none"],
)
def test_page_is_there_for_whoever_has_the_token(client: Client, token, header, status) -> None:
    headers = {"authorization": header} if header else {}

    assert client.get("/metrics", headers=headers).status_code == status


def test_without_a_token_in_the_settings_there_is_no_page(client: Client) -> None:
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


def test_short_token_is_refused(settings) -> None:
    settings.METRICS_TOKEN = "secret"

    with pytest.raises(SystemCheckError, match="METRICS_TOKEN is shorter than 24 letters"):
        call_command("check")


def test_page_is_in_the_form_that_monitorings_read(client: Client, token) -> None:
    show_sign("packs", at=AT)
    answer: Any = client.get("/metrics", headers={"authorization": f"Bearer {token}"})

    lines = answer.content.decode().splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert "no-store" in answer["Cache-Control"]


def test_numbers_of_a_desk_at_work() -> None:
    case = make_case(owner=make_user(email="owner@desk.example"))
    make_hearing(case)
    make_subscription(make_open_action(case))
    why_held(at=AT)
    plan_reminders(at=AT)
    Reminder.objects.planned().update(due_at=AT - timedelta(minutes=6))
    note_begin(by="worker", at=AT - timedelta(seconds=90))
    note_end(began=AT - timedelta(seconds=90), took=timedelta(seconds=30), sent=1, postponed=0, failed=0, held="")
    show_sign("packs", at=AT - timedelta(seconds=20))
    overdue = Reminder.objects.planned().count()

    found = read()

    assert overdue > 0
    assert found | {("desk_queue_length", "celery"): 0, ("desk_queue_length", "packs"): 0} == {
        ("desk_sweep_age_seconds", ""): 60.0,
        ("desk_reminders_overdue", ""): overdue,
        ("desk_reminders_oldest_overdue_seconds", ""): 360.0,
        ("desk_sender_held", ""): 0,
        ("desk_reminders_sent_today", ""): 0,
        ("desk_reminders_failed_today", ""): 0,
        ("desk_reminders_failed_undecided", ""): 0,
        ("desk_large_packs", ""): 0,
        ("desk_worker_age_seconds", "packs"): 20.0,
        ("desk_queue_length", "celery"): 0,
        ("desk_queue_length", "packs"): 0,
    }


def test_what_failed_and_what_holds_is_counted() -> None:
    why_held(at=AT)  # a database that has sent before would be held as a copy
    make_subscription(make_open_action())
    plan_reminders(at=AT + timedelta(days=30))
    Reminder.objects.update(status="failed", settled_at=AT, reason="No.")
    hold_sender(by=make_user("Approver"), at=AT, reason="A test.")

    found = read()

    failed = Reminder.objects.count()
    assert failed > 0
    assert [found["desk_reminders_failed_today", ""], found["desk_reminders_failed_undecided", ""]] == [failed, failed]
    assert found["desk_sender_held", ""] == 1


def test_what_is_not_known_is_left_out() -> None:
    found = iter([Gauge("desk_a", "One.", None), Gauge("desk_b", "Two.", 1.5), Gauge("desk_c", "Three.", 3, "packs")])

    assert as_text(found).splitlines() == [
        "# HELP desk_b Two.", "# TYPE desk_b gauge", "desk_b 1.5",
        "# HELP desk_c Three.", "# TYPE desk_c gauge", 'desk_c{queue="packs"} 3',
    ]  # fmt: skip


def test_broker_that_is_away_leaves_out_its_queues(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = numbers.app.connection_for_read("redis://127.0.0.1:1/0", transport_options={"max_retries": 1})
    monkeypatch.setattr(numbers.app, "connection_for_read", lambda **options: nobody)

    assert (read()["desk_queue_length", "packs"], read()["desk_sender_held", ""]) == (None, 0)


def test_number_of_queries_is_the_same_for_any_number_of_actions() -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            read()
        return len(asked)

    before = queries()
    for _ in range(3):
        make_subscription(make_open_action())

    assert queries() == before
