"""Who may see a case: everybody with the role, or, where it is sealed, its team.

The team of a case are its owner, its members, and for some hours whoever broke the glass. One function a verb: who
(`by`), when (`at`), why; each leaves an `AccessEvent` in the same transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.acts import acting
from accounts.models import User
from cases.belonging import of_team, open_glass_of
from cases.models import AccessEvent, BrokenGlass, Case, TeamMember
from cases.models.case import CaseQuerySet

Visitor = User | AnonymousUser
Verb = AccessEvent.Verb
OPEN_FOR = timedelta(hours=4)  # after the glass was broken
TOLD_FOR = timedelta(days=7)  # on the desk of the owner


def is_in_team(user: Visitor, case: Case, *, at: datetime | None = None) -> bool:
    """Whether somebody is of the team of a case: its owner, a member, or in by broken glass that has not closed yet.

    Args:
        at: at which moment; None: that of the request or verb at hand.
    """
    if user.pk is None or not user.is_active:
        return False
    if case.owner_id == user.pk or TeamMember.objects.filter(case=case, user=user).exists():
        return True
    return bool(open_glass_of(user, at).filter(case=case).exists())


def may_see(user: Visitor, case: Case, *, at: datetime | None = None) -> bool:
    """Whether a case is not sealed, or sealed and somebody is of its team. Roles are asked beside it."""
    return not case.is_sealed or is_in_team(user, case, at=at)


def readable_cases(user: Visitor, *, at: datetime | None = None) -> CaseQuerySet:
    """All cases that are not sealed, and the sealed ones of whose team somebody is."""
    cases: CaseQuerySet = Case.objects.filter(seen_by(user, at=at))
    return cases


def seen_by(user: Visitor, path: str = "", *, at: datetime | None = None) -> Q:
    """What keeps of some rows those whose case somebody may see.

    Args:
        path: from a row to its case, such as "action__case"; empty: the rows are cases.
    """
    return Q(**{_below(path, "is_sealed"): False}) | of_team(user, path, at=at)


def may_keep_team(user: Visitor, case: Case) -> bool:
    """Seal a case, let people in and take them out, and end what somebody opened: whoever answers for it."""
    return user.is_active and case.owner_id == user.pk


def seal_case(case: Case, *, by: User, at: datetime, reason: str = "") -> None:
    """Let nobody but its team see a case from now on.

    Raises:
        ValidationError: if it is sealed already, or `by` does not answer for it.
    """
    with _kept_by_owner(case, by=by, at=at, reason=reason) as held:
        if held.is_sealed:
            raise ValidationError("The case is sealed already.")
        _set_sealed(held, is_sealed=True)
        _note(held, Verb.SEALED, by=by, at=at, reason=reason)
    case.is_sealed = True


def unseal_case(case: Case, *, by: User, at: datetime, reason: str = "") -> None:
    """Let everybody with the role see a case again.

    Raises:
        ValidationError: if it is not sealed, or `by` does not answer for it.
    """
    with _kept_by_owner(case, by=by, at=at, reason=reason) as held:
        if not held.is_sealed:
            raise ValidationError("The case is not sealed.")
        _set_sealed(held, is_sealed=False)
        _note(held, Verb.UNSEALED, by=by, at=at, reason=reason)
    case.is_sealed = False


def add_to_team(case: Case, user: User, *, by: User, at: datetime, reason: str = "") -> TeamMember:
    """Let somebody of the staff into a case for as long as its owner likes.

    Raises:
        ValidationError: if they are in, have left, or `by` does not answer for the case.
    """
    with _kept_by_owner(case, by=by, at=at, reason=reason) as held:
        if not (user.is_active and user.is_staff):
            raise ValidationError("This account is closed. Choose somebody who can log in.")
        if held.owner_id == user.pk or held.team.filter(user=user).exists():
            raise ValidationError(f"{user} is in the team already.")
        member: TeamMember = held.team.create(user=user, added_at=at, added_by=by)
        _note(held, Verb.ADDED, by=by, at=at, whom=user, reason=reason)
    return member


def remove_from_team(case: Case, user: User, *, by: User, at: datetime, reason: str = "") -> None:
    """Take somebody out of the team of a case.

    Raises:
        ValidationError: if they are not in it, or `by` does not answer for the case.
    """
    with _kept_by_owner(case, by=by, at=at, reason=reason) as held:
        gone, _ = held.team.filter(user=user).delete()
        if not gone:
            raise ValidationError(f"{user} is not in the team.")
        _note(held, Verb.REMOVED, by=by, at=at, whom=user, reason=reason)


def break_glass(case: Case, *, by: User, at: datetime, reason: str) -> BrokenGlass:
    """Open a sealed case for `OPEN_FOR` to somebody outside of its team.

    Raises:
        ValidationError: if no reason is given, the case is not sealed, or they see it already.
    """
    with acting(by=by, at=at, reason=reason):
        held = _held(case)
        if not reason.strip():
            raise ValidationError("Say why, in a few words; whoever answers for the case reads it at once.")
        if may_see(by, held, at=at):
            raise ValidationError("You see this case already.")
        glass = BrokenGlass(case=held, user=by, reason=reason, broken_at=at, until=at + OPEN_FOR)
        glass.full_clean(exclude=["case", "user", "ended_at", "ended_by"])
        glass.save()
        _note(held, Verb.BROKEN, by=by, at=at, reason=reason)
    return glass


def end_glass(glass: BrokenGlass, *, by: User, at: datetime) -> None:
    """Close a case again to somebody who opened it, before the time is over.

    Raises:
        ValidationError: if it is over, or `by` neither answers for the case nor opened it.
    """
    with acting(by=by, at=at):
        case = _held(glass.case)
        stands = BrokenGlass.objects.get(pk=glass.pk)
        if by.pk not in (case.owner_id, stands.user_id):
            raise ValidationError("Only whoever answers for the case, or opened it, closes it again.")
        if stands.ended_at is not None or stands.until <= at:
            raise ValidationError("Nothing was done: it is closed already.")
        stands.ended_at, stands.ended_by = at, by
        stands.save(update_fields=["ended_at", "ended_by"])
        _note(case, Verb.ENDED, by=by, at=at, whom=stands.user)


def opened_lately(owner: User, *, at: datetime) -> Any:
    """What of somebody's own cases others opened by broken glass within a week, over or not; the newest first."""
    opened = BrokenGlass.objects.filter(case__owner=owner, broken_at__gt=at - TOLD_FOR, broken_at__lte=at)
    return opened.select_related("user", "case")


@contextmanager
def _kept_by_owner(case: Case, *, by: User, at: datetime, reason: str) -> Iterator[Case]:
    """The case, locked, for whoever answers for it."""
    with acting(by=by, at=at, reason=reason):
        held = _held(case)
        if not may_keep_team(by, held):
            raise ValidationError("Only whoever answers for the case decides who sees it.")
        yield held


def _held(case: Case) -> Case:
    return Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)


def _set_sealed(case: Case, *, is_sealed: bool) -> None:
    case.is_sealed = is_sealed
    case.save(update_fields=["is_sealed"])


def _note(case: Case, verb: Verb, *, by: User, at: datetime, whom: User | None = None, reason: str = "") -> AccessEvent:
    event = AccessEvent(verb=verb, case_number=case.pk, at=at, by=by, whom=whom, reason=reason)
    event.full_clean(exclude=["by", "whom"])
    event.save()
    return event


def _below(path: str, name: str) -> str:
    return f"{path}__{name}" if path else name
