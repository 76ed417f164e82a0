"""The course of a hearing or a deadline: which day of it held when, and so what people were told of it when.

Each mail is asked again just before it leaves, so whatever was sent about a date told what was true at that moment.
From the moves of dates (`cases.models.DateMove`) follows what was true when; from that, and from when somebody was
told last, follows what they believe. Whoever believes in a day that does not hold, or that none holds, is told.

A date that never moved through a verb has no course; `campaigns.offers` looks at what was told of it alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from campaigns.models import Reminder
from cases.models import DateMove, Deadline, Hearing
from cases.models.date_move import day_holds

Kind = Reminder.Kind


class Stretch(NamedTuple):
    """A time in which one thing was true of a date.

    Args:
        day: the day that held; None where none did.
        since, until: None at the ends.
        times: how often the same day of the same hearing or deadline had held before, and ceased to.
    """

    subject_id: int
    day: date | None
    since: datetime | None
    until: datetime | None
    times: int


@dataclass(frozen=True)
class Course:
    """What was true of a hearing and those it was adjourned to, or of a deadline, from the beginning until now.

    Args:
        kind: `Kind.HEARING` or `Kind.DEADLINE`.
        subjects: the numbers of all rows it went through; some may be gone.
        subject_id, day: what is true now; no day where none holds.
        is_told: whether the day that holds is still expected, and may be told to everybody.
        holding: hearings or deadlines with the day of each that holds; several only where a move to one that was there
            already was taken back.
    """

    kind: str
    case_id: int
    subjects: frozenset[int]
    stretches: tuple[Stretch, ...]
    subject_id: int
    day: date | None
    is_told: bool
    holding: frozenset[tuple[int, date]]

    def holds(self, subject_id: int, day: date | None) -> bool:
        """Whether somebody who believes in this day of this hearing or deadline is right."""
        return day == self.day or (subject_id, day) in self.holding

    @property
    def name(self) -> str:
        return f"{self.kind} {min(self.subjects)}"

    @property
    def times(self) -> int:
        """`Stretch.times` of what is true now."""
        last = self.stretches[-1]
        return last.times if (last.subject_id, last.day) == (self.subject_id, self.day) else 0


_ROW = ("on", "status", "level", "public_from")


class _Row(NamedTuple):
    """A hearing or a deadline as it stands."""

    on: date
    status: str
    is_told: bool
    goes_on_to: int | None = None


def courses_of(cases: QuerySet[Any] | Iterable[int], *, on: date, at: datetime) -> list[Course]:
    """The courses of the dates of these cases of which some day is still to come, in four queries at most."""
    to_come = DateMove.objects.filter(Q(from_on__gte=on) | Q(to_on__gte=on), case_id__in=cases)
    return _courses(set(to_come.order_by().values_list("case_id", flat=True).distinct()), at=at)


def courses_in(case_id: int, *, at: datetime) -> list[Course]:
    """The courses of all dates of a case that ever moved."""
    return _courses({case_id}, at=at)


def courses_about(ids: dict[str, set[int]], *, at: datetime) -> dict[tuple[str, int], Course]:
    """The courses through these hearings and deadlines, by kind and number, in four queries at most.

    Args:
        ids: numbers by kind, also of rows that are gone.
    """
    hearings, deadlines = ids.get(Kind.HEARING, set()), ids.get(Kind.DEADLINE, set())
    if not hearings and not deadlines:
        return {}
    about = Q(hearing__in=hearings) | Q(to_hearing__in=hearings) | Q(deadline__in=deadlines)
    cases = set(DateMove.objects.filter(about).order_by().values_list("case_id", flat=True).distinct())
    return {(course.kind, pk): course for course in _courses(cases, at=at) for pk in course.subjects}


def _courses(cases: set[int], *, at: datetime) -> list[Course]:
    moves = list(DateMove.objects.filter(case_id__in=cases).order_by("at", "pk")) if cases else []
    if not moves:
        return []
    hearings = {
        row.pk: _Row(row.on, row.status, row.is_public_at(at), row.adjourned_to_id)
        for row in Hearing.objects.filter(case_id__in=cases).only(*_ROW, "adjourned_to_id")
    }
    deadlines = {
        row.pk: _Row(row.on, row.status, row.is_public_at(at))
        for row in Deadline.objects.filter(case_id__in=cases).only(*_ROW)
    }
    of_hearings: dict[int, list[DateMove]] = {}
    of_deadlines: defaultdict[int, list[DateMove]] = defaultdict(list)
    for move in moves:
        if move.deadline_id is not None:
            of_deadlines[move.deadline_id].append(move)
        else:
            _join(of_hearings, move)
    # The same list stands under each of its hearings.
    chains = {id(moves): moves for moves in of_hearings.values()}.values()
    return [
        *(_course(Kind.HEARING, moves, hearings) for moves in chains),
        *(_course(Kind.DEADLINE, moves, deadlines) for moves in of_deadlines.values()),
    ]


def _join(chains: dict[int, list[DateMove]], move: DateMove) -> None:
    """Put a move of a hearing into the list of moves that it belongs to."""
    moves = chains.get(move.subject_id, [])
    if move.to_hearing_id is not None:
        other = chains.get(move.to_hearing_id, moves)
        if other is not moves:
            moves.extend(other)
            chains |= dict.fromkeys({pk for pk, found in chains.items() if found is other}, moves)
        chains[move.to_hearing_id] = moves
    moves.append(move)
    chains[move.subject_id] = moves


def _course(kind: str, moves: list[DateMove], rows: dict[int, _Row]) -> Course:
    stretches = tuple(_stretches(moves))
    # What is true now the rows say themselves.
    begin = moves[0].subject_id
    subject_id, row = _end_of(begin if begin in rows else stretches[-1].subject_id, rows)
    subjects = {subject_id, *(stretch.subject_id for stretch in stretches)}
    # Adjournments from before moves were written down led to it as well.
    while before := {pk for pk, earlier in rows.items() if earlier.goes_on_to in subjects} - subjects:
        subjects |= before
    day = row.on if row is not None and day_holds(row.status) else None
    return Course(
        kind=kind,
        case_id=moves[0].case_id,
        subjects=frozenset(subjects),
        stretches=stretches,
        subject_id=subject_id,
        day=day,
        is_told=row is not None and row.status == Hearing.Status.EXPECTED and row.is_told,
        holding=frozenset((pk, rows[pk].on) for pk in subjects if pk in rows and day_holds(rows[pk].status)),
    )


def _end_of(subject_id: int, rows: dict[int, _Row]) -> tuple[int, _Row | None]:
    """Where a hearing has gone on to in the end, as the rows say."""
    seen = {subject_id}
    row = rows.get(subject_id)
    while row is not None and row.goes_on_to is not None and row.goes_on_to not in seen:
        subject_id = row.goes_on_to
        seen.add(subject_id)
        row = rows.get(subject_id)
    return subject_id, row


def _stretches(moves: list[DateMove]) -> Iterator[Stretch]:
    """What was true when, in order. Each move is a turn, and so is its being taken back."""
    turns = [(move.at, move.pk, False, move) for move in moves]
    turns += [(move.undone_at, move.pk, True, move) for move in moves if move.undone_at is not None]
    turns.sort(key=lambda turn: turn[:3])
    times: defaultdict[tuple[int, date | None], int] = defaultdict(int)
    current, since = (moves[0].subject_id, moves[0].day_before), None
    for at, _, is_undone, move in turns:
        if is_undone:
            then = (move.subject_id, move.day_before)
        else:
            then = (move.to_hearing_id or move.subject_id, move.day_after)
        if then != current:
            yield Stretch(*current, since, at, times[current])
            times[current] += 1
            current, since = then, at
    yield Stretch(*current, since, None, times[current])
