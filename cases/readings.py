"""The record of readings: who read what of a sealed case, or a sealed fact, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Count, Model

from accounts.models import User
from cases.models import AccessEvent, Case, Reading, TrueNameEvent

BULK = 20  # different things by one person
BULK_WITHIN = timedelta(hours=1)
# From a row towards its case, one step at a time.
UPWARD = ("case", "person", "sheet", "action")


def record_reading(thing: Model, *, by: User, at: datetime) -> Reading:
    """Write down that somebody read a row of a case, or the case itself.

    Raises:
        ValueError: if the row belongs to no case.
    """
    case = case_of(thing)
    if case is None:
        raise ValueError(f"{thing._meta.label} {thing.pk} belongs to no case.")
    return Reading.objects.create(by=by, at=at, what=f"{thing._meta.label_lower}:{thing.pk}", case_number=case.pk)


@dataclass(frozen=True)
class Read:
    """One line of what the owner of a case is shown: who read what, and when."""

    at: datetime
    by: User
    what: str
    reason: str = ""


def readings_of_case(case: Case, *, most: int = 200) -> list[Read]:
    """Who read what of a case: what is sealed, and names that are withheld; the newest first."""
    rows = Reading.objects.filter(case_number=case.pk).select_related("by")[:most]
    names = TrueNameEvent.objects.filter(case_number=case.pk, verb=TrueNameEvent.Verb.READ).select_related("by")[:most]
    found = [Read(row.at, row.by, in_words(row.what)) for row in rows]
    found += [Read(row.at, row.by, f"withheld name of person {row.person_number}", row.reason) for row in names]
    return sorted(found, key=lambda read: read.at, reverse=True)[:most]


def in_words(what: str) -> str:
    """ "hearing 12" of "cases.hearing:12"."""
    label, _, number = what.partition(":")
    try:
        kind = str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        kind = label
    return f"{kind} {number}"


def bulk_readers(*, at: datetime) -> dict[int, list[int]]:
    """Who has read more than `BULK` sealed things within the hour before a moment, and of which cases.

    Whoever was noted for that (`note_bulk`) within this hour is not found again.
    """
    since = at - BULK_WITHIN
    lately = Reading.objects.filter(at__gt=since, at__lte=at).order_by()
    noted = AccessEvent.objects.filter(verb=AccessEvent.Verb.BULK, at__gt=since, at__lte=at)
    many: Any = lately.values("by").annotate(things=Count("what", distinct=True)).filter(things__gt=BULK)
    readers = set(many.values_list("by", flat=True)) - set(noted.values_list("by", flat=True))
    return {
        reader: sorted(set(lately.filter(by=reader).values_list("case_number", flat=True)))
        for reader in sorted(readers)
    }


def note_bulk(reader: User, cases: Iterable[int], *, at: datetime) -> None:
    """Write down, at each of these cases, that somebody read many sealed things within an hour."""
    AccessEvent.objects.bulk_create(
        AccessEvent(verb=AccessEvent.Verb.BULK, case_number=number, at=at, by=reader) for number in cases
    )


def case_of(thing: Model) -> Case | None:
    """The case that a row belongs to, or itself; None where it belongs to none."""
    above: Model | None = thing
    while above is not None and not isinstance(above, Case):
        above = next((getattr(above, name) for name in UPWARD if getattr(above, name, None) is not None), None)
    return above
