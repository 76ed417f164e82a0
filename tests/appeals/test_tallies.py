"""A tally states totals, for seven days, and nobody of the group writes unseen over another."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from appeals.channels import Channel
from appeals.forgetting import forget_unused_tallies
from appeals.models import Tally, TallyLine
from appeals.tallies import (
    MOST_ACTIONS,
    PLAUSIBLE,
    Box,
    ReportedMeanwhile,
    is_changeable,
    judge,
    open_tally,
    report,
    tally_with,
)
from campaigns.check_codes import SIGNS, spoken
from campaigns.lifecycle import pause_action, stop_action
from campaigns.models import UrgentAction
from tests.builders import (
    AT,
    DAY,
    issue,
    make_action,
    make_authority,
    make_open_action,
    make_stop,
    make_tally,
    make_tally_line,
    make_user,
)

pytestmark = pytest.mark.django_db


def box_of(action: UrgentAction, channel: Channel = Channel.POST, place: int = 0) -> Box:
    recipient = action.current_sheet.recipients.order_by("role", "order")[place]
    return Box(action.pk, recipient.authority_id, channel)


def state(tally, numbers, *, on=DAY, posted_on=None, seen=None):
    tally.refresh_from_db()
    return report(tally, numbers, posted_on=posted_on or on, seen=tally.edition if seen is None else seen, on=on, at=AT)


def counted(tally) -> dict[tuple[int, str], tuple[int, str]]:
    return {(line.authority_id, line.channel): (line.number, line.standing) for line in tally.lines.all()}


def test_code_is_found_as_it_is_spoken_and_typed() -> None:
    tally = make_tally()

    assert set(tally.code) <= set(SIGNS)
    assert len(tally.code) == 8
    assert tally_with(spoken(tally.code).lower()) == tally
    assert tally_with("7K3F-9QX") is None
    assert tally_with("\x00" * 5_000) is None


def test_tally_is_for_open_actions_only() -> None:
    draft = make_action()

    with pytest.raises(ValidationError, match="asks nobody to write today"):
        open_tally([draft], on=DAY)
    with pytest.raises(ValidationError, match="Choose at least one action"):
        open_tally([], on=DAY)


def test_tally_takes_ten_actions() -> None:
    action = make_open_action()

    with pytest.raises(ValidationError, match="One tally takes 10 actions"):
        open_tally([action] * (MOST_ACTIONS + 1), on=DAY)


def test_same_report_twice_changes_nothing() -> None:
    action = make_open_action()
    tally, box = make_tally(action), box_of(action)

    state(tally, {box: 23})
    state(tally, {box: 23})

    assert counted(tally) == {(box.authority_id, "post"): (23, "counted")}


def test_later_report_stands_in_place_of_the_one_before() -> None:
    action = make_open_action()
    tally, box = make_tally(action), box_of(action)
    fax = box._replace(channel=Channel.FAX)
    state(tally, {box: 23, fax: 4})

    state(tally, {box: 20})

    assert counted(tally) == {(box.authority_id, "post"): (20, "counted"), (box.authority_id, "fax"): (0, "counted")}


def test_number_for_an_action_of_no_concern_to_the_tally_is_passed_over() -> None:
    tally, other = make_tally(), make_open_action()

    state(tally, {box_of(other): 5})

    assert counted(tally) == {}


@pytest.mark.parametrize(("days", "is_open"), [(0, True), (7, True), (8, False)])
def test_it_can_be_changed_for_seven_days_after_the_first_report(days: int, is_open: bool) -> None:
    tally = make_tally_line(3).tally
    later = DAY + timedelta(days=days)

    assert is_changeable(tally, on=later) is is_open
    if not is_open:
        with pytest.raises(ValidationError, match="It took reports until 20 July 2011"):
            state(tally, {}, on=later, posted_on=DAY)
        assert [line.number for line in tally.lines.all()] == [3]


def test_stale_form_writes_nothing() -> None:
    action = make_open_action()
    tally, box = make_tally(action), box_of(action)
    state(tally, {box: 23})

    with pytest.raises(ReportedMeanwhile):
        state(tally, {box: 5}, seen=0)

    assert counted(tally) == {(box.authority_id, "post"): (23, "counted")}


@pytest.mark.parametrize(("number", "standing"), [(PLAUSIBLE, "counted"), (PLAUSIBLE + 1, "waits")])
def test_large_number_waits_for_staff(number: int, standing: str) -> None:
    assert make_tally_line(number).standing == standing


def test_numbers_of_one_action_and_way_are_judged_together() -> None:
    """Two hundred letters are as many whether they went to one office or to two."""
    action = make_open_action(recipients=[make_authority(verified_on=DAY), make_authority(verified_on=DAY)])
    tally = make_tally(action)
    first, second = box_of(action), box_of(action, place=1)

    state(tally, {first: 150, second: 100, first._replace(channel=Channel.FAX): 9})

    assert counted(tally) == {
        (first.authority_id, "post"): (150, "waits"),
        (second.authority_id, "post"): (100, "waits"),
        (first.authority_id, "fax"): (9, "counted"),
    }


def test_what_staff_said_of_a_number_holds_until_it_changes() -> None:
    line = make_tally_line(500)
    tally, editor = line.tally, make_user("Editor")
    box = Box(line.action_id, line.authority_id, Channel.POST)

    judge(line, is_counted=True, reason="A school.", by=editor, at=AT)
    state(tally, {box: 500})
    line.refresh_from_db()
    assert (line.standing, line.decided_by) == ("counted", editor)

    state(tally, {box: 501})
    line.refresh_from_db()
    assert (line.standing, line.decided_by, line.reason) == ("waits", None, "")


def test_number_that_the_group_changed_meanwhile_is_not_judged() -> None:
    line = make_tally_line(500)
    state(line.tally, {Box(line.action_id, line.authority_id, Channel.POST): 300})

    with pytest.raises(ValidationError, match="changed this number meanwhile"):
        judge(line, is_counted=True, reason="", by=make_user("Editor"), at=AT)

    assert [(line.number, line.standing) for line in TallyLine.objects.all()] == [(300, "waits")]


def test_number_set_aside_is_corrected_by_the_group() -> None:
    line = make_tally_line(500)
    judge(line, is_counted=False, reason="Not meant.", by=make_user("Editor"), at=AT)

    state(line.tally, {Box(line.action_id, line.authority_id, Channel.POST): 50})

    assert [(line.number, line.standing) for line in TallyLine.objects.all()] == [(50, "counted")]


def test_each_report_is_on_record_without_a_person() -> None:
    line = make_tally_line(3)
    state(line.tally, {Box(line.action_id, line.authority_id, Channel.POST): 4})

    assert [(record.number, record.history_user) for record in line.history.all()] == [(4, None), (3, None)]


def test_letters_that_are_still_to_go_are_not_reported() -> None:
    action = make_open_action()

    with pytest.raises(ValidationError, match="still to come"):
        state(make_tally(action), {box_of(action): 1}, posted_on=DAY + timedelta(days=1))


def test_letters_from_before_the_action_are_not_reported() -> None:
    action = make_open_action()

    with pytest.raises(ValidationError, match="was opened on 13 July 2011, after this day"):
        state(make_tally(action), {box_of(action): 1}, posted_on=DAY - timedelta(days=1))


@pytest.mark.parametrize("end", [stop_action, pause_action])
@pytest.mark.parametrize(("days", "is_taken"), [(0, True), (1, False)])
def test_after_a_stop_letters_up_to_its_day_are_reported(end, days: int, is_taken: bool) -> None:
    action = make_open_action()
    tally = make_tally(action)
    end(action, by=make_user(), at=AT + timedelta(days=1), reason="released")
    posted_on = DAY + timedelta(days=1 + days)

    if is_taken:
        state(tally, {box_of(action): 5}, on=DAY + timedelta(days=3), posted_on=posted_on)
        assert [line.number for line in tally.lines.all()] == [5]
    else:
        with pytest.raises(ValidationError, match="letters that went after 14 July 2011 are not counted"):
            state(tally, {box_of(action): 5}, on=DAY + timedelta(days=3), posted_on=posted_on)


def test_stop_sheet_takes_no_letters_away() -> None:
    """It names nobody to write to, and the day before it as the last; what went that day went."""
    action = make_open_action()
    tally, box = make_tally(action), box_of(action)
    issue(make_stop(action, dated=DAY))

    state(tally, {box: 5})

    assert counted(tally) == {(box.authority_id, "post"): (5, "counted")}


@pytest.mark.parametrize(("day", "is_taken"), [(22, True), (23, False)])
def test_last_good_day_is_the_last_on_which_letters_went(day: int, is_taken: bool) -> None:
    action = make_open_action()
    tally = make_tally(action)
    posted_on = date(2011, 8, day)

    if is_taken:
        state(tally, {box_of(action): 5}, on=date(2011, 8, 24), posted_on=posted_on)
    else:
        with pytest.raises(ValidationError, match="after 22 August 2011"):
            state(tally, {box_of(action): 5}, on=date(2011, 8, 24), posted_on=posted_on)


def test_tally_that_nobody_used_goes_after_sixty_days_and_one_with_numbers_stays() -> None:
    unused, used = make_tally(), make_tally_line().tally

    counts = [forget_unused_tallies(at=AT + timedelta(days=days)) for days in (60, 61, 61)]

    assert counts == [0, 1, 0]
    assert list(Tally.objects.filter(pk__in=[unused.pk, used.pk])) == [used]
