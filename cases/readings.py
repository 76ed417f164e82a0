"""The record of readings: who read what of a sealed case, or a sealed fact, and when."""

from datetime import datetime

from django.db.models import Model

from accounts.models import User
from cases.models import Case, Reading

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


def case_of(thing: Model) -> Case | None:
    """The case that a row belongs to, or itself; None where it belongs to none."""
    above: Model | None = thing
    while above is not None and not isinstance(above, Case):
        above = next((getattr(above, name) for name in UPWARD if getattr(above, name, None) is not None), None)
    return above
