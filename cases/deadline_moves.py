"""What becomes of a deadline, one function a verb: who (`by`), when (`at`), one transaction, one event (`DateMove`).

As in `cases.hearing_moves`; but a deadline that moves stays the same deadline and has another day.
"""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from cases.date_moves import check_can_move, check_expected, check_new_day, move_of, written
from cases.models import DateMove, Deadline

Verb = DateMove.Verb


def move_deadline(deadline: Deadline, *, to: date, by: User, at: datetime, reason: str = "") -> DateMove:
    """Say that a limit holds for another day: later, or sooner.

    Raises:
        ValidationError: if it does not stand any more, or the new day makes no sense.
    """
    with transaction.atomic():
        held = _held_deadline(deadline)
        check_can_move(held)
        check_new_day(to, before=held.on)
        move = move_of(held, Verb.MOVE, by=by, at=at, reason=reason)
        move.to_on, move.to_status = to, held.status
        held.on = to
        held.validate_constraints()
        held.save(update_fields=["on"])
        return written(move, deadline)


def lift_deadline(deadline: Deadline, *, by: User, at: datetime, reason: str = "") -> DateMove:
    """Say that a limit does not hold any more: the execution is stayed, the eviction is called off."""
    return _end_deadline(deadline, Verb.LIFT, Deadline.Status.LIFTED, by=by, at=at, reason=reason)


def pass_deadline(deadline: Deadline, *, by: User, at: datetime, result: str = "", reason: str = "") -> DateMove:
    """Say that a limit has passed, and what came of it."""
    return _end_deadline(deadline, Verb.PASS, Deadline.Status.PASSED, by=by, at=at, reason=reason, result=result)


def correct_deadline(
    deadline: Deadline, *, by: User, at: datetime, on: date | None = None, status: str = "", reason: str = ""
) -> DateMove:
    """Put right what was written down wrongly of a limit that does not stand any more, or that should stand again."""
    with transaction.atomic():
        held = _held_deadline(deadline)
        move = move_of(held, Verb.CORRECT, by=by, at=at, reason=reason)
        before = held.on, held.status
        held.on, held.status = on or held.on, status or held.status
        if (held.on, held.status) == before:
            raise ValidationError("Nothing is different from what is there.")
        if held.on != before[0]:
            check_new_day(held.on, before=before[0])
        held.clean_fields(exclude=["case", "result"])
        held.validate_constraints()
        held.save(update_fields=["on", "status"])
        move.to_on, move.to_status = held.on, held.status
        return written(move, deadline)


def _end_deadline(
    deadline: Deadline, verb: Verb, status: str, *, by: User, at: datetime, reason: str, result: str | None = None
) -> DateMove:
    with transaction.atomic():
        held = _held_deadline(deadline)
        check_expected(held, verb)
        move = move_of(held, verb, by=by, at=at, reason=reason)
        held.status = status
        if result is not None:
            held.result = move.to_result = Deadline._meta.get_field("result").clean(result, held)
        held.save(update_fields=["status", "result"])
        move.to_on, move.to_status = held.on if verb == Verb.PASS else None, status
        return written(move, deadline)


def _held_deadline(deadline: Deadline) -> Deadline:
    found = Deadline.objects.select_for_update().filter(pk=deadline.pk).first()
    if found is None:
        raise ValidationError("Nothing was done: this deadline is not there any more.")
    return found
