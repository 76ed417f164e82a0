"""Who is of the team of a case, as a condition on rows. Leaf module: it finds the models by their names, since they
have facts, and what a fact may be read by asks here."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from accounts.acts import current_act


def of_team(user: Any, path: str = "", *, at: datetime | None = None) -> Q:
    """What keeps of some rows those of whose case's team somebody is: its owner, a member, or in by broken glass.

    Args:
        path: from a row to its case, such as "action__case"; empty: the rows are cases.
        at: at which moment; None: that of the request or verb at hand.
    """
    if user.pk is None or not user.is_active:
        return Q(pk__in=[])
    number, owner = (OuterRef(f"{path}__pk"), f"{path}__owner") if path else (OuterRef("pk"), "owner")
    member = apps.get_model("cases.TeamMember")._default_manager.filter(case=number, user=user.pk)
    return Q(**{owner: user.pk}) | Exists(member) | Exists(open_glass_of(user, at).filter(case=number))


def open_glass_of(user: Any, at: datetime | None) -> Any:
    """The cases that somebody opened by breaking the glass, and that have not closed yet."""
    return open_glass(at or current_act().when()).filter(user=user.pk)


def open_glass(at: datetime) -> Any:
    """Who is in which sealed case at a moment by broken glass."""
    broken = apps.get_model("cases.BrokenGlass")._default_manager
    return broken.filter(broken_at__lte=at, until__gt=at, ended_at__isnull=True).select_related("user")


def is_of_team(user: Any, case: Any) -> bool:
    """The same of one case; one query."""
    return bool(type(case)._default_manager.filter(of_team(user), pk=case.pk).exists())
