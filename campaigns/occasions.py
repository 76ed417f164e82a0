"""What people are told of: the kinds of notices, what holds for each, and the moment from which they are seen."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from campaigns.models import ActionEvent, Reminder, UrgentAction
from campaigns.states import DECISIONS, ISSUES, ActionStatus, Verb
from campaigns.timing import day_to_count_from, due_after_event, due_before_day
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
    # To those who were told to stop it is the same news: they may write again. The mail says what was undone.
    Verb.REOPEN: Kind.RESUMED,
}
NEWS = frozenset({Kind.NEW, Kind.CHANGED, *KIND_OF_VERB.values()})
# The kind of the notices that an address got before, for those that take them back.
TAKES_BACK = {Kind.HEARING_MOVED: Kind.HEARING, Kind.DEADLINE_MOVED: Kind.DEADLINE}
# And for all that put right what somebody was told of a day: it does not hold, or one holds again.
CORRECTS = {**TAKES_BACK, Kind.HEARING_AGAIN: Kind.HEARING, Kind.DEADLINE_AGAIN: Kind.DEADLINE}
# The two by which a day is taken back, and one is given again.
MOVED_AND_AGAIN = {
    Kind.HEARING: (Kind.HEARING_MOVED, Kind.HEARING_AGAIN),
    Kind.DEADLINE: (Kind.DEADLINE_MOVED, Kind.DEADLINE_AGAIN),
}
# After these nobody is asked to write; all else is told only while the action is open.
STATUS_AFTER = {
    Kind.PAUSED: ActionStatus.PAUSED,
    Kind.STOPPED: ActionStatus.STOPPED,
    Kind.CLOSED: ActionStatus.CLOSED,
}
# These do not wait for a daily or a weekly mail.
AT_ONCE = frozenset({Kind.PAUSED, Kind.STOPPED, *CORRECTS})


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


class Moment:
    """The day, the due times and the horizon, as seen from one moment `at` in the section's time zone.

    Args:
        ahead: how long before they are due the rows of followers are made.
    """

    def __init__(self, at: datetime, *, ahead: timedelta = FOLLOWERS_AHEAD) -> None:
        self.at = at
        self.zone: ZoneInfo = section_zone()
        self.hour: int = settings.REMINDER_HOUR
        self.today = section_day(at)
        self.leads: tuple[int, ...] = tuple(settings.REMINDER_LEAD_DAYS)
        self.horizon = at + ahead
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
            return public_since(event)
        until = None if kind in STATUS_AFTER else last_good_day
        return due_after_event(public_since(event), pace, last_good_day=until, hour=self.hour, zone=self.zone)

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
    if Verb(event.verb) in ISSUES:
        # Whatever was issued before the embargo ended, nobody had heard of the action.
        return Kind.NEW if action.opened_at == event.at or event.at < public_since(event) else Kind.CHANGED
    kind = KIND_OF_VERB[Verb(event.verb)]
    return Kind.NEW if kind == Kind.RESUMED and event.at < public_since(event) else kind


def public_since(event: ActionEvent) -> datetime:
    """The moment from which everybody may hear of a decision on an action."""
    return max(event.at, event.action.embargo_until or event.at)


def is_of_before(event: ActionEvent, kind: str) -> bool:
    """Whether a pause or an end is of an action that nobody had heard of: nobody is told of it either."""
    return kind in STATUS_AFTER and event.at < public_since(event)


def latest_events(*, since: datetime | None = None, among: Iterable[int] | None = None) -> Iterable[ActionEvent]:
    """The decisions after which none was made on the same action; what passes between staff is none.

    Args:
        since: only those made after this moment.
        among: only those with one of these ids.
    """
    decisions = ActionEvent.objects.filter(verb__in=DECISIONS)
    later = decisions.filter(action=OuterRef("action")).filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    )
    events = decisions.filter(~Exists(later))
    if since is not None:
        events = events.filter(at__gt=since)
    if among is not None:
        events = events.filter(pk__in=among)
    return events.select_related("action").defer("action__search_text").order_by("pk")
