"""What was done to a row and its parts, act by act, the newest first: who, when, why, and what was different.

Reads the records that `accounts.history` writes. The number of queries depends on the models that belong to the
row, never on how much was changed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from accounts.history import ADDED, DELETED, FOUND, Kept
from accounts.models import User
from cases.levels import told_in_histories, without_hidden
from cases.wholes import Key, name_of, names_for, parts_of, records_within
from cases.word_diff import Piece
from cases.words import pieces_between, words_of

ACTS = 25  # on a page
# What is longer is compared word by word.
_LONG = 60


@dataclass(frozen=True)
class Difference:
    """One field: what it was and what it became. Long texts come as pieces."""

    label: str
    old: str
    new: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Told:
    """What one act did to one row."""

    what: str  # the kind of row: "hearing"
    name: str
    verb: str  # added, changed, deleted, brought back, found
    differences: tuple[Difference, ...]
    is_the_whole: bool


@dataclass
class Act:
    number: UUID
    at: datetime
    by: User | None
    reasons: list[str] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


@dataclass(frozen=True)
class Chronicle:
    acts: Sequence[Act]
    older: UUID | None  # the last act of this page, where more follow


@dataclass(frozen=True)
class _Step:
    """The records of one row within one act: how it stood before, how it came out of it, and all between."""

    before: Any
    records: Sequence[Any]

    @property
    def last(self) -> Any:
        return self.records[-1]

    @property
    def ends(self) -> list[Any]:
        return [record for record in (self.before, self.last) if record is not None]


def chronicle_of(
    row: Kept, *, reader: Any, may_see: Callable[[type[Kept]], bool], before: UUID | None = None
) -> Chronicle:
    """One page of the history of a row and its parts. What ever was sealed is told in none.

    Args:
        reader: who reads it; what is for the team of a case alone is left out for others (`cases.levels`).
        may_see: whether the reader may see rows of a model; what they may not is left out.
        before: the last act of the page before this one.
    """
    root = type(row)
    seen = [model for model in (root, *parts_of(root)) if may_see(model) and not model._records.deletions_only]
    scopes = {model: told_in_histories(reader, model, records_within(model, root, row.pk)) for model in seen}
    numbers = _numbers(scopes.values(), before)
    shown, older = numbers[:ACTS], numbers[ACTS - 1] if len(numbers) > ACTS else None
    acts: dict[UUID, Act] = {}
    for model, scope in scopes.items():
        _tell(model, _steps(scope.filter(act__in=shown)), acts, reader=reader, is_the_whole=model is root)
    return Chronicle([acts[number] for number in shown if acts[number].told], older)


def _numbers(scopes: Iterable[Any], before: UUID | None) -> list[UUID]:
    """The acts of a page and one more, the newest first."""
    parts = [scope.filter(act__lt=before) if before else scope for scope in scopes]
    if not parts:
        return []
    first, *others = [part.values_list("act", flat=True) for part in parts]
    numbers = first.union(*others) if others else first.distinct()
    return list(numbers.order_by("-act")[: ACTS + 1])


def _steps(records: Any) -> list[_Step]:
    """The records by row and act, each with what the row was before; two queries, and one for each many-to-many."""
    earlier = records.model.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    found = list(
        records.annotate(before_id=Subquery(earlier.order_by("-history_id").values("history_id")[:1]))
        .select_related("history_user")
        .order_by("history_id")
    )
    before = records.model.objects.in_bulk([record.before_id for record in found if record.before_id])
    groups: dict[tuple[Any, Any], list[Any]] = {}
    for record in found:
        groups.setdefault((record.act, record.id), []).append(record)
    steps = [_Step(before.get(group[0].before_id), group) for group in groups.values()]
    _fill_m2m(records.model, steps)
    return steps


def _fill_m2m(record: Any, steps: Sequence[_Step]) -> None:
    """Give each end of a step its many-to-many, as `m2m_<field>`: the numbers of the rows on the other side."""
    ends = [end for step in steps for end in step.ends]
    for one in record._history_m2m_fields:
        numbers: dict[Any, list[Any]] = {end.pk: [] for end in ends}
        for link in getattr(record, one.name).model.objects.filter(history__in=list(numbers)).order_by("pk"):
            numbers[link.history_id].append(getattr(link, f"{one.m2m_reverse_field_name()}_id"))
        for end in ends:
            setattr(end, f"m2m_{one.name}", numbers[end.pk])


def _tell(model: type[Kept], steps: Sequence[_Step], acts: dict[UUID, Act], *, reader: Any, is_the_whole: bool) -> None:
    names = without_hidden(reader, names_for(_keys(model, steps)))
    for step in steps:
        last = step.last
        act = acts.setdefault(last.act, Act(last.act, last.history_date, last.history_user))
        for record in step.records:
            if record.history_change_reason and record.history_change_reason not in act.reasons:
                act.reasons.append(record.history_change_reason)
        verb = _verb(step)
        differences = _differences(model, step, names) if verb else ()
        if verb and (differences or verb != "changed"):
            meta = model._meta
            act.told.append(Told(str(meta.verbose_name), name_of(last, names), verb, differences, is_the_whole))


def _verb(step: _Step) -> str:
    """What became of the row; empty where it came and went within the act."""
    kind = step.last.history_type
    was_there = step.before is not None and step.before.history_type != DELETED
    if kind == DELETED:
        return "deleted" if was_there or step.records[0].history_type != ADDED else ""
    if was_there:
        return "changed"
    if step.before is not None:
        return "brought back"
    first = step.records[0]
    return "added" if first.history_type == ADDED and first.history_change_reason != FOUND else "found"


def _differences(model: type[Kept], step: _Step, names: dict[Key, str]) -> tuple[Difference, ...]:
    """Field by field. Of a row that came or went: what it said, but for what every new row says."""
    old, new = step.before, step.last
    if new.history_type == DELETED:
        old, new = new, None
    elif old is not None and old.history_type == DELETED:
        old = None
    found = []
    for one in _told_fields(model):
        was, became = (_words(one, record, names) if record is not None else "" for record in (old, new))
        if was != became and not (old is None and _is_default(one, new)):
            is_long = bool(was and became) and max(len(was), len(became)) > _LONG
            pieces = pieces_between(was, became) if is_long else ()
            found.append(Difference(str(one.verbose_name), was, became, pieces))
    return tuple(found)


def _told_fields(model: type[Kept]) -> list[Any]:
    records = model._records
    hidden = {"id", records.part_of, *records.untold}
    own = [one for one in records.fields_included(model) if one.name not in hidden]
    return [*own, *records.get_m2m_fields_from_model(model)]


def _words(one: Any, record: Any, names: dict[Key, str]) -> str:
    if one.many_to_many:
        return ", ".join(sorted(names.get((one.related_model, pk), "") for pk in getattr(record, f"m2m_{one.name}")))
    value = getattr(record, one.attname)
    return names.get((one.related_model, value), "") if one.is_relation else words_of(one, value)


def _is_default(one: Any, record: Any) -> bool:
    return not one.many_to_many and one.has_default() and getattr(record, one.attname) == one.get_default()


def _keys(model: type[Kept], steps: Sequence[_Step]) -> Iterable[Key]:
    """Everything that the told fields of these records point to."""
    ends = [end for step in steps for end in step.ends]
    for one in {*_told_fields(model), *(model._meta.get_field(name) for name in model._records.named_by)}:
        if one.many_to_many:
            yield from ((one.related_model, pk) for end in ends for pk in getattr(end, f"m2m_{one.name}"))
        elif one.is_relation:
            yield from ((one.related_model, getattr(end, one.attname)) for end in ends)
