"""Two of a group report at the same moment: one is taken, the other is told. Presses at the same moment all count."""

import threading
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from appeals.channels import Channel
from appeals.models import Tally, TallyLine, WeekCount
from appeals.presses import PressedBefore, new_token
from appeals.sent import count_sent
from appeals.tallies import Box, ReportedMeanwhile, judge, report
from tests.builders import AT, DAY, make_authority, make_open_action, make_tally, make_tally_line, make_user

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def needs_row_locks(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time; there is nothing to run at once")


def at_once(*acts: Callable[[], None]) -> None:
    together = threading.Barrier(len(acts))

    def do(act: Callable[[], None]) -> None:
        together.wait(10)
        try:
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)


def test_second_of_two_who_report_at_once_is_told_and_nothing_is_lost() -> None:
    action = make_open_action(recipients=[make_authority(verified_on=DAY, fax="+354 555 0000")])
    tally, office = make_tally(action), action.current_sheet.recipients.get().authority_id
    told: list[str] = []

    def reporting(channel: Channel, number: int) -> None:
        try:
            own = Tally.objects.get(pk=tally.pk)
            report(own, {Box(action.pk, office, channel): number}, posted_on=DAY, seen=0, on=DAY, at=AT)
            told.append(f"taken {channel} {number}")
        except ReportedMeanwhile:
            told.append("told")

    at_once(lambda: reporting(Channel.POST, 23), lambda: reporting(Channel.FAX, 4))

    there = [f"taken {line.channel} {line.number}" for line in TallyLine.objects.all()]
    assert sorted(told) == sorted([*there, "told"])
    assert len(there) == 1


def test_presses_at_once_all_count() -> None:
    action = make_open_action()
    office = action.current_sheet.recipients.get().authority_id

    at_once(*(lambda: count_sent(action, [(office, Channel.POST)], token=new_token(on=DAY), on=DAY) for _ in range(6)))

    assert WeekCount.objects.get().number == 6


def test_same_form_that_arrives_twice_at_once_counts_once() -> None:
    action, token = make_open_action(), new_token(on=DAY)
    office = action.current_sheet.recipients.get().authority_id
    told: list[str] = []

    def press() -> None:
        try:
            count_sent(action, [(office, Channel.POST)], token=token, on=DAY)
            told.append("counted")
        except PressedBefore:
            told.append("before")

    at_once(press, press)

    assert sorted(told) == ["before", "counted"]
    assert WeekCount.objects.get().number == 1


def test_staff_judge_no_number_that_the_group_changes_at_the_same_moment() -> None:
    """Whichever comes first, what the group stated last stands, and it was either judged as it is or not at all."""
    line, editor = make_tally_line(500), make_user("Editor")
    tally, box = line.tally, Box(line.action_id, line.authority_id, Channel.POST)

    def judging() -> None:
        with suppress(ValidationError):
            judge(line, is_counted=True, reason="", by=editor, at=AT)

    def reporting() -> None:
        report(tally, {box: 300}, posted_on=DAY, seen=1, on=DAY, at=AT)

    at_once(judging, reporting)

    assert [(line.number, line.standing) for line in TallyLine.objects.all()] == [(300, "waits")]
