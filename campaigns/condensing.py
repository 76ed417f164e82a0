"""What the journal of notices keeps no longer: addresses go after their term, and how many there were stays.

A notice is remembered so that none goes twice, and so that a day that moved is put right with whoever was told of
it. Both need its row for as long as its day can still come up; 30 days after that nothing asks for it any more: news
is told for 30 days (`campaigns.occasions.NEWS_FOR`), and no notice is made about a day that is past. The notices
about the days of one action to one address go together, for the last of them says what the address believes.
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.terms import JOURNAL, KEPT_MAILS
from campaigns.models import Reminder, ReminderCount, SentMail
from campaigns.occasions import section_day, section_zone
from campaigns.planning import one_writer_at_a_time

AT_ONCE = 1_000  # rows that go in one transaction, so that no sweep waits long
_Kind = Reminder.Kind
_ABOUT_DAYS = (
    _Kind.HEARING,
    _Kind.DEADLINE,
    _Kind.HEARING_MOVED,
    _Kind.DEADLINE_MOVED,
    _Kind.HEARING_AGAIN,
    _Kind.DEADLINE_AGAIN,
)


def condense_journal(*, at: datetime) -> int:
    """Make numbers of the notices whose time is over, a thousand at most; says of how many.

    The newest list for the day of each member of staff stays: the next one tells by it what is new.
    """
    with transaction.atomic():
        one_writer_at_a_time()
        rows = _over(at).order_by("pk")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(of=("self",), skip_locked=True)
        gone = list(rows.only("kind", "status", "settled_at", "subscription_id")[:AT_ONCE])
        _count(gone)
        Reminder.objects.filter(pk__in=[row.pk for row in gone]).delete()
    return len(gone)


def _over(at: datetime) -> QuerySet[Reminder]:
    # A day more: the last good day of news is reckoned in the section's zone, the term in hours.
    limit = section_day(at) - JOURNAL.lasts - timedelta(days=1)
    settled = Reminder.objects.filter(settled_at__lt=at - JOURNAL.lasts, about_on__lt=limit)
    still_told = Reminder.objects.filter(
        Q(settled_at__isnull=True) | Q(settled_at__gte=at - JOURNAL.lasts) | Q(about_on__gte=limit),
        address=OuterRef("address"),
        action=OuterRef("action"),
        kind__in=_ABOUT_DAYS,
    )
    newer_list = Reminder.objects.filter(
        kind=_Kind.DESK,
        subject_id=OuterRef("subject_id"),
        status=Reminder.Status.SENT,
        about_on__gt=OuterRef("about_on"),
    )
    return settled.exclude(Q(kind__in=_ABOUT_DAYS) & Exists(still_told)).exclude(
        Q(kind=_Kind.DESK, status=Reminder.Status.SENT) & ~Exists(newer_list)
    )


def _count(rows: list[Reminder]) -> None:
    zone = section_zone()
    numbers = Counter(
        (row.settled_at.astimezone(zone).date().replace(day=1), row.kind, row.status, row.subscription_id is None)
        for row in rows
        if row.settled_at
    )
    for (month, kind, status, to_staff), number in sorted(numbers.items()):
        same: dict[str, Any] = {"month": month, "kind": kind, "status": status, "to_staff": to_staff}
        ReminderCount.objects.get_or_create(**same)
        ReminderCount.objects.filter(**same).update(number=F("number") + number)


def forget_old_mails(*, at: datetime) -> int:
    """Forget the copies of mails whose time is over, a thousand at most; says how many."""
    old = SentMail.objects.filter(sent_at__lt=at - KEPT_MAILS.lasts).order_by("pk").values_list("pk", flat=True)
    return SentMail.objects.filter(pk__in=list(old[:AT_ONCE])).delete()[0]
