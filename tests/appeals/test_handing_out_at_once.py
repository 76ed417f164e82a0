"""Readers of a sheet and a stop of its action at the same moment. The whole race: ``python -m tests.chaos.prints``."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from typing import NamedTuple

import pytest
from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from appeals import archive
from appeals.archive import pdf_of_issued
from appeals.views.leaving import until_it_has_left
from campaigns.answers import WAIT_AT_MOST, kept_standing
from campaigns.lifecycle import pause_action, stop_action
from campaigns.models import UrgentAction
from tests.builders import AT, issue, make_draft, make_open_action, make_stop, second_person

pytestmark = pytest.mark.django_db(transaction=True)

RACES = 10
READERS = 3
PRINTING = 0.06  # seconds


@pytest.fixture(autouse=True)
def july_2011(settings) -> None:
    settings.DEMO_TODAY = date(2011, 7, 20)


class Running:
    """A function in a thread of its own, with a database connection of its own."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.problem: BaseException | None = None
        self.thread = threading.Thread(target=self._run, args=(work,))
        self.thread.start()

    def _run(self, work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as problem:
            self.problem = problem
        finally:
            connections.close_all()

    def ends(self, within: float = 60) -> bool:
        self.thread.join(within)
        if self.problem is not None:
            raise self.problem
        return not self.thread.is_alive()


@pytest.fixture
def answer_on_its_way() -> Iterator[Callable[[UrgentAction], threading.Event]]:
    """Begins an answer about an action in a thread; set the event, and it has left."""
    begun: list[tuple[Running, threading.Event]] = []

    def begin(action: UrgentAction) -> threading.Event:
        is_made, has_left = threading.Event(), threading.Event()

        def answer() -> None:
            with kept_standing(action.slug, "SELECT 1", []):
                is_made.set()
                has_left.wait(30)

        begun.append((Running(answer), has_left))
        assert is_made.wait(30)
        return has_left

    yield begin
    for running, has_left in begun:
        has_left.set()
        assert running.ends()


def stop(action: UrgentAction) -> None:
    stop_action(UrgentAction.objects.get(pk=action.pk), by=action.created_by, at=AT, reason="released")


def pause(action: UrgentAction) -> None:
    pause_action(UrgentAction.objects.get(pk=action.pk), by=action.created_by, at=AT)


def replace(action: UrgentAction) -> None:
    issue(make_draft(action))


def end_by_a_sheet(action: UrgentAction) -> None:
    issue(make_stop(action))


@pytest.mark.parametrize("decide", [stop, pause, replace, end_by_a_sheet])
def test_decision_waits_for_the_answer_that_is_on_its_way(decide, answer_on_its_way, monkeypatch) -> None:
    monkeypatch.setattr("campaigns.answers.WAIT_AT_MOST", 30)
    action = make_open_action()
    second_person()
    has_left = answer_on_its_way(action)

    deciding = Running(lambda: decide(action))
    assert not deciding.ends(within=0.3)
    has_left.set()

    assert deciding.ends()
    assert UrgentAction.objects.get(pk=action.pk).events.count() > 1


def test_reader_who_never_lets_go_holds_up_a_stop_for_a_moment_only(answer_on_its_way) -> None:
    action = make_open_action()
    answer_on_its_way(action)
    began = time.monotonic()

    stop(action)

    assert WAIT_AT_MOST <= time.monotonic() - began < WAIT_AT_MOST + 5
    assert UrgentAction.objects.get(pk=action.pk).status == "stopped"


def test_response_lets_go_when_it_is_closed() -> None:
    action = make_open_action()
    pdf_of_issued(action.current_sheet, paper="A4", at=AT)
    client, address = Client(), reverse("appeals:sheet-pdf", args=[action.slug])
    etag = client.get(address)["ETag"]
    for headers in ({}, {"If-None-Match": etag}):
        assert client.get(address, headers=headers).status_code in (200, 304)
    began = time.monotonic()

    stopping = Running(lambda: stop(action))

    assert stopping.ends()
    assert time.monotonic() - began < WAIT_AT_MOST


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is so quick that the clock of a thread is late")
def test_no_pdf_leaves_after_a_stop_has_returned(monkeypatch) -> None:
    is_printing = threading.Event()

    def printed(html: str) -> bytes:
        is_printing.set()
        time.sleep(PRINTING)
        return f"%PDF {html}".encode()

    def noted(response: HttpResponse, kept: ExitStack) -> HttpResponse:
        """Its time is up when it lets go of what holds up a stop."""
        kept.callback(lambda: setattr(response, "left_at", time.monotonic()))
        return until_it_has_left(response, kept)

    monkeypatch.setattr(archive, "html_to_pdf", printed)
    monkeypatch.setattr("appeals.views.sheets.until_it_has_left", noted)
    chance = random.Random(4)  # noqa: S311  (nothing secret)
    races = []
    for number in range(RACES):
        is_printing.clear()
        action = make_open_action()
        # Every other stop falls while the sheet is printed for the first time, the rest while everybody gets it.
        races.append(race(action, is_printing if number % 2 else None, then=chance.uniform(0, PRINTING)))
        assert Client().get(reverse("appeals:sheet-pdf", args=[action.slug])).status_code == 410

    assert [answer for one in races for answer in one if answer.got > answer.returned and answer.is_pdf] == []
    # The race was one: some had it before, and some waited for it when the stop came.
    assert [answer for one in races for answer in one if answer.got < answer.called and answer.is_pdf] != []
    assert [
        answer for one in races for answer in one if answer.asked < answer.called < answer.got and not answer.is_pdf
    ] != []


class Answer(NamedTuple):
    """What a reader got, and the stop of that race; seconds of one clock."""

    asked: float
    got: float
    is_pdf: bool
    called: float
    returned: float


def race(action: UrgentAction, begun: threading.Event | None, *, then: float) -> list[Answer]:
    """Let readers ask on and on, and stop the action a moment after something has begun, or somebody has the PDF."""
    address = reverse("appeals:sheet-pdf", args=[action.slug])
    answers: list[tuple[float, float, bool]] = []
    has_it, is_over = threading.Event(), threading.Event()

    def read() -> None:
        client = Client()
        while not is_over.is_set():
            asked = time.monotonic()
            response = client.get(address)
            is_pdf = response.content.startswith(b"%PDF")
            # A thread may hear late that its answer has left.
            answers.append((asked, getattr(response, "left_at", time.monotonic()), is_pdf))
            if is_pdf:
                has_it.set()

    readers = [Running(read) for _ in range(READERS)]
    assert (begun or has_it).wait(60)
    time.sleep(then)
    called = time.monotonic()
    stop(action)
    returned = time.monotonic()
    is_over.set()
    assert all(reader.ends() for reader in readers)
    return [Answer(*answer, called, returned) for answer in answers]
