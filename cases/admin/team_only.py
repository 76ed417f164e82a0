"""Rows of a sealed case are there for its team alone: for everybody else no list, filter, search or page knows of them.

Whatever asks the admin for rows (lists, counts, filters, orders, searches, autocompletes, pages, moves, histories,
deletions) asks `get_queryset`, so that is where they are left out.
"""

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import NestedObjects
from django.db import router
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from accounts.models import User
from cases.readings import case_of, record_reading
from cases.teams import Visitor, may_see, seen_by
from config import clock


class TeamOnly(admin.ModelAdmin):
    """A page of rows that belong to cases, or of something else."""

    # From a row to its case, such as "action__case"; empty: the rows are cases; None: they belong to no case.
    case_path: str | None = None

    def seen_rows(self, user: Visitor) -> Q:
        """Which rows somebody may see at all, whatever their role."""
        return Q() if self.case_path is None else seen_by(user, self.case_path)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(self.seen_rows(request.user))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """As usual; every page of one row asks here, so here it is written down who was shown something sealed."""
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            note_reading(request, found)
        return found

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """As usual; what stands in the way of it and is of a sealed case is not named."""
        to_delete, counts, lacking, protected = super().get_deleted_objects(objs, request)
        collector = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        collector.collect(objs)
        hidden = {row for row in collector.protected if _is_hidden(row, request)}
        if hidden:
            named = [f"{row._meta.verbose_name}: {row}" for row in collector.protected if row not in hidden]
            protected = [*named, "something that you may not see"]
        return to_delete, counts, lacking, protected


def _is_hidden(row: Any, request: HttpRequest) -> bool:
    case = case_of(row)
    return case is not None and not may_see(request.user, case)


def note_reading(request: HttpRequest, thing: Model) -> None:
    """Write down that somebody was shown something of a sealed case, once for each request.

    Not of whoever is shown what is public of it, to stop it.
    """
    case, user = case_of(thing), cast(User, request.user)
    if case is None or not case.is_sealed or request.method != "GET" or not may_see(user, case):
        return
    note_once(request, thing)


def note_once(request: HttpRequest, thing: Model) -> None:
    """Write down that somebody was shown something, unless this request did so already."""
    noted = request.__dict__.setdefault("noted_readings", set())
    if (key := (type(thing), thing.pk)) not in noted:
        noted.add(key)
        record_reading(thing, by=cast(User, request.user), at=clock.now())


def choices_of(page: BaseModelAdmin, model: type[Model], request: HttpRequest) -> QuerySet[Any] | None:
    """The rows of a model that somebody may choose on a page of another; None where all may be chosen."""
    other = page.admin_site._registry.get(model)
    if not isinstance(other, TeamOnly) or other.case_path is None:
        return None
    rows = model._default_manager.filter(other.seen_rows(request.user))
    return rows.order_by(*(other.get_ordering(request) or model._meta.ordering or ("pk",)))
