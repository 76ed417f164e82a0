"""What follows from a move of a date, looked up before it is made: by the functions that do it, and nothing guessed.

The move is made, what may go is read, and the move is rolled back: some milliseconds in which the one row is locked.
How many people that concerns is counted afterwards, without a lock; nothing is written at any time.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction

from campaigns.content import SheetContent, content_of
from campaigns.head_counts import Count, Key, count_wanted, key_of
from campaigns.leads import lead_words
from campaigns.models import Assignment, Reminder, Sheet, UrgentAction
from campaigns.occasions import section_day
from campaigns.offers import Offer, offers_of_dates
from campaigns.printed_dates import places_of
from campaigns.states import UNDER_WAY, ActionStatus
from campaigns.timing import Pace
from cases.models import DateMove, Deadline, Hearing

Kind = Reminder.Kind


@dataclass(frozen=True)
class NoticeLine:
    """One notice, and how many get it as things stand: "3 days before", of the day that it is about.

    Args:
        is_due: it leaves with the next sweep.
    """

    kind: str
    about_on: date
    lead_days: int
    staff: int
    followers: int
    is_due: bool

    @property
    def early(self) -> str:
        return lead_words(self.lead_days)

    @property
    def on(self) -> date:
        return self.about_on - timedelta(days=self.lead_days)


@dataclass(frozen=True)
class Forecast:
    """What becomes of the reminders.

    Args:
        dropped, planned: notices that do not go any more, and those that go instead.
        told: how many addresses were told of the day that held until now, by notices of it.
        corrected: how many addresses are told at once that it moved, by pace; each once.
        reached: how many addresses hear of the date as it stands then, by pace.
    """

    dropped: tuple[NoticeLine, ...]
    planned: tuple[NoticeLine, ...]
    told: int
    corrected: tuple[tuple[str, int], ...]
    reached: tuple[tuple[str, int], ...]

    @property
    def all_corrected(self) -> int:
        return sum(count for _, count in self.corrected)

    @property
    def all_reached(self) -> int:
        return sum(count for _, count in self.reached)


@dataclass(frozen=True)
class Place:
    """Where a sheet prints a day."""

    part: str
    words: str


@dataclass(frozen=True)
class Outlook:
    """What a move means for an open or a paused action of the case.

    Args:
        last_good_day: until when its sheet asks people to write.
        days_short: how many days before the new day the letters end; nought where they go on until then.
        sheet: the one that is issued.
        places: where it prints the old day.
        under_way: a sheet that is being written already.
        kind: of the draft that is offered; empty where none is needed, or one is under way.
        proposed_limit: an appeals date with which letters go on until the day before the new day.
    """

    action: UrgentAction
    last_good_day: date
    days_short: int
    sheet: Sheet
    places: tuple[Place, ...]
    under_way: Sheet | None
    kind: str
    proposed_limit: date | None

    @property
    def kind_words(self) -> str:
        return str(Sheet.Kind(self.kind).label) if self.kind else ""


def foresee(
    thing: Hearing | Deadline, make: Callable[[], DateMove], *, at: datetime, is_undo: bool = False
) -> tuple[DateMove, Forecast]:
    """The event that a move would write, not saved, and what becomes of the reminders.

    Args:
        make: makes the move, or takes one back.
        is_undo: the move that it gives is the one that was taken back.

    Raises:
        ValidationError: if the move cannot be made.
    """
    before = list(offers_of_dates(thing.case_id, at=at))
    with transaction.atomic():
        move = make()
        after = list(offers_of_dates(thing.case_id, at=at))
        transaction.set_rollback(True)
    ceases = move.day_after if is_undo else move.day_before
    subject_id = (move.to_hearing_id or move.subject_id) if is_undo else move.subject_id
    forecast = _forecast(before, after, kind=move.kind, subject_id=subject_id, on=section_day(at))
    return move, replace(forecast, told=_told(move.kind, subject_id, ceases))


def _forecast(before: Sequence[Offer], after: Sequence[Offer], *, kind: str, subject_id: int, on: date) -> Forecast:
    # Those with a course put right what was told before; of a course all are needed to see who was told what last.
    notices_before, notices_after = ([offer for offer in offers if not offer.course] for offers in (before, after))
    gone, new = _without(notices_before, notices_after), _without(notices_after, notices_before)
    # Together, for they go to the same people mostly, who are then counted once.
    counts = count_wanted([*gone, *new])
    is_gone = {key_of(offer) for offer in gone}
    planned = [count for count in counts if key_of(count) not in is_gone]
    own = {offer.course for offer in after if offer.told_id == subject_id and offer.takes_back == kind}
    corrections = count_wanted([offer for offer in after if offer.course and offer.course in own])
    return Forecast(
        dropped=_lines((count for count in counts if key_of(count) in is_gone), on),
        planned=_lines(planned, on),
        told=0,
        corrected=_by_pace(corrections),
        reached=_most_by_pace(planned),
    )


def _without(offers: Iterable[Offer], others: Iterable[Offer]) -> list[Offer]:
    """The offers of notices that are not among the others."""
    keys = {key_of(offer) for offer in others}
    return [offer for offer in offers if key_of(offer) not in keys]


def _lines(counts: Iterable[Count], today: date) -> tuple[NoticeLine, ...]:
    staff: Counter[Key] = Counter()
    followers: Counter[Key] = Counter()
    for count in counts:
        (followers if count.pace else staff)[key_of(count)] += count.addresses
    day = {key: key[2] - timedelta(days=key[3]) for key in (*staff, *followers)}
    return tuple(
        NoticeLine(Kind(key[0]).label, key[2], key[3], staff[key], followers[key], is_due=day[key] <= today)
        for key in sorted(day, key=lambda key: (day[key], key))
    )


def _by_pace(counts: Iterable[Count]) -> tuple[tuple[str, int], ...]:
    """How many followers read at each pace, in the order of the paces."""
    found: Counter[str] = Counter()
    for count in counts:
        found[count.pace] += count.addresses
    return tuple((str(pace.label), found[pace]) for pace in Pace if found[pace])


def _most_by_pace(counts: Sequence[Count]) -> tuple[tuple[str, int], ...]:
    """The same for several notices that go to the same people: the one that goes to most of them."""
    most: dict[str, int] = {}
    for count in counts:
        most[count.pace] = max(most.get(count.pace, 0), count.addresses)
    return tuple((str(pace.label), most[pace]) for pace in Pace if most.get(pace))


def _told(kind: str, subject_id: int, day: date | None) -> int:
    """How many addresses were told of a day by notices of it, staff and followers."""
    if day is None:
        return 0
    sent = Reminder.objects.filter(kind=kind, subject_id=subject_id, about_on=day, status=Reminder.Status.SENT)
    return sent.order_by().values("address").distinct().count()


def outlooks(case_id: int, *, old: date | None, new: date | None, on: date) -> list[Outlook]:
    """What a move from one day to another means for each open or paused action of a case, in three queries."""
    running = UrgentAction.objects.filter(case_id=case_id, status__in=(ActionStatus.OPEN, ActionStatus.PAUSED))
    actions = list(running.select_related("current_sheet").defer("search_text").order_by("pk"))
    under_way = Sheet.objects.filter(action__in=actions, status__in=UNDER_WAY).defer("frozen")
    drafts = {sheet.action_id: sheet for sheet in under_way}
    return [
        _outlook(action, action.current_sheet, drafts.get(action.pk), old, new, on)
        for action in actions
        if action.current_sheet is not None
    ]


def _outlook(
    action: UrgentAction, sheet: Sheet, under_way: Sheet | None, old: date | None, new: date | None, on: date
) -> Outlook:
    content = content_of(sheet)
    # A letter helps until the day before; on the day itself it is late.
    days_short = max((new - content.last_good_day).days - 1, 0) if new is not None and content.asks else 0
    places = printed_places(content, old) if old is not None else ()
    kind = ""
    if under_way is None and content.asks:
        kind = Sheet.Kind.FURTHER if days_short else Sheet.Kind.CORRECTION if places else ""
    return Outlook(
        action=action,
        last_good_day=content.last_good_day,
        days_short=days_short,
        sheet=sheet,
        places=places,
        under_way=under_way,
        kind=kind,
        proposed_limit=new if days_short and new is not None and new > on else None,
    )


def printed_places(content: SheetContent, day: date) -> tuple[Place, ...]:
    """Where the text of a sheet names a day."""
    texts = [
        ("headline", content.headline),
        ("summary", content.summary),
        ("story", content.story),
        ("additional information", content.additional_information),
        *(("demand", ask.on_sheet) for ask in content.demands),
        *(("letter", ask.in_letter) for ask in content.demands),
        ("late note", content.late_note),
        ("note on diplomats", content.diplomatic_note),
    ]
    languages = ("en", *content.languages)
    return tuple(Place(part, words) for part, text in texts for words in places_of(text, day, languages))


def agreed_about(thing: Hearing | Deadline) -> Assignment | None:
    """What was agreed about its matter on the desk."""
    kind = "hearing" if isinstance(thing, Hearing) else "deadline"
    found = Assignment.objects.filter(matter=kind, subject_id=thing.pk).select_related("assignee").first()
    is_something = found is not None and (found.assignee_id or found.not_before or found.note)
    return found if is_something else None
