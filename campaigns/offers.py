"""Every notice that may go at a moment or soon after: the days that draw near, what was decided, the days that moved.

There are as many offers as there are dates and events, however many people follow them. Who gets which is decided by
`campaigns.audience`, for all of them at once, and asked again by `campaigns.reasons` for each single notice.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from campaigns.models import Reminder, UrgentAction
from campaigns.occasions import (
    CORRECTS,
    MOVED_AND_AGAIN,
    NEWS_FOR,
    OFF,
    STATUS_AFTER,
    TAKES_BACK,
    Kind,
    Moment,
    address_key,
    desk_workers,
    is_of_before,
    kind_of_news,
    latest_events,
    public_since,
    section_day,
)
from campaigns.timing import Pace, notice_time
from campaigns.turns import Course, Stretch, courses_of
from cases.models import Deadline, Hearing

EVER = timedelta(days=100 * 366)


class Offer(NamedTuple):
    """A notice that may go, through one open action. Where a moment is None, it goes to nobody of that kind."""

    kind: str
    subject_id: int
    about_on: date
    lead_days: int
    action_id: int | None
    at_once: datetime | None = None
    daily: datetime | None = None
    weekly: datetime | None = None
    # Followers of more than one action are owed it if they confirmed by then, so that none is flooded at the start;
    # and all followers, where this is given.
    wide_since: datetime | None = None
    since: datetime | None = None
    takes_back: str = ""  # the kind of the notices whose readers get this one, and no others
    told_id: int | None = None  # what those were about
    told_on: date | None = None  # and of which day, where that matters
    told_since: datetime | None = None  # they were sent from then on
    told_until: datetime | None = None  # and before then
    course: str = ""  # of the offers of one course each reader gets the one for what they were told last
    is_mute: int = 0  # 1: whoever was told this last has nothing to hear
    staff: str = ""  # the one address on the staff that gets it
    for_staff: datetime | None = None


@dataclass(frozen=True)
class _Occasion:
    """A day of which people are told, through any of the open actions of its case."""

    kind: str
    subject_id: int
    about_on: date
    counted_from: date
    is_told: bool
    staff: str  # empty: nobody with an active account owns the case
    actions: tuple[tuple[int, date], ...]  # id and last good day


def offers(*, at: datetime) -> Iterator[Offer]:
    """Every notice that may go at this moment or soon, in a constant number of queries."""
    moment = Moment(at)
    open_actions = UrgentAction.objects.open_on(moment.today).past_embargo(at=at)
    for occasion in _occasions(moment, open_actions):
        yield from _of_occasion(occasion, moment)
    yield from _of_events(moment)
    yield from _of_moved_days(moment, open_actions)
    yield from _of_desks(moment)


def offers_of_dates(case_id: int, *, at: datetime) -> Iterator[Offer]:
    """Every notice of the hearings and deadlines of one case that may go at this moment or at any time after it."""
    moment = Moment(at, ahead=EVER)
    open_actions = UrgentAction.objects.open_on(moment.today).past_embargo(at=at).filter(case_id=case_id)
    for occasion in _occasions(moment, open_actions):
        if occasion.kind != Kind.APPEALS:
            taken: set[tuple[int | None, datetime]] = set()
            for offer in sorted(_of_occasion(occasion, moment), key=lambda offer: offer.lead_days):
                # Of several notices that one weekly mail would bring, the nearest goes.
                is_later = offer.weekly is not None and (offer.action_id, offer.weekly) in taken
                yield offer._replace(weekly=None) if is_later else offer
                taken |= {(offer.action_id, offer.weekly)} if offer.weekly else set()
    yield from _of_moved_days(moment, open_actions)


def _of_occasion(occasion: _Occasion, moment: Moment) -> Iterator[Offer]:
    day = occasion.counted_from
    dues = {pace: moment.due(day, pace) for pace in (Pace.AT_ONCE, Pace.WEEKLY)}
    nearest = {pace: moment.nearest(day, pace) for pace in dues}

    def due(pace: Pace, lead: int, last_good_day: date) -> datetime | None:
        when = dues[pace][lead]
        if (when <= moment.at and lead != nearest[pace]) or last_good_day < moment.goes_on(when):
            return None
        return when

    for action_id, last_good_day in occasion.actions:
        for lead in moment.leads:
            soon = due(Pace.AT_ONCE, lead, last_good_day)
            weekly = due(Pace.WEEKLY, lead, last_good_day)
            for_staff = soon if occasion.staff else None
            soon, weekly = (moment.near(when) if occasion.is_told else None for when in (soon, weekly))
            if for_staff or soon or weekly:
                yield Offer(
                    occasion.kind,
                    occasion.subject_id,
                    occasion.about_on,
                    lead,
                    action_id,
                    at_once=soon,
                    daily=soon,
                    weekly=weekly,
                    wide_since=dues[Pace.AT_ONCE][lead],
                    staff=occasion.staff,
                    for_staff=for_staff,
                )


def _occasions(moment: Moment, open_actions: QuerySet[UrgentAction]) -> Iterator[_Occasion]:
    """Expected hearings and deadlines of cases with an open action, and the last good days of open actions."""
    by_case: defaultdict[int, list[tuple[int, date]]] = defaultdict(list)
    staff: dict[int, str] = {}
    columns = ("pk", "case_id", "last_good_day", "case__owner__email", "case__owner__is_active")
    for pk, case_id, last_good_day, email, is_active in open_actions.order_by("pk").values_list(*columns):
        if last_good_day is not None:  # never in an open action, but the column knows no states
            by_case[case_id].append((pk, last_good_day))
            staff[case_id] = address_key(email) if is_active else ""
    cases = open_actions.values("case_id")
    for kind, dated in ((Kind.HEARING, Hearing.objects.expected()), (Kind.DEADLINE, Deadline.objects.expected())):
        for event in dated.filter(case_id__in=cases, on__gte=moment.today).iterator():
            if event.case_id in by_case:
                actions = tuple(by_case[event.case_id])
                counted_from = moment.counted_from(event)
                yield _Occasion(
                    kind, event.pk, event.on, counted_from, event.is_public_at(moment.at), staff[event.case_id], actions
                )
    for case_id, actions_of_case in by_case.items():
        for pk, last_good_day in actions_of_case:
            yield _Occasion(
                Kind.APPEALS, pk, last_good_day, last_good_day, True, staff[case_id], ((pk, last_good_day),)
            )


def _of_events(moment: Moment) -> Iterator[Offer]:
    """What happened last to each action: an older event that nobody heard of yet is overtaken."""
    for event in latest_events(since=moment.at - NEWS_FOR):
        action = event.action
        kind = kind_of_news(event, action)
        told_at = public_since(event)
        if (
            told_at > moment.at
            or is_of_before(event, kind)
            or (kind not in STATUS_AFTER and not action.is_open(on=moment.today))
        ):
            continue
        due = {pace: moment.near(moment.news(event, kind, pace, action.last_good_day)) for pace in Pace}
        yield Offer(
            kind,
            event.pk,
            section_day(told_at),
            0,
            action.pk,
            at_once=due[Pace.AT_ONCE],
            daily=due[Pace.DAILY],
            weekly=due[Pace.WEEKLY],
            wide_since=told_at,
            since=told_at,
        )


def _of_moved_days(moment: Moment, open_actions: QuerySet[UrgentAction]) -> Iterator[Offer]:
    """Days still to come of which somebody was told, and which do not hold any more; days that hold again."""
    first_action: dict[int, int] = {}
    for case_id, pk in open_actions.order_by("-pk").values_list("case_id", "pk"):
        first_action[case_id] = pk
    courses = courses_of(open_actions.values("case_id"), on=moment.today, at=moment.at)
    for course in courses:
        if course.case_id in first_action:
            yield from _of_course(course, first_action[course.case_id], moment)
    for kind, told_kind in TAKES_BACK.items():
        has_course = {pk for course in courses if course.kind == told_kind for pk in course.subjects}
        for case_id, subject_id, about_on in _moved(told_kind, open_actions, moment):
            if case_id in first_action and subject_id not in has_course:
                yield Offer(
                    kind,
                    subject_id,
                    about_on,
                    0,
                    first_action[case_id],
                    at_once=moment.at,
                    daily=moment.at,
                    weekly=moment.at,
                    takes_back=told_kind,
                    told_id=subject_id,
                    told_on=about_on,
                    course=f"{kind} {subject_id} {about_on}",
                )


def _of_course(course: Course, action_id: int, moment: Moment) -> Iterator[Offer]:
    """For each stretch of a course what somebody hears who was told last in it, by whatever notice."""
    said = [(stretch, _correction(course, stretch, moment)) for stretch in course.stretches]
    if not any(correction for _, correction in said):
        return
    kinds = (course.kind, *(kind for kind, told_kind in CORRECTS.items() if told_kind == course.kind))
    for stretch, correction in said:
        kind, subject_id, about_on, times = correction or (course.kind, course.subject_id, moment.today, 0)
        for told_kind in kinds:
            for told_id in sorted(course.subjects):
                yield Offer(
                    kind,
                    subject_id,
                    about_on,
                    times,
                    action_id,
                    at_once=moment.at,
                    daily=moment.at,
                    weekly=moment.at,
                    takes_back=told_kind,
                    told_id=told_id,
                    told_since=stretch.since,
                    told_until=stretch.until,
                    course=course.name,
                    is_mute=0 if correction else 1,
                )


def _correction(course: Course, stretch: Stretch, moment: Moment) -> tuple[str, int, date, int] | None:
    """The key of what somebody hears who was told last in a stretch: kind, subject, day, times; None: nothing."""
    moved, again = MOVED_AND_AGAIN[Kind(course.kind)]
    if course.holds(stretch.subject_id, stretch.day):
        return None
    if stretch.day is not None:
        return (moved, stretch.subject_id, stretch.day, stretch.times) if stretch.day >= moment.today else None
    if course.day is None or course.day < moment.today or not course.is_told:
        return None
    return again, course.subject_id, course.day, course.times


def _moved(told_kind: str, open_actions: QuerySet[UrgentAction], moment: Moment) -> Iterator[tuple[int, int, date]]:
    """Case, id and announced day of what followers were told of, and what is no longer so."""
    told = Reminder.objects.filter(
        kind=told_kind, status=Reminder.Status.SENT, subscription__isnull=False, about_on__gte=moment.today
    )
    of_this = told.filter(subject_id=OuterRef("pk"))
    model = Hearing if told_kind == Kind.HEARING else Deadline
    # Two ranges of days, and not "another day": so the index steps over the rows that still hold.
    elsewhere = Exists(of_this.filter(about_on__lt=OuterRef("on"))) | Exists(
        of_this.filter(about_on__gt=OuterRef("on"))
    )
    off = Q(status__in=OFF[Kind(told_kind)]) & Exists(of_this)
    moved = dict(
        model.objects.filter(elsewhere | off, case_id__in=open_actions.values("case_id")).values_list("pk", "case_id")
    )
    if not moved:
        return
    still = dict(model.objects.filter(pk__in=moved).exclude(status__in=OFF[Kind(told_kind)]).values_list("pk", "on"))
    days = told.filter(subject_id__in=moved).order_by("subject_id", "about_on")
    for subject_id, about_on in days.values_list("subject_id", "about_on").distinct():
        if still.get(subject_id) != about_on:
            yield moved[subject_id], subject_id, about_on


def _of_desks(moment: Moment) -> Iterator[Offer]:
    """The list of this morning for everybody on the staff; whether anything stands on it is asked when it goes."""
    due = notice_time(moment.today, 0, hour=moment.hour, zone=moment.zone)
    if due > moment.at:
        return
    for pk, email in desk_workers().order_by("pk").values_list("pk", "email"):
        yield Offer(Kind.DESK, pk, moment.today, 0, None, staff=address_key(email), for_staff=due)
