"""Which kept rows are parts of which, how their records are found, and by which words people know them.

Works on records as on rows, so that it can speak of what is deleted; looks nothing up row by row.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import QuerySet

from accounts.history import DELETED, Kept, Record
from cases.words import words_of

Key = tuple[type[models.Model], Any]  # a model and the number of a row


def kept_models() -> list[type[Kept]]:
    return [model for model in apps.get_models() if issubclass(model, Kept)]


def record_of(model: type[Kept]) -> Any:
    """The model of its records."""
    return model.history.model


def whole_of(model: type[Kept]) -> tuple[type[Kept], str] | None:
    """The model of the whole that a row is a part of, and the column that names it."""
    name = model._records.part_of
    if not name:
        return None
    field: Any = model._meta.get_field(name)
    return field.related_model, field.attname


def parts_of(model: type[Kept]) -> list[type[Kept]]:
    """The models whose rows are parts of a row of this one; their own parts come after them."""
    found: list[type[Kept]] = []
    for part in kept_models():
        whole = whole_of(part)
        if whole is not None and whole[0] is model:
            found += [part, *parts_of(part)]
    return found


def records_within(model: type[Kept], root: type[Kept], pk: Any) -> QuerySet[Any]:
    """Records of a model that belong to one row of its whole, or of the whole of that; also of parts that are gone."""
    records: QuerySet[Any] = record_of(model).objects.order_by()
    if model is root:
        return records.filter(id=pk)
    whole = whole_of(model)
    if whole is None:
        raise ValueError(f"{model._meta.label} is no part of {root._meta.label}.")
    above, column = whole
    if above is root:
        return records.filter(**{column: pk})
    return records.filter(**{f"{column}__in": records_within(above, root, pk).values("id")})


def name_of(row: models.Model, names: Mapping[Key, str]) -> str:
    """What people call a row or a record of one, from its own columns.

    Args:
        names: of what its columns point to, as `names_for` gives them.
    """
    model: Any = row.instance_type if isinstance(row, Record) else type(row)  # type: ignore[attr-defined]
    words = []
    for name in model._records.named_by:
        field: Any = model._meta.get_field(name)
        value = getattr(row, field.attname)
        words.append(names.get((field.related_model, value), "") if field.is_relation else words_of(field, value))
    return shortened(", ".join(word for word in words if word)) or f"number {row.pk}"


def names_for(keys: Iterable[Key]) -> dict[Key, str]:
    """Names of rows, of deleted ones too, in at most two queries for each model (and for those that name them)."""
    wanted: dict[type[models.Model], set[Any]] = {}
    for model, pk in keys:
        if pk is not None:
            wanted.setdefault(model, set()).add(pk)
    names: dict[Key, str] = {}
    for model, pks in wanted.items():
        rows = model._base_manager.in_bulk(pks)
        if not issubclass(model, Kept):
            names |= {(model, pk): str(row) for pk, row in rows.items()}
            continue
        gone = pks - rows.keys()
        last = record_of(model).objects.filter(id__in=gone, history_type=DELETED).order_by("history_id") if gone else ()
        records = {record.id: record for record in last}
        below = names_for(keys_of([*rows.values(), *records.values()], model._records.named_by, model))
        names |= {(model, pk): name_of(row, below) for pk, row in rows.items()}
        names |= {(model, pk): f"{name_of(record, below)} (deleted)" for pk, record in records.items()}
    return names


def keys_of(rows: Iterable[models.Model], names: Sequence[str], model: type[models.Model]) -> list[Key]:
    """What rows or records of a model point to by these fields of it."""
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    return [(field.related_model, getattr(row, field.attname)) for field in fields if field.is_relation for row in rows]


def shortened(text: str, most: int = 90) -> str:
    """A line that tells which row is meant."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
