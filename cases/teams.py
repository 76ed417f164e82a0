"""Who may see a case: everybody with the role, or, where it is sealed, its team.

The team of a case are its owner, its members, and for some hours whoever broke the glass. One function a verb: who
(`by`), when (`at`), why; each leaves an `AccessEvent` in the same transaction.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q

from accounts.acts import current_act
from accounts.models import User
from cases.models import BrokenGlass, Case, TeamMember
from cases.models.case import CaseQuerySet

Visitor = User | AnonymousUser


def is_in_team(user: Visitor, case: Case, *, at: datetime | None = None) -> bool:
    """Whether somebody is of the team of a case: its owner, a member, or in by broken glass that has not closed yet.

    Args:
        at: at which moment; None: that of the request or verb at hand.
    """
    if user.pk is None or not user.is_active:
        return False
    if case.owner_id == user.pk or TeamMember.objects.filter(case=case, user=user).exists():
        return True
    return _open_glass(user, at).filter(case=case).exists()


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


def of_team(user: Visitor, path: str = "", *, at: datetime | None = None) -> Q:
    """What keeps of some rows those of whose case's team somebody is; `path` as for `seen_by`."""
    if user.pk is None or not user.is_active:
        return Q(pk__in=[])
    number = OuterRef(_below(path, "pk") if path else "pk")
    member = TeamMember.objects.filter(case=number, user=user)
    return Q(**{_below(path, "owner"): user.pk}) | Exists(member) | Exists(_open_glass(user, at).filter(case=number))


def _below(path: str, name: str) -> str:
    return f"{path}__{name}" if path else name


def _open_glass(user: Visitor, at: datetime | None) -> Any:
    moment = at or current_act().when()
    return BrokenGlass.objects.filter(user=user.pk, broken_at__lte=moment, until__gt=moment, ended_at__isnull=True)
