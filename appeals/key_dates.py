"""The dates of a case as the public sees them: developments, hearings, limits, sheets, the last good day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import cast
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from appeals.chain import SheetLine
from appeals.standing import Standing, State
from appeals.timeline import Mark, Timeline, draw
from campaigns.models import Outcome, UrgentAction
from campaigns.states import Verb
from campaigns.told_outcomes import ToldOutcome
from cases.models import Case, Deadline, Development, Hearing
from cases.models.date_move import moved_word
from cases.partial_dates import PartialDate


class Kind(StrEnum):
    """What sort of date it is; the value is the word that people read."""

    EVENT = "Event"
    HEARING = "Hearing"
    DEADLINE = "Deadline"
    SHEET = "Sheet"
    OUTCOME = "Outcome"
    STEP = "This action"
    LIMIT = "Last good day"


@dataclass(frozen=True)
class KeyDate:
    """One row of the table. `first` and `last` differ where only the month or the year is known."""

    first: date
    last: date
    when: str
    iso: str  # for the datetime attribute of HTML's time element: 2010-11-03, 2010-11, 2010
    kind: Kind
    what: str
    hour: str = ""  # "10:00, time of Europe/Moscow"
    said_by: str = ""
    status: str = ""
    result: str = ""

    @property
    def mark(self) -> Mark:
        words = self.what if self.kind != Kind.LIMIT else "last good day to write"
        return Mark(self.first, self.last, self.when, words, self.kind.name.lower())


@dataclass(frozen=True)
class Step:
    """Something that was decided on an action after a sheet, as everybody may know it."""

    verb: Verb
    on: date
    note: str


# What a verb meant for those who write.
_STEPS = {
    Verb.PAUSE: "Paused",
    Verb.RESUME: "Taken up again",
    Verb.STOP: "Stopped",
    Verb.CLOSE: "Closed",
    Verb.REOPEN: "Reopened",
}


def key_dates_of(
    case: Case,
    action: UrgentAction,
    sheets: list[SheetLine],
    steps: Iterable[Step] = (),
    *,
    standing: Standing,
    at: datetime,
    outcomes: Iterable[ToldOutcome] = (),
) -> list[KeyDate]:
    """Every public date of a case and of one of its actions, earliest first. Three queries.

    The last good day is left out once an action was paused, stopped or closed before it: a date to write by
    would ask people to write.
    """
    hearings = Hearing.objects.public(at=at).filter(case=case).select_related("court", "adjourned_to")
    dates = [_of_development(row) for row in Development.objects.public(at=at).filter(case=case)]
    dates += [_of_hearing(row, at=at) for row in hearings]
    dates += [_of_deadline(row) for row in Deadline.objects.public(at=at).filter(case=case)]
    dates += [_on(sheet.dated, Kind.SHEET, sheet.title, sheet.note) for sheet in sheets]
    dates += [_on(step.on, Kind.STEP, _STEPS[step.verb], step.note) for step in steps if step.verb in _STEPS]
    dates += _of_outcomes(outcomes)
    if action.last_good_day and (standing.asks or standing.state == State.LAPSED):
        what = "Last day to send appeals" if standing.asks else "Last day to send appeals; it is over"
        dates.append(_on(action.last_good_day, Kind.LIMIT, what))
    return sorted(dates, key=lambda row: (row.first, row.last, list(Kind).index(row.kind)))


def timeline_of(dates: list[KeyDate], *, on: date) -> Timeline:
    """The drawing of these dates with the present day."""
    return draw([row.mark for row in dates], on=on, today=f"Today, {_words(on)}")


def _words(day: date) -> str:
    return date_format(day, "j F Y")


def _on(day: date, kind: Kind, what: str, note: str = "") -> KeyDate:
    return KeyDate(day, day, _words(day), day.isoformat(), kind, what, result=note)


def _of_outcomes(outcomes: Iterable[ToldOutcome]) -> list[KeyDate]:
    """What happened to people on a day; several to whom the same happened are one row."""
    alike: dict[tuple[str, str], list[ToldOutcome]] = {}
    for told in outcomes:
        if told.when is not None and told.word not in Outcome.DAYLESS:
            alike.setdefault(told.says_the_same_as, []).append(told)
    return [_of_outcome(told) for told in alike.values()]


def _of_outcome(alike: Sequence[ToldOutcome]) -> KeyDate:
    happened = cast(PartialDate, alike[0].when)
    return KeyDate(
        first=happened.first_day,
        last=happened.last_day,
        when=str(happened),
        iso=happened.isoformat(),
        kind=Kind.OUTCOME,
        what=f"{', '.join(told.name for told in alike)}: {alike[0].what}",
        result="\n".join(told.sentence for told in alike if told.sentence),
    )


def _of_development(row: Development) -> KeyDate:
    happened = cast(PartialDate, row.happened_on)  # the types of Django take its column for text
    return KeyDate(
        first=happened.first_day,
        last=happened.last_day,
        # How the source puts it ("at the end of June") says more than the month alone; the year goes with it.
        when=f"{happened} ({row.date_note})" if row.date_note else str(happened),
        iso=happened.isoformat(),
        kind=Kind.EVENT,
        what=row.what,
        said_by=row.attributed_to,
    )


def _of_hearing(row: Hearing, *, at: datetime) -> KeyDate:
    iso, hour = row.on.isoformat(), ""
    if row.at is not None:
        starts = datetime.combine(row.on, time(row.at.hour, row.at.minute), ZoneInfo(row.time_zone))
        iso, hour = starts.isoformat(timespec="minutes"), f"{starts:%H:%M}, time of {row.time_zone}"
    result, status = row.result, row.get_status_display()
    if row.adjourned_to is not None and row.adjourned_to.is_public_at(at):
        word = moved_word(row.on, row.adjourned_to.on)
        result = f"{result} {word.capitalize()} to {_words(row.adjourned_to.on)}.".strip()
        status = word
    return KeyDate(
        first=row.on,
        last=row.on,
        when=_words(row.on),
        iso=iso,
        kind=Kind.HEARING,
        what=f"{row.court.office}: {row.matter}",
        hour=hour,
        status=status,
        result=result,
    )


def _of_deadline(row: Deadline) -> KeyDate:
    return KeyDate(
        first=row.on,
        last=row.on,
        when=_words(row.on),
        iso=row.on.isoformat(),
        kind=Kind.DEADLINE,
        what=row.what,
        status=row.get_status_display(),
        result=row.result,
    )
