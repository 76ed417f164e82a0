"""The desk: what waits for somebody, as queues. What is shown of it, and where a row leads, is the page's business.

Each queue asks a constant number of questions of the database, however long it is: the first rows and how many
there are in all. A queue that somebody may not read is None.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When

from accounts.models import User
from campaigns.deadlines import days_left
from campaigns.models import ActionEvent, Recipient, Reminder, Sheet, UrgentAction
from campaigns.states import ActionStatus, SheetStatus
from campaigns.sweeps import beginning_of
from cases.models import Authority, Deadline, Development, Hearing

COMING_DAYS = 14  # hearings and deadlines
CLOSING_DAYS = 7  # last good days of open actions
LONGEST = 15  # rows shown of a queue; the rest is a number and a link

Row = TypeVar("Row")


@dataclass(frozen=True)
class Queue(Generic[Row]):
    """The first rows of what waits, and how many there are in all."""

    rows: tuple[Row, ...]
    total: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.rows)


@dataclass(frozen=True)
class DatedRow:
    """A hearing or a deadline; negative days have passed."""

    event: Hearing | Deadline
    days_left: int

    @property
    def is_hearing(self) -> bool:
        return isinstance(self.event, Hearing)


@dataclass(frozen=True)
class ActionRow:
    """An open action; days to its last good day, negative when that is over."""

    action: UrgentAction
    days_left: int


@dataclass(frozen=True)
class AddressRow:
    """An address grown old; no age means that nobody ever verified it."""

    authority: Authority
    age: int | None
    is_in_use: bool


@dataclass(frozen=True)
class Desk:
    """What waits on a day, each queue the most urgent first."""

    on: date
    hearings: Queue[DatedRow] | None
    deadlines: Queue[DatedRow] | None
    past_hearings: Queue[DatedRow] | None
    past_deadlines: Queue[DatedRow] | None
    closing: Queue[ActionRow] | None
    lapsed: Queue[ActionRow] | None
    quiet: Queue[ActionRow] | None
    drafts: Queue[Sheet] | None
    addresses: Queue[AddressRow] | None
    failed_reminders: Queue[Reminder] | None

    @property
    def is_closed(self) -> bool:
        """Whether nothing of it may be read: an account without a role."""
        return all(value is None for name, value in vars(self).items() if name != "on")


def desk_for(user: User, *, on: date) -> Desk:
    """The queues that this person may read, as they stand on a day."""
    hearings = user.has_perm("cases.view_hearing")
    deadlines = user.has_perm("cases.view_deadline")
    actions = user.has_perm("campaigns.view_urgentaction")
    return Desk(
        on=on,
        hearings=_coming(Hearing.objects.select_related("court"), on) if hearings else None,
        deadlines=_coming(Deadline.objects.all(), on) if deadlines else None,
        past_hearings=_past(Hearing.objects.select_related("court"), on) if hearings else None,
        past_deadlines=_past(Deadline.objects.all(), on) if deadlines else None,
        closing=_closing(on) if actions else None,
        lapsed=_lapsed(on) if actions else None,
        quiet=_quiet(on) if actions else None,
        drafts=_drafts() if user.has_perm("campaigns.view_sheet") else None,
        addresses=_addresses(on) if user.has_perm("cases.view_authority") else None,
        failed_reminders=_failed_reminders() if user.has_perm("campaigns.view_reminder") else None,
    )


def _dated(events: QuerySet, on: date) -> Queue[DatedRow]:
    rows = events.select_related("case__owner")[:LONGEST]
    return Queue(tuple(DatedRow(event, days_left(event.on, on)) for event in rows), events.count())


def _coming(events: QuerySet, on: date) -> Queue[DatedRow]:
    coming = events.filter(status="expected", on__gte=on, on__lte=on + timedelta(days=COMING_DAYS))
    return _dated(coming.order_by("on", "pk"), on)


def _past(events: QuerySet, on: date) -> Queue[DatedRow]:
    """Days that are over while nobody has said what happened, the latest first."""
    return _dated(events.filter(status="expected", on__lt=on).order_by("-on", "pk"), on)


def _action_rows(actions: QuerySet[UrgentAction], on: date) -> Queue[ActionRow]:
    rows = actions.select_related("case__owner", "current_sheet").defer("current_sheet__frozen", "search_text")
    return Queue(
        tuple(ActionRow(action, days_left(action.last_good_day, on)) for action in rows[:LONGEST]),  # type: ignore[arg-type]
        actions.count(),
    )


def _closing(on: date) -> Queue[ActionRow]:
    closing = UrgentAction.objects.closing_between(on, on + timedelta(days=CLOSING_DAYS))
    return _action_rows(closing.order_by("last_good_day", "pk"), on)


def _lapsed(on: date) -> Queue[ActionRow]:
    lapsed = UrgentAction.objects.filter(status=ActionStatus.OPEN, last_good_day__lt=on)
    return _action_rows(lapsed.order_by("-last_good_day", "pk"), on)


def _quiet(on: date) -> Queue[ActionRow]:
    """Open actions of which nothing new has been entered or decided for `QUIET_WEEKS`.

    News is a decision on the action, a development, or a hearing that took place. A development known only to the
    month or the year is as old as its beginning: better asked once too often.
    """
    since = on - timedelta(weeks=settings.QUIET_WEEKS)
    case = OuterRef("case")
    quiet = UrgentAction.objects.open_on(on).exclude(
        Exists(ActionEvent.objects.filter(action=OuterRef("pk"), at__gte=beginning_of(since)))
        | Exists(Development.objects.filter(case=case, happened_on__gte=since.isoformat()))
        | Exists(Hearing.objects.filter(case=case, on__gte=since, status__in=("held", "adjourned")))
    )
    return _action_rows(quiet.order_by("last_good_day", "pk"), on)


def _drafts() -> Queue[Sheet]:
    drafts = Sheet.objects.filter(status=SheetStatus.DRAFT)
    rows = drafts.select_related("action__case", "created_by").order_by("created_at", "pk")
    return Queue(tuple(rows[:LONGEST]), drafts.count())


def _addresses(on: date) -> Queue[AddressRow]:
    """Those printed on open actions first, then those never verified, then the oldest."""
    printed = Recipient.objects.filter(
        authority=OuterRef("pk"),
        sheet__current_for__status=ActionStatus.OPEN,
        sheet__current_for__last_good_day__gte=on,
    )
    stale = Authority.objects.stale(on)
    rows = stale.annotate(is_in_use=Exists(printed)).order_by(
        Case(When(is_in_use=True, then=Value(0)), default=Value(1)), F("verified_on").asc(nulls_first=True), "pk"
    )[:LONGEST]
    return Queue(
        tuple(
            AddressRow(authority, -days_left(authority.verified_on, on) if authority.verified_on else None, in_use)
            for authority, in_use in ((row, row.is_in_use) for row in rows)
        ),
        stale.count(),
    )


def _failed_reminders() -> Queue[Reminder]:
    failed = Reminder.objects.undecided()
    rows = failed.select_related("action").defer("action__search_text").order_by("-due_at", "pk")
    return Queue(tuple(rows[:LONGEST]), failed.count())
