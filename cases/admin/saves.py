"""Who stored something that a page had not shown, and when, from the history that every row of staff keeps.

What has no history (subscriptions, which belong to followers) has no name here.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils import timezone

from accounts.history import ADDED, DELETED, Kept
from accounts.models import User
from cases.sealed_records import unseen_by

# So many of the latest records of a row are looked at for the one that set a value.
_MOST_RECORDS = 100


class Save(NamedTuple):
    """One saving: by whom, when, and whether by the very person who asks."""

    by: str
    at: datetime
    is_own: bool

    @property
    def who(self) -> str:
        return "you yourself, in another window or before you went back," if self.is_own else self.by

    @property
    def when(self) -> str:
        return moment_in_words(self.at)


class Saves:
    """Asks histories, on behalf of the person who is to be told."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def of_field(self, row: Model, name: str) -> Save | None:
        """The one that gave a field the value which it has now."""
        try:
            column = row._meta.get_field(name).attname  # type: ignore[union-attr]
        except (AttributeError, FieldDoesNotExist):
            return self.last_of(type(row), row.pk)
        found = None
        for value, at, by, _ in (records := _records(type(row), row.pk, column)):
            if value != records[0][0]:
                break
            found = self._told(at, by)
        return found

    def added(self, model: type[Model], pk: Any) -> Save | None:
        return self._of_kind(model, pk, ADDED)

    def deleted(self, model: type[Model], pk: Any) -> Save | None:
        return self._of_kind(model, pk, DELETED)

    def last_of(self, model: type[Model], pk: Any) -> Save | None:
        records = _records(model, pk)
        return self._told(*records[0][1:3]) if records else None

    def _of_kind(self, model: type[Model], pk: Any, kind: str) -> Save | None:
        records = _records(model, pk, "history_id")
        found = next((record for record in records if record[3] == kind), None)
        if found is None or self._may_not_know(model, found[0]):
            return None
        return self._told(found[1], found[2])

    def _may_not_know(self, model: Any, number: int) -> bool:
        """Whether a record is of a sealed case that the reader may not see."""
        return bool(model.history.filter(unseen_by(self._reader, model), history_id=number).exists())

    def _told(self, at: datetime, by: int | None) -> Save:
        person = User.objects.filter(pk=by).first()
        return Save(str(person or "the desk itself"), at, person is not None and person == self._reader)


def _records(model: type[Model], pk: Any, column: str = "pk") -> Sequence[tuple[Any, datetime, int | None, str]]:
    """Value, moment, number of the account and kind of the latest records of a row, the last one first."""
    number = str(pk)
    if not issubclass(model, Kept) or not number.isdecimal() or len(number) > 18:
        return []
    history: Any = model.history
    if column not in {field.attname for field in history.model._meta.concrete_fields}:
        column = "history_id"
    rows = history.filter(**{model._meta.pk.attname: number}).order_by("-history_id")
    return list(rows.values_list(column, "history_date", "history_user_id", "history_type")[:_MOST_RECORDS])


def last_record(thing: Model) -> str:
    """Which record is the last of a thing's own row; empty where it has no history."""
    records = _records(type(thing), thing.pk, "history_id")
    return str(records[0][0]) if records else ""


def moment_in_words(at: datetime) -> str:
    """ "on 13 July 2011 at 14:05", where the section is."""
    local = timezone.localtime(at, timezone.get_default_timezone())
    return f"on {local:%-d %B %Y} at {local:%H:%M}"
