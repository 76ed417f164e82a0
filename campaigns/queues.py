"""The queues of the desk: which rows wait on a day, and in what order. Whose they are is asked in `campaigns.matters`.

The page and the list of the morning read the same queues, so that neither knows of something the other does not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from campaigns.consent import NEEDED
from campaigns.matters import ABOUT, About, Matter
from campaigns.models import ActionEvent, CurrentOutcome, Recipient, Reminder, Sheet, UrgentAction
from campaigns.outdated import outdated
from campaigns.states import MOVE_DATE, OVER, ActionStatus, SheetStatus, Verb
from campaigns.timing import notice_time
from cases.models import Authority, Consent, Deadline, Development, Hearing, PersonAtRisk, Use, Withdrawal

COMING_DAYS = 14  # hearings and deadlines
CLOSING_DAYS = 7  # last good days of open actions
UNTOLD_DAYS = 7  # after an end: by then a sheet says what became of people
UNTOLD_UNTIL_DAYS = 365  # what ended longer ago is for the archive, not for the desk


@dataclass(frozen=True)
class QueueRule:
    """What stands in a queue: the kind of its matters, and its rows on a day, the most urgent first.

    Args:
        line: a row in words that may be read by whoever carries the mail of the morning, for a queue of the room above;
            the words of our own are in `campaigns.morning_words`.
        has_come: whether a row has come since the list of a day; likewise.
    """

    matter: str
    rows: Callable[[date], QuerySet[Any]]
    line: Callable[[Any], str] | None = None
    has_come: Callable[[date], Q] | None = None


def _coming(events: QuerySet[Any], on: date) -> QuerySet[Any]:
    coming = events.filter(status="expected", on__gte=on, on__lte=on + timedelta(days=COMING_DAYS))
    return coming.select_related("case__owner").order_by("on", "pk")


def _past(events: QuerySet[Any], on: date) -> QuerySet[Any]:
    """Days that are over while nobody has said what happened, the latest first."""
    return events.filter(status="expected", on__lt=on).select_related("case__owner").order_by("-on", "pk")


def _with_sheet(actions: QuerySet[UrgentAction]) -> QuerySet[UrgentAction]:
    return actions.select_related("case__owner", "current_sheet").defer("current_sheet__frozen", "search_text")


def _closing(on: date) -> QuerySet[UrgentAction]:
    closing = UrgentAction.objects.closing_between(on, on + timedelta(days=CLOSING_DAYS))
    return _with_sheet(closing.order_by("last_good_day", "pk"))


def _lapsed(on: date) -> QuerySet[UrgentAction]:
    lapsed = UrgentAction.objects.filter(status=ActionStatus.OPEN, last_good_day__lt=on)
    return _with_sheet(lapsed.order_by("-last_good_day", "pk"))


def _quiet(on: date) -> QuerySet[UrgentAction]:
    """Open actions of which nothing new has been entered or decided for `QUIET_WEEKS`.

    News is a decision on the action, a development, or a hearing that took place. A development known only to the
    month or the year is as old as its beginning: better asked once too often.
    """
    since = on - timedelta(weeks=settings.QUIET_WEEKS)
    midnight = _midnight(since)
    case = OuterRef("case")
    quiet = UrgentAction.objects.open_on(on).exclude(
        Exists(ActionEvent.objects.filter(action=OuterRef("pk"), at__gte=midnight))
        | Exists(Development.objects.filter(case=case, happened_on__gte=since.isoformat()))
        | Exists(Hearing.objects.filter(case=case, on__gte=since, status__in=("held", "adjourned")))
    )
    return _with_sheet(quiet.order_by("last_good_day", "pk"))


def _untold(on: date) -> QuerySet[UrgentAction]:
    """Actions that ended a week ago or earlier while no sheet says what became of somebody; the latest end first.

    That it is not known is an answer, too. With `ended_at`, the moment of the end.
    """
    ends = ActionEvent.objects.filter(verb__in=(Verb.STOP, Verb.CLOSE))
    first, last = (_midnight(on - timedelta(days=days)) for days in (UNTOLD_UNTIL_DAYS, UNTOLD_DAYS - 1))
    own_ends = ends.filter(action=OuterRef("pk")).order_by("-at", "-pk")
    told = CurrentOutcome.objects.filter(action=OuterRef(OuterRef("pk")), person=OuterRef("pk"))
    untold = PersonAtRisk.objects.filter(~Exists(told), case=OuterRef("case"))
    actions = UrgentAction.objects.filter(
        Exists(untold),
        ~Exists(own_ends.filter(at__gte=last)),
        status__in=OVER,
        pk__in=ends.filter(at__gte=first, at__lt=last).values("action"),
    )
    ended_at = Subquery(own_ends.values("at")[:1])
    return _with_sheet(actions.order_by(ended_at.desc(), "pk").annotate(ended_at=ended_at))


def _midnight(day: date) -> datetime:
    return notice_time(day, 0, hour=0, zone=timezone.get_default_timezone())


def _drafts(on: date) -> QuerySet[Sheet]:
    drafts = Sheet.objects.filter(status=SheetStatus.DRAFT)
    return drafts.select_related("action__case", "created_by").order_by("created_at", "pk")


def _outdated(on: date) -> QuerySet[UrgentAction]:
    """Actions whose sheet prints what is not so any more; those that people write by for the shortest time first."""
    return outdated(on).select_related("case__owner", "current_sheet").order_by("last_good_day", "pk")


def _consents(on: date) -> QuerySet[UrgentAction]:
    """Actions for whose people a consent is to be asked, or that wait for a sheet without a name.

    Open ones with somebody of whom no consent is written down, or none that is younger than `CONSENT_DAYS`. And those
    that are hidden because somebody took back their name and nothing else, while their case has no other action that
    asks for letters or is in preparation.
    """
    fresh = Consent.objects.filter(
        person=OuterRef("pk"), given_on__gt=on - timedelta(days=settings.CONSENT_DAYS), given_on__lte=on
    )
    unasked = PersonAtRisk.objects.filter(~Exists(fresh), case=OuterRef("case"))
    withdrawn = Withdrawal.objects.filter(person__case=OuterRef("case"), ended_at__isnull=True)
    others = UrgentAction.objects.filter(case=OuterRef("case")).exclude(status__in=OVER)
    nameless = (
        Q(hidden_at__isnull=False)
        & Exists(withdrawn.filter(use=Use.NAME))
        & ~Exists(withdrawn.filter(use__in=NEEDED))
        & ~Exists(others)
    )
    is_open = Q(status=ActionStatus.OPEN, last_good_day__gte=on)
    actions = UrgentAction.objects.filter((is_open & Exists(unasked)) | nameless)
    return _with_sheet(actions.order_by("last_good_day", "pk"))


def _to_review(on: date) -> QuerySet[Sheet]:
    """What waits for an approver: to be read, or to be issued. Whoever has waited longest stands first.

    Each with what was asked of its date alone (`date_verb`, `date_reason`), where it was.
    """
    asked = ActionEvent.objects.filter(sheet=OuterRef("pk"), verb__in=MOVE_DATE).order_by("-pk")
    waiting = Sheet.objects.filter(status__in=(SheetStatus.IN_REVIEW, SheetStatus.APPROVED)).annotate(
        date_verb=Subquery(asked.values("verb")[:1]), date_reason=Subquery(asked.values("reason")[:1])
    )
    return waiting.select_related("action__case", "created_by").order_by("submitted_at", "pk")


def _unreviewed(on: date) -> QuerySet[Sheet]:
    """Sheets that nobody but their author and issuer has read.

    A newer sheet settles it, and the end of the action where the sheet asked for letters: nobody is asked to write
    by that one any more. A stop or an outcome sheet stays public after the end.
    """
    alone = Sheet.objects.filter(status=SheetStatus.ISSUED, reviewed_by__isnull=True).exclude(emergency_reason="")
    runs = Q(action__status__in=(ActionStatus.OPEN, ActionStatus.PAUSED))
    alone = alone.filter(runs | Q(kind__in=Sheet.ENDING))
    return alone.select_related("action__case", "issued_by").order_by("issued_at", "pk")


def _addresses(on: date) -> QuerySet[Authority]:
    """Those printed on open actions first, then those never verified, then the oldest."""
    printed = Recipient.objects.filter(
        authority=OuterRef("pk"),
        sheet__current_for__status=ActionStatus.OPEN,
        sheet__current_for__last_good_day__gte=on,
    )
    stale = Authority.objects.stale(on).annotate(is_in_use=Exists(printed))
    return stale.order_by(
        Case(When(is_in_use=True, then=Value(0)), default=Value(1)), F("verified_on").asc(nulls_first=True), "pk"
    )


def _failed_reminders(on: date) -> QuerySet[Reminder]:
    failed = Reminder.objects.undecided().select_related("action").defer("action__search_text")
    return failed.order_by("-due_at", "pk")


QUEUES: dict[str, QueueRule] = {
    "hearings": QueueRule(Matter.HEARING, lambda on: _coming(Hearing.objects.select_related("court"), on)),
    "deadlines": QueueRule(Matter.DEADLINE, lambda on: _coming(Deadline.objects.all(), on)),
    "past_hearings": QueueRule(Matter.HEARING, lambda on: _past(Hearing.objects.select_related("court"), on)),
    "past_deadlines": QueueRule(Matter.DEADLINE, lambda on: _past(Deadline.objects.all(), on)),
    "closing": QueueRule(Matter.ACTION, _closing),
    "lapsed": QueueRule(Matter.ACTION, _lapsed),
    "quiet": QueueRule(Matter.ACTION, _quiet),
    "untold": QueueRule(Matter.OUTCOME, _untold),
    "unreviewed": QueueRule(Matter.SECOND_LOOK, _unreviewed),
    "outdated": QueueRule(Matter.CORRECTION, _outdated),
    "consents": QueueRule(Matter.CONSENT, _consents),
    "to_review": QueueRule(Matter.REVIEW, _to_review),
    "drafts": QueueRule(Matter.SHEET, _drafts),
    "addresses": QueueRule(Matter.AUTHORITY, _addresses),
    "failed_reminders": QueueRule(Matter.REMINDER, _failed_reminders),
}


def add_queue(name: str, rule: QueueRule, about: About) -> None:
    """Put a queue onto the desk whose rows are of the room above, which this room cannot know.

    That room calls it once, when it is ready. `campaigns.desk.Desk` has a place for it, `campaigns.morning_list` a
    group.
    """
    ABOUT[rule.matter] = about
    QUEUES[name] = rule
