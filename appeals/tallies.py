"""A tally: a group opens it for an evening, and states by its code how many letters went. No account, no names.

Whoever has the code may report. A report states totals and never adds, so that sending it twice changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from accounts.acts import acting
from accounts.models import User
from accounts.terms import UNUSED_TALLIES
from appeals.channels import Channel
from appeals.models import Tally, TallyLine
from appeals.written_to import last_days_of
from campaigns.check_codes import new_code, read_code
from campaigns.models import UrgentAction

MOST_ACTIONS = 10  # of one tally
CHANGEABLE = timedelta(days=7)  # after the first report
PLAUSIBLE = 200  # letters of one evening for one action by one way; more waits for staff
FORGOTTEN = UNUSED_TALLIES.lasts  # a tally in which nothing was reported takes nothing after that

Standing = TallyLine.Standing


class Box(NamedTuple):
    """One number of a tally: for which action, to whom, by which way."""

    action_id: int
    authority_id: int
    channel: Channel


class ReportedMeanwhile(Exception):
    """Somebody else of the group has reported since the form was shown."""


def open_tally(actions: Sequence[UrgentAction], *, on: date, code: str = "") -> Tally:
    """A new tally for some open actions.

    Args:
        code: one by lot that stands on paper already; without it one is drawn.

    Raises:
        ValidationError: if there are none, too many, or one of them asks nobody to write.
    """
    if not actions:
        raise ValidationError("Choose at least one action for which you write.")
    if len(actions) > MOST_ACTIONS:
        raise ValidationError(f"One tally takes {MOST_ACTIONS} actions. Open another one for the rest.")
    for action in actions:
        if not action.is_open(on=on):
            raise ValidationError(f"{action.reference} asks nobody to write today, so no tally is opened for it.")
    with transaction.atomic():
        code = code or new_code()
        while Tally.objects.filter(code=code).exists():
            code = new_code()
        tally = Tally.objects.create(code=code, opened_on=on)
        tally.actions.set(actions)
    return tally


def tally_with(typed: str) -> Tally | None:
    """The tally whose code somebody typed, however it is written."""
    code = read_code(typed)
    return Tally.objects.filter(code=code).first() if code else None


def last_day_to_change(tally: Tally) -> date:
    """Until when it takes reports, that day included."""
    return tally.first_reported_on + CHANGEABLE if tally.first_reported_on else tally.opened_on + FORGOTTEN


def is_changeable(tally: Tally, *, on: date) -> bool:
    return on <= last_day_to_change(tally)


def report(tally: Tally, numbers: Mapping[Box, int], *, posted_on: date, seen: int, on: date, at: datetime) -> Tally:
    """State how many letters went: all numbers of the tally, in place of what was stated before.

    Args:
        posted_on: the day on which they went.
        seen: the edition of the tally that the form was made of.
        on: today.

    Raises:
        ReportedMeanwhile: if the tally has another edition by now. Nothing is written.
        ValidationError: with a sentence, if it takes no reports any more, or the day cannot be. Nothing is written.
    """
    with acting(by=None, at=at):
        held = Tally.objects.select_for_update(of=("self",), no_key=True).get(pk=tally.pk)
        if not is_changeable(held, on=on):
            raise ValidationError(
                f"It took reports until {last_day_to_change(held):%-d %B %Y}, and now only shows them."
            )
        if held.edition != seen:
            raise ReportedMeanwhile
        actions = list(held.actions.all())
        check_day(actions, numbers, posted_on=posted_on, on=on)
        held.posted_on, held.first_reported_on = posted_on, held.first_reported_on or on
        held.edition += 1
        held.save()
        _write(held, {box: number for box, number in numbers.items() if box.action_id in {one.pk for one in actions}})
    return held


def check_day(actions: Iterable[UrgentAction], numbers: Mapping[Box, int], *, posted_on: date, on: date) -> None:
    """Whether letters for these actions may have gone on that day.

    Raises:
        ValidationError: with a sentence.
    """
    if posted_on > on:
        raise ValidationError("Report letters once they have gone: this day is still to come.")
    sent = {box.action_id for box, number in numbers.items() if number}
    actions = [action for action in actions if action.pk in sent]
    last_days = last_days_of(actions)
    for action in actions:
        if action.opened_on is None or posted_on < action.opened_on:
            opened = f"{action.opened_on:%-d %B %Y}"
            raise ValidationError(f"{action.reference} was opened on {opened}, after this day. Correct the day.")
        if posted_on > last_days[action.pk]:
            raise ValidationError(
                f"{action.reference}: letters that went after {last_days[action.pk]:%-d %B %Y} are not counted; it did "
                "not ask for them any more. Correct the day, or leave its boxes empty."
            )


def judge(line: TallyLine, *, is_counted: bool, reason: str, by: User, at: datetime) -> TallyLine:
    """Say of a number that it counts, or set it aside.

    Raises:
        ValidationError: if the group has changed it since it was read. Nothing is written then.
    """
    with acting(by=by, at=at, reason=reason):
        # In the order in which a report locks, so that it cannot come in between.
        Tally.objects.select_for_update(of=("self",), no_key=True).get(pk=line.tally_id)
        held = TallyLine.objects.select_related("action").get(pk=line.pk)
        if held.number != line.number:
            raise ValidationError("The group has changed this number meanwhile. Look at it as it stands now.")
        held.standing = Standing.COUNTED if is_counted else Standing.ASIDE
        held.decided_by, held.decided_at, held.reason = by, at, reason
        held.full_clean()
        held.save()
    return held


def lines_of(tally: Tally) -> QuerySet[TallyLine]:
    """What was reported, without what staff wrote of it: the public part of the site may not read that."""
    return tally.lines.defer("reason")


def _write(tally: Tally, numbers: Mapping[Box, int]) -> None:
    there = {Box(line.action_id, line.authority_id, Channel(line.channel)): line for line in lines_of(tally)}
    stated = {**dict.fromkeys(there, 0), **numbers}
    sums: dict[tuple[int, Channel], int] = defaultdict(int)
    for box, number in stated.items():
        sums[box.action_id, box.channel] += number
    for box in sorted(stated):
        number, line = stated[box], there.get(box)
        if line is None and not number:
            continue
        is_odd = sums[box.action_id, box.channel] > PLAUSIBLE and number > 0
        _write_line(line or TallyLine(tally=tally, **box._asdict()), number, is_odd=is_odd)


def _write_line(line: TallyLine, number: int, *, is_odd: bool) -> None:
    """What staff said of a number holds as long as it stays the same."""
    if line.pk and line.number == number and (line.decided_by_id or line.standing == _standing(is_odd)):
        return
    line.number, line.standing = number, _standing(is_odd)
    line.decided_by = line.decided_at = None
    line.reason = ""
    line.full_clean(exclude=("tally", "action", "authority"))
    line.save()


def _standing(is_odd: bool) -> Standing:
    return Standing.WAITS if is_odd else Standing.COUNTED
