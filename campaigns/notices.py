"""From the notices that are due for one address to the mail that it gets.

What is said about each is a passage (`campaigns.passages`). Here they are put in order: what must not be done and
what comes soonest first, all about one action in one place, one subject for the whole.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from campaigns import emails
from campaigns.deadlines import days_left
from campaigns.emails import Envelope, Subscribed
from campaigns.holdings import held_url
from campaigns.models import Reminder, Subscription, UrgentAction
from campaigns.occasions import section_day
from campaigns.passages import days, moved, news, staff
from campaigns.passages.passage import Group, Passage, by_days, one_line
from campaigns.passages.sources import case_link, current_content
from campaigns.passages.told import About, Section, Told
from campaigns.scopes import reach_of_subscription, what_it_follows
from campaigns.subscriptions import stop_url

Kind = Reminder.Kind
_Write = Callable[[Reminder, UrgentAction, date], Passage]

_NEWS: dict[str, _Write] = {
    Kind.NEW: news.new,
    Kind.PAUSED: news.paused,
    Kind.RESUMED: news.resumed,
    Kind.STOPPED: news.stopped,
    Kind.CLOSED: news.closed,
    Kind.HEARING_MOVED: moved.hearing_moved,
    Kind.DEADLINE_MOVED: moved.deadline_moved,
}
_FOR_FOLLOWERS: dict[str, _Write] = {
    Kind.HEARING: days.hearing,
    Kind.DEADLINE: days.deadline,
    Kind.APPEALS: days.appeals,
    **_NEWS,
}
_FOR_STAFF: dict[str, _Write] = {
    Kind.HEARING: staff.hearing,
    Kind.DEADLINE: staff.deadline,
    Kind.APPEALS: staff.appeals,
    **_NEWS,
}


@dataclass(frozen=True)
class Notice:
    """One due reminder and what it takes to write it, as the sender has just read it.

    Args:
        action: the one through which the address hears of it; None for the list for the day.
        subscription: None for staff. Read it with `with_scope`, to spare queries.
    """

    reminder: Reminder
    action: UrgentAction | None
    subscription: Subscription | None


def days_until(reminder: Reminder, *, at: datetime) -> int:
    """Whole days from the day of sending, not from the day the notice was due."""
    return days_left(reminder.about_on, section_day(at))


def mail_for(notices: Sequence[Notice], *, message_id: str, at: datetime) -> EmailMultiAlternatives:
    """The one mail with these notices, as it would leave at this moment.

    Args:
        notices: at least one, all to the same address, and either all for staff or all for a follower.

    Raises:
        ValueError: if there is none, or they are not of one kind.
        Hearing.DoesNotExist, Deadline.DoesNotExist, ActionEvent.DoesNotExist: if the subject was removed.
        Sheet.DoesNotExist: if the action has no sheet.
        User.DoesNotExist: if the list for the day is for nobody any more.
    """
    if len({(notice.reminder.address.lower(), notice.subscription is None) for notice in notices}) != 1:
        raise ValueError("One mail goes to one address, and either to staff or to a follower.")
    envelope = Envelope(to=notices[0].reminder.address, at=at, message_id=message_id)
    subscriptions = _narrowest_first(notices)
    if not subscriptions:
        return _to_staff(notices, envelope)
    stop = stop_url(*subscriptions)
    envelope = replace(envelope, stop_url=stop, list_id=_list_id())
    with translation.override(subscriptions[0].language):
        told = _told(notices, on=section_day(at))
        subscribed = Subscribed(
            follows=tuple(one_line(what_it_follows(subscription)) for subscription in subscriptions),
            stop_url=stop,
            held_url=held_url(envelope.to, at=at),
        )
        return emails.notices_to_follower(envelope, told=told, subscribed=subscribed)


def _to_staff(notices: Sequence[Notice], envelope: Envelope) -> EmailMultiAlternatives:
    on = section_day(envelope.at)
    about_cases = [notice for notice in notices if notice.reminder.kind != Kind.DESK]
    lists = [notice.reminder for notice in notices if notice.reminder.kind == Kind.DESK]
    with translation.override(settings.LANGUAGE_CODE):
        told = _told(about_cases, on=on) if about_cases else None
        if not lists:
            return emails.notices_to_owner(envelope, told=told)
        # All of the desk is read for it, and only once a morning.
        from campaigns.morning_list import waiting_for

        user = User.objects.get(pk=lists[0].subject_id)
        waiting = waiting_for(user, on=on)
        if waiting is None:
            raise User.DoesNotExist("nothing waits for this account any more")
        return emails.desk(envelope, waiting=waiting, before=told)


def _narrowest_first(notices: Sequence[Notice]) -> list[Subscription]:
    """Each subscription that the mail comes from, once."""
    found = {notice.subscription.pk: notice.subscription for notice in notices if notice.subscription}

    def width(row: Subscription) -> tuple[int, int]:
        reach = reach_of_subscription(row.action_id, row.campaign_id, row.concern_id, str(row.country))
        return reach.width, row.pk

    return sorted(found.values(), key=width)


def _list_id() -> str:
    """The List-Id of RFC 2919 for all that followers get; empty where this site has no name of its own.

    There is one for all of them: one for each scope would tell what somebody follows.
    """
    host = urlsplit(settings.SITE_URL).hostname or ""
    is_name = "." in host and not host.replace(".", "").isdigit()
    return f"<reminders.{host}>" if is_name else ""


def _told(notices: Sequence[Notice], *, on: date) -> Told:
    by_action: dict[int, list[Notice]] = {}
    for notice in notices:
        if notice.action is None:
            raise ValueError(f"A notice of the kind “{notice.reminder.kind}” is about an action.")
        by_action.setdefault(notice.action.pk, []).append(notice)
    about = [_about(own, on) for own in by_action.values()]
    about.sort(key=lambda part: (part.passages[0].group, part.passages[0].on, part.reference))
    sections = tuple(
        Section(group.title, tuple(parts)) for group, parts in groupby(about, key=lambda part: part.passages[0].group)
    )
    passages = [passage for part in about for passage in part.passages]
    return Told(
        subject=_subject(passages, about, on=on),
        heading=passages[0].title if len(passages) == 1 else _count(len(passages), about),
        sections=sections,
    )


def _about(notices: list[Notice], on: date) -> About:
    """All that one mail says about one action, the most urgent first."""
    action, is_staff = notices[0].action, notices[0].subscription is None
    assert action is not None  # noqa: S101 (asked by `_told`)
    words = _FOR_STAFF if is_staff else _FOR_FOLLOWERS
    kinds = {notice.reminder.kind for notice in notices}
    passages = [
        words[notice.reminder.kind](notice.reminder, action, on)
        for notice in notices
        if notice.reminder.kind != Kind.CHANGED
    ]
    # Whoever hears of the action for the first time has no old sheet; several new sheets are told as one.
    if Kind.CHANGED in kinds and Kind.NEW not in kinds:
        new_sheets = [notice.reminder for notice in notices if notice.reminder.kind == Kind.CHANGED]
        passages.append(news.changed(new_sheets, action, on))
    passages.sort(key=lambda passage: (passage.group, passage.on))
    links = {link.url: link for passage in reversed(passages) for link in reversed(passage.links)}
    return About(
        reference=action.reference,
        headline="" if is_staff else one_line(current_content(action).headline),
        passages=tuple(passages),
        links=(case_link(action),) if is_staff else tuple(reversed(links.values())),
    )


def _subject(passages: list[Passage], about: list[About], *, on: date) -> str:
    """One subject for the whole mail: that of its passages if it is the same for all, else how many there are.

    It names no person and no country, for it shows on locked screens.
    """
    which = {"about": _which(about)}
    if len({passage.subject for passage in passages}) == 1:
        return passages[0].subject % which
    if passages[0].group == Group.HALT:
        return _("STOP: please do not write (%(about)s)") % which
    coming = [passage.on for passage in passages if passage.group in (Group.LAST_DAYS, Group.DATES)]
    if not coming:
        return _count(len(passages), about)
    first = days_left(min(coming), on)
    return by_days(
        first,
        today=_("Reminder: %(count)s notices, the first date is today (%(about)s)"),
        tomorrow=_("Reminder: %(count)s notices, the first date is tomorrow (%(about)s)"),
        later=ngettext(
            "Reminder: %(count)s notices, the first date is in %(days)s day (%(about)s)",
            "Reminder: %(count)s notices, the first date is in %(days)s days (%(about)s)",
            first,
        ),
    ) % {**which, "count": len(passages), "days": first}


def _which(about: list[About]) -> str:
    if len(about) == 1:
        return about[0].reference
    return ngettext("%(count)s action", "%(count)s actions", len(about)) % {"count": len(about)}


def _count(count: int, about: list[About]) -> str:
    return ngettext("%(count)s notice (%(about)s)", "%(count)s notices (%(about)s)", count) % {
        "count": count,
        "about": _which(about),
    }
