"""The sheets of an action, one after the other: which holds, which was replaced, and which may still be read.

Whoever printed a sheet some weeks ago must be able to find out what it said and that it does not hold any more. So
the text of a replaced sheet stays readable, without anything by which one could write. It is shown no more

- where a correction was issued after it: something in it was wrong, and the wrong thing must not live on;
- where it names somebody whom the sheet that holds does not name, or names otherwise: a name may have been taken back.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db.models.fields.json import KT
from django.utils import timezone

from campaigns.content import Person
from campaigns.models import Sheet, UrgentAction
from campaigns.states import FROZEN
from campaigns.told_outcomes import ToldOutcome, thaw_outcomes


@dataclass(frozen=True)
class SheetLine:
    """A sheet of an action, as it is listed.

    Args:
        note: what everybody was told when it was issued.
        replaced_on: the day from which another held; None for the one that holds.
        is_readable: whether its text may still be read.
        outcomes: what it says became of people.
        changes: what it changed for whoever held the one before it.
    """

    title: str
    dated: date
    is_current: bool
    note: str = ""
    version: int = 0
    replaced_on: date | None = None
    is_readable: bool = False
    outcomes: tuple[ToldOutcome, ...] = ()
    asks: bool = True  # whether it asked people to write
    changes: str = ""


@dataclass(frozen=True)
class _Row:
    """What is taken of a sheet: not its text, which may be long."""

    pk: int
    version: int
    kind: str
    title: str
    dated: date
    issued_at: datetime
    names: frozenset[str]
    outcomes: tuple[ToldOutcome, ...]
    changes: str


def chain_of(action: UrgentAction, *, notes: Mapping[int | None, str] | None = None) -> list[SheetLine]:
    """The issued sheets of an action, newest first; one query.

    Args:
        notes: what everybody was told when each was issued, by its key.
    """
    rows = _rows_of(action)
    current = next((row for row in rows if row.pk == action.current_sheet_id), None)
    return [_line(place, rows, current, notes or {}) for place in range(len(rows))]


def _line(place: int, rows: Sequence[_Row], current: _Row | None, notes: Mapping[int | None, str]) -> SheetLine:
    row = rows[place]
    is_readable = _is_readable(place, rows, current)
    return SheetLine(
        title=row.title,
        dated=row.dated,
        is_current=row is current,
        # What was told with a sheet is of its text, and goes with it.
        note=notes.get(row.pk, "") if is_readable else "",
        version=row.version,
        replaced_on=None if row is current else _replaced_on(place, rows),
        is_readable=is_readable and row is not current,
        outcomes=row.outcomes,
        asks=row.kind not in Sheet.ENDING,
        changes=row.changes if is_readable else "",
    )


def _replaced_on(place: int, rows: Sequence[_Row]) -> date | None:
    """The day of issue of the next sheet. The newest has none: it gave way to an older one, when its action was
    reopened."""
    return timezone.localtime(rows[place - 1].issued_at).date() if place else None


def _is_readable(place: int, rows: Sequence[_Row], current: _Row | None) -> bool:
    """The one that holds is; after a reopening, whatever was issued after it."""
    if current is None or rows[place] is current:
        return current is not None
    is_corrected = any(row.kind == Sheet.Kind.CORRECTION for row in rows[:place])
    return not is_corrected and rows[place].names <= current.names


def _rows_of(action: UrgentAction) -> list[_Row]:
    frozen = Sheet.objects.filter(action=action, status__in=FROZEN).order_by("-version")
    sheets = frozen.annotate(
        title=KT("frozen__title"),
        people=KT("frozen__people"),
        outcomes_told=KT("frozen__outcomes"),
        changed=KT("frozen__changes"),
    )
    columns = ("pk", "version", "kind", "title", "dated", "issued_at", "people", "outcomes_told", "changed")
    return [
        _Row(
            pk=pk,
            version=version,
            kind=kind,
            title=title,
            dated=dated,
            issued_at=cast(datetime, issued_at),  # an issued sheet has its moment; the database sees to it
            names=names_in(people),
            outcomes=thaw_outcomes(json.loads(outcomes or "[]")),
            changes=changed or "",
        )
        for pk, version, kind, title, dated, issued_at, people, outcomes, changed in sheets.values_list(*columns)
    ]


def names_in(people: str) -> frozenset[str]:
    """Every name and spelling by which the people of a frozen sheet are known, from their JSON."""
    return frozenset(name for person in json.loads(people) for name in Person(**person).names)
