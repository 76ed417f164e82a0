"""Which records of what is gone, or was otherwise, belong to a sealed case that somebody may not see."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.history import DELETED, Kept
from cases.models import Case
from cases.readings import UPWARD
from cases.teams import Visitor, seen_by
from cases.wholes import record_of


def unseen_by(user: Visitor, model: type[Kept]) -> Q:
    """Of the records of a model: those that this person may not be told of.

    A sealed case that is gone has no team any more: its last owner alone is told of it.
    """
    there = Case.objects.exclude(seen_by(user)).order_by().values("pk")
    gone = record_of(Case).objects.filter(history_type=DELETED, is_sealed=True).order_by()
    return _of_cases(model, there, gone.exclude(owner=user.pk).exclude(id__in=Case.objects.values("pk")).values("id"))


def _of_cases(model: type[Kept], *cases: QuerySet[Any, Any]) -> Q:
    """Of the records of a model: those that belong to one of these cases, also by way of something that is gone."""
    if model is Case:
        return _in_any("id", cases)
    names = {field.name for field in model._meta.get_fields()}
    step: Any = next((model._meta.get_field(name) for name in UPWARD if name in names), None)
    if step is None or not step.concrete or not issubclass(step.related_model, Kept):
        return Q(pk__in=[])
    if step.related_model is Case:
        return _in_any(step.attname, cases)
    above = record_of(step.related_model).objects.filter(_of_cases(step.related_model, *cases)).order_by()
    return Q(**{f"{step.attname}__in": above.values("id")})


def _in_any(column: str, cases: tuple[QuerySet[Any, Any], ...]) -> Q:
    found = Q()
    for rows in cases:
        found |= Q(**{f"{column}__in": rows})
    return found
