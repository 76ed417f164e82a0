"""Who may do what with the facts, as predicates used alike by pages, admin and templates."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from cases.date_moves import why_not_move
from cases.levels import may_read
from cases.models import Case, DateMove, Deadline, Hearing
from cases.taking_back import why_not_undo

Visitor = User | AnonymousUser


def moves_dates(user: Visitor, kind: str) -> bool:
    """Whether somebody moves hearings or deadlines at all: whoever may change these facts.

    Args:
        kind: "hearing" or "deadline".
    """
    return user.has_perm(f"cases.change_{kind}")


def may_move(user: Visitor, thing: Hearing | Deadline) -> bool:
    """Move a date, or say that it does not hold, while there is a day to move."""
    kind = "hearing" if isinstance(thing, Hearing) else "deadline"
    return moves_dates(user, kind) and may_read(user, thing) and not why_not_move(thing)


def may_undo(user: Visitor, move: DateMove) -> bool:
    """Take a move back: whoever may make one, while nothing was built on it."""
    return moves_dates(user, move.kind) and may_read_move(user, move) and not why_not_undo(move)


def may_read_move(user: Visitor, move: DateMove) -> bool:
    """Read what became of a date: whoever may read the date, and all that it ever was."""
    is_told = DateMove.objects.readable_by(user).filter(pk=move.pk).exists()
    return is_told and user.has_perm(f"cases.view_{move.kind}")


def may_reveal(user: Visitor) -> bool:
    """Read a name that is withheld, saying why."""
    return user.is_active and user.has_perm("cases.reveal_truename")


def may_keep_names(user: Visitor) -> bool:
    """Keep a name that is withheld, and give it up."""
    return user.is_active and user.has_perm("cases.keep_truename")


def may_see_readings(user: Visitor, case: Case) -> bool:
    """See who read which withheld name of a case: whoever answers for it, and whoever may read one."""
    return case.owner_id == user.pk or may_reveal(user)
