"""The first record of rows that are there without one: of an older version, a fixture, or invented in bulk.

Without it the first change of such a row could not say what it was before. Works on the models of a migration too,
so it asks nothing of them but their names and fields.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.db.models import Exists, Model, OuterRef

from accounts.acts import current_act, together
from accounts.history import ADDED, FOUND, Kept

_AT_ONCE = 500  # rows


def begin_histories(registry: Apps, labels: Iterable[str], *, at: datetime) -> int:
    """Record every row of these models that has no record, as it stands. Returns how many; a second run finds none.

    Args:
        labels: of the models, such as "cases.Case"; their records are "cases.HistoricalCase".
    """
    with together():
        return sum(_begin(registry, *label.split("."), at=at) for label in labels)


def kept_labels() -> list[str]:
    """Every model that staff keep and whose rows have a record from the beginning on."""
    kept = [model for model in apps.get_models() if issubclass(model, Kept)]
    return [model._meta.label for model in kept if not model._records.deletions_only]


def _begin(registry: Any, app: str, name: str, *, at: datetime) -> int:
    model, record = registry.get_model(app, name), registry.get_model(app, f"Historical{name}")
    without = model._base_manager.filter(~Exists(record._base_manager.filter(id=OuterRef("pk")))).order_by("pk")
    columns = [field.attname for field in model._meta.concrete_fields if _has(record, field.name)]
    count, last = 0, 0
    while rows := list(without.filter(pk__gt=last)[:_AT_ONCE]):
        made = record._base_manager.bulk_create(
            record(
                act=current_act().number,
                history_date=at,
                history_type=ADDED,
                history_change_reason=FOUND,
                **{column: getattr(row, column) for column in columns},
            )
            for row in rows
        )
        for field in model._meta.many_to_many:
            _begin_m2m(registry, field, {first.id: first for first in made})
        count, last = count + len(rows), rows[-1].pk
    return count


def _begin_m2m(registry: Any, field: Any, records: dict[int, Any]) -> None:
    through = field.remote_field.through
    app, name = through._meta.app_label, f"Historical{through._meta.object_name}"
    if name.lower() not in registry.all_models[app]:
        return
    own = through._meta.get_field(field.m2m_field_name()).attname
    link_record = registry.get_model(app, name)
    link_record._base_manager.bulk_create(
        link_record(
            history=records[getattr(link, own)],
            **{column.attname: getattr(link, column.attname) for column in through._meta.concrete_fields},
        )
        for link in through._base_manager.filter(**{f"{own}__in": list(records)}).order_by("pk")
    )


def _has(model: type[Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.get_fields())
