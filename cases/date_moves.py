"""What the verbs of hearings (`cases.hearing_moves`) and of deadlines (`cases.deadline_moves`) share: what is asked
before a date moves, and the event that is written when it does.
"""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError

from accounts.models import User
from cases.models import DateMove, Deadline, Hearing
from cases.models.date_move import moved_word

# A new day beyond these is a slip of the hand: 2111 for 2011.
LONGEST_SOONER = timedelta(days=366)
LONGEST_LATER = timedelta(days=10 * 366)

SAME_DAY = "It is on that day already. If only the hour is another, change that in the hearing itself."


def why_not_move(thing: Hearing | Deadline) -> str:
    """Why a date cannot be moved any more, as a sentence; empty if it can."""
    if thing.status == "expected":
        return ""
    if isinstance(thing, Deadline):
        return f"This deadline was {thing.get_status_display()}: there is no day to move."
    if thing.status == Hearing.Status.ADJOURNED and thing.adjourned_to is not None:
        word = moved_word(thing.on, thing.adjourned_to.on)
        return f"This hearing was {word} to {thing.adjourned_to.on:%-d %B %Y} already: move that hearing instead."
    if thing.status == Hearing.Status.ADJOURNED:
        return ""
    return f"This hearing was {thing.get_status_display()}: there is no day to move."


def check_can_move(thing: Hearing | Deadline) -> None:
    """Raises ValidationError with the sentence of `why_not_move`."""
    if sentence := why_not_move(thing):
        raise ValidationError(sentence)


def check_new_day(to: date, *, before: date) -> None:
    """Whether a day can be the new one. It may lie before the old one, and also before today: what happened is
    sometimes written down late.

    Raises:
        ValidationError: if it is the same day, or so far away that it must be a slip.
    """
    if to == before:
        raise ValidationError(SAME_DAY, code="same_day")
    if before - to > LONGEST_SOONER:
        raise ValidationError(f"That is more than a year before {before:%-d %B %Y}. Check the year.", code="far_away")
    if to - before > LONGEST_LATER:
        raise ValidationError(f"That is more than ten years after {before:%-d %B %Y}. Check the year.", code="far_away")


def check_expected(thing: Hearing | Deadline, verb: DateMove.Verb) -> None:
    if thing.status != "expected":
        what = "hearing" if isinstance(thing, Hearing) else "deadline"
        raise ValidationError(f"This {what} was {thing.get_status_display()}; it cannot be {verb.label} from there.")


def move_of(thing: Hearing | Deadline, verb: DateMove.Verb, *, by: User, at: datetime, reason: str) -> DateMove:
    """An event that holds how things stood before; the verb fills in the rest."""
    move = DateMove(case_id=thing.case_id, verb=verb, from_on=thing.on, at=at, by=by)
    move.from_status, move.from_result = thing.status, thing.result
    move.reason = DateMove._meta.get_field("reason").clean(reason, move)
    if isinstance(thing, Hearing):
        move.hearing_id, move.from_at, move.from_time_zone = thing.pk, thing.at, thing.time_zone
    else:
        move.deadline_id = thing.pk
    return move


def written(move: DateMove, thing: Hearing | Deadline) -> DateMove:
    """Save the event, and show the caller's row what became of it."""
    move.save()
    thing.refresh_from_db()
    return move
