"""Take a move of a date back: exactly what was before is there again, or a sentence says what is in the way.

Only the last move of a chain can be taken back, and only while nothing was built on it. What people were told
meanwhile cannot be unsent; they are told how things stand (`campaigns.turns`).
"""

from copy import copy
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.models import DateMove, Deadline, Hearing

Verb = DateMove.Verb

# These say what came of it, so taking them back takes that back as well.
_WITH_A_RESULT = (Verb.HOLD, Verb.PASS)
# The fields of a new hearing that must be as the move made it. Public or not, it was made like the old one.
_AS_BEFORE = ("case_id", "court_id", "matter", "level", "public_from")


def undo_move(move: DateMove, *, by: User, at: datetime) -> DateMove:
    """Put back what was: status, day and time; a hearing that the move made is removed.

    Raises:
        ValidationError: with a sentence that says what is in the way.
    """
    with transaction.atomic():
        held = DateMove.objects.select_for_update(of=("self",)).select_related("undone_by").get(pk=move.pk)
        thing = _subject(held, lock=True)
        next_one = _next_hearing(held, lock=True)
        if sentence := _in_the_way(held, thing, next_one):
            raise ValidationError(sentence)
        if thing is not None:
            thing.save(update_fields=_set_back(thing, held))
        if next_one is not None and held.made_hearing:
            next_one.delete()
        held.undone_at, held.undone_by = at, by
        held.save(update_fields=["undone_at", "undone_by"])
    move.refresh_from_db()
    return move


def why_not_undo(move: DateMove) -> str:
    """Why a move cannot be taken back (any more), as a sentence; empty if it can."""
    return _in_the_way(move, _subject(move), _next_hearing(move))


def _subject(move: DateMove, *, lock: bool = False) -> Hearing | Deadline | None:
    rows = Hearing.objects.all() if move.hearing_id else Deadline.objects.all()
    return (rows.select_for_update() if lock else rows).filter(pk=move.subject_id).first()


def _next_hearing(move: DateMove, *, lock: bool = False) -> Hearing | None:
    if move.to_hearing_id is None:
        return None
    rows = Hearing.objects.filter(pk=move.to_hearing_id)
    return (rows.select_for_update() if lock else rows).first()


def _in_the_way(move: DateMove, thing: Hearing | Deadline | None, next_one: Hearing | None) -> str:
    if move.undone_at is not None:
        moment = timezone.localtime(move.undone_at, timezone.get_default_timezone())
        return f"This was taken back already, by {move.undone_by} on {moment:%-d %B %Y} at {moment:%H:%M}."
    if thing is None:
        return f"The {move.kind} was deleted since."
    last = DateMove.objects.standing().of(thing).first()
    if last is not None and last.pk != move.pk:
        return f"Something happened to the {move.kind} since: it was {last.what_happened}. Take that back first."
    if _as_it_stands(thing, move) != _as_left_by(move):
        return f"The {move.kind} was changed since: it is {thing.get_status_display()}, on {thing.on:%-d %B %Y}."
    if move.to_hearing_id is not None and (sentence := _in_the_way_of_removal(move, thing, next_one)):
        return sentence
    return _in_the_way_of_the_old_day(move, thing)


def _as_it_stands(thing: Hearing | Deadline, move: DateMove) -> tuple[object, ...]:
    result = thing.result if move.verb in _WITH_A_RESULT else ""
    if isinstance(thing, Deadline):
        return thing.status, thing.on, result
    goes_on_to = thing.adjourned_to_id if move.verb == Verb.ADJOURN else None
    return thing.status, thing.on, result, thing.at, thing.time_zone, goes_on_to


def _as_left_by(move: DateMove) -> tuple[object, ...]:
    """How the hearing or the deadline itself stood right after the move."""
    stays = move.to_on is None or move.verb == Verb.ADJOURN
    on = move.from_on if stays else move.to_on
    if move.deadline_id is not None:
        return move.to_status, on, move.to_result
    at, zone = (move.from_at, move.from_time_zone) if stays else (move.to_at, move.to_time_zone)
    return move.to_status, on, move.to_result, at, zone, move.to_hearing_id


def _in_the_way_of_removal(move: DateMove, thing: Hearing | Deadline, next_one: Hearing | None) -> str:
    """What is in the way of a hearing that goes again, because a move had made it."""
    if next_one is None:
        return "The hearing of the new day was deleted since."
    day = f"the hearing of {next_one.on:%-d %B %Y}"
    if last := DateMove.objects.standing().of(next_one).first():
        return f"Something happened to {day} since: it was {last.what_happened}. Take that back first."
    if next_one.status != Hearing.Status.EXPECTED:
        return f"Something happened to {day} since: it was {next_one.get_status_display()}."
    if not move.made_hearing:
        return ""
    as_made = (move.to_on, move.to_at, move.to_time_zone, "")
    is_as_made = (next_one.on, next_one.at, next_one.time_zone, next_one.result) == as_made
    if not is_as_made or any(getattr(next_one, field) != getattr(thing, field) for field in _AS_BEFORE):
        return f"Somebody changed {day} since. Change that hearing itself, or move it."
    if hanging := _what_hangs_on(next_one):
        return f"There is {hanging} of {day}. Remove that first, if it is wrong."
    return ""


def _what_hangs_on(hearing: Hearing) -> str:
    """What refers to a hearing, in whatever room, and would go with it; empty if nothing does."""
    for relation in Hearing._meta.related_objects:
        model = relation.related_model
        # A memory that outlives what it is about holds nothing fast.
        if not getattr(relation.field, "db_constraint", True) or model is Hearing:
            continue
        if model._default_manager.filter(**{relation.field.name: hearing}).exists():
            return f"a {model._meta.verbose_name}"
    return ""


def _in_the_way_of_the_old_day(move: DateMove, thing: Hearing | Deadline) -> str:
    """Whether a rule would be broken by now: another hearing like this may stand at the old day."""
    before = copy(thing)
    _set_back(before, move)
    try:
        before.validate_constraints()
    except ValidationError as refused:
        return str(refused.messages[0])
    return ""


def _set_back(thing: Hearing | Deadline, move: DateMove) -> list[str]:
    """Give a row the values that it had; returns the names of their fields."""
    thing.status, thing.on = move.from_status, move.from_on
    fields = ["status", "on"]
    if move.verb in _WITH_A_RESULT:
        thing.result = move.from_result
        fields.append("result")
    if isinstance(thing, Hearing):
        thing.at, thing.time_zone = move.from_at, move.from_time_zone
        fields += ["at", "time_zone"]
        if move.verb == Verb.ADJOURN:
            thing.adjourned_to = None
            fields.append("adjourned_to")
    return fields
