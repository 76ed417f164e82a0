"""An embargo holds to the minute: nothing early in any zone or night, and at the minute all of it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from campaigns.country_lists import countries_open_on
from campaigns.decisions import InvalidTransition
from campaigns.embargo import LONGEST, set_embargo
from campaigns.lifecycle import stop_action
from campaigns.models import ActionEvent, Reminder, UrgentAction
from campaigns.offers import offers
from campaigns.reminders import sweep
from cases.admin.moments import moment_as_typed, read_moment
from tests.builders import AT, DAY, issue, make_action, make_draft, make_open_action, make_subscription, make_user

pytestmark = pytest.mark.django_db

# Local moments as somebody types them, and what they are in UTC: ordinary days, and the nights in which clocks change.
TYPED = {
    "2011-07-20 06:00 Asia/Tashkent": datetime(2011, 7, 20, 1, 0, tzinfo=UTC),
    "2011-07-20 06:00 America/New_York": datetime(2011, 7, 20, 10, 0, tzinfo=UTC),
    "2011-07-20 00:00 Pacific/Kiritimati": datetime(2011, 7, 19, 10, 0, tzinfo=UTC),
    "2011-07-20 23:59 Pacific/Pago_Pago": datetime(2011, 7, 21, 10, 59, tzinfo=UTC),
    "2011-07-20 06:15 Asia/Kathmandu": datetime(2011, 7, 20, 0, 30, tzinfo=UTC),
    # Put forward: the last minute before, the first after.
    "2011-03-27 01:59 Europe/Zurich": datetime(2011, 3, 27, 0, 59, tzinfo=UTC),
    "2011-03-27 03:00 Europe/Zurich": datetime(2011, 3, 27, 1, 0, tzinfo=UTC),
    # Put back: the hour comes twice, and the later one is meant.
    "2011-10-30 02:30 Europe/Zurich": datetime(2011, 10, 30, 1, 30, tzinfo=UTC),
    "2011-11-06 01:30 America/New_York": datetime(2011, 11, 6, 6, 30, tzinfo=UTC),
    "2011-04-03 02:30 Australia/Lord_Howe": datetime(2011, 4, 2, 16, 0, tzinfo=UTC),
}
# 100 around each: seconds, minutes, hours.
AROUND = [
    *(timedelta(seconds=sign * number * unit) for sign in (-1, 1) for unit in (1, 60, 3600) for number in range(1, 17)),
    *(timedelta(0), timedelta(microseconds=-1), timedelta(days=-1), timedelta(days=1)),
]


@pytest.mark.parametrize("typed", TYPED)
def test_a_moment_is_what_it_is_where_it_is_meant(typed: str) -> None:
    assert read_moment(typed) == TYPED[typed]
    assert read_moment(moment_as_typed(TYPED[typed])) == TYPED[typed]


@pytest.mark.parametrize("typed", ["2011-03-27 02:30 Europe/Zurich", "2011-07-20", "soon", "2011-07-20 06:00 Mars/Sea"])
def test_what_is_no_moment_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        read_moment(typed)


def test_of_a_thousand_instants_none_is_early_and_none_is_late() -> None:
    action = make_open_action()
    asked = early = late = 0
    for typed, until in TYPED.items():
        zone = ZoneInfo(typed.split()[2])
        UrgentAction.objects.filter(pk=action.pk).update(embargo_until=until, embargo_zone=zone.key)
        action.refresh_from_db()
        for apart in AROUND:
            at = (until + apart).astimezone(zone)
            is_shown = UrgentAction.objects.shown(at=at).exists()
            assert is_shown is not action.is_under_embargo(at=at)
            asked, early, late = asked + 1, early + (is_shown and apart < timedelta(0)), late + (
                not is_shown and apart >= timedelta(0)
            )  # fmt: skip

    assert (asked, early, late) == (1000, 0, 0)


def embargoed(until: datetime) -> UrgentAction:
    action = make_action()
    set_embargo(action, until=until, zone="Asia/Tashkent", by=make_user(), at=AT, reason="agreed with others")
    issue(make_draft(action))
    return UrgentAction.objects.get(pk=action.pk)


def test_a_country_is_offered_once_its_embargo_is_over() -> None:
    until = AT + timedelta(hours=3)
    embargoed(until)

    assert countries_open_on(DAY, at=until - timedelta(seconds=1)) == []
    assert countries_open_on(DAY, at=until) == ["IS"]
    assert countries_open_on(DAY, at=None) == ["IS"]


def test_nobody_is_mailed_before_and_followers_hear_of_it_as_of_a_new_one() -> None:
    until = AT + timedelta(hours=3)
    make_subscription(country="IS", confirmed_at=AT - timedelta(days=1))
    action = embargoed(until)

    for at in (AT, until - timedelta(minutes=1), until - timedelta(seconds=1)):
        sweep(at=at)
    assert [offer for offer in offers(at=until - timedelta(seconds=1)) if offer.action_id == action.pk] == []
    assert mail.outbox == []

    sweep(at=until)
    assert list(Reminder.objects.filter(status="sent").values_list("kind", flat=True)) == [Reminder.Kind.NEW]
    assert len(mail.outbox) == 1


def test_of_one_that_is_stopped_before_its_embargo_ends_nobody_hears() -> None:
    until = AT + timedelta(hours=3)
    make_subscription(country="IS", confirmed_at=AT - timedelta(days=1))
    action = embargoed(until)
    stop_action(action, by=make_user(), at=AT + timedelta(hours=1), reason="she is free")

    sweep(at=until + timedelta(minutes=1))

    assert mail.outbox == []


def test_an_embargo_can_be_lifted_while_nobody_knows_of_the_action() -> None:
    action = embargoed(AT + timedelta(hours=3))

    set_embargo(action, until=None, zone="", by=make_user(), at=AT + timedelta(hours=1), reason="it is out already")

    assert list(UrgentAction.objects.shown(at=AT + timedelta(hours=1))) == [action]
    assert ActionEvent.objects.filter(action=action, verb="embargo").count() == 2


def test_what_is_public_gets_no_embargo() -> None:
    action = make_open_action()

    with pytest.raises(InvalidTransition, match="is public already"):
        set_embargo(action, until=AT + timedelta(days=2), zone="UTC", by=make_user(), at=AT, reason="too late")


@pytest.mark.parametrize(
    ("until", "zone", "reason"),
    [
        (AT, "Europe/Zurich", "over"),
        (AT + LONGEST + timedelta(minutes=1), "Europe/Zurich", "far away"),
        (AT + timedelta(days=1), "Mars/Sea", "nowhere"),
        (AT + timedelta(days=1), "Europe/Zurich", " "),
    ],
    ids=["over", "too far", "no zone", "no reason"],
)
def test_an_odd_embargo_is_refused(until: datetime, zone: str, reason: str) -> None:
    with pytest.raises(ValidationError):
        set_embargo(make_action(), until=until, zone=zone, by=make_user(), at=AT, reason=reason)
