"""What was deleted and is still gone, and how it comes back: a row, with all its parts that went in the same act.

Nothing is copied when something is deleted: its last records say all of it (`accounts.history`). What was never kept,
such as the subscriptions of followers, does not come back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Exists, Model, OuterRef, QuerySet

from accounts.acts import acting
from accounts.history import DELETED, Kept
from accounts.models import User
from cases.levels import COVERED, is_sealed, told_to, without_hidden
from cases.refusals import sentence_of
from cases.sealed_records import unseen_by
from cases.wholes import Key, kept_models, keys_of, name_of, names_for, record_of, whole_of

ACTS = 25  # on a page
BROUGHT_BACK = "Brought back."


@dataclass(frozen=True)
class Deletion:
    """Something that was deleted by itself, and what went with it."""

    model: type[Kept]
    pk: Any
    at: datetime
    by: User | None
    reason: str
    name: str
    parts: Sequence[tuple[str, Sequence[str]]]  # kinds in the plural, each with names

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def what(self) -> str:
        return str(self.model._meta.verbose_name)


def may_restore(user: User | AnonymousUser, model: type[Model]) -> bool:
    """Bring back rows of a model: whoever may delete them and add new ones."""
    meta = model._meta
    return all(user.has_perm(f"{meta.app_label}.{verb}_{meta.model_name}") for verb in ("add", "delete"))


def deletions_for(user: User | AnonymousUser, *, before: UUID | None = None) -> tuple[list[Deletion], UUID | None]:
    """A page of what this person may bring back, the newest first, and the act after which the next page begins.

    The number of queries depends on the number of models alone.
    """
    roots = {model: told_to(user, model, _roots(model, user)) for model in kept_models() if may_restore(user, model)}
    scopes = [records.filter(act__lt=before) if before else records for records in roots.values()]
    if not scopes:
        return [], None
    first, *others = [scope.values_list("act", flat=True) for scope in scopes]
    numbers = list((first.union(*others) if others else first.distinct()).order_by("-act")[: ACTS + 1])
    shown, older = numbers[:ACTS], numbers[ACTS - 1] if len(numbers) > ACTS else None
    if not shown:
        return [], None
    gone = _Gone(shown, reader=user)
    found = [
        gone.deletion(model, record)
        for model, records in roots.items()
        for record in records.filter(act__in=shown).select_related("history_user").order_by("history_id")
    ]
    return sorted(found, key=lambda one: shown.index(gone.act_of[one.model, one.pk])), older


def _roots(model: type[Kept], user: User | AnonymousUser) -> QuerySet[Any]:
    """The last records of rows that are gone, and that did not go with the whole they were part of; nothing of a
    sealed case that this person may not see."""
    record = record_of(model)
    later = record.objects.filter(id=OuterRef("id"), history_type=DELETED, history_id__gt=OuterRef("history_id"))
    there = model._base_manager.filter(pk=OuterRef("id"))
    gone: QuerySet[Any] = record.objects.order_by().filter(~Exists(later), ~Exists(there), history_type=DELETED)
    if whole := whole_of(model):
        above, column = whole
        with_it = record_of(above).objects.filter(act=OuterRef("act"), id=OuterRef(column), history_type=DELETED)
        gone = gone.filter(~Exists(with_it))
    return gone.exclude(unseen_by(user, model))


class _Gone:
    """Everything that went in some acts, by the whole that it was part of.

    Args:
        reader: who is told of it, and of no more than they may read; None: nobody is told of anything.
    """

    def __init__(self, acts: Sequence[UUID], *, reader: User | AnonymousUser | None = None) -> None:
        self.act_of: dict[Key, UUID] = {}
        self.parts: dict[tuple[type[Kept], Any, UUID], list[tuple[type[Kept], Any]]] = {}
        keys: list[Key] = []
        for model in kept_models():
            of_acts = record_of(model).objects.filter(act__in=acts, history_type=DELETED).order_by("history_id")
            records = list(of_acts if reader is None else told_to(reader, model, of_acts))
            keys += keys_of(records, model._records.named_by, model)
            for record in records:
                if whole := whole_of(model):
                    place = (whole[0], getattr(record, whole[1]), record.act)
                    self.parts.setdefault(place, []).append((model, record))
        self.names = without_hidden(reader, names_for(keys)) if reader is not None else {}

    def deletion(self, model: type[Kept], record: Any) -> Deletion:
        self.act_of[model, record.id] = record.act
        kinds: dict[type[Kept], list[str]] = {}
        for part, of_part in self.below(model, record):
            kinds.setdefault(part, []).append(self.name_of(of_part))
        return Deletion(
            model=model,
            pk=record.id,
            at=record.history_date,
            by=record.history_user,
            reason=record.history_change_reason,
            name=self.name_of(record),
            parts=[(str(kind._meta.verbose_name_plural), names) for kind, names in kinds.items()],
        )

    def name_of(self, record: Any) -> str:
        """What people call it; a sealed fact by its kind alone, since to read it is a reading."""
        return COVERED if is_sealed(record) else name_of(record, self.names)

    def below(self, model: type[Kept], record: Any) -> Iterable[tuple[type[Kept], Any]]:
        for part, of_part in self.parts.get((model, record.id, record.act), ()):
            yield part, of_part
            yield from self.below(part, of_part)


def restore(model: type[Kept], pk: Any, *, by: User, at: datetime) -> Kept:
    """Bring a deleted row back with the parts that went with it, under the numbers they had; those parts too that
    whoever brings it back may not read, as they were.

    Raises:
        ValidationError: with sentences, where it is there again, was not deleted by itself, or cannot be as things
            stand: what it needs is gone, or something has taken its place.
    """
    with acting(by=by, at=at, reason=BROUGHT_BACK):
        if model._base_manager.filter(pk=pk).exists():
            raise ValidationError("Nothing was done: it is there again already.")
        last = told_to(by, model, _roots(model, by)).filter(id=pk).first()
        if last is None:
            raise ValidationError("Nothing was done: there is no such deletion, or it went together with something.")
        gone = _Gone([last.act])
        pairs = [(model, last), *gone.below(model, last)]
        rows = [_row_of(one, record) for one, record in pairs]
        _check_targets(rows)
        rows[0].prepare_return()
        links = [(row, _links_of(row)) for row in rows]
        # Authors of a sheet before the sheet: whoever brings it back becomes one too, unless they are.
        for row in sorted(rows, key=lambda row: not row._records.deletions_only):
            _insert(row)
        for row, of_row in links:
            for name, pks in of_row.items():
                getattr(row, name).set(pks)
    return rows[0]


def _row_of(model: type[Kept], record: Any) -> Kept:
    columns = [field.attname for field in model._records.fields_included(model)]
    return model(**{column: getattr(record, column) for column in columns})


def _insert(row: Kept) -> None:
    try:
        row.validate_constraints()
        row.validate_unique()
        row.save(force_insert=True)
    except IntegrityError as error:
        # Somebody took its place at this moment.
        raise ValidationError(sentence_of(error)) from error


def _check_targets(rows: Sequence[Kept]) -> None:
    """Whether everything that the rows point to is there, or comes back with them."""
    coming: set[Key] = {(type(row), row.pk) for row in rows}
    wanted: dict[type[Model], dict[Any, str]] = {}
    for row in rows:
        fields: Iterable[Any] = row._meta.concrete_fields
        for field in fields:
            value = getattr(row, field.attname)
            if field.is_relation and value is not None and (field.related_model, value) not in coming:
                wanted.setdefault(field.related_model, {})[value] = str(field.verbose_name)
    missing = [
        ((model, pk), label) for model, labels in wanted.items() for pk, label in _not_there(model, labels).items()
    ]
    _refuse(missing)


def _not_there(model: type[Model], labels: dict[Any, str]) -> dict[Any, str]:
    there = set(model._base_manager.filter(pk__in=labels).values_list("pk", flat=True))
    return {pk: label for pk, label in labels.items() if pk not in there}


def _refuse(missing: Sequence[tuple[Key, str]]) -> None:
    names = names_for(key for key, _ in missing)
    if missing:
        raise ValidationError(
            [
                f"It needs what is gone: {names.get(key, 'something unknown')}, as its {label}. Bring that back first."
                for key, label in missing
            ]
        )


def _links_of(row: Kept) -> dict[str, list[Any]]:
    """Its many-to-many, as its last record before the deletion has them."""
    fields = row._records.get_m2m_fields_from_model(type(row))
    last = record_of(type(row)).objects.filter(id=row.pk).exclude(history_type=DELETED).first() if fields else None
    links = {}
    for field in fields:
        column = f"{field.m2m_reverse_field_name()}_id"
        links[field.name] = list(getattr(last, field.name).values_list(column, flat=True)) if last else []
        gone = _not_there(field.related_model, dict.fromkeys(links[field.name], str(field.verbose_name)))
        _refuse([((field.related_model, pk), label) for pk, label in gone.items()])
    return links
