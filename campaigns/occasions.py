"""Which notices are wanted: of what, to whom, and when each is due. Reads and decides; writes nothing.

`wanted_notices` is the one rule. The planner compares its rows with it, and the sender asks it again about a
single row just before a mail leaves, so the two can never disagree. What is *not* wanted, and why, is put into
words by `campaigns.reasons`; the mails themselves are written in `campaigns.emails`.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from campaigns.deadlines import notice_time
from campaigns.models import Reminder, Subscription, UrgentAction
from campaigns.models.action import UrgentActionQuerySet
from campaigns.scopes import Reach, reach_of_subscription, reaches_of_action
from cases.models import Case, Deadline, Hearing

# Staff see the whole plan of their own cases. Followers are many: their rows are made this long before they are
# due, so that the table holds some days of mail and not months of it: a notice to a thousand followers is a
# thousand rows, which the planner reads each minute.
FOLLOWERS_AHEAD = timedelta(days=3)


class Key(NamedTuple):
    """What makes a notice that notice: the columns of the unique constraint ``reminder_once``."""

    kind: str
    subject_id: int
    about_on: date
    lead_days: int
    address: str


class Wanted(NamedTuple):
    """A notice that belongs in the table. `superseded_by` is the lead of the nearer notice that goes instead."""

    key: Key
    action_id: int
    subscription_id: int | None  # None: to the owner of the case
    due_at: datetime
    superseded_by: int | None


class OpenAction(NamedTuple):
    pk: int
    case_id: int
    last_good_day: date
    reaches: tuple[Reach, ...]


class Way(NamedTuple):
    """How an occasion comes to an address: by which subscription, through which open actions, how early."""

    subscription_id: int | None  # None: the owner of the case
    actions: tuple[OpenAction, ...]
    # Whoever follows more than one action is not flooded with one overdue notice for each when they begin.
    owed_from: datetime | None = None
    first_lead: int | None = None

    def owes(self, lead: int, due_at: datetime) -> bool:
        return (self.first_lead is None or lead <= self.first_lead) and (
            self.owed_from is None or due_at >= self.owed_from
        )


@dataclass(frozen=True)
class Occasion:
    """A day of which people are told."""

    kind: str
    subject_id: int
    about_on: date
    is_public: bool
    owner_address: str  # empty: nobody with an active account owns the case
    actions: tuple[OpenAction, ...]


class Moment:
    """The day, the due times and the horizon, as seen from one moment `at` in the section's time zone."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.zone: ZoneInfo = section_zone()
        self.today = section_day(at)
        self.leads: tuple[int, ...] = tuple(settings.REMINDER_LEAD_DAYS)
        self.followers_horizon = at + FOLLOWERS_AHEAD
        self._due: dict[tuple[date, int], datetime] = {}

    def due_at(self, about_on: date, lead_days: int) -> datetime:
        moment = self._due.get((about_on, lead_days))
        if moment is None:
            moment = notice_time(about_on, lead_days, hour=settings.REMINDER_HOUR, zone=self.zone)
            self._due[about_on, lead_days] = moment
        return moment


def section_zone() -> ZoneInfo:
    """The time zone of the section, in which notices are due and days begin and end."""
    return ZoneInfo(settings.TIME_ZONE)


def section_day(at: datetime) -> date:
    """The section's calendar day at a moment."""
    return timezone.localtime(at, section_zone()).date()


def address_key(email: str) -> str:
    """One spelling for one mailbox: Anna@Desk.example and anna@desk.example get one mail, not two."""
    return email.strip().lower()


def wanted_notices(*, at: datetime, only: Reminder | None = None) -> Iterator[Wanted]:
    """Every notice that belongs in the table at this moment, in a constant number of queries.

    Those already due come too. Of several due ones about the same day to the same address only the nearest is
    to be sent; the others name it in `superseded_by`. A notice is wanted as long as an action of its case asks
    people to write on the day it goes, and until the day it is about is over (in the section's time zone).

    Args:
        only: narrows the reading to the subject and the address of this one reminder.
    """
    moment = Moment(at)
    followers = _Followers(only)
    for occasion in _occasions(moment, only):
        due = {lead: moment.due_at(occasion.about_on, lead) for lead in moment.leads}
        for address, ways in _audience(occasion, followers, min(due.values()) <= moment.followers_horizon):
            if only is None or address == only.address:
                yield from _notices(occasion, address, ways, due, moment)


def _notices(
    occasion: Occasion, address: str, ways: list[Way], due: dict[int, datetime], moment: Moment
) -> Iterator[Wanted]:
    """One notice for each lead that any of the ways owes, through the first that does."""
    owed: dict[int, tuple[Way, OpenAction]] = {}
    for lead in moment.leads:
        day = moment.today if due[lead] <= moment.at else occasion.about_on - timedelta(days=lead)
        for way in ways:
            action = next((action for action in way.actions if action.last_good_day >= day), None)
            if action is not None and way.owes(lead, due[lead]):
                owed[lead] = way, action
                break
    nearest = min((lead for lead in owed if due[lead] <= moment.at), default=None)
    for lead, (way, action) in owed.items():
        if way.subscription_id is not None and due[lead] > moment.followers_horizon:
            continue
        yield Wanted(
            key=Key(occasion.kind, occasion.subject_id, occasion.about_on, lead, address),
            action_id=action.pk,
            subscription_id=way.subscription_id,
            due_at=due[lead],
            superseded_by=nearest if due[lead] <= moment.at and lead != nearest else None,
        )


def _audience(occasion: Occasion, followers: "_Followers", is_near: bool) -> Iterator[tuple[str, list[Way]]]:
    """Who hears of it and in which ways: the owner before a follower, the narrowest subscription first.

    Args:
        is_near: whether followers can be owed any notice of it yet; spares walking through all of them each minute.
    """
    audience: dict[str, list[Way]] = {}
    if occasion.is_public and is_near:
        for reach, action in sorted((reach, each) for each in occasion.actions for reach in each.reaches):
            for follower in followers.by_reach.get(reach, ()):
                ways = audience.setdefault(follower.address, [])
                if ways and ways[-1].subscription_id == follower.subscription_id:
                    ways[-1] = ways[-1]._replace(actions=(*ways[-1].actions, action))
                else:
                    ways.append(Way(follower.subscription_id, (action,), follower.owed_from, follower.first_lead))
    if occasion.owner_address:
        audience[occasion.owner_address] = [Way(None, occasion.actions)]
    yield from audience.items()


class Follower(NamedTuple):
    """A confirmed subscription, as far as planning needs it."""

    address: str
    subscription_id: int
    owed_from: datetime | None
    first_lead: int | None


class _Followers:
    """The confirmed subscriptions, by what they reach."""

    def __init__(self, only: Reminder | None) -> None:
        self.by_reach: defaultdict[Reach, list[Follower]] = defaultdict(list)
        rows = Subscription.objects.confirmed().order_by("pk")
        if only is not None:
            rows = rows.of_address(only.address)
        # Whatever the settings offer now: the nearest notice of all goes to everybody.
        at_least = min(settings.REMINDER_LEAD_DAYS, default=0)
        columns = ("pk", "email", "confirmed_at", "first_lead", "action_id", "campaign_id", "concern_id", "country")
        for pk, email, confirmed_at, first_lead, *scope in rows.values_list(*columns):
            reach = reach_of_subscription(*scope)
            self.by_reach[reach].append(
                Follower(
                    address_key(email),
                    pk,
                    confirmed_at if reach.is_wide else None,
                    None if first_lead is None else max(first_lead, at_least),
                )
            )


def _occasions(moment: Moment, only: Reminder | None) -> Iterator[Occasion]:
    """Expected hearings and deadlines of cases with an open action, and the last good days of open actions."""
    open_actions = UrgentAction.objects.open_on(moment.today)
    if only is not None:
        open_actions = open_actions.filter(case_id=only.action.case_id)
    by_case: defaultdict[int, list[OpenAction]] = defaultdict(list)
    owners: dict[int, str] = {}
    concerns = _concerns_of_cases(open_actions)
    columns = (
        "pk",
        "campaign_id",
        "country",
        "case_id",
        "last_good_day",
        "case__owner__email",
        "case__owner__is_active",
    )
    rows = open_actions.order_by("pk").values_list(*columns)
    for pk, campaign_id, country, case_id, last_good_day, email, is_active in rows:
        if last_good_day is not None:  # never in an open action, but the column knows no states
            reaches = reaches_of_action(pk, campaign_id, country, concerns[case_id])
            by_case[case_id].append(OpenAction(pk, case_id, last_good_day, reaches))
            owners[case_id] = address_key(email) if is_active else ""

    for kind, dated in _dated(moment, only, open_actions.values("case_id")):
        for pk, case_id, on, is_public in dated:
            if case_id in by_case:
                yield Occasion(kind, pk, on, is_public, owners[case_id], tuple(by_case[case_id]))
    if only is None or only.kind == Reminder.Kind.APPEALS:
        for actions in by_case.values():
            for action in actions:
                yield Occasion(
                    Reminder.Kind.APPEALS, action.pk, action.last_good_day, True, owners[action.case_id], (action,)
                )


def _concerns_of_cases(actions: UrgentActionQuerySet) -> defaultdict[int, list[int]]:
    """The ids of the concerns of the cases of these actions."""
    concerns: defaultdict[int, list[int]] = defaultdict(list)
    rows = Case.concerns.through.objects.filter(case_id__in=actions.values("case_id")).order_by("pk")
    for case_id, concern_id in rows.values_list("case_id", "concern_id"):
        concerns[case_id].append(concern_id)
    return concerns


def _dated(
    moment: Moment, only: Reminder | None, cases: object
) -> Iterator[tuple[str, Iterator[tuple[int, int, date, bool]]]]:
    """The kind and the rows (id, case, day, public) of hearings and deadlines still to come."""
    wanted = Q(case_id__in=cases, on__gte=moment.today)
    columns = ("pk", "case_id", "on", "is_public")
    if only is not None:
        wanted &= Q(pk=only.subject_id)
    if only is None or only.kind == Reminder.Kind.HEARING:
        yield Reminder.Kind.HEARING, Hearing.objects.expected().filter(wanted).values_list(*columns).iterator()
    if only is None or only.kind == Reminder.Kind.DEADLINE:
        yield Reminder.Kind.DEADLINE, Deadline.objects.expected().filter(wanted).values_list(*columns).iterator()
