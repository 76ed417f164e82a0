"""Losing records of a history for good, which is done in one way only, and leaves a row for each that is lost.

The site may not delete from a history. On PostgreSQL it asks a function that belongs to the owner of the tables, and
which deletes nothing but what a `StruckRecord` stands for; on SQLite the triggers of `accounts.database_roles` ask the
same. The seals of what was struck out stay in the chain, without the salt by which their digest could be tried on
guesses.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models

from accounts.models import Seal, StruckRecord, User

_AT_ONCE = 500


def strike_records(model: type[models.Model], pks: Iterable[Any], *, by: User, at: datetime, reason: str) -> None:
    """Delete rows of a history, and the salts of their seals. Also for a row of a journal that is gone already.

    Call it in a transaction.
    """
    label, numbers = model._meta.label, list(pks)
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        known = set(StruckRecord.objects.filter(journal=label, row_pk__in=part).values_list("row_pk", flat=True))
        StruckRecord.objects.bulk_create(
            StruckRecord(journal=label, row_pk=pk, by=by, at=at, reason=reason[:300]) for pk in part if pk not in known
        )
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT strike_out_records(%s, %s)", [label, part])
        else:
            model._base_manager.filter(pk__in=part).delete()
            Seal.objects.filter(journal=label, row_pk__in=part).update(salt="")
