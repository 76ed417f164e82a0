"""The fields of the admin: what a form forged with every field of a row changes, and what a list lets be guessed."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Field, Model
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.forms import filled

FORGED_DAY = date(1999, 9, 9)


def page_of(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def forged(field: Field, row: Model) -> tuple[Any, Any]:
    """Another value than the row has, as it is sent and as it would be stored."""
    old = getattr(row, field.attname)
    if field.choices:
        other = next(value for value, _ in field.flatchoices if value not in ("", old))
        return other, other
    if isinstance(field, models.BooleanField):
        return ("" if old else "on"), not old
    if isinstance(field, models.ForeignKey):
        other = field.related_model._default_manager.exclude(pk=old).values_list("pk", flat=True).first()
        return other, other
    if isinstance(field, models.DateTimeField):
        return FORGED_DAY.isoformat(), datetime(1999, 9, 9, tzinfo=timezone.get_current_timezone())
    if isinstance(field, models.DateField):
        return FORGED_DAY.isoformat(), FORGED_DAY
    if isinstance(field, models.IntegerField):
        return 4711, 4711
    if isinstance(field, models.JSONField):
        return json.dumps({"forged": 1}), {"forged": 1}
    return "FORGED", "FORGED"


def changed_by_force(client: Client, row: Model) -> list[str]:
    """The fields of a row that a forged form changed, though the page does not offer them.

    The form is what the page shows, so that it saves, and with it every field of the row that stands in no box.
    """
    page = client.get(page_of(row))
    shown = filled(page) if page.status_code == 200 else {}
    offered = set(page.context["adminform"].form.fields) if page.status_code == 200 else set()
    hidden = [field for field in row._meta.concrete_fields if not field.primary_key and field.name not in offered]
    sent = {field.name: forged(field, row) for field in hidden}
    known = {name: str(value) for name, (value, _) in sent.items() if value is not None}
    # A date and an hour are two boxes.
    parts = {f"{name}_{part}": value for name, value in known.items() for part in (0, 1)}
    client.post(page_of(row), {**parts, **known, **shown})
    now = type(row)._default_manager.get(pk=row.pk)
    return [
        f"{row._meta.label}.{field.name}"
        for field in hidden
        if getattr(now, field.attname) != getattr(row, field.attname)
        and str(getattr(now, field.attname)) == str(sent[field.name][1])
    ]


def paths_of_lists() -> Iterator[tuple[type[Model], str]]:
    """Each path by which a list is searched, filtered or shown, with the table whose column it reads."""
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_active=True)
    for model, page in admin.site._registry.items():
        filters = [entry[0] if isinstance(entry, tuple) else entry for entry in page.get_list_filter(request)]
        for path in [*page.get_search_fields(request), *filters, *page.get_list_display(request), page.date_hierarchy]:
            if isinstance(path, str):
                yield model, path


def tables_on(model: type[Model], path: str) -> list[type[Model]]:
    """The tables that a path leads through, beyond the one where it begins."""
    found = []
    for part in path.lstrip("^=@").split("__"):
        field = next((field for field in model._meta.get_fields() if field.name == part), None)
        if field is None or not field.is_relation:
            break
        model = field.related_model
        found.append(model)
    return found
