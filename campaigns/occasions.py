"""What people are told of, and when: the days that draw near, what happened to an action, the days that moved.

`offers` reads the facts and gives one `Offer` for each notice that may go to anybody at all; there are as many as
there are dates and events, however many people follow them. Who gets it is decided by `campaigns.audience`, for all
of them at once, and asked again by `campaigns.reasons` for each single mail.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from campaigns.models import ActionEvent, Reminder, UrgentAction
from campaigns.states import ActionStatus, Verb
from campaigns.timing import Pace, day_to_count_from, due_after_event, due_before_day, notice_time
from cases.models import Deadline, Hearing

# Staff see the whole plan of their own cases. Followers are many: their rows are made this long before they are
# due, so that the table holds some days of mail and not months of it.
FOLLOWERS_AHEAD = timedelta(days=3)
# What happened longer ago is no news: whoever has not heard of it by then finds it on the page.
NEWS_FOR = timedelta(days=30)

Kind = Reminder.Kind

# What an event is to those who follow the action; a sheet that was issued is told of by `kind_of_news`.
KIND_OF_VERB = {
    Verb.PAUSE: Kind.PAUSED,
    Verb.RESUME: Kind.RESUMED,
    Verb.STOP: Kind.STOPPED,
    Verb.CLOSE: Kind.CLOSED,
}
NEWS = frozenset({Kind.NEW, Kind.CHANGED, *KIND_OF_VERB.values()})
# The kind of the notices that an address got before, for those that take them back.
TAKES_BACK = {Kind.HEARING_MOVED: Kind.HEARING, Kind.DEADLINE_MOVED: Kind.DEADLINE}
# After these nobody is asked to write; all else is told only while the action is open.
STATUS_AFTER = {
    Kind.PAUSED: ActionStatus.PAUSED,
    Kind.STOPPED: ActionStatus.STOPPED,
    Kind.CLOSED: ActionStatus.CLOSED,
}
# These do not wait for a daily or a weekly mail.
AT_ONCE = frozenset({Kind.PAUSED, Kind.STOPPED, *TAKES_BACK})


# What does not take place on its day; what was held or has passed did.
OFF = {
    Kind.HEARING: (Hearing.Status.ADJOURNED, Hearing.Status.CANCELLED),
    Kind.DEADLINE: (Deadline.Status.LIFTED,),
}


class Key(NamedTuple):
    """What makes a notice that notice: the columns of the unique constraint ``reminder_once``."""

    kind: str
    subject_id: int
    about_on: date
    lead_days: int
    address: str


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
    takes_back: str = ""  # the kind of the notices whose readers get this one
    staff: str = ""  # the one address on the staff that gets it
    for_staff: datetime | None = None


class Moment:
    """The day, the due times and the horizon, as seen from one moment `at` in the section's time zone."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.zone: ZoneInfo = section_zone()
        self.hour: int = settings.REMINDER_HOUR
        self.today = section_day(at)
        self.leads: tuple[int, ...] = tuple(settings.REMINDER_LEAD_DAYS)
        self.horizon = at + FOLLOWERS_AHEAD
        self._due: dict[tuple[date, str], dict[int, datetime]] = {}

    def due(self, day: date, pace: str) -> Mapping[int, datetime]:
        """When each notice of a day that draws near is due, by its lead in days."""
        known = self._due.get((day, pace))
        if known is None:
            known = {lead: due_before_day(day, lead, pace, hour=self.hour, zone=self.zone) for lead in self.leads}
            self._due[day, pace] = known
        return known

    def nearest(self, day: date, pace: str) -> int | None:
        """The lead of the one notice to send of all that are due by now; None if none is."""
        return min((lead for lead, due in self.due(day, pace).items() if due <= self.at), default=None)

    def near(self, due: datetime | None) -> datetime | None:
        """The moment, unless it is too far away for followers."""
        return due if due is not None and due <= self.horizon else None

    def goes_on(self, due: datetime) -> date:
        """The section's day on which a notice leaves: when it is due, or now if that is over."""
        return section_day(max(due, self.at))

    def news(self, event: ActionEvent, kind: str, pace: str, last_good_day: date | None) -> datetime:
        """When the news of an event is due."""
        if kind in AT_ONCE:
            return event.at
        until = None if kind in STATUS_AFTER else last_good_day
        return due_after_event(event.at, pace, last_good_day=until, hour=self.hour, zone=self.zone)

    def counted_from(self, event: "Hearing | Deadline") -> date:
        """The day from which the notices of a hearing or a deadline count back."""
        starts_at = event.starts_at() if isinstance(event, Hearing) else None
        return day_to_count_from(event.on, starts_at, hour=self.hour, zone=self.zone)


def section_zone() -> ZoneInfo:
    """The time zone of the section, in which notices are due and days begin and end."""
    return ZoneInfo(settings.TIME_ZONE)


def section_day(at: datetime) -> date:
    """The section's calendar day at a moment."""
    return timezone.localtime(at, section_zone()).date()


def address_key(email: str) -> str:
    """One spelling for one mailbox: Anna@Desk.example and anna@desk.example get one mail, not two."""
    return email.strip().lower()


def desk_workers() -> QuerySet[User]:
    """Who may read anything of the desk: active staff with a role."""
    people = User.objects.filter(is_active=True, is_staff=True)
    return people.filter(Q(is_superuser=True) | Q(groups__isnull=False)).distinct()


def kind_of_news(event: ActionEvent, action: UrgentAction) -> str:
    """What a decision on an action is to those who follow it."""
    if event.verb == Verb.ISSUE:
        return Kind.NEW if action.opened_at == event.at else Kind.CHANGED
    return KIND_OF_VERB[Verb(event.verb)]


def latest_events(*, since: datetime | None = None, among: Iterable[int] | None = None) -> Iterable[ActionEvent]:
    """The decisions after which none was made on the same action.

    Args:
        since: only those made after this moment.
        among: only those with one of these ids.
    """
    decisions = ActionEvent.objects.exclude(verb=Verb.WITHDRAW)
    later = decisions.filter(action=OuterRef("action")).filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    )
    events = decisions.filter(~Exists(later))
    if since is not None:
        events = events.filter(at__gt=since)
    if among is not None:
        events = events.filter(pk__in=among)
    return events.select_related("action").defer("action__search_text").order_by("pk")


@dataclass(frozen=True)
class _Occasion:
    """A day of which people are told, through any of the open actions of its case."""

    kind: str
    subject_id: int
    about_on: date
    counted_from: date
    is_public: bool
    staff: str  # empty: nobody with an active account owns the case
    actions: tuple[tuple[int, date], ...]  # id and last good day


def offers(*, at: datetime) -> Iterator[Offer]:
    """Every notice that may go at this moment or soon, in a constant number of queries."""
    moment = Moment(at)
    for occasion in _occasions(moment):
        yield from _of_occasion(occasion, moment)
    yield from _of_events(moment)
    yield from _of_moved_days(moment)
    yield from _of_desks(moment)


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
            soon, weekly = (moment.near(when) if occasion.is_public else None for when in (soon, weekly))
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


def _occasions(moment: Moment) -> Iterator[_Occasion]:
    """Expected hearings and deadlines of cases with an open action, and the last good days of open actions."""
    open_actions = UrgentAction.objects.open_on(moment.today)
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
                yield _Occasion(kind, event.pk, event.on, counted_from, event.is_public, staff[event.case_id], actions)
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
        if event.at > moment.at or (kind not in STATUS_AFTER and not action.is_open(on=moment.today)):
            continue
        due = {pace: moment.near(moment.news(event, kind, pace, action.last_good_day)) for pace in Pace}
        yield Offer(
            kind,
            event.pk,
            section_day(event.at),
            0,
            action.pk,
            at_once=due[Pace.AT_ONCE],
            daily=due[Pace.DAILY],
            weekly=due[Pace.WEEKLY],
            wide_since=event.at,
            since=event.at,
        )


def _of_moved_days(moment: Moment) -> Iterator[Offer]:
    """Days still to come of which somebody was told, and which do not hold any more."""
    open_actions = UrgentAction.objects.open_on(moment.today)
    first_action: dict[int, int] = {}
    for case_id, pk in open_actions.order_by("-pk").values_list("case_id", "pk"):
        first_action[case_id] = pk
    for kind, told_kind in TAKES_BACK.items():
        for case_id, subject_id, about_on in _moved(told_kind, open_actions, moment):
            action_id = first_action.get(case_id)
            if action_id is not None:
                yield Offer(
                    kind,
                    subject_id,
                    about_on,
                    0,
                    action_id,
                    at_once=moment.at,
                    daily=moment.at,
                    weekly=moment.at,
                    takes_back=told_kind,
                )


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
