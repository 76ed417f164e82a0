"""The history of every row that staff keep: what it was after each change, by whom, when, in which act.

`Kept` is the base of such a model and `Records` its history, by django-simple-history. The library records what is
saved and deleted one by one; `KeptQuerySet` also records what is written in bulk. So each write through a manager
leaves a record in the same transaction, except raw SQL, `_raw_delete`, fixtures, and what is said to be
`accounts.acts.unrecorded`. Reading histories is done elsewhere; nothing of this file decides anything.
"""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.db import NotSupportedError, connection, models, transaction
from simple_history.models import HistoricalRecords

from accounts.acts import current_act, together

ADDED, CHANGED, DELETED = "+", "~", "-"
# Rows that were there before their history was kept begin it with this reason.
FOUND = "As it stood when its history began."
_AT_ONCE = 500  # rows; more are written in parts, since a database takes only so many values in one statement

Row = TypeVar("Row", bound=models.Model)


class Record(models.Model):
    """What each record has besides the row as it was then and the columns of the library."""

    act = models.UUIDField(db_index=True, editable=False)

    class Meta:
        abstract = True

    def row_pk(self) -> Any:
        """The number of the row that this is a record of."""
        return getattr(self, self.instance_type._meta.pk.attname)  # type: ignore[attr-defined]


class Records(HistoricalRecords):
    """The history of one model.

    Args:
        leaving_out: fields of which no history is kept; say why beside it.
        m2m: fields of many-to-many whose rows belong to the row's state.
        part_of: the field that names the whole of which a row is a part; the two are deleted and told together.
        named_by: the fields by which people know a row, for lists that must not look up what it points to.
        untold: fields that are kept and say nothing to people.
        deletions_only: for a journal, whose rows are their own record as long as they are there.
    """

    def __init__(
        self,
        *,
        leaving_out: Sequence[str] = (),
        m2m: Sequence[str] = (),
        part_of: str = "",
        named_by: Sequence[str] = (),
        untold: Sequence[str] = (),
        deletions_only: bool = False,
    ) -> None:
        super().__init__(
            bases=(Record,),
            excluded_fields=list(leaving_out),
            m2m_fields=list(m2m),
            history_id_field=models.BigAutoField(),
            history_change_reason_field=models.CharField(max_length=300, blank=True, default=""),
        )
        self.part_of, self.named_by, self.untold = part_of, tuple(named_by), frozenset(untold)
        self.deletions_only = deletions_only

    def contribute_to_class(self, cls: type[models.Model], name: str) -> None:
        super().contribute_to_class(cls, name)
        cls._records = self  # type: ignore[attr-defined]

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        # The order of writing is the true one: a verb says itself when it was done.
        return {
            **super().get_meta_options(model),
            "ordering": ("-history_id",),
            "get_latest_by": "history_id",
            "verbose_name": f"record of a {model._meta.verbose_name}",
            "verbose_name_plural": f"records of {model._meta.verbose_name_plural}",
            "default_permissions": (),
            "indexes": (
                models.Index(
                    fields=("act",), condition=models.Q(history_type=DELETED), name=f"{model._meta.model_name}_deleted"
                ),
            ),
        }

    def copy_fields(self, model: type[models.Model]) -> dict[str, Any]:
        fields: dict[str, Any] = super().copy_fields(model)
        for field in fields.values():
            # Parts are looked up by their whole, never by a person.
            if isinstance(field, models.ForeignKey) and field.remote_field.model == settings.AUTH_USER_MODEL:
                field.db_index = False  # type: ignore[attr-defined]
        return fields

    def _get_history_user_fields(self) -> dict[str, Any]:
        # Whoever changed something cannot be deleted: the account is closed instead, and the name stays.
        person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, related_name="+", on_delete=models.PROTECT)
        return {"history_user": person}

    def post_save(
        self,
        instance: models.Model,
        created: bool,
        using: str | None = None,
        raw: bool = False,
        update_fields: Iterable[str] | None = None,
        **kwargs: Any,
    ) -> None:
        tracked = {field.name for field in self.fields_included(instance)}
        if raw or (update_fields is not None and not tracked & set(update_fields)):
            return
        kind = ADDED if created else CHANGED
        if update_fields is None and not _is_computed(instance):
            self.write([instance], kind)
        else:
            # The row at hand may hold more than was saved of it.
            record_as_they_stand(type(instance), [instance.pk], kind)

    def pre_delete(self, instance: models.Model, **kwargs: Any) -> None:
        super().pre_delete(instance, **kwargs)
        # Rows of many-to-many go first, without a word; those of kept models that lose one are recorded afterwards.
        instance._losing = [  # type: ignore[attr-defined]
            (model, list(model._base_manager.filter(**{field.name: instance}).values_list("pk", flat=True)))
            for model, field in _kept_relations_to(type(instance))
        ]

    def post_delete(self, instance: models.Model, using: str | None = None, **kwargs: Any) -> None:
        self.write([instance], DELETED)
        for model, pks in getattr(instance, "_losing", ()):
            record_as_they_stand(model, pks, CHANGED)

    def m2m_changed(
        self,
        instance: models.Model,
        action: str,
        attr: str,
        pk_set: set[Any] | None,
        reverse: bool,
        model: type[models.Model],
        **kwargs: Any,
    ) -> None:
        """One record of each row whose side was changed, from whichever end that was done."""
        if not reverse:
            if action in ("post_add", "post_remove", "post_clear"):
                record_as_they_stand(type(instance), [instance.pk], CHANGED)
        elif action == "pre_clear":
            instance._clearing = list(  # type: ignore[attr-defined]
                model._base_manager.filter(**{attr: instance}).values_list("pk", flat=True)
            )
        elif action == "post_clear":
            record_as_they_stand(model, instance.__dict__.pop("_clearing", []), CHANGED)
        elif action in ("post_add", "post_remove"):
            record_as_they_stand(model, sorted(pk_set or ()), CHANGED)

    def write(self, rows: Sequence[models.Model], kind: str) -> None:
        """Record rows as they are at hand, in one statement (and two for each of their many-to-many)."""
        act = current_act()
        if not rows or not act.is_recorded or (self.deletions_only and kind != DELETED):
            return
        record: Any = type(rows[0]).history.model  # type: ignore[attr-defined]
        made = record.objects.bulk_create(
            record(
                act=act.number,
                history_date=act.when(),
                history_user_id=act.who(),
                history_change_reason=act.reason[:300],
                history_type=kind,
                **{field.attname: getattr(row, field.attname) for field in self.fields_included(row)},
            )
            for row in rows
        )
        if kind == CHANGED:  # a new row has none yet, a deleted one none any more
            for field in self.get_m2m_fields_from_model(type(rows[0])):
                self._write_m2m(field, made)

    def _write_m2m(self, field: Any, records: Sequence[Any]) -> None:
        through = field.remote_field.through
        own = through._meta.get_field(field.m2m_field_name()).attname
        of_row = {record.row_pk(): record for record in records}
        self.m2m_models[field].objects.bulk_create(
            self.m2m_models[field](
                history=of_row[getattr(link, own)],
                **{column.attname: getattr(link, column.attname) for column in through._meta.fields},
            )
            for link in through._base_manager.filter(**{f"{own}__in": list(of_row)}).order_by("pk")
        )


class KeptQuerySet(models.QuerySet[Row]):
    """A queryset whose every write leaves records, in the same transaction."""

    def update(self, **values: Any) -> int:
        """As usual; the rows are held first, so that exactly those that change are recorded."""
        if not current_act().is_recorded or self.model._records.deletions_only:  # type: ignore[attr-defined]
            return super().update(**values)
        count = 0
        with transaction.atomic(using=self.db), together():
            for pks in _in_parts(self._hold()):
                count += models.QuerySet.update(self.filter(pk__in=pks), **values)
                record_as_they_stand(self.model, pks, CHANGED)
        return count

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Row], *args: Any, **options: Any) -> list[Row]:
        """As usual, but for writes over rows that are there: nobody could say which were written."""
        if not current_act().is_recorded or self.model._records.deletions_only:  # type: ignore[attr-defined]
            return super().bulk_create(objs, *args, **options)
        if options.get("ignore_conflicts") or options.get("update_conflicts"):
            raise NotSupportedError("A kept row is written or refused; a conflict cannot be passed over unrecorded.")
        with transaction.atomic(using=self.db), together():
            made = super().bulk_create(objs, *args, **options)
            for part in _in_parts(made):
                if any(_is_computed(row) for row in part):
                    record_as_they_stand(self.model, [row.pk for row in part], ADDED)
                else:
                    self.model._records.write(part, ADDED)  # type: ignore[attr-defined]
        return made

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=self.db), together():
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def _hold(self) -> list[Any]:
        """The rows that match, locked where the database can, in an order in which nobody waits for another."""
        rows = self.select_related(None).order_by("pk")
        if connection.features.has_select_for_update and not rows.query.distinct and rows.query.group_by is None:
            rows = rows.select_for_update(of=("self",), no_key=True)
        return [row.pk for row in rows.only("pk")]


class Kept(models.Model):
    """A row that staff keep: each change of it leaves a record. Give the model a `history = Records()`."""

    objects: Any = KeptQuerySet.as_manager()
    history: Any
    _records: ClassVar[Records]

    class Meta:
        abstract = True
        # Deletes that set a key to nothing go by this one.
        base_manager_name = "objects"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic(), together():
            return super().delete(*args, **kwargs)

    def prepare_return(self) -> None:
        """Called on a row that was deleted, before it is written anew.

        Raises:
            ValidationError: with a sentence, where it cannot be as things stand.
        """


def record_as_they_stand(model: type[models.Model], pks: Sequence[Any], kind: str) -> None:
    """Record rows of one model as the database has them now."""
    if pks and current_act().is_recorded:
        rows = model._base_manager.filter(pk__in=pks).order_by("pk")
        model._records.write(list(rows), kind)  # type: ignore[attr-defined]


def _is_computed(row: models.Model) -> bool:
    """Whether only the database knows what a value of it came to."""
    return any(hasattr(value, "resolve_expression") for value in row.__dict__.values())


def _in_parts(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))


def _kept_relations_to(model: type[models.Model]) -> list[tuple[type[models.Model], Any]]:
    """The many-to-many of kept models that name rows of this one."""
    return [
        (relation.related_model, relation.field)
        for relation in model._meta.related_objects
        if relation.many_to_many and relation.field.name in _m2m_names(relation.related_model)
    ]


def _m2m_names(model: type[models.Model]) -> set[str]:
    records = getattr(model, "_records", None)
    return {field.name for field in records.get_m2m_fields_from_model(model)} if records else set()
