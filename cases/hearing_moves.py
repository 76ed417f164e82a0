"""What becomes of a hearing, one function a verb: who (`by`), when (`at`), one transaction, one event (`DateMove`).

The pages, the forms and the tests go through these doors; what takes a move back is in `cases.taking_back`. Whether
somebody may is asked before, in `cases.rules`; whether it can be done at all is decided here. What follows from it
for reminders, sheets and pages is no business of the facts.
"""

from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from cases.date_moves import check_can_move, check_expected, check_new_day, move_of, written
from cases.models import DateMove, Hearing

Verb = DateMove.Verb


def adjourn_hearing(
    hearing: Hearing,
    *,
    to: date | None,
    by: User,
    at: datetime,
    starts_at: time | None = None,
    time_zone: str = "",
    reason: str = "",
) -> DateMove:
    """Say that a hearing does not take place on its day but on another: later, or sooner (brought forward).

    The new day becomes a hearing of its own: same court, same matter. If it is there already it is taken for that.
    A hearing that was adjourned with no new day gets its day in the same way.

    Args:
        to: the new day; None where none is known yet.
        starts_at: when it begins on the new day, where the court sits, if that is known.
        time_zone: of the court; that of the old day where it is left out.

    Raises:
        ValidationError: if the hearing is over, or the new day makes no sense.
    """
    with transaction.atomic():
        held = _held_hearing(hearing)
        check_can_move(held)
        move = move_of(held, Verb.ADJOURN, by=by, at=at, reason=reason)
        move.to_on, move.to_status = to, Hearing.Status.ADJOURNED
        if to is not None:
            check_new_day(to, before=held.on)
            zone = time_zone or held.time_zone
            move.to_hearing, move.made_hearing = _hearing_on(held, to, starts_at, zone)
            move.to_at, move.to_time_zone = move.to_hearing.at, move.to_hearing.time_zone
        elif held.status == Hearing.Status.ADJOURNED:
            raise ValidationError("It is adjourned with no new day already.")
        held.status, held.adjourned_to = Hearing.Status.ADJOURNED, move.to_hearing
        held.save(update_fields=["status", "adjourned_to"])
        return written(move, hearing)


def cancel_hearing(hearing: Hearing, *, by: User, at: datetime, reason: str = "") -> DateMove:
    """Say that a hearing does not take place at all."""
    return _end_hearing(hearing, Verb.CANCEL, Hearing.Status.CANCELLED, by=by, at=at, reason=reason)


def hold_hearing(hearing: Hearing, *, by: User, at: datetime, result: str = "", reason: str = "") -> DateMove:
    """Say that a hearing took place, and what came of it."""
    return _end_hearing(hearing, Verb.HOLD, Hearing.Status.HELD, by=by, at=at, reason=reason, result=result)


def correct_hearing(
    hearing: Hearing,
    *,
    by: User,
    at: datetime,
    on: date | None = None,
    starts_at: time | None = None,
    time_zone: str = "",
    status: str = "",
    reason: str = "",
) -> DateMove:
    """Put right what was written down wrongly. The court moved nothing, so no second hearing is made.

    Args:
        on, status: those it should have had; what is left out stays.
        starts_at, time_zone: always both, as they should be.

    Raises:
        ValidationError: if a rule of hearings is broken, or nothing is different.
    """
    with transaction.atomic():
        held = _held_hearing(hearing)
        move = move_of(held, Verb.CORRECT, by=by, at=at, reason=reason)
        before = held.on, held.at, held.time_zone, held.status
        held.on, held.at, held.time_zone, held.status = on or held.on, starts_at, time_zone, status or held.status
        if (held.on, held.at, held.time_zone, held.status) == before:
            raise ValidationError("Nothing is different from what is there.")
        if held.on != before[0]:
            check_new_day(held.on, before=before[0])
        held.clean_fields(exclude=["case", "court", "result"])
        held.validate_constraints()
        held.save(update_fields=["on", "at", "time_zone", "status"])
        move.to_on, move.to_status = held.on, held.status
        move.to_at, move.to_time_zone = held.at, held.time_zone
        return written(move, hearing)


def _end_hearing(
    hearing: Hearing, verb: Verb, status: str, *, by: User, at: datetime, reason: str, result: str | None = None
) -> DateMove:
    with transaction.atomic():
        held = _held_hearing(hearing)
        check_expected(held, verb)
        move = move_of(held, verb, by=by, at=at, reason=reason)
        held.status = status
        if result is not None:
            held.result = move.to_result = Hearing._meta.get_field("result").clean(result, held)
        held.save(update_fields=["status", "result"])
        if verb == Verb.HOLD:
            move.to_on, move.to_at, move.to_time_zone = held.on, held.at, held.time_zone
        move.to_status = status
        return written(move, hearing)


def _held_hearing(hearing: Hearing) -> Hearing:
    """The hearing as it stands, its row locked until the end of the transaction."""
    rows = Hearing.objects.select_for_update(of=("self",)).select_related("court", "adjourned_to")
    found = rows.filter(pk=hearing.pk).first()
    if found is None:
        raise ValidationError("Nothing was done: this hearing is not there any more.")
    return found


def _hearing_on(hearing: Hearing, to: date, starts_at: time | None, time_zone: str) -> tuple[Hearing, bool]:
    """The hearing to which one goes on, and whether it was made just now."""
    same = Hearing.objects.filter(case_id=hearing.case_id, court_id=hearing.court_id, matter=hearing.matter, on=to)
    there = same.select_for_update().first()
    if there is not None:
        _check_can_be_the_next(there, starts_at)
        return there, False
    new = Hearing(
        case_id=hearing.case_id,
        court_id=hearing.court_id,
        matter=hearing.matter,
        on=to,
        at=starts_at,
        time_zone=time_zone,
        level=hearing.level,
        public_from=hearing.public_from,
    )
    new.full_clean()
    new.save()
    return new, True


def _check_can_be_the_next(there: Hearing, starts_at: time | None) -> None:
    """Whether a hearing that is there already can be the one to which another goes on."""
    day = f"{there.on:%-d %B %Y}"
    if there.status != Hearing.Status.EXPECTED:
        raise ValidationError(
            f"There is a hearing of the same court on {day} already, and it was {there.get_status_display()}. If that "
            "was a mistake, take it back first."
        )
    if Hearing.objects.filter(adjourned_to=there).exists():
        raise ValidationError(f"Another hearing was moved to {day} already. Look at the hearings of the case.")
    if starts_at is not None and there.at != starts_at:
        raise ValidationError(
            f"There is a hearing of the same court on {day} already, with another time. Leave the time empty here, or "
            "change it there."
        )
