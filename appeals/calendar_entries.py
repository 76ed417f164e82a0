"""What stands in the public calendars: last good days of actions, and public hearings and deadlines of their cases.

A calendar lies on telephones and in the calendars of offices, where others look over a shoulder. So an entry says
what it is, a reference and a country, and no free text at all: neither the name of anybody nor what is heard. All
else stands on the page of the action. After a pause, a stop or an end nothing here asks anyone to write.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django.db.models import Case, Count, DateField, F, Max, OuterRef, QuerySet, Subquery, When
from django.db.models.fields.json import KT
from django.urls import reverse

from appeals.calendars import Entry, Status, address_on_site, uid_of
from campaigns.models import ActionEvent, Sheet, UrgentAction
from campaigns.models.action import UrgentActionQuerySet, past_embargo
from campaigns.occasions import section_zone
from campaigns.scopes import Scope
from campaigns.states import DECISIONS, FROZEN, OVER, ActionStatus, Verb
from cases.countries import country_name
from cases.models import Deadline, Hearing

# What is over, or was stopped, stays so long.
KEPT_DAYS = 30
# A calendar holds no more days than these, the nearest ones; reading and writing one costs in proportion to them and
# not to the number of actions.
MOST_ENTRIES = 500
# What everybody may see of the life of an action; all else is between members of staff.
PUBLIC_VERBS = DECISIONS | {Verb.RECORD}
# While one action of a case is one of these, the dates of the case are shown.
RUNNING = (ActionStatus.OPEN, ActionStatus.PAUSED)

_STANDS = {
    ActionStatus.OPEN: ("Last day to write", Status.CONFIRMED),
    # A pause is no end: a cancelled day is hidden by most programs, and this one has to be seen.
    ActionStatus.PAUSED: ("PAUSED, do not write", Status.TENTATIVE),
    ActionStatus.STOPPED: ("STOP, do not write", Status.CANCELLED),
    ActionStatus.CLOSED: ("ENDED, do not write", Status.CANCELLED),
}
# What is said of one that asks nobody, to somebody who does not have its page before them.
ADVICE = {
    ActionStatus.PAUSED: "Please do not write for now, and keep back what lies ready: a letter at the wrong moment can "
    "do harm. The page of the action says when writing may go on.",
    ActionStatus.STOPPED: "Please send nothing more, and do not post letters that lie ready: they could do harm, or "
    "have lost their purpose.",
    ActionStatus.CLOSED: "No more appeals are needed. Thank you to everybody who wrote.",
}
_HEARINGS = {
    Hearing.Status.EXPECTED: ("Hearing", Status.CONFIRMED),
    Hearing.Status.HELD: ("Hearing", Status.CONFIRMED),
    # The new day is a row and an entry of its own.
    Hearing.Status.ADJOURNED: ("Hearing, adjourned", Status.CANCELLED),
    Hearing.Status.CANCELLED: ("Hearing, cancelled", Status.CANCELLED),
}


@dataclass(frozen=True)
class Span:
    """The days that a calendar shows, seen from one day: from `first` on, what is to come before what is over."""

    on: date

    @property
    def first(self) -> date:
        return self.on - timedelta(days=KEPT_DAYS)

    @property
    def since(self) -> datetime:
        """The moment with which it begins, in the section's zone."""
        return datetime.combine(self.first, time.min, tzinfo=section_zone())

    def nearest(self, rows: QuerySet[Any], day: str) -> QuerySet[Any]:
        """As many rows as a calendar can hold, and one more, those first that would stay."""
        coming = Case(When(**{f"{day}__gte": self.on}, then=F(day)), output_field=DateField())
        return rows.order_by(coming.asc(nulls_last=True), F(day).desc(), "pk")[: MOST_ENTRIES + 1]

    def kept(self, entries: Iterable[Entry]) -> list[Entry]:
        """Of entries those that a calendar holds, by the same order, sorted by day."""
        nearest = sorted(entries, key=lambda entry: (entry.day < self.on, abs((entry.day - self.on).days), entry.uid))
        return sorted(nearest[:MOST_ENTRIES], key=lambda entry: (entry.day, entry.uid))


def public_entries(scope: Scope, *, on: date, at: datetime) -> list[Entry]:
    """The entries of a calendar on a day, by day. Six queries, whatever it holds; `MOST_ENTRIES` at most.

    Args:
        scope: everything, one action, or those of a country or a campaign.
    """
    span = Span(on)
    dated = _dates_of_cases(_running(scope, span, at=at), span, at=at)
    return span.kept([*_of_actions(scope, span, at=at), *(_of_date(*found) for found in dated)])


def actions_in(scope: Scope) -> UrgentActionQuerySet:
    """The actions of a calendar or a feed, those in preparation among them."""
    columns = {name: value for name, value in scope.columns.items() if value}
    if action := columns.pop("action", None):
        columns["pk"] = action.pk
    return UrgentAction.objects.filter(**columns)


def _running(scope: Scope, span: Span, *, at: datetime) -> UrgentActionQuerySet:
    return actions_in(scope).past_embargo(at=at).filter(status__in=RUNNING, last_good_day__gte=span.first)


def _of_actions(scope: Scope, span: Span, *, at: datetime) -> Iterator[Entry]:
    """An entry for each action that runs or ran until lately. Two queries."""
    running = with_decisions(_running(scope, span, at=at)).annotate(day=F("last_good_day"))
    ends = ActionEvent.objects.filter(verb__in=(Verb.STOP, Verb.CLOSE), at__gte=span.since)
    asked = Sheet.objects.filter(action=OuterRef("pk"), status__in=FROZEN).exclude(kind__in=Sheet.ENDING)
    # A stop or an outcome sheet leaves no day to write, so that of the sheet before it is the one that is cancelled.
    last = asked.order_by("-version").annotate(day=KT("frozen__last_good_day")).values("day")[:1]
    ended = with_decisions(actions_in(scope).past_embargo(at=at).filter(status__in=OVER, pk__in=ends.values("action")))
    for action in span.nearest(running, "last_good_day"):
        yield entry_of_action(action, action.day)
    for action in span.nearest(ended.annotate(day=Subquery(last)), "last_good_day"):
        yield entry_of_action(action, date.fromisoformat(action.day))


def with_decisions(actions: QuerySet[UrgentAction]) -> QuerySet[Any]:
    """Actions with the moment of the last decision on each and the number of decisions."""
    public = ActionEvent.objects.filter(action=OuterRef("pk"), verb__in=PUBLIC_VERBS)
    events = public.order_by().values("action")
    return actions.defer("search_text").annotate(
        changed_at=Subquery(events.annotate(last=Max("at")).values("last")),
        change_count=Subquery(events.annotate(count=Count("pk")).values("count")),
    )


def entry_of_action(action: Any, day: date) -> Entry:
    status = ActionStatus(action.status)
    what, stands = _STANDS[status]
    url = address_on_site(reverse("appeals:action", args=[action.slug]))
    if status == ActionStatus.OPEN:
        words = (
            f"What to ask, and of whom: {url}\n"
            "Look there before you post: a calendar hears of a stop late, the page says it at once."
        )
    else:
        words = f"{ADVICE[status]}\n{url}"
    return Entry(
        uid=uid_of("action", action.pk),
        day=day,
        title=f"{what}: {action.reference}, {country_name(action.country)}",
        words=words,
        url=url,
        status=stands,
        changed_at=action.changed_at or action.opened_at,
        changes=action.change_count or 0,
    )


@dataclass(frozen=True)
class Speaker:
    """The action whose reference the dates of a case bear, and the last decision on any action of that case."""

    action: UrgentAction
    changed_at: datetime


def _dates_of_cases(running: UrgentActionQuerySet, span: Span, *, at: datetime) -> list[tuple[Any, Speaker]]:
    """Public hearings and deadlines of the cases of running actions, each with its speaker. Four queries.

    Of a case whose last action was stopped they are gone at once, as the reminders of them are.
    """
    cases = running.values("case")
    rows: list[Any] = []
    for model in (Hearing, Deadline):
        dated = model.objects.public(at=at).filter(case__in=cases, on__gte=span.first)
        rows += span.nearest(with_records(dated), "on")
    speakers = _speakers({row.case_id for row in rows}, at=at)
    return [(row, speakers[row.case_id]) for row in rows if row.case_id in speakers]


def _speakers(case_ids: Iterable[int], *, at: datetime) -> dict[int, Speaker]:
    """For each case the running action that was opened last: of several the one that goes on. Two queries."""
    moments = ActionEvent.objects.filter(past_embargo(at, "action__"), action__case__in=case_ids, verb__in=PUBLIC_VERBS)
    changed = dict(
        moments.order_by().values("action__case").annotate(last=Max("at")).values_list("action__case", "last")
    )
    running = (
        UrgentAction.objects.past_embargo(at=at).filter(case__in=case_ids, status__in=RUNNING).defer("search_text")
    )
    return {
        action.case_id: Speaker(action, changed.get(action.case_id) or cast(datetime, action.opened_at))
        for action in running.defer("search_text").order_by("opened_at", "pk")
    }


def with_records(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows with the moment of the last record in the history of each, and the number of its records."""
    records = rows.model.history.model.objects.filter(id=OuterRef("pk")).order_by().values("id")
    return rows.annotate(
        changed_at=Subquery(records.annotate(last=Max("history_date")).values("last")),
        change_count=Subquery(records.annotate(count=Count("pk")).values("count")),
    )


def _of_date(row: Any, speaker: Speaker) -> Entry:
    action = speaker.action
    url = address_on_site(reverse("appeals:action", args=[action.slug]))
    what, status = what_it_is(row)
    return Entry(
        uid=uid_of(row._meta.model_name, row.pk),
        day=row.on,
        title=f"{what}: {action.reference}, {country_name(action.country)}",
        words=f"{hour_of(row)}What is known of it, and whether letters are asked for: {url}",
        url=url,
        status=status,
        changed_at=max(filter(None, (row.changed_at, speaker.changed_at))),
        changes=row.change_count or 0,
    )


def what_it_is(row: Hearing | Deadline) -> tuple[str, Status]:
    """What stands first in the title of a hearing or a deadline, and whether it holds."""
    if isinstance(row, Hearing):
        return _HEARINGS[Hearing.Status(row.status)]
    kind = str(row.get_kind_display()).capitalize()
    if row.status == Deadline.Status.LIFTED:
        return f"{kind}, lifted", Status.CANCELLED
    return kind, Status.CONFIRMED


def hour_of(row: Hearing | Deadline) -> str:
    """ "At 10:00, time of Europe/Moscow. ", or nothing where no hour is known."""
    if not isinstance(row, Hearing) or row.at is None:
        return ""
    return f"At {row.at:%H:%M}, time of {row.time_zone}. "
