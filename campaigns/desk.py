"""The desk: what waits for somebody, as queues. What is shown of it, and where a row leads, is the page's business.

Each queue asks a constant number of questions of the database, however long it is: the first rows and how many
there are in all, and how many wait until later. A queue that somebody may not read is None.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db.models import Count, QuerySet, TextChoices, Window

from accounts.models import User
from campaigns.deadlines import days_left
from campaigns.matters import ABOUT, Hand, hands_of, mine, waits, with_whose
from campaigns.models import Reminder, Sheet, UrgentAction
from campaigns.outdated import Difference, differences_of
from campaigns.queues import QUEUES, QueueRule
from campaigns.review import REVIEW_WITHIN
from campaigns.states import UNDER_WAY
from cases.consents import Standing, standings_on
from cases.levels import listed
from cases.models import Authority, Deadline, Hearing, PersonAtRisk

LONGEST = 15  # rows shown of a queue; the rest is a number and a link

Row = TypeVar("Row")


class Whose(TextChoices):
    """Of whom the matters are that somebody wants to see."""

    EVERYBODY = "everybody", "Everybody’s"
    MINE = "mine", "Mine"
    NOBODY = "nobody", "Nobody’s"


@dataclass(frozen=True)
class Queue(Generic[Row]):
    """The first rows of what waits, in whose hands each is, and how many there are in all."""

    rows: tuple[Row, ...]
    hands: tuple[Hand, ...]
    total: int
    later: int  # how many somebody put off to a later day

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.rows)

    @property
    def with_hands(self) -> list[tuple[Row, Hand]]:
        return list(zip(self.rows, self.hands, strict=True))


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
class UntoldRow:
    """An action that is over while no sheet says what became of somebody, and when it ended."""

    action: UrgentAction
    ended_at: datetime


@dataclass(frozen=True)
class UnreviewedRow:
    """A sheet that was issued without approval, and the moment by which somebody else must have looked it over."""

    sheet: Sheet
    due_at: datetime


@dataclass(frozen=True)
class OutdatedRow:
    """An action whose sheet prints what is not so any more, and the sheet under way, where there is one."""

    action: UrgentAction
    differences: tuple[Difference, ...]
    under_way: Sheet | None


@dataclass(frozen=True)
class ConsentRow:
    """An action for whose people a consent is to be asked, with how the consents on its case stand.

    Args:
        people: those of whom none is written down, or none that is young enough; where there are none, somebody took
            back their name, and a sheet without it is wanted.
    """

    action: UrgentAction
    people: tuple[tuple[PersonAtRisk, Standing], ...]


@dataclass(frozen=True)
class AddressRow:
    """An address grown old; no age means that nobody ever verified it."""

    authority: Authority
    age: int | None
    is_in_use: bool


@dataclass(frozen=True)
class Desk:
    """What waits on a day, each queue the most urgent first.

    Args:
        whose: of whom the matters are that it shows.
        is_later: it shows what was put off to a later day, instead of what waits now.
    """

    on: date
    whose: Whose
    is_later: bool
    hearings: Queue[DatedRow] | None
    deadlines: Queue[DatedRow] | None
    past_hearings: Queue[DatedRow] | None
    past_deadlines: Queue[DatedRow] | None
    closing: Queue[ActionRow] | None
    lapsed: Queue[ActionRow] | None
    quiet: Queue[ActionRow] | None
    untold: Queue[UntoldRow] | None
    unreviewed: Queue[UnreviewedRow] | None
    outdated: Queue[OutdatedRow] | None
    consents: Queue[ConsentRow] | None
    to_review: Queue[Sheet] | None
    drafts: Queue[Sheet] | None
    addresses: Queue[AddressRow] | None
    failed_reminders: Queue[Reminder] | None
    # Queues of the room above (`campaigns.queues.add_queue`), their rows as they are.
    came_back: Queue[Any] | None = None
    odd_numbers: Queue[Any] | None = None
    dead_addresses: Queue[Any] | None = None

    @property
    def is_closed(self) -> bool:
        """Whether nothing of it may be read: an account without a role."""
        return not self._open_queues

    @property
    def is_whole(self) -> bool:
        """Whether it shows all that waits now; then the lists of the admin hold the rest of a long queue."""
        return self.whose == Whose.EVERYBODY and not self.is_later

    @property
    def later(self) -> int:
        """How many matters somebody put off to a later day, in all queues that are shown."""
        return sum(queue.later for queue in self._open_queues)

    @property
    def _open_queues(self) -> list[Queue[Any]]:
        return [queue for name in QUEUES if (queue := getattr(self, name)) is not None]


def desk_for(user: User, *, on: date, whose: Whose = Whose.EVERYBODY, is_later: bool = False) -> Desk:
    """The queues that this person may read, as they stand on a day."""
    read = {
        name: _first_rows(_chosen(rule, user, on, whose), rule, on, is_later)
        for name, rule in QUEUES.items()
        if user.has_perm(ABOUT[rule.matter].reading)
    }
    hands = hands_of((QUEUES[name].matter, rows) for name, (rows, _, _) in read.items())
    queues: dict[str, Any] = dict.fromkeys(QUEUES)
    for name, (rows, total, later) in read.items():
        queues[name] = Queue(
            rows=_SHOWN_TOGETHER[name](rows, on) if name in _SHOWN_TOGETHER else _shown(name, rows, on),
            hands=tuple(hands[QUEUES[name].matter, row.pk] for row in rows),
            total=total,
            later=later,
        )
    return Desk(on=on, whose=whose, is_later=is_later, **queues)


def _chosen(rule: QueueRule, user: User, on: date, whose: Whose) -> QuerySet[Any]:
    rows = listed(rule.rows(on).filter(ABOUT[rule.matter].seen_by(user)), user)
    rows = with_whose(rows, rule.matter)
    match whose:
        case Whose.MINE:
            return rows.filter(mine(user, rule.matter))
        case Whose.NOBODY:
            return rows.filter(whose_id__isnull=True)
    return rows


def _first_rows(rows: QuerySet[Any], rule: QueueRule, on: date, is_later: bool) -> tuple[list[Any], int, int]:
    """The rows to show, how many there are of them in all, and how many wait until later: two queries."""
    put_off = rows.filter(waits(rule.matter, on=on))
    shown = put_off if is_later else rows.exclude(waits(rule.matter, on=on))
    first = list(shown.annotate(total=Window(Count("pk")))[:LONGEST])
    return first, first[0].total if first else 0, put_off.count()


def _shown(name: str, rows: list[Any], on: date) -> tuple[Any, ...]:
    shown = _SHOWN.get(name, lambda row, on: row)
    return tuple(shown(row, on) for row in rows)


def _outdated(actions: list[UrgentAction], on: date) -> tuple[OutdatedRow, ...]:
    """What is different, and which sheet is under way: for all rows at once."""
    differences = differences_of(actions, on=on)
    under_way = Sheet.objects.filter(action__in=[action.pk for action in actions], status__in=UNDER_WAY).defer("frozen")
    sheets = {sheet.action_id: sheet for sheet in under_way}
    return tuple(OutdatedRow(action, differences[action.pk], sheets.get(action.pk)) for action in actions)


def _consents(actions: list[UrgentAction], on: date) -> tuple[ConsentRow, ...]:
    """Who is to be asked, for all rows at once."""
    people = list(PersonAtRisk.objects.filter(case__in={action.case_id for action in actions}))
    standings = standings_on(people, on=on)
    since = on - timedelta(days=settings.CONSENT_DAYS)
    asked: dict[int, list[tuple[PersonAtRisk, Standing]]] = {}
    for person in people:
        latest = standings[person.pk].latest
        if latest is None or latest.given_on <= since:
            asked.setdefault(person.case_id, []).append((person, standings[person.pk]))
    return tuple(
        ConsentRow(action, tuple(asked.get(action.case_id, ())) if action.hidden_at is None else ())
        for action in actions
    )


def _dated(event: Hearing | Deadline, on: date) -> DatedRow:
    return DatedRow(event, days_left(event.on, on))


def _action(action: UrgentAction, on: date) -> ActionRow:
    # An action with a sheet has a last good day; the database sees to it.
    return ActionRow(action, days_left(action.last_good_day, on))  # type: ignore[arg-type]


def _untold(action: Any, on: date) -> UntoldRow:
    return UntoldRow(action, action.ended_at)


def _unreviewed(sheet: Sheet, on: date) -> UnreviewedRow:
    # An issued sheet has its moment; the database sees to it.
    return UnreviewedRow(sheet, sheet.issued_at + REVIEW_WITHIN)  # type: ignore[operator, arg-type]


def _address(authority: Any, on: date) -> AddressRow:
    age = -days_left(authority.verified_on, on) if authority.verified_on else None
    return AddressRow(authority, age, authority.is_in_use)


# What the page knows of a row beside the row itself; drafts and failed mails are shown as they are.
_SHOWN: dict[str, Callable[[Any, date], Any]] = {
    "hearings": _dated,
    "deadlines": _dated,
    "past_hearings": _dated,
    "past_deadlines": _dated,
    "closing": _action,
    "lapsed": _action,
    "quiet": _action,
    "untold": _untold,
    "addresses": _address,
    "unreviewed": _unreviewed,
}
# The same where one question serves all rows.
_SHOWN_TOGETHER: dict[str, Callable[[list[Any], date], tuple[Any, ...]]] = {
    "outdated": _outdated,
    "consents": _consents,
}
