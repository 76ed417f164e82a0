"""The list of the morning: what waits for one person on the staff, as a mail that travels in the open.

It holds what they took or were given, and what falls to them by itself (`campaigns.matters`), the most urgent
first. It tells references, kinds and days; titles, names, and the courts of hearings stay behind its links.

It does not nag. It goes on a morning on which

- something is pressing: a hearing, a deadline or a last good day is at most `PRESSING_DAYS` away, or a sheet went
  out without a second pair of eyes; or
- something is new since the last list that went: a day has passed or come into sight, an action has lapsed, a mail
  has failed, a draft was begun or submitted, a wait is over, or somebody else gave the matter to this person; or
- it is Monday, and anything at all waits. Old addresses, quiet actions, consents to ask for and ends of which nothing
  is told are never new by themselves, so they alone make a list on Mondays only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window
from django.urls import reverse

from accounts.models import User
from campaigns.backups.drills import alarm, last_drill
from campaigns.deadlines import days_left
from campaigns.matters import ABOUT, mine, waits, with_whose
from campaigns.models import Assignment, Reminder, UrgentAction
from campaigns.morning_words import day_of, line_for
from campaigns.outdated import has_become_outdated
from campaigns.queues import CLOSING_DAYS, COMING_DAYS, QUEUES
from campaigns.sweeps import beginning_of
from cases.levels import listed

LONGEST = 10  # lines of a group; the rest is a number
PRESSING_DAYS = 3
MONDAY = 0

ASIDE = ("consents", "quiet", "untold", "addresses")  # not new by themselves


@dataclass(frozen=True)
class Line:
    """One matter: what and when, in words that may be read by whoever carries the mail, and where it is decided."""

    text: str
    url: str


@dataclass(frozen=True)
class Group:
    """Matters of one sort, the most urgent first, and what is to be done about them."""

    heading: str
    to_do: str
    lines: tuple[Line, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.lines)


@dataclass(frozen=True)
class MorningList:
    """What waits for one person on a day."""

    on: date
    groups: tuple[Group, ...]
    desk_url: str

    @property
    def total(self) -> int:
        """How many matters; one that stands in two groups counts twice."""
        return sum(group.total for group in self.groups)


@dataclass(frozen=True)
class _Found:
    """The first rows of a queue that are somebody's, how many there are, and how many of them are new."""

    rows: Sequence[Any]
    total: int
    fresh: int


@dataclass(frozen=True)
class _Last:
    """The last list that went, and when; a first list has everything new in it."""

    on: date
    at: datetime


# Heading, what is to be done, and the queues that stand below it.
_GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "Issued without a second pair of eyes",
        "Look each over within 24 hours of its issue: say that it may stand, or stop, pause or correct it.",
        ("unreviewed",),
    ),
    (
        "Sheets that print what is not so any more",
        "Somebody may write by them today. Propose a correction with the facts as they are, or put the fact back.",
        ("outdated",),
    ),
    (
        "Consents to ask for",
        "Somebody on the case has not said that letters may be written, or long ago, or does not want to be named any "
        "more. Ask, and write down what they say.",
        ("consents",),
    ),
    (
        "What happened?",
        "The day is over. Ask how it went, and enter the result or the new date.",
        ("past_hearings", "past_deadlines"),
    ),
    (
        "Renew, close, or let lapse",
        "The last good day is over, and the page asks nobody to write. Issue a sheet with a new date, or close the "
        "action and say what came of it.",
        ("lapsed",),
    ),
    (
        "What comes",
        "Make sure that each day still stands.",
        ("hearings", "deadlines", "closing"),
    ),
    (
        "Mails that failed",
        "Send each again, or leave it.",
        ("failed_reminders",),
    ),
    (
        "Sheets to approve and to issue",
        "Somebody waits for this. Read each as page and as PDF, then approve it, or send it back.",
        ("to_review",),
    ),
    ("Drafts that wait", "Nothing of a draft is public. Finish it, or put it aside.", ("drafts",)),
    (
        "No news for a while",
        "Enter what is new. If nothing is, ask whether letters still help.",
        ("quiet",),
    ),
    (
        "What became of them?",
        "The action is over. Ask about each person, and say it on an outcome sheet; “not known” is an answer, too.",
        ("untold",),
    ),
    (
        "Addresses that may be dead",
        "Two people or one of us say that mail does not arrive. Find the address that holds, and enter today as the "
        "day you verified it.",
        ("dead_addresses",),
    ),
    ("Replies and returned mail", "Read each, and note it, or say that the address is wrong.", ("came_back",)),
    (
        "Odd numbers in tallies",
        "Each is more than one evening brings. Let it count, or set it aside.",
        ("odd_numbers",),
    ),
    (
        "Addresses to verify",
        "Make sure that office, holder and address are right, and enter today as the day you did.",
        ("addresses",),
    ),
)


def waiting_for(user: User, *, on: date) -> MorningList | None:
    """What this person is told on a morning; None where that is nothing, or nothing that they do not know.

    A constant number of queries, however much waits.
    """
    if not (user.is_active and user.is_staff):
        return None
    last = _last_list(user, before=on)
    found = {
        name: _found(name, user, on, last) for name, rule in QUEUES.items() if user.has_perm(ABOUT[rule.matter].reading)
    }
    drills = _drills(user, on)
    if not drills and not _is_worth_a_mail(found, on):
        return None
    references = _references(found)
    groups = tuple(
        Group(heading, to_do, _lines(names, found, references, on), sum(found[name].total for name in names))
        for heading, to_do, queues in _GROUPS
        if (names := [name for name in queues if name in found and found[name].total])
    )
    return MorningList(on, (*drills, *groups), f"{settings.SITE_URL}{reverse('admin:index')}?whose=mine")


def _drills(user: User, on: date) -> tuple[Group, ...]:
    """That nobody knows whether the backups can be restored, for those who would have to restore one."""
    if not (settings.BACKUP_TO and user.has_perm("campaigns.release_sender")):
        return ()
    sentence = alarm(last_drill(), at=beginning_of(on))
    if not sentence:
        return ()
    line = Line(sentence, f"{settings.SITE_URL}{reverse('admin:sender')}")
    to_do = "Ask whoever keeps the machine to run restore_drill, and to look at what it says."
    return (Group("Backups", to_do, (line,), 1),)


def mail_variables(waiting: MorningList) -> dict[str, MorningList]:
    """The variables of the templates in ``emails/desk/``."""
    return {"waiting": waiting}


def _last_list(user: User, *, before: date) -> _Last | None:
    lists = Reminder.objects.filter(kind=Reminder.Kind.DESK, subject_id=user.pk, status=Reminder.Status.SENT)
    last = lists.filter(about_on__lt=before).order_by("-about_on").first()
    return _Last(last.about_on, last.settled_at) if last and last.settled_at else None


def _is_worth_a_mail(found: dict[str, _Found], on: date) -> bool:
    if on.weekday() == MONDAY:
        return any(queue.total for queue in found.values())
    if "unreviewed" in found and found["unreviewed"].total:
        return True
    return any(queue.fresh for queue in found.values()) or any(
        day_of(row) <= on + timedelta(days=PRESSING_DAYS)
        for name in ("hearings", "deadlines", "closing")
        if name in found
        for row in found[name].rows[:1]  # the nearest
    )


def _found(name: str, user: User, on: date, last: _Last | None) -> _Found:
    """One query: the count of all and the count of the new come with each row."""
    rule = QUEUES[name]
    seen = listed(rule.rows(on).filter(ABOUT[rule.matter].seen_by(user)), user)
    rows: QuerySet[Any] = with_whose(seen, rule.matter).filter(mine(user, rule.matter))
    rows = rows.exclude(waits(rule.matter, on=on))
    fresh = _is_new(name, user, on, last)
    first = list(rows.annotate(total=Window(Count("pk")), fresh=Window(Count("pk", filter=fresh)))[:LONGEST])
    return _Found(first, first[0].total if first else 0, first[0].fresh if first else 0)


def _is_new(name: str, user: User, on: date, last: _Last | None) -> Q:
    """Whether a row has come onto this person's list since the last one, as a condition."""
    if last is None:
        return Q(pk__isnull=name in ASIDE)
    known = last.on  # everything that stood there on this day is known
    agreed = Assignment.objects.filter(matter=QUEUES[name].matter, subject_id=OuterRef("pk"))
    given = agreed.filter(assignee=user, at__gt=last.at).exclude(by=user)
    back = agreed.filter(not_before__gt=known, not_before__lte=on)
    return Q(Exists(given)) | Q(Exists(back)) | _has_come(name, known, last.at, on)


def _has_come(name: str, known: date, at: datetime, on: date) -> Q:
    match name:
        case "outdated":
            return has_become_outdated(after=at, known=known, on=on)
        case "hearings" | "deadlines":
            return Q(on__gt=known + timedelta(days=COMING_DAYS))
        case "past_hearings" | "past_deadlines":
            return Q(on__gte=known)
        case "closing":
            return Q(last_good_day__gt=known + timedelta(days=CLOSING_DAYS))
        case "lapsed":
            return Q(last_good_day__gte=known)
        case "unreviewed":
            return Q(issued_at__gt=at)
        case "to_review":
            return Q(submitted_at__gt=at)
        case "drafts":
            return Q(created_at__gt=at)
        case "failed_reminders":
            return Q(settled_at__gt=at)
    has_come = QUEUES[name].has_come
    return has_come(known) if has_come else Q(pk__isnull=True)


def _references(found: dict[str, _Found]) -> dict[int, str]:
    """How the actions of each case are called, for what is known of a case only. A case may have none yet."""
    dated = ("hearings", "deadlines", "past_hearings", "past_deadlines")
    cases = {row.case_id for name in dated if name in found for row in found[name].rows}
    names: dict[int, list[str]] = {}
    actions = UrgentAction.objects.filter(case__in=cases).only("case_id", "series", "number", "year")
    for action in actions if cases else ():
        names.setdefault(action.case_id, []).append(action.reference)
    return {case_id: ", ".join(references) for case_id, references in names.items()}


def _lines(names: Sequence[str], found: dict[str, _Found], references: dict[int, str], on: date) -> tuple[Line, ...]:
    rows = [(name, row) for name in names for row in found[name].rows]
    if len(names) > 1:
        # Several queues in one group: by day, those to come the nearest first, those that are over the latest first.
        is_over = names[0].startswith("past")
        rows.sort(key=lambda named: abs(days_left(day_of(named[1]), on)) if is_over else day_of(named[1]).toordinal())
    return tuple(_line(name, row, references, on) for name, row in rows[:LONGEST])


def _line(name: str, row: Any, references: dict[int, str], on: date) -> Line:
    url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    words = QUEUES[name].line
    return Line(words(row) if words else line_for(name, row, references, on), f"{settings.SITE_URL}{url}")
