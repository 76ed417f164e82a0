"""Whatever staff do, in whatever order: no number of an entry falls, and each change of what is read raises it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.core.exceptions import ValidationError

from accounts.acts import acting
from accounts.models import User
from appeals.calendar_entries import public_entries
from appeals.calendars import Entry
from campaigns.decisions import InvalidTransition
from campaigns.lifecycle import (
    ask_to_reopen,
    close_action,
    pause_action,
    reopen_action,
    resume_action,
    start_action,
    stop_action,
)
from campaigns.models import UrgentAction
from campaigns.scopes import EVERYTHING
from cases.models import Hearing
from tests.builders import (
    AT,
    DAY,
    issue,
    make_case,
    make_draft,
    make_hearing,
    make_open_action,
    make_stop,
    second_person,
)

pytestmark = pytest.mark.django_db


def further(action: UrgentAction, by: User, at: datetime) -> None:
    issue(make_draft(action, appeals_limit=date(2011, 9, 1) + timedelta(days=at.minute % 9)), at=at)


def reopen(action: UrgentAction, by: User, at: datetime) -> None:
    ask_to_reopen(action, by=by, at=at, reason="why")
    reopen_action(action, by=second_person(), at=at)


def start_another(action: UrgentAction, by: User, at: datetime) -> None:
    issue(make_draft(start_action(action.case, by=by, at=at)), at=at)


ON_ACTIONS: tuple[Callable[[UrgentAction, User, datetime], object], ...] = (
    further,
    reopen,
    start_another,
    lambda action, by, at: pause_action(action, by=by, at=at),
    lambda action, by, at: resume_action(action, by=by, at=at),
    lambda action, by, at: stop_action(action, by=by, at=at, reason="why"),
    lambda action, by, at: close_action(action, by=by, at=at, reason="why"),
    lambda action, by, at: issue(make_stop(action), at=at),
    lambda action, by, at: issue(make_stop(action, kind="outcome"), at=at),
)


def save(hearing: Hearing, **changes: object) -> None:
    for name, value in changes.items():
        setattr(hearing, name, value)
    hearing.full_clean()
    hearing.save()


ON_HEARINGS: tuple[Callable[[Hearing, UrgentAction], object], ...] = (
    lambda hearing, other: save(hearing, on=hearing.on + timedelta(days=1)),
    lambda hearing, other: save(hearing, status="cancelled"),
    lambda hearing, other: save(hearing, status="expected"),
    lambda hearing, other: save(hearing, level="network" if hearing.level == "public" else "public"),
    lambda hearing, other: save(hearing, case=other.case),
)


def said(entry: Entry) -> tuple[object, ...]:
    return (entry.title, entry.day, entry.words, entry.status, entry.url)


@pytest.mark.parametrize("seed", [0, 1])
def test_number_never_falls_and_rises_with_each_change(seed: int) -> None:
    chance = Random(seed)  # noqa: S311  # a walk that can be walked again
    actions = [make_open_action(make_case()), make_open_action(make_case(country="KE"))]
    with acting(by=second_person(), at=AT):
        hearing = make_hearing(actions[0].case)
    at, seen, changes = AT, {entry.uid: entry for entry in public_entries(EVERYTHING, on=DAY, at=AT)}, 0
    for _ in range(40):
        step = chance.choice([0, 1, 3_600])
        at += timedelta(seconds=step)
        do = chance.choice([*ON_ACTIONS, *ON_HEARINGS])
        action = chance.choice(UrgentAction.objects.filter(opened_at__isnull=False).order_by("pk"))
        try:
            with acting(by=second_person(), at=at):
                do(hearing, action) if do in ON_HEARINGS else do(action, action.created_by, at)
        except (InvalidTransition, ValidationError):
            hearing.refresh_from_db()
        for entry in public_entries(EVERYTHING, on=DAY, at=AT):
            before = seen.get(entry.uid, entry)
            seen[entry.uid] = entry
            assert (entry.sequence >= before.sequence, entry.changed_at >= before.changed_at) == (True, True)
            if said(entry) != said(before):
                changes += 1
                # A hearing whose case gets another action within the second of its own change waits for the next.
                assert entry.sequence > before.sequence or (entry.uid.startswith("hearing") and not step)
    assert changes > 8  # the walk went somewhere
