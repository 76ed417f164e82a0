"""Striking out what must not be known any more, such as a name that was typed though it is withheld.

It is the one way to lose what a history holds, and it leaves a record of itself: who, when and why. The seals of what
is struck out stay in the chain (`accounts.chain`), so that it still verifies.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from accounts.acts import acting
from accounts.history import ADDED, Kept, record_as_they_stand
from accounts.models import User
from accounts.struck import strike_records
from cases.wholes import record_of

STRUCK = "Earlier records were struck out: {}"


def strike_out(model: type[Kept], pk: Any, *, by: User, at: datetime, reason: str) -> int:
    """Delete every record of a row but how it stands now; of a row that is gone, all. Returns how many went.

    Raises:
        ValidationError: if no reason is given, or there is nothing to strike out.
    """
    if not reason.strip():
        raise ValidationError("Say why, in a few words, and without what is struck out.")

    def strike(table: type[Any], pks: Iterable[Any]) -> None:
        strike_records(table, pks, by=by, at=at, reason=reason)

    with acting(by=by, at=at, reason=STRUCK.format(reason)):
        records = record_of(model).objects.filter(id=pk)
        numbers = list(records.values_list("pk", flat=True))
        if not numbers:
            raise ValidationError("There is no record of such a row; nothing was struck out.")
        for field in model._records.get_m2m_fields_from_model(model):
            links = model._records.m2m_models[field]
            strike(links, links.objects.filter(history__in=numbers).values_list("pk", flat=True))
        strike(record_of(model), numbers)
        if model._records.deletions_only and not model._base_manager.filter(pk=pk).exists():
            # It was its own record, and is sealed as such.
            strike(model, [pk])
        record_as_they_stand(model, [pk], ADDED)
    return len(numbers)
