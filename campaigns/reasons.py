"""Why a notice does not go, in words for the person who looks for it later; and so also: whether it goes.

The same rule as in `campaigns.audience`, for rows that are there already: asked by the planner about those that it
would not plan any more, and by the sender about each one just before its mail leaves. It reads the facts as they
stand, for any number of rows in a constant number of queries for each thousand.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice

from django.conf import settings

from campaigns.leads import lead_words, superseded
from campaigns.models import Reminder, Subscription, UrgentAction
from campaigns.occasions import (
    CORRECTS,
    NEWS,
    NEWS_FOR,
    OFF,
    STATUS_AFTER,
    TAKES_BACK,
    Moment,
    address_key,
    is_of_before,
    kind_of_news,
    public_since,
)
from campaigns.reminded import (
    actions_of,
    concerns_of,
    deadlines_of,
    desks_of,
    events_of,
    hearings_of,
    owners_of,
    subscriptions_of,
)
from campaigns.scopes import Reach, reach_of_subscription, reaches_of_action
from campaigns.states import ActionStatus
from campaigns.timing import Pace
from campaigns.turns import courses_about
from cases.models import Deadline, Hearing
from cases.models.date_move import moved_word

AT_ONCE = 1_000  # rows whose facts are read together; SQLite takes some 30,000 variables in one statement
DAY_OVER = "the day is over"
AFTER_ALL = "it is on that day after all"

Kind = Reminder.Kind


def reasons_for(rows: Iterable[Reminder], *, at: datetime) -> dict[int, str]:
    """For each of these reminders, by its id, why it is not wanted at this moment; empty where it is."""
    moment = Moment(at)
    reasons: dict[int, str] = {}
    remaining = iter(rows)
    while some := list(islice(remaining, AT_ONCE)):
        # The commonest reason needs no look at the facts.
        over = {row.pk: DAY_OVER for row in some if row.kind not in NEWS and row.about_on < moment.today}
        open_questions = [row for row in some if row.pk not in over]
        facts = Facts(open_questions, moment)
        reasons |= over | {row.pk: facts.why_not(row) for row in open_questions}
    return reasons


class Facts:
    """What bears on these reminders, read once.

    Args:
        actions, subscriptions: those of the rows, where the caller has read them already.
    """

    def __init__(
        self,
        rows: Sequence[Reminder],
        moment: Moment,
        *,
        actions: dict[int, UrgentAction] | None = None,
        subscriptions: dict[int, Subscription] | None = None,
    ) -> None:
        self.moment = moment
        ids: defaultdict[str, set[int]] = defaultdict(set)
        for row in rows:
            ids[CORRECTS.get(Kind(row.kind), row.kind)].add(row.subject_id)
        self.actions = actions_of({row.action_id for row in rows if row.action_id}) if actions is None else actions
        if subscriptions is None:
            subscriptions = subscriptions_of({row.subscription_id for row in rows if row.subscription_id})
        self.subscriptions = subscriptions
        self.hearings = hearings_of(ids[Kind.HEARING])
        self.deadlines = deadlines_of(ids[Kind.DEADLINE])
        is_about_a_turn = any(row.kind in CORRECTS for row in rows)
        self.courses = courses_about(ids, at=moment.at) if is_about_a_turn else {}
        self.events = events_of(set().union(*(ids[kind] for kind in NEWS)))
        self.desks = set(desks_of(ids[Kind.DESK]))
        staff = {row.action_id for row in rows if row.subscription_id is None and row.action_id}
        self.owners = owners_of(staff)
        wide = {row.action_id for row in rows if row.action_id and self._is_by_concern(row)}
        self.concerns = concerns_of(wide)

    def _is_by_concern(self, row: Reminder) -> bool:
        subscription = self.subscriptions.get(row.subscription_id or 0)
        return subscription is not None and subscription.concern_id is not None

    def why_not(self, row: Reminder) -> str:
        """Why this notice does not go; empty if it does."""
        if row.kind == Kind.DESK:
            return self._desk(row)
        action = self.actions[row.action_id or 0]
        if action.is_under_embargo(at=self.moment.at):
            return "the action is under embargo"
        if row.kind in NEWS:
            return self._news(row, action) or self._follower(row, action)
        if row.about_on < self.moment.today:
            return DAY_OVER
        if row.kind in CORRECTS:
            return self._corrected(row) or self._is_open(action) or self._follower(row, action)
        return (
            self._subject(row, action)
            or self._is_open(action)
            or self._reader(row, action)
            or self._timing(row, action)
        )

    def due_at(self, row: Reminder) -> datetime:
        """When a notice that goes is due, as the facts stand now."""
        pace = self.subscriptions[row.subscription_id].pace if row.subscription_id else Pace.AT_ONCE
        if row.kind in NEWS:
            event = self.events[row.subject_id]
            return self.moment.news(event, row.kind, pace, event.action.last_good_day)
        if row.kind in CORRECTS or row.kind == Kind.DESK:
            return row.due_at
        return self.moment.due(self._counted_from(row), pace)[row.lead_days]

    def last_day(self, row: Reminder) -> date:
        """The last day on which it makes sense to send a notice that goes."""
        if row.kind in NEWS:
            return row.about_on + NEWS_FOR
        last_good_day = self.actions[row.action_id].last_good_day if row.action_id else None
        return min(row.about_on, last_good_day or row.about_on)

    def _desk(self, row: Reminder) -> str:
        if row.about_on != self.moment.today:
            return DAY_OVER
        return "" if (row.subject_id, row.address) in self.desks else "there is no such account at the desk any more"

    def _subject(self, row: Reminder, action: UrgentAction) -> str:
        """What became of the hearing, the deadline or the last good day itself."""
        if row.kind == Kind.APPEALS:
            moved = action.last_good_day is not None and action.last_good_day != row.about_on
            return _moved_to(action.last_good_day) if moved and action.status == ActionStatus.OPEN else ""
        what = Kind(row.kind).label
        dated = self._dated(row)
        if dated is None:
            return f"the {what} was removed"
        if isinstance(dated, Hearing) and dated.adjourned_to is not None:
            word = moved_word(dated.on, dated.adjourned_to.on)
            return f"the hearing was {word} to {_day(dated.adjourned_to.on)}"
        if dated.status == Deadline.Status.PASSED:
            return "the deadline has passed"
        if dated.status != Hearing.Status.EXPECTED:
            return f"the {what} was {dated.get_status_display()}"
        if dated.case_id != action.case_id:
            return f"the {what} belongs to another case now"
        return _moved_to(dated.on) if dated.on != row.about_on else ""

    def _dated(self, row: Reminder) -> Hearing | Deadline | None:
        kind = CORRECTS.get(Kind(row.kind), row.kind)
        found = self.hearings if kind == Kind.HEARING else self.deadlines
        return found.get(row.subject_id)

    def _corrected(self, row: Reminder) -> str:
        """Whether what the address believes of a day is wrong still; what it hears is how things stand now."""
        course = self.courses.get((CORRECTS[Kind(row.kind)], row.subject_id))
        if row.kind not in TAKES_BACK:
            holds = course is not None and (course.subject_id, course.day) == (row.subject_id, row.about_on)
            return "" if holds and course is not None and course.is_told else "it has moved again, or is not told now"
        if course is not None:
            return AFTER_ALL if course.holds(row.subject_id, row.about_on) else ""
        dated = self._dated(row)
        holds = dated is not None and dated.on == row.about_on
        if holds and dated is not None and dated.status not in OFF[TAKES_BACK[Kind(row.kind)]]:
            return AFTER_ALL
        return ""

    def _is_open(self, action: UrgentAction) -> str:
        if action.status != ActionStatus.OPEN:
            return f"the action was {ActionStatus(action.status).label}"
        if action.last_good_day is not None and action.last_good_day < self.moment.today:
            return "the last good day of the action is over"
        return ""

    def _news(self, row: Reminder, action: UrgentAction) -> str:
        event = self.events.get(row.subject_id)
        if event is None:
            return "something newer was decided on the action"
        if public_since(event) > self.moment.at:
            return "it has not happened yet, or is under embargo"
        if is_of_before(event, row.kind):
            return "nobody had heard of the action"
        if event.at <= self.moment.at - NEWS_FOR:
            return "it is no news any more"
        if row.kind != kind_of_news(event, action):
            return "something else was decided on the action"
        if row.kind in STATUS_AFTER:
            holds = action.status == STATUS_AFTER[Kind(row.kind)]
            return "" if holds else f"the action is {ActionStatus(action.status).label} now"
        return self._is_open(action)

    def _reader(self, row: Reminder, action: UrgentAction) -> str:
        if row.subscription_id is not None:
            return self._follower(row, action)
        owner = self.owners.get(action.pk)
        if owner is None:
            return "the owner of the case has no active account"
        return "" if owner == row.address else "the case has another owner now"

    def _follower(self, row: Reminder, action: UrgentAction) -> str:
        mine = self.subscriptions.get(row.subscription_id or 0)
        if mine is None:
            return "the subscription ended"
        if address_key(mine.email) != row.address:
            return "the subscription has another address now"
        dated = self._dated(row) if row.kind in (Kind.HEARING, Kind.DEADLINE) else None
        if dated is not None and not dated.is_public_at(self.moment.at):
            return "the date is for staff only now"
        reach = reach_of_subscription(mine.action_id, mine.campaign_id, mine.concern_id, str(mine.country))
        if row.kind not in CORRECTS and reach not in self._reaches(action):
            return "the action is not among what the subscription follows now"
        nearest = min(settings.REMINDER_LEAD_DAYS, default=0)
        if row.kind not in CORRECTS and mine.first_lead is not None and row.lead_days > max(mine.first_lead, nearest):
            return "the follower asked for later notices only"
        if (
            row.kind in NEWS
            and mine.confirmed_at is not None
            and mine.confirmed_at >= public_since(self.events[row.subject_id])
        ):
            return "it happened before the subscription began"
        return ""

    def _reaches(self, action: UrgentAction) -> tuple[Reach, ...]:
        concerns = self.concerns.get(action.case_id, ())
        return reaches_of_action(action.pk, action.campaign_id, str(action.country), concerns)

    def _counted_from(self, row: Reminder) -> date:
        dated = None if row.kind == Kind.APPEALS else self._dated(row)
        return row.about_on if dated is None else self.moment.counted_from(dated)

    def _timing(self, row: Reminder, action: UrgentAction) -> str:
        if row.lead_days not in self.moment.leads:
            return f"notices {lead_words(row.lead_days)} are no longer sent"
        day = self._counted_from(row)
        mine = self.subscriptions.get(row.subscription_id or 0)
        pace = mine.pace if mine else Pace.AT_ONCE
        due = self.moment.due(day, pace)[row.lead_days]
        if action.last_good_day is not None and action.last_good_day < self.moment.goes_on(due):
            return "the action ends before this notice is due"
        began = mine.confirmed_at if mine is not None and mine.action_id is None else None
        if began is not None and began > self.moment.due(day, Pace.AT_ONCE)[row.lead_days]:
            return "it was due before the subscription began"
        nearest = self.moment.nearest(day, pace)
        if due <= self.moment.at and nearest is not None and nearest != row.lead_days:
            return superseded(nearest)
        return ""


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _moved_to(day: date | None) -> str:
    return f"moved to {_day(day)}" if day else ""
