"""Why a notice is not sent, in words for the person who looks for it later.

Asked only about notices that `campaigns.occasions` does not want; reads the facts as they stand, for any number
of rows in a constant number of queries for each thousand.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

from django.conf import settings

from campaigns.models import Reminder, Subscription, UrgentAction
from campaigns.occasions import section_day
from campaigns.scopes import Reach, reach_of_subscription, reaches_of_action
from campaigns.states import ActionStatus
from cases.models import Case, Deadline, Hearing

AT_ONCE = 1_000  # rows whose facts are read together; SQLite takes some 30,000 variables in one statement
DAY_OVER = "the day is over"


class _Dated(NamedTuple):
    """A hearing or a deadline as it stands now."""

    status: str
    status_label: str
    on: date
    is_public: bool
    adjourned_to: date | None


class _Action(NamedTuple):
    status: str
    last_good_day: date | None
    has_owner: bool
    reaches: frozenset[Reach]


class _Subscription(NamedTuple):
    reach: Reach
    first_lead: int | None


def lead_words(lead_days: int) -> str:
    """ "3 days before", "the day before", "on the day"."""
    match lead_days:
        case 0:
            return "on the day"
        case 1:
            return "the day before"
        case _:
            return f"{lead_days} days before"


def superseded(by: int) -> str:
    """Why an overdue notice gives way to a nearer one."""
    return f"overdue; the notice {lead_words(by)} goes instead"


def reasons_for(rows: Iterable[Reminder], *, at: datetime) -> dict[int, str]:
    """For each of these reminders, by its id, why it is not wanted at this moment; never an empty reason."""
    today = section_day(at)
    reasons: dict[int, str] = {}
    open_questions = []
    for row in rows:
        # The commonest reason needs no look at the facts.
        if row.about_on < today:
            reasons[row.pk] = DAY_OVER
        else:
            open_questions.append(row)
    remaining = iter(open_questions)
    while some := list(islice(remaining, AT_ONCE)):
        facts = _Facts(some)
        reasons |= {row.pk: facts.reason(row, today) for row in some}
    return reasons


class _Facts:
    def __init__(self, rows: Sequence[Reminder]) -> None:
        ids = {kind: {row.subject_id for row in rows if row.kind == kind} for kind in Reminder.Kind}
        self.dated = {
            Reminder.Kind.HEARING: {
                hearing.pk: _Dated(
                    hearing.status,
                    hearing.get_status_display(),
                    hearing.on,
                    hearing.is_public,
                    hearing.adjourned_to.on if hearing.adjourned_to else None,
                )
                for hearing in Hearing.objects.filter(pk__in=ids[Reminder.Kind.HEARING]).select_related("adjourned_to")
            },
            Reminder.Kind.DEADLINE: {
                deadline.pk: _Dated(
                    deadline.status, deadline.get_status_display(), deadline.on, deadline.is_public, None
                )
                for deadline in Deadline.objects.filter(pk__in=ids[Reminder.Kind.DEADLINE])
            },
        }
        self.actions = _actions({row.action_id for row in rows})
        columns = ("pk", "first_lead", "action_id", "campaign_id", "concern_id", "country")
        mine = Subscription.objects.confirmed().filter(pk__in={row.subscription_id for row in rows})
        self.subscriptions = {
            pk: _Subscription(reach_of_subscription(*scope), first_lead)
            for pk, first_lead, *scope in mine.values_list(*columns)
        }

    def reason(self, row: Reminder, today: date) -> str:
        action = self.actions[row.action_id]
        return (
            self._subject(row, action) or self._action(action, today) or self._listener(row, action) or self._rest(row)
        )

    def _subject(self, row: Reminder, action: _Action) -> str:
        """What became of the hearing, the deadline or the last good day itself."""
        if row.kind == Reminder.Kind.APPEALS:
            moved = action.last_good_day is not None and action.last_good_day != row.about_on
            return _moved_to(action.last_good_day) if moved and action.status == ActionStatus.OPEN else ""
        what = Reminder.Kind(row.kind).label
        dated = self.dated[Reminder.Kind(row.kind)].get(row.subject_id)
        if dated is None:
            return f"the {what} was removed"
        if dated.adjourned_to is not None:
            return f"the hearing was adjourned to {_day(dated.adjourned_to)}"
        if dated.status == Deadline.Status.PASSED:
            return "the deadline has passed"
        if dated.status != Hearing.Status.EXPECTED:
            return f"the {what} was {dated.status_label}"
        return _moved_to(dated.on) if dated.on != row.about_on else ""

    def _action(self, action: _Action, today: date) -> str:
        if action.status != ActionStatus.OPEN:
            return f"the action was {ActionStatus(action.status).label}"
        if action.last_good_day is not None and action.last_good_day < today:
            return "the last good day of the action is over"
        return ""

    def _listener(self, row: Reminder, action: _Action) -> str:
        if row.subscription_id is None:
            return "" if action.has_owner else "the owner of the case has no active account"
        if row.subscription_id not in self.subscriptions:
            return "the subscription ended"
        if row.kind != Reminder.Kind.APPEALS:
            dated = self.dated[Reminder.Kind(row.kind)].get(row.subject_id)
            if dated is not None and not dated.is_public:
                return "the date is for staff only now"
        mine = self.subscriptions[row.subscription_id]
        if mine.reach not in action.reaches:
            return "the action is not among what the subscription follows now"
        if mine.first_lead is not None and row.lead_days > mine.first_lead:
            return "the follower asked for later notices only"
        return ""

    def _rest(self, row: Reminder) -> str:
        if row.lead_days not in settings.REMINDER_LEAD_DAYS:
            return f"notices {lead_words(row.lead_days)} are no longer sent"
        if self._ends_before_due(row):
            return "the action ends before this notice is due"
        if row.subscription_id is None:
            return "the case has another owner now"
        return "it was due before the subscription began"

    def _ends_before_due(self, row: Reminder) -> bool:
        last = self.actions[row.action_id].last_good_day
        return last is not None and last < section_day(row.due_at)


def _actions(ids: set[int]) -> dict[int, _Action]:
    """The facts of these actions, in two queries."""
    concerns: defaultdict[int, list[int]] = defaultdict(list)
    of_cases = Case.concerns.through.objects.filter(case__actions__in=ids).order_by("pk")
    for case_id, concern_id in of_cases.values_list("case_id", "concern_id").distinct():
        concerns[case_id].append(concern_id)
    columns = ("pk", "status", "last_good_day", "case__owner__is_active", "campaign_id", "country", "case_id")
    return {
        pk: _Action(
            status,
            last_good_day,
            is_active,
            frozenset(reaches_of_action(pk, campaign_id, country, concerns[case_id])),
        )
        for pk, status, last_good_day, is_active, campaign_id, country, case_id in UrgentAction.objects.filter(
            pk__in=ids
        ).values_list(*columns)
    }


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _moved_to(day: date | None) -> str:
    return f"moved to {_day(day)}" if day else ""
