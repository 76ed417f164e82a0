"""From the notices that are due for one address to the mail that it gets.

What is said about each is a passage (`campaigns.passages`). Here they are put in order: what must not be done and
what comes soonest first, all about one action in one place, one subject for the whole.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from accounts.models import User
from campaigns import emails
from campaigns.content import SheetContent, without_words
from campaigns.deadlines import days_left
from campaigns.emails import Envelope, Subscribed
from campaigns.holdings import held_url
from campaigns.models import Reminder, Subscription, UrgentAction
from campaigns.morning_list import waiting_for
from campaigns.occasions import section_day
from campaigns.passages import days, moved, news, staff
from campaigns.passages.passage import Passage, one_line
from campaigns.passages.sources import case_link, current_content
from campaigns.passages.told import About, tell
from campaigns.scopes import reach_of_subscription, what_it_follows
from campaigns.subscriptions import stop_url

Kind = Reminder.Kind

_WORDS: dict[Kind, Callable[[Reminder, UrgentAction, SheetContent, datetime], Passage]] = {
    Kind.HEARING: days.hearing,
    Kind.DEADLINE: days.deadline,
    Kind.APPEALS: days.appeals,
    Kind.NEW: news.new,
    Kind.PAUSED: news.paused,
    Kind.RESUMED: news.resumed,
    Kind.STOPPED: news.stopped,
    Kind.CLOSED: news.closed,
    Kind.HEARING_MOVED: moved.hearing_moved,
    Kind.DEADLINE_MOVED: moved.deadline_moved,
    Kind.HEARING_AGAIN: moved.hearing_again,
    Kind.DEADLINE_AGAIN: moved.deadline_again,
}
_WORDS_FOR_OWNERS: dict[Kind, Callable[[Reminder, UrgentAction, datetime], Passage]] = {
    Kind.HEARING: staff.hearing,
    Kind.DEADLINE: staff.deadline,
    Kind.APPEALS: staff.appeals,
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
        User.DoesNotExist: if there is only a list for the day, and nothing waits or the account is gone.
    """
    if len({(notice.reminder.address.lower(), notice.subscription is None) for notice in notices}) != 1:
        raise ValueError("One mail goes to one address, and either to staff or to a follower.")
    envelope = Envelope(to=notices[0].reminder.address, at=at, message_id=message_id)
    subscriptions = _narrowest_first(notices)
    if not subscriptions:
        return _to_staff(notices, envelope)
    stop = stop_url(*subscriptions)
    envelope = replace(envelope, stop_url=stop, list_id=_list_id())
    on = section_day(at)
    with translation.override(subscriptions[0].language):
        told = tell(_about_each(notices, at=at), on=on)
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
        told = tell(_about_each(about_cases, at=envelope.at), on=on) if about_cases else None
        waiting = waiting_for(User.objects.get(pk=lists[0].subject_id), on=on) if lists else None
        if waiting:
            return emails.desk(envelope, waiting=waiting, before=told)
        if told is None:
            raise User.DoesNotExist("Nothing waits for this account any more.")
        # No list that became empty holds back a day that draws near.
        return emails.notices_to_owner(envelope, told=told)


def _about_each(notices: Sequence[Notice], *, at: datetime) -> list[About]:
    """What is said about each action."""
    by_action: dict[int, list[Notice]] = {}
    for notice in notices:
        if notice.action is None:
            raise ValueError(f"A notice of the kind “{notice.reminder.kind}” is about an action.")
        by_action.setdefault(notice.action.pk, []).append(notice)
    return [
        _about(own[0].action, [notice.reminder for notice in own], is_staff=own[0].subscription is None, at=at)
        for own in by_action.values()
        if own[0].action is not None
    ]


def _about(action: UrgentAction, reminders: list[Reminder], *, is_staff: bool, at: datetime) -> About:
    if is_staff:
        headline, passages = "", _for_owner(action, reminders, at)
        links = {"": case_link(action)}
    else:
        content = current_content(action)
        if action.hidden_at is not None:
            content = without_words(content)
        headline, passages = one_line(content.headline), _for_follower(action, content, reminders, at)
        if action.hidden_at is not None:
            # What everybody was told of an end may name somebody.
            passages = [replace(passage, note=()) for passage in passages]
        # An address that several passages give is there once, with the words of the most urgent.
        links = {}
        for link in (link for passage in passages for link in passage.links):
            links.setdefault(link.url, link)
    return About(
        reference=action.reference,
        headline=headline,
        number=(action.year, action.number or 0),
        passages=tuple(passages),
        links=tuple(links.values()),
    )


def _for_follower(
    action: UrgentAction, content: SheetContent, reminders: list[Reminder], at: datetime
) -> list[Passage]:
    sheets = [reminder for reminder in reminders if reminder.kind == Kind.CHANGED]
    passages = [
        _WORDS[Kind(reminder.kind)](reminder, action, content, at)
        for reminder in reminders
        if reminder.kind != Kind.CHANGED
    ]
    # Whoever hears of the action for the first time has no old sheet; several new sheets are told as one.
    if sheets and not any(reminder.kind == Kind.NEW for reminder in reminders):
        passages.append(news.changed(sheets, action, content, at))
    return sorted(passages, key=lambda passage: passage.urgency)


def _for_owner(action: UrgentAction, reminders: list[Reminder], at: datetime) -> list[Passage]:
    passages = [
        _WORDS_FOR_OWNERS[Kind(reminder.kind)](reminder, action, at)
        for reminder in reminders
        if reminder.kind in _WORDS_FOR_OWNERS
    ]
    others = [reminder for reminder in reminders if reminder.kind not in _WORDS_FOR_OWNERS]
    if others:
        # Staff read the words that followers read; what these are advised to do is not meant for them.
        told = _for_follower(action, current_content(action), others, at)
        passages += [replace(passage, advice=()) for passage in told]
    return sorted(passages, key=lambda passage: passage.urgency)


def _narrowest_first(notices: Sequence[Notice]) -> list[Subscription]:
    """Each subscription that the mail comes from, once."""
    found = {notice.subscription.pk: notice.subscription for notice in notices if notice.subscription}

    def width(row: Subscription) -> tuple[int, int]:
        reach = reach_of_subscription(row.action_id, row.campaign_id, row.concern_id, str(row.country))
        return reach.width, row.pk

    return sorted(found.values(), key=width)


def _list_id() -> str:
    """The List-Id of RFC 2919, by which readers sort mail and programs know not to answer it.

    There is one for all that followers get: one for each scope would tell what somebody follows. Empty where this
    site has no name of its own, for then the identifier would be nobody's.
    """
    host = urlsplit(settings.SITE_URL).hostname or ""
    is_name = "." in host and ":" not in host and not host.replace(".", "").isdigit()
    return f"<reminders.{host}>" if is_name else ""
